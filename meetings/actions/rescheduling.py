"""Telling those who are invited that something has changed."""

from datetime import datetime

from django.utils import timezone

from hub.actors import Actor
from meetings.actions.calendar_entries import touch
from meetings.actions.invitations import queue_cancel, queue_request, queue_update
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel, MeetingState
from meetings.models import Invitation, Meeting

_GONE = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def tell_invited(
    meeting: Meeting, *, by: Actor, ask_again: bool = False, now: datetime | None = None
) -> None:
    """In the transaction of a significant change of a locked meeting: one mail to each standing invitation.

    An announced meeting sends its new revision (REQUEST), a cancelled or postponed one the end (CANCEL); a meeting
    that is over, or of which only the month is known, sends nothing new, and nobody is asked who lost their seat.
    With `ask_again` (another time) the answers so far are taken back in the ledger, since they were given to
    something else.
    """
    now = now or timezone.now()
    invited: list[Invitation] = []
    if meeting.state in _GONE:
        invited = list(meeting.invitations.standing().select_related("person"))
        for invitation in invited:
            queue_cancel(invitation, meeting, now=now)
    elif takes_place(meeting, now):
        invited = list(meeting.invitations.alive().select_related("person"))
        for invitation in invited:
            queue_request(invitation, meeting, now=now)
            if ask_again and invitation.answer != Answer.NEEDS_ACTION:
                record_response(invitation, Answer.NEEDS_ACTION, by=by, channel=Channel.SECRETARIAT, now=now)
    touch(invited)


def update_invited(meeting: Meeting, *, now: datetime | None = None) -> None:
    """In the transaction of a change that is not significant: the same invitation once more, as it reads now.

    SEQUENCE stays and so does what each has answered (RFC 5546 section 3.2.2.2); only those who have an invitation
    in their mailbox get it.
    """
    now = now or timezone.now()
    if not takes_place(meeting, now):
        return
    invited = list(meeting.invitations.alive().sent().select_related("person"))
    for invitation in invited:
        queue_update(invitation, now=now)
    touch(invited)


def takes_place(meeting: Meeting, now: datetime) -> bool:
    """Whether a mail about it would still invite: announced, with its day known, and not over at `now` (aware)."""
    return meeting.state == MeetingState.ANNOUNCED and meeting.has_day and not meeting.is_over(now)
