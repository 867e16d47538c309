"""What a mail says to one invitation, by the rules alone: an answer, something for the tray, or nothing at all.

Pure: rows are given, nothing is written or asked.
"""

from dataclasses import dataclass
from datetime import date, datetime

from meetings.enums import Answer, HeldReason
from meetings.ical.letters import Letter
from meetings.ical.messages import Attendee, CalendarMessage, EventMessage
from meetings.models import Invitation
from meetings.models.meeting import PHNOM_PENH


@dataclass(frozen=True)
class Answered:
    """What one person answers, None where it is no word we know. A missing SEQUENCE is 0, a missing DTSTAMP None."""

    answer: Answer | None
    attendee: str
    sequence: int
    stamp: datetime | None
    comment: str = ""
    delegated_to: str = ""


@dataclass(frozen=True)
class Held:
    """Something for the tray: why, what could be read of it, and the time it proposes."""

    reason: HeldReason
    said: Answered | None = None
    start: datetime | None = None
    end: datetime | None = None


def judge(letter: Letter, invitation: Invitation, *, forged: bool) -> Answered | Held | None:
    """Rules 2 to 9. None: a machine wrote it and it holds no answer, so nobody has to look at it."""
    if letter.too_much:
        return Held(HeldReason.TOO_LARGE)
    if letter.is_report:
        return None
    if not letter.messages:
        if letter.unreadable:
            return Held(HeldReason.UNREADABLE)
        if letter.is_automatic:
            return None
        return Held(HeldReason.FORGED if forged else HeldReason.MESSAGE)
    said = _said(letter, invitation)
    if forged:
        return Held(HeldReason.FORGED, said.said if isinstance(said, Held) else said)
    if isinstance(said, Answered) and (letter.null_sender or letter.auto == "auto-replied"):
        return Held(HeldReason.NOT_A_REPLY, said)
    return said


def _said(letter: Letter, invitation: Invitation) -> Answered | Held:
    methods = {message.method for message in letter.messages}
    if letter.contradicts_itself or len(methods) > 1:
        return Held(HeldReason.CONTRADICTION)
    (method,) = methods
    if method not in ("REPLY", "COUNTER"):
        return Held(HeldReason.NOT_A_REPLY)
    per_part = [_answer(message, letter, invitation) for message in letter.messages]
    first = per_part[0]
    if any(_sense(other) != _sense(first) for other in per_part[1:]):
        return Held(HeldReason.CONTRADICTION, _what(first))
    if method == "COUNTER":
        return _counter(letter.messages[0], first, invitation)
    return first


def _what(said: Answered | Held) -> Answered | None:
    return said.said if isinstance(said, Held) else said


def _sense(said: Answered | Held) -> tuple:
    what = _what(said)
    return (what and (what.answer, what.attendee, what.delegated_to), isinstance(said, Held) and said.reason)


def _counter(message: CalendarMessage, said: Answered | Held, invitation: Invitation) -> Held:
    """Another time is proposed: for the secretariat to see; the answer stays as it is."""
    if isinstance(said, Held):
        return said
    event = next(event for event in message.events if event.uid == invitation.meeting.uid)
    return Held(HeldReason.NEW_TIME, said, event.start, event.end)


def _answer(message: CalendarMessage, letter: Letter, invitation: Invitation) -> Answered | Held:
    """Rules 3 and 4: of which meeting, whose, and one thing only."""
    events = [event for event in message.events if event.uid == invitation.meeting.uid]
    if not message.events:
        return Held(HeldReason.UNREADABLE)
    if not events:
        return Held(HeldReason.OTHER_MEETING, _loosely(message.events[0]))
    said = [_of_event(event, invitation) for event in events]
    first = max(said, key=lambda one: (one.sequence, one.stamp is not None and one.stamp.timestamp()))
    if len({(one.answer, one.attendee, one.delegated_to) for one in said}) > 1:
        return Held(HeldReason.CONTRADICTION, first)
    if any(_is_foreign(event.recurrence, invitation) for event in events):
        return Held(HeldReason.ONE_OF_A_SERIES, first)
    if any(_says_for_others(event, first) for event in events):
        return Held(HeldReason.CONTRADICTION, first)
    invited = invitation.person.email.lower()
    if first.attendee != invited or set(letter.senders) != {invited}:
        return Held(HeldReason.OTHER_PERSON, first)
    return first


def _of_event(event: EventMessage, invitation: Invitation) -> Answered:
    """The invited person's own line, where there is one."""
    invited = invitation.person.email.lower()
    own = next((one for one in event.attendees if one.address == invited), None)
    return _loosely(event, own)


def _loosely(event: EventMessage, attendee: Attendee | None = None) -> Answered:
    attendee = attendee or next(iter(event.attendees), Attendee("", None))
    return Answered(
        answer=attendee.answer,
        attendee=attendee.address,
        sequence=event.sequence,
        stamp=event.stamp,
        comment=event.comment,
        delegated_to=attendee.delegated_to,
    )


def _is_foreign(recurrence: datetime | date | None, invitation: Invitation) -> bool:
    """Our meetings do not recur: only the meeting's own time may be named."""
    if recurrence is None:
        return False
    start = invitation.meeting.starts_at
    if isinstance(recurrence, datetime):
        return recurrence != start
    return start is None or recurrence != start.astimezone(PHNOM_PENH).date()


def _says_for_others(event: EventMessage, said: Answered) -> bool:
    """Exactly one ATTENDEE answers (RFC 5546 section 3.2.3); beside it only whom they delegate to may stand."""
    return any(
        (one.address, one.answer) != (said.attendee, said.answer)
        and not (one.delegated_from and one.delegated_from == said.attendee)
        for one in event.attendees
    )
