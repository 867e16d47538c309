"""Calendar objects as programs send them: content lines in, a tree of components out (RFC 5545 section 3.1, 6868).

Written by hand, as `lines` is: an answer by CalDAV is one event of which ten lines count, and reading it so costs a
tenth of the library. What is not well formed raises `Unreadable`, whatever it is, and nothing else is raised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone import tzp

from meetings.ical.event import ZONE

MOST_LINES, DEEPEST = 5_000, 8
_NAME = re.compile(r"[A-Za-z0-9-]+")
# name *(";" name "=" value *("," value)); a value is quoted or holds none of ",;:\""
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # but tabs and line ends
_VALUES = re.compile(r'"([^"]*)"|([^",]+)')
_CIRCUMFLEX = {"^n": "\n", "^'": '"', "^^": "^"}
_ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)"
)
# The rules by which clocks change, as programs write them: the last Sunday of March. Others cost hours to follow, such
# as every second since 1970, or the thirtieth of February until the year 9999.
MOST_ZONE_RULES = 10
_RULE_OF_ZONE = {
    "FREQ": re.compile("YEARLY"),
    "BYMONTH": re.compile("[0-9]{1,2}"),
    "BYDAY": re.compile("[+-]?[1-5](?:MO|TU|WE|TH|FR|SA|SU)"),
    "INTERVAL": re.compile("1"),
    "UNTIL": re.compile("[0-9]{8}(?:T[0-9]{6}Z?)?"),
    "WKST": re.compile("[A-Z]{2}"),
}


class Unreadable(ValueError):
    """What was sent is no calendar object."""


class Property(NamedTuple):
    """One content line. `parameters` have upper-case names and decoded values (several joined by commas)."""

    name: str
    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value as TEXT (section 3.3.11)."""
        if "\\" not in self.value:
            return self.value
        return re.sub(r"\\[nN,;\\]", lambda match: _ESCAPED[match[0]], self.value)


@dataclass
class Component:
    """`lines` are the unfolded lines of the component and all in it, with BEGIN and END."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]

    def one(self, name: str) -> Property | None:
        """The property, None if it is absent. Raises `Unreadable` where it stands more than once."""
        found = self.all(name)
        if len(found) > 1:
            raise Unreadable(f"{name} stands more than once.")
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The text of a property that stands at most once; empty if it is absent."""
        found = self.one(name)
        return found.text if found else ""

    def named(self, name: str) -> list["Component"]:
        return [one for one in self.components if one.name == name]


def read(body: bytes) -> Component:
    """The VCALENDAR of a body in UTF-8, with CRLF, LF or CR at the ends of lines."""
    try:
        content = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable("This is not UTF-8.") from problem
    if _CONTROL.search(content):
        raise Unreadable("There are control characters.")
    return _tree(_unfolded(content))


def _unfolded(content: str) -> list[str]:
    lines: list[
        list[str]
    ] = []  # joined at the end: adding piece by piece costs the square of a line's length
    for line in content.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t"):
            if not lines:
                raise Unreadable("The first line continues nothing.")
            lines[-1].append(line[1:])
        elif line:
            lines.append([line])
            if len(lines) > MOST_LINES:
                raise Unreadable("This has too many lines.")
    return ["".join(pieces) for pieces in lines]


def _tree(lines: list[str]) -> Component:
    root: Component | None = None
    open_ones: list[Component] = []
    for line in lines:
        found = _property(line)
        if found.name == "BEGIN":
            if root and not open_ones:
                raise Unreadable("There is more than one object.")
            made = Component(found.value.strip().upper())
            if open_ones:
                open_ones[-1].components.append(made)
            root = root or made
            open_ones.append(made)
            if len(open_ones) > DEEPEST:
                raise Unreadable("Components are nested too deep.")
        elif not open_ones:
            raise Unreadable("There is a line outside every component.")
        elif found.name != "END":
            open_ones[-1].properties.append(found)
        for one in open_ones:
            one.lines.append(line)
        if found.name == "END" and open_ones.pop().name != found.value.strip().upper():
            raise Unreadable("A component is not ended.")
    if root is None or open_ones or root.name != "VCALENDAR":
        raise Unreadable("This is no VCALENDAR.")
    return root


def _property(line: str) -> Property:
    name = _NAME.match(line)
    if not name:
        raise Unreadable("There is a line without a name.")
    position, parameters = name.end(), {}
    while match := _PARAMETER.match(line, position):
        values = _VALUES.findall(match[2])
        parameters[match[1].upper()] = ",".join(_parameter(quoted or bare) for quoted, bare in values)
        position = match.end()
    if line[position : position + 1] != ":":
        raise Unreadable("There is a line without a value.")
    return Property(name[0].upper(), line[position + 1 :], parameters)


