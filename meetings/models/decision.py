"""What the group decided, under a permanent number."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import Audience, DecisionMode, Progress
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from members.models import Membership


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, audience: str) -> "DecisionQuerySet":
        """Decisions of held meetings that an audience may read, newest first.

        A decision is only as public as its meeting and, if it stands under one, its agenda item.
        """
        audience = Audience(audience)
        return (
            self.filter(
                audience__in=audience.reads,
                meeting__audience__in=audience.reads,
                meeting__number__isnull=False,
            )
            .exclude(agenda_item__audience__in=audience.does_not_read)
            .order_by("-decided_on", "-meeting__number", "-number")
        )

    def public(self) -> "DecisionQuerySet":
        return self.visible_to(Audience.PUBLIC)

    def with_context(self) -> "DecisionQuerySet":
        """With its meeting, its item and the decision it supersedes, in the same query."""
        return self.select_related("meeting", "agenda_item", "supersedes__agenda_item")


class Decision(models.Model):
    """`reference` is permanent: WG/2022/01-D2 is year held, ordinal of the meeting, decision; never given twice."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    agenda_item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("agenda item"),
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    decided_on = models.DateField(_("decided on"))
    title = TranslatedField(models.CharField(_("in short"), max_length=200, blank=True))
    text = TranslatedField(models.TextField(_("decision"), max_length=2000, blank=True))
    mode = models.CharField(
        _("how"), max_length=15, choices=DecisionMode.choices, default=DecisionMode.CONSENSUS
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )
    progress = models.CharField(
        _("what became of it"), max_length=15, choices=Progress.choices, default=Progress.NOTED
    )
    progress_note = TranslatedField(models.CharField(_("in a few words"), max_length=200, blank=True))
    supersedes = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    membership = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("membership decided"),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meetings_decision_number")]

    def __str__(self) -> str:
        return self.reference
