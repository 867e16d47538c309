"""The order of an agenda: what moves along with what, what each item is called, and writing that down at once."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import F

from meetings.models import AgendaItem, Meeting
from meetings.models.agenda import labelled

OUT_OF_THE_WAY = 10_000  # items on the move stand here for a moment: their numbers are unique at every step
T = TypeVar("T")


def end_of_block(levels: Sequence[int], start: int) -> int:
    """Where the block of the item at index `start` ends (exclusive): a main item has its sub-items with it."""
    end = start + 1
    while levels[start] == 0 and end < len(levels) and levels[end] == 1:
        end += 1
    return end


def moved(order: Sequence[T], levels: Sequence[int], start: int, to: int) -> list[T]:
    """The order with the block at index `start` moved to index `to`.

    A main item does not land among the sub-items of another one: moving up it goes before that one, down after it.
    """
    end = end_of_block(levels, start)
    block, rest = list(order[start:end]), [*order[:start], *order[end:]]
    left = [*levels[:start], *levels[end:]]
    to = min(to, len(rest))
    if levels[start] == 0:
        step = -1 if to < start else 1
        while 0 < to < len(rest) and left[to] == 1:
            to += step
    return [*rest[:to], *block, *rest[to:]]


def order_of(meeting: Meeting) -> list[AgendaItem]:
    """The items of a locked meeting in their order."""
    return list(meeting.agenda_items.order_by("number"))


def write_order(
    meeting: Meeting, order: Sequence[AgendaItem], *, changed: Collection[AgendaItem] = ()
) -> None:
    """Number and label the items of a locked meeting as they stand in `order`; three statements, however many.

    `changed` are those whose level is another than in the database. Numbers are unique after every row.
    """
    labels = labelled([item.level for item in order])
    touched = [
        (item, number, label)
        for number, (item, label) in enumerate(zip(order, labels, strict=True), start=1)
        if item.number != number or item.label != label or item in changed
    ]
    if not touched:
        return
    off = [item.pk for item, number, _label in touched if item.number != number]
    meeting.agenda_items.filter(pk__in=off).update(number=F("number") + OUT_OF_THE_WAY)
    for item, number, label in touched:
        item.number, item.label = number, label
    rows = [item for item, _number, _label in touched]
    AgendaItem.objects.bulk_update(rows, ["number", "label", "level"])