def _parameter(value: str) -> str:
    return re.sub(r"\^[n'^]", lambda match: _CIRCUMFLEX[match[0]], value) if "^" in value else value


# --- Times ------------------------------------------------------------------------------------------------------


def moment(found: Property, calendar: Component) -> datetime:
    """The instant of a DATE-TIME (aware), or the midnight in UTC of a DATE. Raises `Unreadable`.

    A TZID is taken by its name, whatever stands before it (Evolution writes "/freeassociation.sourceforge.net/…");
    one that names no zone of the world by the VTIMEZONE of `calendar`. A time without any zone is of Phnom Penh.
    """
    value = found.value.strip()
    try:
        if "T" not in value:
            return datetime.combine(_date(value), time(0), UTC)
        clock = value.removesuffix("Z")
        digits = clock[:8] + clock[9:]
        if len(clock) != 15 or clock[8] != "T" or not digits.isascii() or not digits.isdigit():
            raise Unreadable("This is no time.")
        year, month, day = int(clock[:4]), int(clock[4:6]), int(clock[6:8])
        when = datetime(year, month, day, int(clock[9:11]), int(clock[11:13]), int(clock[13:]), tzinfo=UTC)
    except ValueError as problem:
        raise Unreadable("This is no time.") from problem
    if value.endswith("Z"):
        return when
    return when.replace(tzinfo=_zone(found.parameters.get("TZID", ""), calendar))


def _date(value: str) -> date:
    if len(value) != 8 or not value.isascii() or not value.isdigit():
        raise Unreadable("This is no date.")
    return date(int(value[:4]), int(value[4:6]), int(value[6:]))


@cache
def _known_zones() -> set[str]:
    return available_timezones()


def _zone(tzid: str, calendar: Component) -> tzinfo:
    if not tzid:
        return ZoneInfo(ZONE)
    parts = tzid.split("/")
    for start in range(len(parts)):
        if (name := "/".join(parts[start:])) in _known_zones():
            return ZoneInfo(name)
    for described in calendar.named("VTIMEZONE"):
        if described.text("TZID") == tzid:
            return _described_zone(described)
    raise Unreadable("This time zone is not known.")


def is_rule_of_zone(value: str) -> bool:
    """Whether an RRULE is one by which clocks change, and so costs little to follow."""
    parts = [part.partition("=") for part in value.strip().upper().split(";")]
    known = all(name in _RULE_OF_ZONE and _RULE_OF_ZONE[name].fullmatch(said) for name, _is, said in parts)
    return known and {"FREQ", "BYMONTH", "BYDAY"} <= {name for name, _is, _said in parts}


def _described_zone(described: Component) -> tzinfo:
    """The zone of a VTIMEZONE: one offset by itself, rules of summer time by the library."""
    rules = [found.value for part in walk(described) for found in [*part.all("RRULE"), *part.all("EXRULE")]]
    if len(rules) > MOST_ZONE_RULES or not all(map(is_rule_of_zone, rules)):
        raise Unreadable("This time zone changes by other rules than clocks do.")
    offsets = {found.value for part in described.components for found in part.all("TZOFFSETTO")}
    if len(offsets) == 1 and (match := re.fullmatch(r"([+-])(\d\d)([0-5]\d)", offsets.pop())):
        length = timedelta(hours=int(match[2]), minutes=int(match[3]))
        if length < timedelta(hours=24):
            return timezone(-length if match[1] == "-" else length)
    try:
        tzp.use_default()  # the library keeps what it has read by its name: that is the next person's name too
        zone = icalendar.Timezone.from_ical("\r\n".join(described.lines) + "\r\n")
        return zone.to_tz(lookup_tzid=False) if isinstance(zone, icalendar.Timezone) else UTC
    except Exception as problem:
        raise Unreadable("This time zone cannot be read.") from problem


def duration(value: str) -> timedelta:
    """ "PT1H30M" (section 3.3.6)."""
    match = _DURATION.fullmatch(value.strip())
    if not match or not any(match.groups()[1:]):
        raise Unreadable("This is no duration.")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def span(event: Component, calendar: Component) -> tuple[datetime, datetime] | None:
    """Start and end as instants, by DTEND or DURATION; None without a start. Raises `Unreadable`."""
    start, end, length = event.one("DTSTART"), event.one("DTEND"), event.one("DURATION")
    if start is None:
        return None
    begins = moment(start, calendar)
    if end is not None:
        return begins, moment(end, calendar)
    if length is None:
        return begins, begins + (timedelta(0) if "T" in start.value else timedelta(days=1))
    try:
        return begins, begins + duration(length.value)
    except OverflowError as problem:
        raise Unreadable("This ends beyond all time.") from problem


def walk(component: Component) -> Iterator[Component]:
    """The component and all below it."""
    yield component
    for child in component.components:
        yield from walk(child)
