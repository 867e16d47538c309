"""Scheduling messages that others send us (RFC 5546): what they say, read within bounds and without trust."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from icalendar.error import BrokenCalendarProperty
from icalendar.timezone import tzp

from hub.cleaning import scrub
from meetings.enums import Answer
from meetings.ical.reading import MOST_ZONE_RULES, is_rule_of_zone
from meetings.models.meeting import PHNOM_PENH

MAX_CHARACTERS = 256 * 1024
MAX_LINE = 4096  # unfolded; longer ones are of no interest, but for a comment
MAX_COMMENT = 4096
MAX_LINES = 1000  # that are of interest
MAX_COMPONENTS = 200
MAX_DEPTH = 5
MAX_SEQUENCE = 2**31 - 1  # what every database stores
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

_ANSWERS = {
    "NEEDS-ACTION": Answer.NEEDS_ACTION,
    "ACCEPTED": Answer.ACCEPTED,
    "DECLINED": Answer.DECLINED,
    "TENTATIVE": Answer.TENTATIVE,
    "DELEGATED": Answer.DELEGATED,
}
_LINE_END = re.compile(r"\r+\n|\r")
_FOLD = re.compile(r"\n[ \t]")
_NAME = re.compile(r"[A-Za-z-]{1,30}(?=[;:])")
_READ = frozenset(
    [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "METHOD",
        "UID",
        "RECURRENCE-ID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "DURATION",
        "ATTENDEE",
        "ORGANIZER",
        "COMMENT",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "RRULE",
    ]
)
_MAILTO = re.compile(r"\s*mailto:", re.IGNORECASE)


class Unreadable(Exception):
    """Nothing that can be read as one calendar object."""


@dataclass(frozen=True)
class Attendee:
    """Who answers, by address in lower case, and what; None where the word is none that we know."""

    address: str
    answer: Answer | None
    delegated_to: str = ""
    delegated_from: str = ""


@dataclass(frozen=True)
class EventMessage:
    """What one VEVENT says. Times are aware; `recurrence` is a date where the sender knows only the day."""

    uid: str
    sequence: int
    stamp: datetime | None
    attendees: tuple[Attendee, ...]
    organizer: str
    comment: str
    recurrence: datetime | date | None
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True)
class CalendarMessage:
    """One calendar object with its METHOD in capitals; empty where it has none."""

    method: str
    events: tuple[EventMessage, ...]


def read_message(text: str) -> CalendarMessage:
    """Read one calendar object; raises Unreadable for everything else.

    icalendar raises what it happens to meet on a damaged object (AttributeError on 30 octets): here is the one
    place that takes any exception for an answer.
    """
    text = _of_interest(text)
    try:
        tzp.use_default()  # the library keeps described time zones by their names: the next mail may mean another
        found = icalendar.Calendar.from_ical(text, multiple=True)
        if len(found) != 1 or found[0].name != "VCALENDAR":
            raise Unreadable
        calendar = found[0]
        events = tuple(_event(component) for component in calendar.walk("VEVENT"))
        return CalendarMessage(method=_plain(calendar.get("METHOD", "")).upper(), events=events)
    except Exception as problem:
        raise Unreadable from problem


def _of_interest(text: str) -> str:
    """The lines that say who answers what, and no other: what is not read does no harm and costs no time."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable
    text = _LINE_END.sub("\n", text.lstrip("\ufeff")).replace("\0", "").strip()
    kept, depth, components, rules = [], 0, 0, 0
    for line in _FOLD.sub("", text).split("\n"):
        name = _NAME.match(line)
        word = name[0].upper() if name else ""
        if word not in _READ or (len(line) > MAX_LINE and word != "COMMENT"):
            continue
        if word == "RRULE":  # of time zones alone: our meetings do not recur
            rules += 1
            if rules > MOST_ZONE_RULES or not is_rule_of_zone(line.partition(":")[2]):
                continue
        depth += (word == "BEGIN") - (word == "END")
        components += word == "BEGIN"
        kept.append(line[: MAX_COMMENT if word == "COMMENT" else MAX_LINE])
        if depth > MAX_DEPTH or components > MAX_COMPONENTS or len(kept) > MAX_LINES:
            raise Unreadable
    return "\r\n".join(kept)


def _event(component: Any) -> EventMessage:
    start = _moment(component, "DTSTART")
    end = _moment(component, "DTEND")
    length = _time(component, "DURATION")
    if start and end is None and isinstance(length, timedelta) and timedelta(0) < length < timedelta(days=31):
        end = start + length
    stamp = _moment(component, "DTSTAMP", zone=UTC)
    return EventMessage(
        uid=_plain(component.get("UID", ""))[:255],
        sequence=_sequence(component.get("SEQUENCE", 0)),
        stamp=min(max(stamp, EARLIEST), LATEST) if stamp else None,
        attendees=tuple(map(_attendee, _all(component, "ATTENDEE"))),
        organizer=_address(next(iter(_all(component, "ORGANIZER")), "")),
        comment=scrub("\n".join(map(str, _all(component, "COMMENT")))[:MAX_COMMENT]).strip(),
        recurrence=_recurrence(component),
        start=_within(start),
        end=_within(end),
    )


def _all(component: Any, name: str) -> list:
    value = component.get(name, [])
    return value if isinstance(value, list) else [value]


def _plain(value: object) -> str:
    return scrub(str(value), lines=False)


def _sequence(value: object) -> int:
    """Of several or of a word: 0, as where there is none."""
    try:
        return min(max(int(str(value)), 0), MAX_SEQUENCE)
    except ValueError:
        return 0


def _time(component: Any, name: str) -> Any:
    """What a property of time holds; None where it is missing, stands there twice or is damaged."""
    try:
        return getattr(component.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None


def _moment(component: Any, name: str, *, zone: Any = PHNOM_PENH) -> datetime | None:
    """A date-time; one without a zone is read in `zone`, a date alone or several values as nothing."""
    value = _time(component, name)
    if not isinstance(value, datetime):
        return None
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _recurrence(component: Any) -> datetime | date | None:
    if "RECURRENCE-ID" not in component:
        return None
    day = _time(component, "RECURRENCE-ID")
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    return _moment(component, "RECURRENCE-ID") or EARLIEST  # of several, or of a word: none of ours


def _within(moment: datetime | None) -> datetime | None:
    return moment if moment and EARLIEST <= moment <= LATEST else None


def _attendee(value: Any) -> Attendee:
    parameters = getattr(value, "params", {})
    return Attendee(
        address=_address(value),
        answer=_ANSWERS.get(str(parameters.get("PARTSTAT", "NEEDS-ACTION")).strip().upper()),
        delegated_to=_first_address(parameters.get("DELEGATED-TO", "")),
        delegated_from=_first_address(parameters.get("DELEGATED-FROM", "")),
    )


def _first_address(value: Any) -> str:
    several: Iterable = value if isinstance(value, (list, tuple)) else [value]
    return _address(next(iter(several), ""))


def _address(value: Any) -> str:
    """ "mailto:Somebody@People.example" as "somebody@people.example"; else what EMAIL says (RFC 7986 section 6.2)."""
    text = str(value)
    if not _MAILTO.match(text):
        parameters = getattr(value, "params", {})
        text = str(parameters.get("EMAIL", "")) or text
    return scrub(_MAILTO.sub("", text), lines=False).strip("<> \"'").lower()[:320]
