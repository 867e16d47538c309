"""Taking back a slip: for a day, the answer before the last one can be brought back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from meetings.actions.invitations import take_back
from meetings.actions.responses import record_response, refusal
from meetings.actions.rows import lock_meeting
from meetings.actions.seats import asks_alternates
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Response

UNDO_FOR = timedelta(days=1)
NOTHING_TO_UNDO = _("There is nothing to undo.")
TOO_LATE = _("Undo works for one day. You can still change your answer.")
ASKED_AGAIN = _("The meeting has changed since. Please answer again.")


def undo_refusal(rows: list[Response], *, now: datetime) -> object | None:
    """Why the last answer of a ledger (all its rows, in order) cannot be undone at `now` (aware), or None."""
    applied = [row for row in rows if row.applied]
    if not applied or applied[-1].undoes_id:
        return NOTHING_TO_UNDO
    last = applied[-1]
    if last.answer == Answer.NEEDS_ACTION and last.channel == Channel.SECRETARIAT:
        return ASKED_AGAIN
    return TOO_LATE if last.received_at + UNDO_FOR < now else None


def answer_before(rows: list[Response]) -> Response | None:
    """What stood before the last applied row of a ledger; None where nothing had been answered."""
    applied = [row for row in rows if row.applied]
    return applied[-2] if len(applied) > 1 else None


def undo_response(
    invitation: Invitation, *, by: Actor, channel: str, now: datetime | None = None
) -> Response:
    """Bring back the answer, comment and needs that stood before the last answer, by whichever channel that came.

    It is a new row of the ledger, by the road of every answer. Twice is once. Whoever was invited as the alternate
    of the undone answer, and has not answered, has their invitation withdrawn; it stays if they have answered, or
    if the answer that comes back is a "no" by which alternates are asked anyway.
    Refused a day after the answer, when the meeting asked again since, and wherever an answer is refused.
    """
    now = now or timezone.now()
    with transaction.atomic():
        lock_meeting(invitation.meeting)
        invitation = (
            Invitation.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitation.pk)
        )
        rows = list(invitation.responses.select_related("delegated_to"))
        applied = [row for row in rows if row.applied]
        if applied and applied[-1].undoes_id:
            return applied[-1]
        if sentence := refusal(invitation, now=now) or undo_refusal(rows, now=now):
            raise Refused(sentence)
        last, before = applied[-1], answer_before(rows)
        comment, needs = _standing(applied[:-1])
        response = record_response(
            invitation,
            before.answer if before else Answer.NEEDS_ACTION,
            by=by,
            channel=channel,
            now=now,
            comment=comment,
            needs=needs,
            delegated_to=before.delegated_to if before else None,
            undoes=last,
        )
        still_needed = response.answer == Answer.DECLINED and asks_alternates()
        if last.answer == Answer.DELEGATED and not still_needed:
            brought = last.brought.exclude(person=response.delegated_to_id).select_related(
                "meeting", "person"
            )
            for alternate in brought.filter(withdrawn_at__isnull=True, answer=Answer.NEEDS_ACTION):
                take_back(alternate, by=by, now=now)
    return response


def _standing(applied: list[Response]) -> tuple[str, list[str]]:
    """The comment and needs that stood after these rows: each keeps what it does not say, see `record_response`."""
    comment, needs = "", []
    for row in applied:
        if row.comment or row.answer == Answer.NEEDS_ACTION or row.undoes_id:
            comment = row.comment
        if row.needs is not None:
            needs = row.needs
    return comment, needs
