"""What changed between two agendas, as they stand in the bodies of `AgendaVersion`: pure, and enough to redo it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from meetings.models.agenda import labelled

Entry = dict[str, Any]  # one item in the body of an `AgendaVersion`, see there


class Kind(StrEnum):
    """How an item differs. An item that was closed and is open now counts as added, the other way round as closed."""

    ADDED = "added"
    REMOVED = "removed"
    CLOSED = "closed"
    MOVED = "moved"
    RETITLED = "retitled"
    TIME = "time"
    PURPOSE = "purpose"
    PRESENTER = "presenter"


@dataclass(frozen=True)
class Change:
    """One item that is not as it was. `at` is its index in the new agenda, None where it is gone."""

    kinds: tuple[Kind, ...]
    before: Entry | None
    after: Entry | None
    at: int | None


def changes(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """Every item that was added, removed, moved or changed: in the order of the new agenda, then what is gone.

    Moved are as few as explain the new order; one that only slipped because others came or went has not moved.
    """
    was = {entry["item"]: (index, entry) for index, entry in enumerate(before)}
    stayed = _stayed([was[entry["item"]][0] for entry in after if entry["item"] in was])
    found = []
    for at, entry in enumerate(after):
        index, old = was.pop(entry["item"], (None, None))
        kinds = _kinds(old, entry, moved=index not in stayed)
        if kinds:
            found.append(Change(kinds, old, entry, at))
    gone = [Change((Kind.REMOVED,), old, None, None) for _index, old in was.values()]
    return found + gone


def redone(before: Sequence[Entry], found: Sequence[Change]) -> list[Entry]:
    """The agenda that these changes make of `before`: what `changes` was given as `after`."""
    touched = {(change.after or change.before)["item"] for change in found}
    result = [entry for entry in before if entry["item"] not in touched]
    for change in sorted((one for one in found if one.at is not None), key=lambda one: one.at):
        result.insert(change.at, change.after)
    labels = labelled([entry["level"] for entry in result])
    return [{**entry, "label": label} for entry, label in zip(result, labels, strict=True)]


def _kinds(old: Entry | None, new: Entry, *, moved: bool) -> tuple[Kind, ...]:
    if old is None:
        return (Kind.ADDED,)
    if new.get("closed"):
        kinds = [] if old.get("closed") else [Kind.CLOSED]
    elif old.get("closed"):
        kinds = [Kind.ADDED]
    else:
        facts = (
            ("title", Kind.RETITLED),
            ("minutes", Kind.TIME),
            ("purpose", Kind.PURPOSE),
            ("presented_by", Kind.PRESENTER),
        )
        kinds = [kind for name, kind in facts if old[name] != new[name]]
    if moved or old["level"] != new["level"]:
        kinds.insert(0, Kind.MOVED)
    return tuple(kinds)


def _stayed(indices: list[int]) -> set[int]:
    """The longest run of old places that still follow each other: a longest increasing subsequence, O(n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, index in enumerate(indices):
        length = bisect_left(tails, index)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [index]
        ends[length : length + 1] = [position]
    kept, position = set(), ends[-1] if ends else -1
    while position >= 0:
        kept.add(indices[position])
        position = previous[position]
    return kept
