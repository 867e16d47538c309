"""What a meeting talks about: items come, change, move and go while the record is open.

An item of level 1 belongs to the main item before it. Every verb leaves the numbers 1 to n, the labels that people
read ("3", "3.1"), and a main item in the first place. Where a person acts, it is the secretariat's verb.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.agenda_order import end_of_block, moved, order_of, write_order
from meetings.actions.agenda_versions import close_in_releases
from meetings.actions.calendar_entries import touch_due
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import LIFELESS, changed_fields, demand_desk, lock_open_record
from meetings.enums import Audience, ItemState, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.models.agenda import labelled
from members.enums import Language

TITLES = [f"title_{code}" for code in Language.values]
FACTS = {*TITLES, "purpose", "minutes_allotted", "presented_by", "presenter", "audience"}
FACTS_WHEN_ADDED = FACTS | {"kind", "adopts", "application", "level", "carried_over_from"}
LONGEST_TITLE = 250
MOST = 400

NEEDS_MAIN_ITEM = _("An agenda begins with a main item. Put a main item before this one first.")


def _lock(meeting: Meeting) -> Meeting:
    meeting = lock_open_record(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(LIFELESS[MeetingState.CANCELLED])
    return meeting


def _checked(facts: dict[str, Any], *, known: set[str] = FACTS) -> dict[str, Any]:
    """The facts, with titles of one line and without characters that turn text around."""
    if unknown := set(facts) - known:
        raise TypeError(f"Not a fact of an agenda item: {sorted(unknown)}")
    titles = {name: scrub(facts[name] or "", lines=False)[:LONGEST_TITLE] for name in TITLES if name in facts}
    return facts | titles


def _needs_title(item: AgendaItem) -> None:
    if not any(getattr(item, name).strip() for name in TITLES):
        raise Refused(_("Give the item a title in at least one language."), field="title_en")


def _label(item: AgendaItem, meeting: Meeting) -> str:
    return f"{meeting.slug} item {item.label}"


def add_item(meeting: Meeting, *, by: Actor, **facts: Any) -> AgendaItem:
    """Add an item at the end. `facts` are fields of the item, see `FACTS_WHEN_ADDED`.

    Refused as a sub-item where there is no main item yet, without a title, and beyond `MOST` items.
    """
    demand_desk(by)
    facts = _checked(facts, known=FACTS_WHEN_ADDED)
    with transaction.atomic():
        meeting = _lock(meeting)
        levels = list(meeting.agenda_items.order_by("number").values_list("level", flat=True))
        if len(levels) >= MOST:
            raise Refused(
                _("An agenda holds %(n)s items at most. Put some on another meeting first.") % {"n": MOST}
            )
        levels.append(facts.get("level", 0))
        if levels[0] != 0:
            raise Refused(NEEDS_MAIN_ITEM)
        item = AgendaItem(meeting=meeting, number=len(levels), label=labelled(levels)[-1], **facts)
        _needs_title(item)
        item.save()
        keep_revision(meeting, Weight.SILENT)
        record("agenda_item.added", item, by=by, label=_label(item, meeting))
    return item


def edit_item(item: AgendaItem, *, by: Actor, facts: dict[str, Any]) -> AgendaItem:
    """Change facts of an item, see `FACTS`. Whom it is closed to, it is closed to in released agendas, too."""
    demand_desk(by)
    facts = _checked(facts)
    with transaction.atomic():
        meeting = _lock(item.meeting)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        fields = changed_fields(item, facts)
        if not fields:
            return item
        _needs_title(item)
        item.save(update_fields=fields)
        if "audience" in fields:
            close_in_releases(meeting, item.pk, Audience(item.audience))
            touch_due()
        keep_revision(meeting, Weight.SILENT)
        record("agenda_item.edited", item, by=by, label=_label(item, meeting), fields=fields)
    return item


def remove_item(item: AgendaItem, *, by: Actor) -> None:
    """Take an item off the agenda and close the gap.

    Refused when something is recorded under it, when papers lie there, and while it has sub-items.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = _lock(item.meeting)
        order = order_of(meeting)
        at = _place(order, item)
        item = order[at]
        recorded = item.notes.exclude(text="").exists() or item.decisions.exists() or item.actions.exists()
        if recorded or item.seconds_used or item.state in (ItemState.RUNNING, ItemState.DONE):
            raise Refused(_("Something is recorded under this item, so it stays on the agenda."))
        if item.papers.exists():
            raise Refused(_("Papers lie under this item. Withdraw them first."))
        if end_of_block([one.level for one in order], at) > at + 1:
            raise Refused(_("This item has sub-items. Remove them first, or move them under another item."))
        record("agenda_item.removed", item, by=by, label=_label(item, meeting))
        item.delete()
        write_order(meeting, [*order[:at], *order[at + 1 :]])
        keep_revision(meeting, Weight.SILENT)


