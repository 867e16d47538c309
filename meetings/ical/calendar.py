"""The calendar around the events: a published feed, a single file, an invitation."""

from collections.abc import Iterable
from dataclasses import replace

from meetings.ical.event import ZONE, Attendee, Event, vevent
from meetings.ical.lines import fold, text, uri

PRODUCT = "-//Working Group Hub//Calendar//EN"
REFRESH = "PT1H"
# Phnom Penh has been at +07 all its computer life and knows no summer time. One block and no history: Outlook
# on the web refuses offsets with seconds, and shows an empty calendar where the component is missing.
TIMEZONE = "".join(
    f"{line}\r\n"
    for line in (
        "BEGIN:VTIMEZONE",
        f"TZID:{ZONE}",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
)
_END = "END:VCALENDAR\r\n"


def _opening(method: str) -> list[str]:
    return ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]


def feed(vevents: Iterable[str], *, name: str, source: str, url: str) -> str:
    """A calendar to subscribe to: finished VEVENTs under a head that says its name, address and how often to ask.

    REFRESH-INTERVAL needs its VALUE parameter (RFC 7986 section 5.7); X-PUBLISHED-TTL is what Outlook reads.
    """
    lines = [
        *_opening("PUBLISH"),
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{uri(source)}",
        f"URL:{uri(url)}",
    ]
    return "".join([*map(fold, lines), TIMEZONE, *vevents, _END])


def single(event: Event) -> str:
    """One event as a file to open by hand; never with an attendee."""
    return _object("PUBLISH", replace(event, attendee=None))


def request(event: Event, attendee: Attendee) -> str:
    """An invitation to one recipient (RFC 5546 section 3.2.2)."""
    return _object("REQUEST", replace(event, attendee=attendee))


def stored(event: Event) -> str:
    """The object as a CalDAV collection holds it: with its attendee and without METHOD (RFC 4791 section 4.1)."""
    head = _opening("PUBLISH")[:-1]
    return "".join([*map(fold, head), TIMEZONE, vevent(event), _END])


def cancel(event: Event, attendee: Attendee) -> str:
    """The end of an invitation (RFC 5546 section 3.2.5): same UID, organiser and attendee, a higher SEQUENCE."""
    gone = replace(event, attendee=attendee, status="CANCELLED", blocks_time=False, call_url="")
    return _object("CANCEL", gone)


def _object(method: str, event: Event) -> str:
    return "".join([*map(fold, _opening(method)), TIMEZONE, vevent(event), _END])
