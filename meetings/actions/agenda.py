"""What a meeting talks about: items come, change, move and go while the record is open."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.calendar_entries import touch_due
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import LIFELESS, changed_fields, lock_open_record
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting
from members.enums import Language

TITLES = [f"title_{code}" for code in Language.values]
FACTS = {*TITLES, "purpose", "minutes_allotted", "presented_by", "presenter", "audience"}
OUT_OF_THE_WAY = 1000  # items on the move stand here for a moment: their numbers are unique at every step


def _lock(meeting: Meeting) -> Meeting:
    meeting = lock_open_record(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(LIFELESS[MeetingState.CANCELLED])
    return meeting


def _check(facts: dict[str, Any], *, known: set[str] = FACTS) -> None:
    if unknown := set(facts) - known:
        raise TypeError(f"Not a fact of an agenda item: {sorted(unknown)}")


def _needs_title(item: AgendaItem) -> None:
    if not any(getattr(item, name).strip() for name in TITLES):
        raise Refused(_("Give the item a title in at least one language."), field="title_en")


def _label(item: AgendaItem, meeting: Meeting) -> str:
    return f"{meeting.slug} item {item.number}"


def add_item(meeting: Meeting, *, by: Actor, **facts: Any) -> AgendaItem:
    """Add an item at the end. `facts` are fields of the item, see `FACTS`, and `carried_over_from`."""
    _check(facts, known=FACTS | {"carried_over_from"})
    with transaction.atomic():
        meeting = _lock(meeting)
        item = AgendaItem(meeting=meeting, number=meeting.agenda_items.count() + 1, **facts)
        _needs_title(item)
        item.save()
        keep_revision(meeting, Weight.SILENT)
        record("agenda_item.added", item, by=by, label=_label(item, meeting))
    return item


def edit_item(item: AgendaItem, *, by: Actor, facts: dict[str, Any]) -> AgendaItem:
    """Change facts of an item, see `FACTS`."""
    _check(facts)
    with transaction.atomic():
        meeting = _lock(item.meeting)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        fields = changed_fields(item, facts)
        if not fields:
            return item
        _needs_title(item)
        item.save(update_fields=fields)
        if "audience" in fields:
            touch_due()
        keep_revision(meeting, Weight.SILENT)
        record("agenda_item.edited", item, by=by, label=_label(item, meeting), fields=fields)
    return item


def remove_item(item: AgendaItem, *, by: Actor) -> None:
    """Take an item off the agenda and close the gap; refused when something is recorded under it."""
    with transaction.atomic():
        meeting = _lock(item.meeting)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        recorded = item.notes.exclude(text="").exists() or item.decisions.exists() or item.actions.exists()
        if recorded:
            raise Refused(_("Something is recorded under this item, so it stays on the agenda."))
        label, number = _label(item, meeting), item.number
        record("agenda_item.removed", item, by=by, label=label)
        item.delete()
        _shift(meeting, number + 1, meeting.agenda_items.count() + 1, -1)
        keep_revision(meeting, Weight.SILENT)


def move_item(item: AgendaItem, *, by: Actor, to: int) -> AgendaItem:
    """Put an item at number `to` (1 to the number of items); the items between move up or down by one."""
    with transaction.atomic():
        meeting = _lock(item.meeting)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        if not 1 <= to <= meeting.agenda_items.count():
            raise Refused(_("There is no such place on the agenda."), field="to")
        start = item.number
        if to == start:
            return item
        _put(item, OUT_OF_THE_WAY)
        if to > start:
            _shift(meeting, start + 1, to, -1)
        else:
            _shift(meeting, to, start - 1, 1)
        _put(item, to)
        keep_revision(meeting, Weight.SILENT)
        record("agenda_item.moved", item, by=by, label=_label(item, meeting), fields=["number"])
    return item


def _put(item: AgendaItem, number: int) -> None:
    item.number = number
    item.save(update_fields=["number"])


def _shift(meeting: Meeting, first: int, last: int, by: int) -> None:
    """Move the items numbered first to last by one place, in two steps: numbers are unique after every statement."""
    rows = meeting.agenda_items.filter(number__range=(first, last))
    rows.update(number=F("number") + 2 * OUT_OF_THE_WAY)
    far = meeting.agenda_items.filter(number__gt=2 * OUT_OF_THE_WAY)
    far.update(number=F("number") - 2 * OUT_OF_THE_WAY + by)
