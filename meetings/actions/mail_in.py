"""Answers that come by mail: ten rules, in their order, between a mail and the ledger or the tray.

The token in the recipient's address says whose answer it is; nothing that does not match is dropped, and nothing is
ever sent back to whoever wrote. `receive` is the one road of every door: LMTP, a pipe, a mailbox.
"""

import logging
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.keys import pk_in, proves
from hub.models.audit import record
from meetings.actions import mail_trust
from meetings.actions.invitations import repeat_request
from meetings.actions.mail_reading import Answered, Held, judge
from meetings.actions.responses import possible_alternates, record_response, refusal
from meetings.actions.rows import lock_meeting
from meetings.actions.tray import forward_message
from meetings.enums import Answer, Channel, HeldReason, MailOutcome
from meetings.ical.letters import Letter, read_letter
from meetings.ical.mime import MAX_BYTES
from meetings.models import HeldMail, Invitation, ReceivedMail
from members.actions.bounces import clear_bounce, note_bounce
from members.models import Person

logger = logging.getLogger(__name__)
OPEN_AFTER_END = timedelta(
    days=30
)  # what comes later than the meeting's end goes to the tray; after this, nowhere
MARKS_KEPT = timedelta(days=180)
KEPT_OF_A_LARGE_MAIL = 64 * 1024
_ADDRESS = re.compile(r"rsvp[+-]([0-9a-z]{1,10}-[a-z2-7]{26})@(.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What became of a mail; `reason` is why it lies in the tray, if it does."""

    kind: MailOutcome
    reason: HeldReason | None = None


def invitation_of(address: str, *, now: datetime) -> Invitation | None:
    """The invitation whose answer address this is, "rsvp+TOKEN@…" or "rsvp-TOKEN@…" in any case; else None.

    The doors of somebody who lost the seat or was deactivated are dead, as are those of a withdrawn invitation,
    and all of them a month after the meeting.
    """
    found = _ADDRESS.fullmatch(address.strip().strip("<>"))
    if not found or found[2].lower() != settings.MAIL_DOMAIN.lower():
        return None
    pk = pk_in(found[1])
    invitation = pk and Invitation.objects.alive().select_related("meeting", "person").filter(pk=pk).first()
    if not invitation or not proves(found[1], "mail", invitation.pk, invitation.link_version):
        return None
    end = invitation.meeting.ends_at
    return invitation if end is None or now <= end + OPEN_AFTER_END else None


def recipient_is_known(address: str, *, now: datetime) -> bool:
    """Whether mail to this address is taken in; what a mail server asks before it sends the mail itself."""
    return invitation_of(address, now=now) is not None


def receive(
    raw: bytes,
    *,
    recipient: str,
    envelope_sender: str | None,
    now: datetime,
    source: str,
    arrival: str = "",
    may_refuse: bool = True,
    dnsfunc: mail_trust.DnsLookup | None = None,
) -> Outcome:
    """Take in one mail for one recipient; raises only where the database is away, never for what is in the mail.

    `envelope_sender` is "" for the null path and None where the door is not told. `source` names the door.
    `arrival` names this very copy where the door may find it again (folder, UIDVALIDITY and UID). A mail over the
    caps is refused (TOO_LARGE) where the door can say so to the sender, else held.
    """
    invitation = invitation_of(recipient, now=now)
    if invitation is None:
        return Outcome(MailOutcome.UNKNOWN_TOKEN)
    if len(raw) > MAX_BYTES and may_refuse:
        return Outcome(MailOutcome.TOO_LARGE)
    letter = read_letter(raw)
    if letter.too_much and may_refuse:
        return Outcome(MailOutcome.TOO_LARGE)
    if envelope_sender is not None:
        letter = letter.with_envelope(envelope_sender)
    arrivals = [sha256(f"{source}\n{arrival}".encode()).hexdigest()] if arrival else []
    try:
        return _take_in(invitation, letter, raw, arrivals=arrivals, now=now, dnsfunc=dnsfunc)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:
        # A mistake of ours. The mail is kept as it came: its sender has no copy that would come again.
        logger.exception("A mail was not understood (%s)", type(problem).__name__)
        return _take_in(invitation, Letter(unreadable=True), raw, arrivals=arrivals, now=now, dnsfunc=dnsfunc)


def _take_in(
    invitation: Invitation,
    letter: Letter,
    raw: bytes,
    *,
    arrivals: list[str],
    now: datetime,
    dnsfunc: mail_trust.DnsLookup | None,
) -> Outcome:
    """Look at the signature before anything is locked, then write everything in one transaction."""
    forged = False
    if letter.messages or not (letter.is_automatic or letter.too_much or letter.unreadable):
        forged = mail_trust.check(raw, letter, dnsfunc=dnsfunc) == mail_trust.Verdict.FAIL
    verdict = judge(letter, invitation, forged=forged)
    with transaction.atomic():
        # A meeting is locked before its invitations, and these before anything else.
        meeting = lock_meeting(invitation.meeting)
        invitation = Invitation.objects.select_related("person").get(pk=invitation.pk)
        invitation.meeting = meeting
        key = _key(invitation, letter, verdict)
        if ReceivedMail.objects.filter(key__in=[key, *arrivals]).exists():
            return Outcome(MailOutcome.DUPLICATE)
        outcome = _settle(invitation, letter, verdict, raw, key=key, now=now)
        for mark in [key, *arrivals]:
            ReceivedMail.objects.create(key=mark, received_at=now, outcome=outcome.kind)
    return outcome


def forget_marks(*, now: datetime) -> int:
    """Forget by what marks mails would be known again, once nobody sends them any more; returns how many."""
    return ReceivedMail.objects.filter(received_at__lt=now - MARKS_KEPT).delete()[0]


def _key(invitation: Invitation, letter: Letter, verdict: Answered | Held | None) -> str:
    """Message-ID and answer for this recipient; a mail without a Message-ID is like no other."""
    known = letter.message_id or secrets.token_hex(16)
    says = verdict.answer if isinstance(verdict, Answered) else ""
    return sha256(f"{invitation.pk}\n{known}\n{says}".encode()).hexdigest()


def _settle(
    invitation: Invitation,
    letter: Letter,
    verdict: Answered | Held | None,
    raw: bytes,
    *,
    key: str,
    now: datetime,
) -> Outcome:
    if isinstance(verdict, Answered):
        return _record(invitation, letter, verdict, raw, key=key, now=now)
    if isinstance(verdict, Held):
        return _hold(invitation, letter, verdict, raw, key=key, now=now)
    if letter.bounce and _is_about(letter, invitation):
        note_bounce(invitation.person, letter.bounce.status, by=SYSTEM, now=now)
        return Outcome(MailOutcome.BOUNCE)
    return Outcome(MailOutcome.IGNORED)


def _is_about(letter: Letter, invitation: Invitation) -> bool:
    """A mail to the person's present address came back for good."""
    return (
        letter.bounce is not None
        and letter.bounce.is_permanent
        and invitation.person.email.lower() in letter.bounce.addresses
    )


def _record(
    invitation: Invitation, letter: Letter, answered: Answered, raw: bytes, *, key: str, now: datetime
) -> Outcome:
    if answered.answer is None:
        return _hold(invitation, letter, Held(HeldReason.UNREADABLE, answered), raw, key=key, now=now)
    alternate = None
    if answered.answer == Answer.DELEGATED:
        alternate = _seat_of(invitation, answered.delegated_to)
        if alternate is None:
            return _hold(invitation, letter, Held(HeldReason.NO_SUCH_SEAT, answered), raw, key=key, now=now)
    if refusal(invitation, now=now):
        return _hold(invitation, letter, Held(HeldReason.ANSWERS_CLOSED, answered), raw, key=key, now=now)
    try:
        response = record_response(
            invitation,
            answered.answer,
            by=invitation.person,
            channel=Channel.MAIL,
            now=now,
            comment=answered.comment,
            delegated_to=alternate,
            sequence=answered.sequence,
            stamp=answered.stamp or now,
            once_key=key,
        )
    except Refused:  # the seat was lost, or the meeting ended, between two looks
        return _hold(invitation, letter, Held(HeldReason.ANSWERS_CLOSED, answered), raw, key=key, now=now)
    clear_bounce(invitation.person, by=SYSTEM)
    if response.applied:
        return Outcome(MailOutcome.RECORDED)
    is_older_version = answered.sequence < invitation.itip_sequence
    if is_older_version and answered.answer != invitation.answer and not letter.is_automatic:
        repeat_request(invitation, now=now)
    return Outcome(MailOutcome.STALE)


def _seat_of(invitation: Invitation, address: str) -> Person | None:
    """Who has this address among those who speak for the same organisation."""
    people = possible_alternates(invitation)
    return next((person for person in people if address and person.email.lower() == address), None)


def _hold(
    invitation: Invitation,
    letter: Letter,
    held: Held,
    raw: bytes,
    *,
    key: str,
    now: datetime,
    by: Actor = SYSTEM,
) -> Outcome:
    """Lay the mail into the tray, with what could be read of it; a person's message is passed on as well."""
    said, reason = held.said, held.reason
    size = KEPT_OF_A_LARGE_MAIL if letter.too_much else MAX_BYTES
    row = HeldMail.objects.create(
        invitation=invitation,
        reason=reason,
        received_at=now,
        sender=letter.sender[:320],
        subject=letter.subject[:300],
        text=letter.text,
        answer=said.answer if said and said.answer else "",
        comment=said.comment[:1000] if said else "",
        attendee=said.attendee[:320] if said else "",
        proposed_start=held.start,
        proposed_end=held.end,
        sequence=said.sequence if said else None,
        stamp=said.stamp if said else None,
        once_key=key,
        raw=raw[:size],
    )
    record("held_mail.kept", row, by=by, label=invitation.meeting.slug, fields=[reason])
    if reason != HeldReason.MESSAGE:
        return Outcome(MailOutcome.HELD, reason)
    forward_message(row)
    return Outcome(MailOutcome.FORWARDED, reason)
