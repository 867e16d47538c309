"""Telling those who are invited that something significant has changed."""

from datetime import datetime

from django.utils import timezone

from hub.actors import Actor
from meetings.actions.calendar_entries import touch
from meetings.actions.invitations import queue_cancel, queue_request
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel, MeetingState
from meetings.models import Invitation, Meeting

_GONE = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def tell_invited(
    meeting: Meeting, *, by: Actor, ask_again: bool = False, now: datetime | None = None
) -> None:
    """In the transaction of a significant change of a locked meeting: one mail to each standing invitation.

    An announced meeting sends its new revision (REQUEST), a cancelled or postponed one the end (CANCEL); a meeting
    that is over, or of which only the month is known, sends nothing new, and nobody is asked who lost their seat. With `ask_again` (another time) the
    answers so far are taken back in the ledger, since they were given to something else.
    """
    now = now or timezone.now()
    invited: list[Invitation] = []
    if meeting.state in _GONE:
        invited = list(meeting.invitations.standing().select_related("person"))
        for invitation in invited:
            queue_cancel(invitation, meeting, now=now)
    elif meeting.state == MeetingState.ANNOUNCED and meeting.has_day and not meeting.is_over(now):
        invited = list(meeting.invitations.alive().select_related("person"))
        for invitation in invited:
            queue_request(invitation, meeting, now=now)
            if ask_again and invitation.answer != Answer.NEEDS_ACTION:
                record_response(invitation, Answer.NEEDS_ACTION, by=by, channel=Channel.SECRETARIAT, now=now)
    touch(invited)
