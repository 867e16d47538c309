"""When each item of an agenda begins, and how far it runs beyond the meeting: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """`begins` is aware, None while the hours are not set; `over` says that the item ends after the meeting."""

    begins: datetime | None
    sum: int  # minutes from the beginning of the meeting to the end of this item
    over: bool


def slots(minutes: Sequence[int | None], starts: datetime | None, ends: datetime | None) -> list[Slot]:
    """One slot for each item, from the minutes allotted to it; without any it takes no time."""
    total, found = 0, []
    for allotted in minutes:
        begins = starts + timedelta(minutes=total) if starts else None
        total += allotted or 0
        over = bool(allotted) and starts is not None and ends is not None and _after(starts, total, ends)
        found.append(Slot(begins, total, over))
    return found


def _after(starts: datetime, minutes: int, ends: datetime) -> bool:
    return starts + timedelta(minutes=minutes) > ends
