"""What an attendee's program says by storing an event: one answer, and nothing else (RFC 6638 section 3.2.2.1).

Pure: the object as it stands here and the one that was sent in, a reply out. What only programs count (SEQUENCE,
DTSTAMP, CREATED, LAST-MODIFIED, PRODID, X-), what is each attendee's own (TRANSP, VALARM) and how a time zone is
described may differ. Times are compared as instants, texts without regard to line ends.
"""

from dataclasses import dataclass

from hub.cleaning import scrub
from meetings.enums import Answer
from meetings.ical.event import Event
from meetings.ical.reading import Component, Property, Unreadable, span

MOST_ALARMS, LONGEST_ALARMS = 10, 4_000
_ANSWERS = {
    "NEEDS-ACTION": Answer.NEEDS_ACTION,
    "ACCEPTED": Answer.ACCEPTED,
    "DECLINED": Answer.DECLINED,
    "TENTATIVE": Answer.TENTATIVE,
    "DELEGATED": Answer.DELEGATED,
}
# What says when an event recurs; ours never do.
_RECURRENCE = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
# Which alarms somebody has seen, as Thunderbird keeps it: without these each of them rings again.
_SEEN = ("X-MOZ-LASTACK", "X-MOZ-SNOOZE-TIME")


class NotAllowed(ValueError):
    """The change is not an attendee's to make; says which property."""


@dataclass(frozen=True)
class Reply:
    """`own_lines` are the VALARMs as unfolded lines, each ended by a line feed; None if they exceed what is kept."""

    answer: Answer
    comment: str
    delegated_to: str
    own_lines: str | None


def read_event(calendar: Component) -> tuple[str, Component]:
    """The UID and the one VEVENT of an object as a collection holds it. Raises `Unreadable`, `NotAllowed` for several."""
    if calendar.all("METHOD"):
        raise Unreadable("A stored object has no METHOD.")
    events = calendar.named("VEVENT")
    if not events:
        raise Unreadable("There is no event.")
    uids = {event.text("UID").strip() for event in events}
    if len(uids) != 1 or "" in uids:
        raise Unreadable("An object has one UID.")
    if len(events) > 1:
        raise NotAllowed("RECURRENCE-ID")
    return uids.pop(), events[0]


def reply_in(calendar: Component, event: Component, *, ours: Event, knows_it: bool) -> Reply:
    """What the event says, compared with `ours`. Raises `NotAllowed` or `Unreadable`.

    Without `knows_it` the program has not seen the stored object and stores the event of the mail: its texts may be
    those of an older mail, its time may not.
    """
    for name in _RECURRENCE:
        if event.all(name):
            raise NotAllowed(name)
    if span(event, calendar) != (ours.start, ours.end):
        raise NotAllowed("DTSTART")
    if _address(event.one("ORGANIZER")) != ours.organizer.lower():
        raise NotAllowed("ORGANIZER")
    if (event.text("STATUS") or ours.status).upper() != ours.status:
        raise NotAllowed("STATUS")
    if knows_it:
        told = {"SUMMARY": ours.summary, "LOCATION": ours.location, "DESCRIPTION": ours.description}
        for name, text in told.items():
            said = event.text(name)
            if said != text and _plain(said) != _plain(text):
                raise NotAllowed(name)
    return _own(event, ours)


def _own(event: Component, ours: Event) -> Reply:
    """The reply of the one attendee; a second one may only be whoever it is delegated to."""
    mail = ours.attendee.email.lower() if ours.attendee else ""
    own = [one for one in event.all("ATTENDEE") if _address(one) == mail]
    others = [_address(one) for one in event.all("ATTENDEE") if _address(one) != mail]
    if len(own) != 1 or not mail:
        raise NotAllowed("ATTENDEE")
    answer = _ANSWERS.get(own[0].parameters.get("PARTSTAT", "NEEDS-ACTION").upper())
    if answer is None:
        raise NotAllowed("PARTSTAT")
    delegate = _bare(own[0].parameters.get("DELEGATED-TO", "")) if answer == Answer.DELEGATED else ""
    if others and others != [delegate]:
        raise NotAllowed("ATTENDEE")
    comments = [one.text for one in event.all("COMMENT")]
    return Reply(answer, "\n".join(comments), delegate, _own_lines(event))


def _own_lines(event: Component) -> str | None:
    alarms = event.named("VALARM")
    seen = [
        f"{one.name}:{one.value}"
        for one in event.properties
        if one.name.startswith(_SEEN) and not one.parameters
    ]
    lines = "".join(f"{line}\n" for line in [*seen, *(line for alarm in alarms for line in alarm.lines)])
    return lines if len(alarms) <= MOST_ALARMS and len(lines) <= LONGEST_ALARMS else None


def _address(found: Property | None) -> str:
    return _bare(found.value) if found else ""


def _bare(value: str) -> str:
    """ "keo@people.example" of "MAILTO:Keo@people.example", whatever else it is as it is."""
    return value.strip().lower().removeprefix("mailto:")


def _plain(text: str) -> str:
    """The text as our own lines carry it, without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in scrub(text.replace("\r\n", "\n")).split("\n")).strip()
