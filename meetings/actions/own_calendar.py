"""What somebody does in their own calendar program: answers, sets alarms, puts a meeting or a message away."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from hub.actors import Actor
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.calendar_entries import touch
from meetings.actions.invitations import order_key
from meetings.actions.responses import record_response, refusal
from meetings.actions.rows import lock_invitation, lock_meeting
from meetings.enums import Answer, Channel
from meetings.models import Invitation
from members.models import Person

_COMING = (Answer.ACCEPTED, Answer.TENTATIVE)


class ChangedMeanwhile(Exception):
    """The row is no longer what the program has seen; nothing was written."""


def answer_in_calendar(
    invitation: Invitation,
    *,
    by: Actor,
    now: datetime,
    answer: str,
    comment: str = "",
    delegated_to: Person | None = None,
    alarms: str | None = None,
    seen: int | None = None,
) -> None:
    """Take in an event that somebody stored: their answer, if it is another or has a comment, and their alarms.

    `invitation` is loaded with its meeting, as it was compared with what was stored: an answer to an older time is
    kept in the ledger as such. `seen` is the `calendar_revision` that the program knows for certain; raises
    `ChangedMeanwhile` if the row has another. Refused as `record_response` refuses.
    """
    is_new = answer != invitation.answer or bool(comment) or delegated_to is not None
    keeps = alarms is not None and alarms != invitation.alarms
    if not is_new and not keeps and seen is None:
        return
    with transaction.atomic() if keeps or seen is not None else nullcontext():
        locked = _lock(invitation, seen) if keeps or seen is not None else None
        if keeps:
            keep_alarms(invitation, alarms or "")
        if is_new:
            record_response(
                invitation,
                answer,
                by=by,
                channel=Channel.CALDAV,
                now=now,
                comment=comment,
                delegated_to=delegated_to,
                sequence=invitation.itip_sequence,
                locked=locked,
            )
        elif keeps:
            touch([invitation])


def keep_alarms(invitation: Invitation, alarms: str) -> None:
    """Keep the VALARMs that somebody set on a meeting, for their own programs only; the caller touches the calendar."""
    Invitation.objects.filter(pk=invitation.pk).update(alarms=alarms)


def put_away(
    invitation: Invitation, *, by: Actor, now: datetime, declines: bool, seen: int | None = None
) -> bool:
    """Take a meeting out of somebody's own calendar. Returns whether that was recorded as a no.

    With `declines` an acceptance, or an unsure answer, becomes a no, and a mail says so with the way to undo it:
    removing an account or moving an event to another calendar looks just like this. Who has not answered has said
    nothing by it, and a meeting that is over or cancelled is only put away. It comes back when it is asked again.
    """
    with transaction.atomic():
        row = _lock(invitation, seen)
        says_no = declines and row.answer in _COMING and refusal(row, now=now) is None
        if says_no:
            response = record_response(row, Answer.DECLINED, by=by, channel=Channel.CALDAV, now=now)
            queue(
                "declined_by_removal",
                key=f"declined-by-removal:{response.pk}",
                data={"invitation": row.pk, "response": response.pk},
                order_key=order_key(row.pk),
            )
        row.hidden_at = now
        row.save(update_fields=["hidden_at"])
        record("invitation.put_away", row, by=by, label=row.meeting.slug)
        touch([row])
    return says_no


def clear_request(invitation: Invitation, *, seen: int | None = None) -> None:
    """Take the request that lies in somebody's inbox out of it; a later one comes again. No answer, no audit entry."""
    with transaction.atomic():
        row = _lock(invitation, seen)
        row.inbox_done = row.itip_sequence
        row.save(update_fields=["inbox_done"])
        touch([row])


def _lock(invitation: Invitation, seen: int | None) -> Invitation:
    """The row, locked after its meeting: in the order in which every answer locks them."""
    meeting = lock_meeting(invitation.meeting)
    row = lock_invitation(invitation, meeting)
    if seen is not None and row.calendar_revision != seen:
        raise ChangedMeanwhile
    return row
