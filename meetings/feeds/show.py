"""`?show=`: the part of a calendar that somebody wants, such as `?show=series:3` or `?show=meetings,actions`.

Misspelt, it answers 400 with the words there are, at once and for good: spelling does not change, so a calendar
that was ever taken on is never refused later. A series that does not exist, or no longer, is an empty calendar.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from django.db.models import Count, Q, Sum
from django.http import HttpRequest

from meetings.models import Meeting

LONGEST = 500  # octets of the query
MOST_SERIES = 10
_SERIES = re.compile(r"series:([0-9]{1,9})")
KNOWN = "show takes: meetings, series:NUMBER, actions; several with commas between them.\n"


class Misspelt(Exception):
    """The query holds something that no feed knows."""


@dataclass(frozen=True)
class Show:
    """`series` None: all meetings; the empty tuple: none. `actions`: what is due, as well."""

    series: tuple[int, ...] | None = None
    actions: bool = False
    asked: bool = False  # whether the address names it

    @property
    def is_whole(self) -> bool:
        """All meetings of the calendar are in it."""
        return self.series is None

    @property
    def query(self) -> str:
        """The query with which this same part is asked for again; empty for what comes without one."""
        if not self.asked:
            return ""
        meetings = ["meetings"] if self.series is None else [f"series:{number}" for number in self.series]
        return "?show=" + ",".join(meetings + ["actions"] * self.actions)

    def where(self, path: str = "") -> Q:
        """The filter of meetings; `path` leads to the meeting, such as "meeting__"."""
        return Q() if self.series is None else Q(**{f"{path}series__in": self.series})


def asked(request: HttpRequest, *, actions: bool = False) -> Show:
    """What the address asks for; without a word all meetings, and what is due where the key says so (`actions`).

    Other parts of the query mean nothing. The same words in any order are the same part. Raises Misspelt.
    """
    query = request.META.get("QUERY_STRING", "")
    if "show=" not in query:
        return Show(actions=actions)
    try:
        found = parse_qs(query, max_num_fields=20) if len(query) <= LONGEST else None
    except ValueError:
        found = None
    if found is None:
        raise Misspelt
    words = {word.strip() for value in found.get("show", []) for word in value.split(",")} - {""}
    if not words:
        return Show(actions=actions)
    plain = words & {"meetings", "actions"}
    numbers = [_SERIES.fullmatch(word) for word in words - plain]
    if not all(numbers) or len(numbers) > MOST_SERIES:
        raise Misspelt
    series = tuple(sorted({int(match[1]) for match in numbers if match}))
    return Show(
        series=None if "meetings" in plain else series,
        actions="actions" in plain,
        asked=True,
    )


def members_of(show: Show) -> tuple:
    """Which meetings belong to the series asked for, for the validator: a query only where a series is asked for.

    A meeting that joins or leaves a series changes no other feed, and so no counter.
    """
    if not show.series:
        return ()
    counted = Meeting.objects.filter(show.where()).aggregate(number=Count("pk"), sum=Sum("pk"))
    return (counted["number"], counted["sum"])
