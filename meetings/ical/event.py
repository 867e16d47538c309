"""One VEVENT (RFC 5545 section 3.6.1) from plain facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from meetings.ical.lines import fold, local, parameter, text, uri, utc

ZONE = "Asia/Phnom_Penh"


@dataclass(frozen=True)
class Attendee:
    """The one recipient of an invitation; feeds have none (RFC 5546 section 3.2.1)."""

    email: str
    name: str = ""
    role: str = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"  # RFC 5545 section 3.2.12


@dataclass(frozen=True)
class Event:
    """`start` and `end` are aware times in Phnom Penh, `stamp` the time of the last change (any zone).

    `stamp` comes from a row and never from the clock, so that two readings are alike octet for octet.
    """

    uid: str
    sequence: int
    stamp: datetime
    start: datetime | None  # None only in a CANCEL, when the day is no longer known
    end: datetime | None
    summary: str
    status: str = "CONFIRMED"  # or TENTATIVE, CANCELLED
    blocks_time: bool = True
    description: str = ""
    location: str = ""
    url: str = ""
    category: str = ""
    organizer: str = ""
    organizer_name: str = ""
    call_url: str = ""
    call_label: str = ""
    attendee: Attendee | None = None
    own_lines: tuple[str, ...] = ()  # unfolded, of the recipient's own program: VALARMs above all
    day: date | None = (
        None  # something of a whole day, without hours and zone; `start` and `end` are None then
    )


def vevent(event: Event) -> str:
    """The folded component, each line ended by CRLF."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{text(event.uid)}",
        f"DTSTAMP:{utc(event.stamp)}",
        f"LAST-MODIFIED:{utc(event.stamp)}",
        f"SEQUENCE:{event.sequence}",
    ]
    if event.start and event.end:
        lines.append(f"DTSTART;TZID={ZONE}:{local(event.start)}")
        lines.append(f"DTEND;TZID={ZONE}:{local(event.end)}")
    if event.day:
        lines.append(f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}")
    lines += [
        f"SUMMARY:{text(event.summary)}",
        f"STATUS:{event.status}",
        f"TRANSP:{'OPAQUE' if event.blocks_time else 'TRANSPARENT'}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{text(event.description)}")
    if event.location:
        lines.append(f"LOCATION:{text(event.location)}")
    if uri(event.url):
        lines.append(f"URL:{uri(event.url)}")
    if event.category:
        lines.append(f"CATEGORIES:{text(event.category)}")
    if uri(event.call_url):
        label = f";LABEL={parameter(event.call_label)}" if event.call_label else ""
        lines.append(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO{label}:{uri(event.call_url)}")
    if event.organizer:
        name = f";CN={parameter(event.organizer_name)}" if event.organizer_name else ""
        lines.append(f"ORGANIZER{name}:mailto:{uri(event.organizer)}")
    if event.attendee:
        lines.append(_attendee(event.attendee))
    lines += [*event.own_lines, "END:VEVENT"]
    return "".join(map(fold, lines))


def _attendee(attendee: Attendee) -> str:
    name = f";CN={parameter(attendee.name)}" if attendee.name else ""
    return (
        f"ATTENDEE{name};CUTYPE=INDIVIDUAL;ROLE={attendee.role};PARTSTAT={attendee.partstat};RSVP=TRUE"
        f":mailto:{uri(attendee.email)}"
    )
