"""The one road of every answer: web, link, mail, calendar and telephone all end here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from hub.prepared import Objects, insert, update
from meetings.actions.calendar_entries import touch
from meetings.actions.invitations import invite_alternate
from meetings.actions.rows import lock_invitation, lock_meeting
from meetings.actions.seats import ask_alternates
from meetings.enums import Answer, Capacity, Channel, MeetingState, Need
from meetings.models import Invitation, Meeting, Response
from members.models import Person, Seat

LONGEST_COMMENT = 1000
FAST_CLOCK = timedelta(minutes=5)  # a DTSTAMP further in the future than this counts as the time of receipt

_S = MeetingState
WITHDRAWN = _("This invitation was withdrawn. Write to the secretariat if that is a mistake.")
NO_LONGER_SEATED = _(
    "You no longer speak for this organisation. Write to the secretariat if that is a mistake."
)
OVER = _("This meeting is over. Answers are closed.")
CLOSED_BY_STATE = {
    _S.PLANNED: _("This meeting is not announced yet."),
    _S.CANCELLED: _("This meeting was cancelled. No answer is needed."),
    _S.POSTPONED: _("This meeting was put off. You will be asked again when its new day is set."),
    _S.HELD: OVER,
    _S.CLOSED: OVER,
}
NO_SUCH_SEAT = _("Only somebody who speaks for your own organisation can come in your place.")

# The current answer: the last row that was applied.
_LAST = Objects(
    lambda *, invitation: Response.objects.filter(invitation=invitation, applied=True).order_by("-pk")[:1],
    invitation=2**31 - 1,
)


def refusal(invitation: Invitation, *, now: datetime) -> object | None:
    """The sentence with which an answer would be refused at `now` (aware), or None. Needs the meeting loaded."""
    meeting = invitation.meeting
    if meeting.state in CLOSED_BY_STATE:
        return CLOSED_BY_STATE[_S(meeting.state)]
    if invitation.withdrawn_at:
        return WITHDRAWN
    return OVER if meeting.is_over(now) else None


def possible_alternates(invitation: Invitation, on=None) -> list[Person]:
    """Who else speaks for the invited organisation on the date `on` (Phnom Penh; default today), by name."""
    if invitation.organisation_id is None:
        return []
    seats = Seat.objects.current(on).filter(organisation=invitation.organisation_id, person__is_active=True)
    people = {seat.person_id: seat.person for seat in seats.select_related("person")}
    people.pop(invitation.person_id, None)
    return sorted(people.values(), key=lambda person: person.display_name)


def record_response(
    invitation: Invitation,
    answer: str,
    *,
    by: Actor,
    channel: str,
    now: datetime | None = None,
    comment: str = "",
    needs: Iterable[str] | None = None,
    delegated_to: Person | None = None,
    sequence: int | None = None,
    stamp: datetime | None = None,
    once_key: str | None = None,
    undoes: Response | None = None,
    locked: Invitation | None = None,
) -> Response:
    """Add an answer to the ledger and, unless something newer is known, make it the current one.

    `stamp` is the sender's own time (DTSTAMP) and `sequence` the revision they answered, where a calendar sent
    them (a missing SEQUENCE is 0); pages send neither and answer what is shown. `once_key` names the event the
    answer came by, such as a form or a Message-ID with its answer: the same one again changes nothing. `needs` are
    values of `Need`; None, where the channel cannot say, keeps those told before, as an empty comment keeps the
    comment. `undoes` is for `undo_response` alone: comment and needs then become exactly what is given. `locked` is
    the same invitation, if the caller has locked it in this transaction (`lock_invitation`).

    An answer to an older revision, or stamped before the last applied one, is kept with `applied` False. Equal
    stamps: the later arrival wins. The same answer without a stamp adds no row. `NEEDS_ACTION` takes an answer
    back. `DELEGATED` invites the alternate; a representative's `DECLINED` asks the alternates where the setting
    says so (`meetings.actions.seats`). Refused after the end of the meeting, when it was cancelled or put off, when
    the invitation was withdrawn or its person lost the seat, and for an alternate who does not speak for the same
    organisation. Consequences: audit entry, a new version of the person's feed, mails to alternates.
    """
    answer, channel = Answer(answer), Channel(channel)
    now = now or timezone.now()
    comment = scrub(comment).strip()[:LONGEST_COMMENT]
    with transaction.atomic():
        # A meeting is always locked before its rows: a move at the same moment either sees this answer and asks again,
        # or is seen by it.
        invitation = locked or lock_invitation(invitation, lock_meeting(invitation.meeting))
        once = _once(invitation, once_key)
        if once and (known := invitation.responses.filter(once_key=once).first()):
            return known
        if sentence := refusal(invitation, now=now):
            raise Refused(sentence)
        if not invitation.is_alive():
            raise Refused(NO_LONGER_SEATED)
        alternate = _alternate(invitation, answer, delegated_to)
        told = _in_order(needs)
        # The invitation repeats the current answer: another one needs no look into the ledger, unless it may be older.
        last = _LAST.first(invitation=invitation.pk) if stamp or answer == invitation.answer else None
        same_needs = told is None or told == _in_order(invitation.needs)
        if (
            stamp is None
            and undoes is None
            and last
            and same_needs
            and _says(last, answer, comment, alternate)
        ):
            return last
        if last is None and answer == invitation.answer == Answer.NEEDS_ACTION and stamp is None:
            raise Refused(_("There is no answer to take back."))
        stamp = min(stamp, now) if stamp and stamp > now + FAST_CLOCK else stamp
        sequence = invitation.itip_sequence if sequence is None else sequence
        response = insert(
            Response(
                invitation=invitation,
                answer=answer,
                channel=channel,
                received_at=now,
                stamp=stamp,
                sequence=sequence,
                comment=comment,
                needs=told,
                delegated_to=alternate,
                applied=sequence >= invitation.itip_sequence and not _is_older(stamp, last),
                once_key=once,
                meeting_facts=facts_of(invitation.meeting),
                undoes=undoes,
            )
        )
        changed = _apply(invitation, response) if response.applied else ()
        verb = "response.undone" if undoes else "response.recorded"
        record(
            verb if response.applied else "response.kept",
            invitation,
            by=by,
            label=invitation.meeting.slug,
            fields=["answer"],
        )
        touched = [invitation]
        empties = _empties_a_seat(invitation, answer)
        if response.applied and (alternate or empties):
            update(invitation, *changed)  # before others of the organisation are looked at
            changed = ()
        if response.applied and alternate:
            touched += invite_alternate(invitation, alternate, by=by, now=now, made_for=response)
        if response.applied and empties:
            touched += ask_alternates(invitation, response, by=by, now=now)
        touch(touched, also=changed)
    return response


def facts_of(meeting: Meeting) -> dict:
    """What an answer is given to, as `Response.meeting_facts` keeps it."""
    starts, ends = meeting.starts_at, meeting.ends_at
    return {
        "starts": starts and starts.isoformat(),
        "ends": ends and ends.isoformat(),
        "venue": meeting.venue_id,
        "mode": meeting.mode,
    }


def _empties_a_seat(invitation: Invitation, answer: Answer) -> bool:
    """Whether somebody else of the organisation is now asked."""
    return (
        answer == Answer.DECLINED
        and invitation.organisation_id is not None
        and invitation.capacity == Capacity.REPRESENTATIVE
    )


def _once(invitation: Invitation, key: str | None) -> str | None:
    """The key as stored: of this invitation alone, and short however long a Message-ID is."""
    return f"{invitation.pk}:{sha256(key.encode()).hexdigest()}" if key else None


def _in_order(needs: Iterable[str] | None) -> list[str] | None:
    """The needs each once and in the order of `Need`; None stays None. ValueError for one that is not known."""
    if needs is None:
        return None
    wanted = {Need(need) for need in needs}
    return [need.value for need in Need if need in wanted]


def _says(last: Response, answer: Answer, comment: str, alternate: Person | None) -> bool:
    """Whether the current row says just this already; needs are compared with the invitation, which keeps them."""
    return (last.answer, last.comment, last.delegated_to_id) == (answer, comment, alternate and alternate.pk)


def _is_older(stamp: datetime | None, last: Response | None) -> bool:
    """Only a sender's time can be older; whoever answers on a page answers now.

    DTSTAMP has no fractions of a second (RFC 5545 section 3.3.5): a mail in the second of another answer came later.
    """
    if stamp is None or last is None:
        return False
    return stamp.replace(microsecond=0) < (last.stamp or last.received_at).replace(microsecond=0)


def _alternate(invitation: Invitation, answer: Answer, person: Person | None) -> Person | None:
    if answer != Answer.DELEGATED:
        return None
    if person is None or person not in possible_alternates(invitation):
        raise Refused(NO_SUCH_SEAT, field="delegated_to")
    return person


def _apply(invitation: Invitation, response: Response) -> tuple[str, ...]:
    """Repeat the ledger's current row on the invitation, so that a board of all answers is one query.

    Returns the names of the fields to write.
    """
    invitation.answer = response.answer
    invitation.answered_at = response.received_at
    invitation.channel = response.channel
    if response.comment or response.answer == Answer.NEEDS_ACTION or response.undoes_id:
        invitation.comment = response.comment
    if response.needs is not None:
        invitation.needs = response.needs
    return ("answer", "answered_at", "channel", "comment", "needs")
