"""The filter of a calendar-query (RFC 4791 section 9.7) on a calendar object. No request and no database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from meetings.caldav.xml import c
from meetings.ical.reading import Component, Property, Unreadable, moment, span

_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
_COLLATIONS = {"i;ascii-casemap", "i;unicode-casemap", "i;octet"}
_KNOWN = {c(name) for name in ("time-range", "is-not-defined", "prop-filter", "comp-filter")}


class BadFilter(ValueError):
    """A filter that cannot be evaluated; `condition` is the precondition's name in Clark notation."""

    def __init__(self, name: str):
        super().__init__(name)
        self.condition = c(name)


@dataclass(frozen=True)
class Range:
    """From `start` to `end`, as instants; an open end is as far as time goes."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, found: Element) -> "Range":
        start, end = (_instant(found.get(name)) for name in ("start", "end"))
        if (start is None and end is None) or (start and end and end <= start):
            raise BadFilter("valid-filter")
        return cls(start or _FIRST, end or _LAST)

    def overlaps(self, begins: datetime, ends: datetime) -> bool:
        if begins == ends:
            return self.start <= begins < self.end
        return self.start < ends and begins < self.end


def check(filter_element: Element | None) -> Element:
    """The comp-filter of VCALENDAR, with everything in it known. Raises `BadFilter`."""
    inside = list(filter_element) if filter_element is not None else []
    if (
        len(inside) != 1
        or inside[0].tag != c("comp-filter")
        or inside[0].get("name", "").upper() != "VCALENDAR"
    ):
        raise BadFilter("valid-filter")
    _check_component(inside[0])
    return inside[0]


def only_times(root: Element) -> Range | bool:
    """The range, if the filter asks for events by time alone; True if it asks for all events; else False."""
    events = list(root)
    if not events:
        return True
    one = (
        len(events) == 1
        and events[0].tag == c("comp-filter")
        and events[0].get("name", "").upper() == "VEVENT"
    )
    if not one or len(events[0]) > 1:
        return False
    if not len(events[0]):
        return True
    return Range.of(events[0][0]) if events[0][0].tag == c("time-range") else False


def matches(root: Element, calendar: Component) -> bool:
    """Whether a VCALENDAR passes a filter that `check` has let through."""
    return _component(root, [calendar], calendar)


def _component(wanted: Element, candidates: list[Component], calendar: Component) -> bool:
    if wanted.find(c("is-not-defined")) is not None:
        return not candidates
    return any(_passes(wanted, candidate, calendar) for candidate in candidates)


def _passes(wanted: Element, component: Component, calendar: Component) -> bool:
    for condition in wanted:
        name = condition.get("name", "").upper()
        if condition.tag == c("time-range"):
            passed = _in_range(Range.of(condition), component, calendar)
        elif condition.tag == c("comp-filter"):
            passed = _component(condition, component.named(name), calendar)
        else:
            passed = _property(condition, component.all(name), calendar)
        if not passed:
            return False
    return True


def _in_range(asked: Range, event: Component, calendar: Component) -> bool:
    """An event that recurs is taken to reach from its start as far as time goes: rather one too many than one lost."""
    try:
        found = span(event, calendar)
    except Unreadable:
        return False
    if found is None:
        return False
    recurs = event.all("RRULE") or event.all("RDATE")
    return asked.overlaps(found[0], _LAST if recurs else found[1])


def _property(wanted: Element, candidates: list[Property], calendar: Component) -> bool:
    if wanted.find(c("is-not-defined")) is not None:
        return not candidates
    return any(_holds(wanted, candidate, calendar) for candidate in candidates)


def _holds(wanted: Element, found: Property, calendar: Component) -> bool:
    for condition in wanted:
        if condition.tag == c("time-range"):
            try:
                when = moment(found, calendar)
            except Unreadable:
                return False
            passed = Range.of(condition).overlaps(when, when)
        elif condition.tag == c("text-match"):
            passed = _text(condition, found.text)
        else:
            passed = _parameter(condition, found.parameters.get(condition.get("name", "").upper()))
        if not passed:
            return False
    return True


def _parameter(wanted: Element, value: str | None) -> bool:
    if wanted.find(c("is-not-defined")) is not None:
        return value is None
    text = wanted.find(c("text-match"))
    return value is not None and (text is None or _text(text, value))


def _text(wanted: Element, value: str) -> bool:
    sought = wanted.text or ""
    if wanted.get("collation", "i;ascii-casemap") != "i;octet":
        sought, value = sought.lower(), value.lower()
    return (sought in value) != (wanted.get("negate-condition", "no") == "yes")


def _check_component(wanted: Element) -> None:
    for condition in wanted:
        if condition.tag not in _KNOWN:
            raise BadFilter("supported-filter")
        if condition.tag == c("time-range"):
            if wanted.get("name", "").upper() not in ("VEVENT", "VTODO", "VJOURNAL"):
                raise BadFilter("supported-filter")
            Range.of(condition)
        elif condition.tag == c("comp-filter"):
            _check_component(condition)
        elif condition.tag == c("prop-filter"):
            _check_property(condition)


def _check_property(wanted: Element) -> None:
    for condition in wanted:
        if condition.tag == c("time-range"):
            Range.of(condition)
        elif condition.tag == c("param-filter"):
            _check_property(condition)
        elif condition.tag == c("text-match"):
            if condition.get("collation", "i;ascii-casemap") not in _COLLATIONS:
                raise BadFilter("supported-collation")
        elif condition.tag != c("is-not-defined"):
            raise BadFilter("supported-filter")


def _instant(value: str | None) -> datetime | None:
    """ "20300314T020000Z", the only form here (section 9.9)."""
    if value is None:
        return None
    try:
        return min(max(datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), _FIRST), _LAST)
    except ValueError as problem:
        raise BadFilter("valid-filter") from problem
