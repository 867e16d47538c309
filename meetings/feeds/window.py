"""The months that a private feed covers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from meetings.models.meeting import PHNOM_PENH


@dataclass(frozen=True)
class Window:
    """Whole months, so that it changes with the month and not every day."""

    first: date
    last: date

    @classmethod
    def around(cls, now: datetime) -> "Window":
        """From the month of 90 days ago to the end of the eighteenth month from now (Phnom Penh)."""
        today = now.astimezone(PHNOM_PENH).date()
        first = (today - timedelta(days=90)).replace(day=1)
        months = today.year * 12 + today.month - 1 + 19
        return cls(first, date(months // 12, months % 12 + 1, 1) - timedelta(days=1))

    def opened_at(self, now: datetime) -> datetime:
        """When the window last moved: a moment at which the feed may have changed by itself."""
        today = now.astimezone(PHNOM_PENH).date()
        days = (today - timedelta(days=offset) for offset in range(32))
        moved = next(day for day in days if day.day == 1 or (day - timedelta(days=90)).day == 1)
        return datetime.combine(moved, time(0), PHNOM_PENH)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
