"""Papers of an agenda: files and links, in a language, in revisions."""

from uuid import uuid4

from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.models.agenda import AgendaItem
from members.enums import Language


def papers_storage():
    """Where papers lie: outside everything that is served by itself."""
    return storages["papers"]


def kept_name(paper: "Paper", filename: str) -> str:
    """A name on the disk that says nothing and cannot be guessed; people get `Paper.filename`."""
    return f"{uuid4().hex}.{filename.rpartition('.')[2].lower()[:5]}"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, audience: str) -> "PaperQuerySet":
        """Papers an audience may read: only as public as the item and the meeting they belong to."""
        reads = Audience(audience).reads
        return self.filter(audience__in=reads, item__audience__in=reads, item__meeting__audience__in=reads)

    def latest(self) -> "PaperQuerySet":
        """Without those that a later revision replaced."""
        return self.filter(replaced_by__isnull=True)


class Paper(models.Model):
    """One paper under an agenda item. A new revision replaces the one before, which stays readable beside it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaced_by",
        editable=False,
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.MEMBERS
    )
    file = models.FileField(_("file"), storage=papers_storage, upload_to=kept_name, blank=True)
    filename = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)  # bytes
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    link = models.URLField(_("link"), blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.revision})"
