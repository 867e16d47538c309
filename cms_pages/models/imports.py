"""What was imported from where: the source as it was, the report, and what became of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages.enums import ImportState
from meetings.models import Meeting

AKIN = 0.4  # of the text in common; news agencies' rewritings of a release share about half


def likeness(one: list[int], other: list[int]) -> float:
    """Estimated share of common five-word pieces of two texts, 0 to 1, from the smallest hashes of both."""
    size = min(len(one), len(other))
    smallest = set(sorted({*one, *other})[:size])
    return len(smallest & set(one) & set(other)) / size if size else 0.0


class ImportQuerySet(models.QuerySet):
    def newest_first(self) -> "ImportQuerySet":
        return self.order_by("-imported_at", "-pk")

    def of_source(self, name: str) -> "ImportQuerySet":
        """Earlier imports of a file of this name, newest first."""
        return self.filter(source_name=name).newest_first()

    def akin_to(self, report: dict) -> list[tuple[str, float]]:
        """[(source name, share of the same text)] of imports that are much like `report`, most alike first.

        A share of 0 marks another language body of one release: same kind, same day, other language.
        """
        facts = self.values_list(
            "source_name",
            "report__fingerprint",
            "report__kind",
            "report__language",
            "report__published__date",
        )
        akin = []
        for name, fingerprint, kind, language, day in facts:
            share = likeness(fingerprint or [], report["fingerprint"])
            same_day = day and (kind, day) == (report["kind"], report["published"]["date"])
            if share >= AKIN:
                akin.append((name, share))
            elif same_day and language != report["language"]:
                akin.append((name, 0.0))
        return sorted(akin, key=lambda pair: -pair[1])


class ImportRecord(models.Model):
    """One source document. Only the secretariat sees it: source and report hold what is kept off the page.

    `revision` is the page's revision as the import made it; a later one means that somebody edited the draft.
    """

    source_name = models.CharField(_("file"), max_length=255, db_index=True)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    source = models.TextField(_("text as it came"))
    report = models.JSONField(_("report"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.DRAFTED
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_records",
    )
    revision = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_records",
    )
    imported_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")

    def __str__(self) -> str:
        return self.source_name

    @property
    def title(self) -> str:
        return self.report.get("title") or self.source_name

    @property
    def proposes_meeting(self) -> bool:
        """A meeting record was read out of the text and nobody has made one of it yet."""
        return bool(self.report.get("meeting")) and self.meeting_id is None and self.page_id is not None

    @property
    def kept_recommendations(self) -> bool:
        """The recommendations of the text stand in the register already."""
        return bool(self.report.get("recommendations_kept"))

    @property
    def draft_is_edited(self) -> bool:
        """Whether somebody worked on the page since; needs `page` loaded."""
        return bool(self.page) and self.page.latest_revision_id != self.revision
