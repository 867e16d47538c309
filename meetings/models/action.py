"""What somebody promised to do, and by when."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import OPEN_ACTIONS, ActionState, Audience
from meetings.models.agenda import AgendaItem
from meetings.models.decision import Decision
from meetings.models.meeting import Meeting
from members.models import Organisation, Person


class ActionQuerySet(models.QuerySet):
    def visible_to(self, audience: str) -> "ActionQuerySet":
        """Actions of held meetings that an audience may read: only as public as meeting, item and decision."""
        audience = Audience(audience)
        return (
            self.filter(
                audience__in=audience.reads,
                meeting__audience__in=audience.reads,
                meeting__number__isnull=False,
            )
            .exclude(agenda_item__audience__in=audience.does_not_read)
            .exclude(decision__audience__in=audience.does_not_read)
            .exclude(decision__agenda_item__audience__in=audience.does_not_read)
        )

    def public(self) -> "ActionQuerySet":
        return self.visible_to(Audience.PUBLIC)

    def with_context(self) -> "ActionQuerySet":
        """With its meeting, item, decision and owners, in the same query."""
        return self.select_related(
            "meeting", "agenda_item", "decision__agenda_item", "owner_organisation", "owner_person"
        )

    def open(self) -> "ActionQuerySet":
        return self.filter(state__in=OPEN_ACTIONS)

    def finished(self) -> "ActionQuerySet":
        """Done or not taken up."""
        return self.exclude(state__in=OPEN_ACTIONS)

    def overdue(self, today: date) -> "ActionQuerySet":
        """Open, with a due day before `today` (Phnom Penh)."""
        return self.open().filter(due_date__lt=today)

    def of_organisation(self, organisation: Organisation | int) -> "ActionQuerySet":
        return self.filter(owner_organisation=organisation)


class Action(models.Model):
    """Owner organisation and due day, or "next meeting"; with neither, open until a report is attached."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="actions", verbose_name=_("agreed at")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=_("agenda item"),
    )
    decision = models.ForeignKey(
        Decision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=_("decision"),
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = TranslatedField(models.CharField(_("what"), max_length=250, blank=True))
    owner_organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_actions",
        verbose_name=_("organisation"),
    )
    owner_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_actions",
        verbose_name=_("person"),
    )
    due_date = models.DateField(_("due on"), null=True, blank=True)
    due_next_meeting = models.BooleanField(_("due at the next meeting"), default=False)
    state = models.CharField(
        _("state"), max_length=15, choices=ActionState.choices, default=ActionState.OPEN, editable=False
    )
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    outcome = TranslatedField(models.CharField(_("outcome"), max_length=300, blank=True))
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meetings_action_number")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """ "WG/2022/02-A1"; needs the meeting loaded."""
        return f"{self.meeting.reference or self.meeting.slug}-A{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ACTIONS

    def days_overdue(self, today: date) -> int:
        """Days past the due day, 0 if it is not overdue or has no day."""
        return max((today - self.due_date).days, 0) if self.is_open and self.due_date else 0
