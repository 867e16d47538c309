"""The tray: a mail that was no answer by itself is made one by hand, or put aside. Nothing in it is ever lost unseen."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub import outbox
from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.responses import record_response
from meetings.actions.rows import demand, lock_meeting
from meetings.enums import Answer, Channel, HeldReason, HeldState
from meetings.models import HeldMail, Invitation, Response
from meetings.notices.tray import order_key
from meetings.rules import may_record
from members.models import Person

# A month: long enough to look up what was done with a mail when its writer asks after the meeting, and no longer,
# since it may say why somebody stays away. The mail as it came is gone the moment it is settled.
KEPT = timedelta(days=30)
# What a mail can be made into.
ASSIGNABLE = (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.DELEGATED)

GONE = _("This mail is not in the tray any more.")
SETTLED = _("This mail is settled already, perhaps by somebody else.")
ELSEWHERE = _("This mail belongs neither to that meeting nor to that person.")
NO_ANSWER = _("Choose what the mail answers.")


def assign(
    held: HeldMail,
    *,
    by: Actor,
    invitation: Invitation,
    answer: str,
    delegated_to: Person | None = None,
    now: datetime | None = None,
) -> Response:
    """Record a held mail as somebody's answer: as it reads, or as the clerk corrects it with `answer`.

    `delegated_to` is who comes instead, where the answer is `DELEGATED`.

    It is an answer by mail with the mail's own time and SEQUENCE, so it goes the road of all answers and by their
    order: one that is older than what stands, or answers an earlier version of the meeting, comes back with
    `applied` False. `invitation` is of the meeting the mail was sent for, or the same person's to another one.
    Refused to anybody but the secretariat, when somebody was faster, and wherever `record_response` refuses.
    The mail as it came is emptied. Audit entries for the mail and for the answer.
    """
    demand(may_record, by)
    now = now or timezone.now()
    if answer not in ASSIGNABLE:
        raise Refused(NO_ANSWER, field="answer")
    with transaction.atomic():
        meeting = lock_meeting(invitation.meeting)
        held = _lock_waiting(held)
        own = held.invitation
        if own and meeting.pk != own.meeting_id and invitation.person_id != own.person_id:
            raise Refused(ELSEWHERE, field="invitation")
        response = record_response(
            invitation,
            answer,
            by=by,
            channel=Channel.MAIL,
            now=now,
            comment=held.comment,
            delegated_to=delegated_to,
            sequence=_sequence(held, invitation),
            stamp=held.stamp or held.received_at,
            once_key=f"held mail {held.pk}",
        )
        _settle(held, HeldState.ASSIGNED, by=by, now=now)
        record("held_mail.assigned", held, by=by, label=meeting.slug, fields=["state"])
    return response


def discard(held: HeldMail, *, by: Actor, now: datetime | None = None) -> None:
    """Put a held mail aside: it was no answer. Refused to anybody but the secretariat, and when somebody was faster.

    The mail as it came is emptied; what could be read of it stays for a month (`KEPT`). Audit entry.
    """
    demand(may_record, by)
    with transaction.atomic():
        held = _lock_waiting(held)
        _settle(held, HeldState.DISCARDED, by=by, now=now or timezone.now())
        label = held.invitation.meeting.slug if held.invitation else ""
        record("held_mail.discarded", held, by=by, label=label, fields=["state"])


def forget_settled(*, now: datetime, by: Actor = SYSTEM) -> int:
    """Delete settled mails after a month; returns how many. One audit entry each, without a word of the mail."""
    with transaction.atomic():
        outdated = list(HeldMail.objects.settled_before(now - KEPT).select_for_update().only("pk"))
        for held in outdated:
            record("held_mail.forgotten", held, by=by)
            held.delete()
    return len(outdated)


def forward_message(held: HeldMail) -> None:
    """Queue a person's message for the secretariat's mailbox, in the transaction that holds it; others wait in the tray."""
    if held.reason == HeldReason.MESSAGE:
        outbox.queue(
            "held_message",
            key=f"held_message:{held.pk}",
            data={"held": held.pk},
            order_key=order_key(held.invitation_id),
        )


def candidates(held: HeldMail) -> list[Invitation]:
    """Whose answer the mail can be: all of its meeting, then the same person's to other meetings; one query, or two.

    A mail without an invitation of its own belongs to nobody and can only be put aside.
    """
    own = held.invitation
    if own is None:
        return []
    alive = Invitation.objects.alive().select_related("meeting", "person", "organisation")
    rows = list(alive.filter(meeting=own.meeting_id).order_by("organisation__name_en", "capacity", "pk"))
    if held.reason == HeldReason.OTHER_MEETING:
        elsewhere = alive.filter(person=own.person_id).exclude(meeting=own.meeting_id)
        rows += list(elsewhere.order_by("-meeting__date", "pk"))
    return rows


def _lock_waiting(held: HeldMail) -> HeldMail:
    row = (
        HeldMail.objects.select_for_update(of=("self",))
        .select_related("invitation__meeting")
        .filter(pk=held.pk)
        .first()
    )
    if row is None:
        raise Refused(GONE)
    if row.state != HeldState.WAITING:
        raise Refused(SETTLED)
    return row


def _settle(held: HeldMail, state: HeldState, *, by: Actor, now: datetime) -> None:
    held.state, held.settled_at, held.settled_by, held.raw = state, now, by.actor_name, b""
    held.save(update_fields=["state", "settled_at", "settled_by", "raw"])


def _sequence(held: HeldMail, invitation: Invitation) -> int | None:
    """The revision the mail answers; None: the present one.

    Its own number, where it is about this meeting. A mail that names none answers the invitation it came after: one
    from before the last mail we sent is about an older version.
    """
    of_this = held.reason != HeldReason.OTHER_MEETING or held.invitation_id != invitation.pk
    if held.sequence is not None and of_this:
        return held.sequence
    asked_again = invitation.sent_at is not None and held.received_at < invitation.sent_at
    return 0 if asked_again else None