def move_item(item: AgendaItem, *, by: Actor, to: int) -> AgendaItem:
    """Put an item at number `to` (1 to the number of items); the items between move up or down.

    A main item takes its sub-items along, and never lands among those of another: it goes before or after them all.
    Refused where a sub-item would come first.
    """

    def change(order: list[AgendaItem], at: int) -> list[AgendaItem]:
        if not 1 <= to <= len(order):
            raise Refused(_("There is no such place on the agenda."), field="to")
        new = moved(order, [one.level for one in order], at, to - 1)
        if new[0].level != 0:
            raise Refused(NEEDS_MAIN_ITEM, field="to")
        return new

    return _reorder(item, change, by=by, verb="agenda_item.moved", fields=["number"])


def place_item(item: AgendaItem, *, by: Actor, after: int | None) -> AgendaItem:
    """Put an item after the one of the key `after`, or first of all; a main item after all that belongs to that one."""

    def change(order: list[AgendaItem], at: int) -> list[AgendaItem]:
        levels = [one.level for one in order]
        end = end_of_block(levels, at)
        target = next((index for index, one in enumerate(order) if one.pk == after), None)
        if after is not None and (target is None or at <= target < end):
            raise Refused(_("There is no such place on the agenda."), field="after")
        to = 0 if target is None else target + 1
        while levels[at] == 0 and 0 < to < len(order) and levels[to] == 1:
            to += 1
        new = moved(order, levels, at, to if to <= at else to - (end - at))
        if new[0].level != 0:
            raise Refused(NEEDS_MAIN_ITEM, field="after")
        return new

    return _reorder(item, change, by=by, verb="agenda_item.moved", fields=["number"])


def indent_item(item: AgendaItem, *, by: Actor) -> AgendaItem:
    """Make a main item a sub-item of the main item before it."""

    def change(order: list[AgendaItem], at: int) -> list[AgendaItem]:
        levels = [one.level for one in order]
        if order[at].level:
            raise Refused(_("This is a sub-item already."))
        if at == 0:
            raise Refused(NEEDS_MAIN_ITEM)
        if end_of_block(levels, at) > at + 1:
            raise Refused(_("This item has sub-items of its own. Make them main items first."))
        order[at].level = 1
        return order

    return _reorder(item, change, by=by, verb="agenda_item.indented", fields=["level"])


def outdent_item(item: AgendaItem, *, by: Actor) -> AgendaItem:
    """Make a sub-item a main item, where it stands; the sub-items after it become its own."""

    def change(order: list[AgendaItem], at: int) -> list[AgendaItem]:
        if not order[at].level:
            raise Refused(_("This is a main item already."))
        order[at].level = 0
        return order

    return _reorder(item, change, by=by, verb="agenda_item.outdented", fields=["level"])


def arrange(meeting: Meeting, order: list[int], *, by: Actor) -> None:
    """Put the items, given by their keys, in this order at once; those left out keep theirs at the end.

    Refused where a sub-item would come first.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = _lock(meeting)
        rank = {pk: place for place, pk in enumerate(order)}
        before = order_of(meeting)
        after = sorted(before, key=lambda item: rank.get(item.pk, len(rank)))
        if after == before:
            return
        if after[0].level != 0:
            raise Refused(NEEDS_MAIN_ITEM)
        write_order(meeting, after)
        keep_revision(meeting, Weight.SILENT)
        record("agenda.arranged", meeting, by=by, label=meeting.slug, fields=["number"])


def _place(order: list[AgendaItem], item: AgendaItem) -> int:
    """Its index; refused when somebody took it off meanwhile."""
    for at, one in enumerate(order):
        if one.pk == item.pk:
            return at
    raise Refused(_("This item is no longer on the agenda."))


def _reorder(
    item: AgendaItem,
    change: Callable[[list[AgendaItem], int], list[AgendaItem]],
    *,
    by: Actor,
    verb: str,
    fields: list[str],
) -> AgendaItem:
    """Run one change of the order under the meeting's lock; the item as it stands afterwards."""
    demand_desk(by)
    with transaction.atomic():
        meeting = _lock(item.meeting)
        order = order_of(meeting)
        at = _place(order, item)
        now, before = order[at], [one.pk for one in order]
        level = now.level
        after = change(list(order), at)
        if [one.pk for one in after] == before and now.level == level:
            return now
        write_order(meeting, after, changed=[now] if now.level != level else ())
        keep_revision(meeting, Weight.SILENT)
        record(verb, now, by=by, label=_label(now, meeting), fields=fields)
    return now
