"""What a meeting talks about, and what was noted under each item."""

from collections.abc import Sequence
from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import Audience, ItemKind, ItemState, Purpose
from meetings.models.meeting import Meeting
from members.enums import Language
from members.models import Application, Organisation, Person


def labelled(levels: Sequence[int]) -> list[str]:
    """What items of these levels are called, in order: [0, 0, 1, 1, 0] gives "1", "2", "2.1", "2.2", "3"."""
    labels, main, below = [], 0, 0
    for level in levels:
        if level == 0:
            main, below = main + 1, 0
            labels.append(str(main))
        else:
            below += 1
            labels.append(f"{main}.{below}")
    return labels


class AgendaItem(models.Model):
    """One item. `number` counts from 1 and is kept when an item is not public: its place stays, its title does not.

    `number` is the place in the flat order of all items; an item of `level` 1 belongs to the nearest item of level 0
    before it. `label` is what people read ("3", "3.1"); the verbs of `actions.agenda` keep it.
    On the day an item runs from `running_since` (aware) on; `seconds_used` holds what it took before that.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    number = models.PositiveSmallIntegerField(_("number"))
    level = models.PositiveSmallIntegerField(_("level"), default=0, editable=False)
    label = models.CharField(_("label"), max_length=8, blank=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.TOPIC, editable=False
    )
    title = TranslatedField(models.CharField(_("title"), max_length=250, blank=True))
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.DISCUSSION
    )
    minutes_allotted = models.PositiveSmallIntegerField(
        _("minutes allotted"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    presented_by = models.ForeignKey(
        Organisation,
        verbose_name=_("presented by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presented_items",
    )
    presenter = models.ForeignKey(
        Person,
        verbose_name=_("presenter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presented_items",
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )
    carried_over_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_over_to",
        editable=False,
    )

    adopts = models.ForeignKey(  # the minutes that an item of kind ADOPTION puts to the meeting
        "meetings.Minutes",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adoption_items",
        editable=False,
    )
    application = models.ForeignKey(  # what an item of kind APPLICATION decides
        Application,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agenda_items",
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ItemState.choices, default=ItemState.WAITING, editable=False
    )
    running_since = models.DateTimeField(null=True, blank=True, editable=False)
    seconds_used = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_agenda_number"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.number}"

    def save(self, *args, **kwargs) -> None:
        """An item that nobody has labelled yet reads as its number."""
        if not self.label:
            self.label = str(self.number)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "label"}
        super().save(*args, **kwargs)

    def seconds_at(self, now: datetime) -> int:
        """How long it has been talked about until `now` (aware), whole seconds."""
        running = (now - self.running_since).total_seconds() if self.running_since else 0
        return self.seconds_used + max(int(running), 0)


class Note(models.Model):
    """What was noted under an item, for one audience, in one language: confidential text has its own row.

    `text` is cleaned HTML. `edits` counts the changes; a translation remembers in `translated_from_edit`
    which state of `translated_from` it follows, and is behind when that has been edited since.
    `heard` holds the marks of the last forms that wrote it: one that comes again after a cut line is recognised.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="notes")
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.EN)
    text = models.TextField(_("text"), blank=True)
    edits = models.PositiveIntegerField(default=1, editable=False)
    translated_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translations", editable=False
    )
    translated_from_edit = models.PositiveIntegerField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    heard = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        ordering = ["item", "audience", "language"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(fields=["item", "audience", "language"], name="meetings_note_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.audience} {self.language}"
