"""Asking people to a meeting: who is to be asked, the mails that ask, and taking an invitation back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models import OutboxMail
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.calendar_entries import touch
from meetings.actions.rows import demand_desk, lock_meeting
from meetings.enums import Answer, Capacity, Channel, MeetingState
from meetings.models import Invitation, Meeting, Response
from meetings.notices.invitation import Mail, asked
from members.enums import MembershipKind, OrganisationClass, SeatKind
from members.models import Membership, Organisation, Person, Seat

_BY_CLASS = {
    OrganisationClass.COURT_UNIT: Capacity.COURT_UNIT,
    OrganisationClass.HOST: Capacity.HOST,
    OrganisationClass.DONOR: Capacity.DONOR,
}
_BY_SEAT = {SeatKind.REPRESENTATIVE: Capacity.REPRESENTATIVE, SeatKind.ALTERNATE: Capacity.ALTERNATE}
_ORDER = list(Capacity)
SETTLES_IN = timedelta(hours=1)  # how long somebody else's change of mind is waited for, once there was one
UNSETTLED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Invitee:
    """Somebody to ask, for whom and in what capacity; with the standing invitation they have already, if any."""

    person: Person
    organisation: Organisation | None
    capacity: Capacity
    invitation: Invitation | None = None

    @property
    def is_new(self) -> bool:
        return self.invitation is None

    @property
    def has_address(self) -> bool:
        """Without a mail address somebody has to be told by telephone."""
        return bool(self.person.email)


def invitees(meeting: Meeting, *, on: date | None = None) -> list[Invitee]:
    """Everybody who is to be asked, each once, in the capacity that counts most; seven queries at most.

    Representatives and alternates of the member organisations of the day `on` (default the meeting's day),
    individual advocates, then those who come in addition: observers, the host, the facilitator, court units.
    """
    standing = {
        row.person_id: row for row in meeting.invitations.standing().select_related("person", "organisation")
    }
    hosts = {pk for pk in (meeting.host_id, meeting.facilitator_id) if pk}
    return _invitees(on or meeting.date, hosts, standing)


def invitees_on(on: date) -> list[Invitee]:
    """Everybody who would be asked to a meeting of the day `on`, before there is one; see `invitees`."""
    return _invitees(on, set(), {})


def _invitees(on: date, hosts: set[int], standing: dict[int, Invitation]) -> list[Invitee]:
    """`hosts` are organisations that come in addition; `standing` are invitations by person."""
    memberships = list(Membership.objects.current(on).select_related("organisation", "person"))
    counted = {
        row.organisation_id
        for row in memberships
        if row.kind in (MembershipKind.FULL, MembershipKind.ASSOCIATE)
    }
    observing = {row.organisation_id for row in memberships if row.kind == MembershipKind.OBSERVER}
    beside = observing | hosts
    seats = Seat.objects.current(on).filter(organisation__in=counted | beside, person__is_active=True)
    found: dict[int, Invitee] = {}
    proposals = [
        Invitee(seat.person, seat.organisation, capacity_of(seat, counted))
        for seat in seats.select_related("person", "organisation")
    ]
    proposals += [
        Invitee(row.person, None, Capacity.ADVOCATE)
        for row in memberships
        if row.kind == MembershipKind.INDIVIDUAL and row.person and row.person.is_active
    ]
    proposals += [Invitee(row.person, row.organisation, Capacity(row.capacity)) for row in standing.values()]
    for one in sorted(proposals, key=_weight):
        found.setdefault(
            one.person.pk, Invitee(one.person, one.organisation, one.capacity, standing.get(one.person.pk))
        )
    return sorted(found.values(), key=_in_the_list)


def capacity_of(seat: Seat, counted: set) -> Capacity:
    """In what capacity the holder of a seat comes; `counted` are the primary keys of the member organisations."""
    if seat.organisation_id in counted:
        return _BY_SEAT[SeatKind(seat.kind)]
    return _BY_CLASS.get(OrganisationClass(seat.organisation.organisation_class), Capacity.OBSERVER)


def _weight(invitee: Invitee) -> int:
    return _ORDER.index(invitee.capacity)


def _in_the_list(invitee: Invitee) -> tuple:
    organisation = str(invitee.organisation or "")
    beside = _weight(invitee) > _ORDER.index(Capacity.ADVOCATE)
    return (beside, organisation == "", organisation, _weight(invitee), invitee.person.display_name)


@dataclass(frozen=True)
class Sample:
    """The mail of one language as it would read for the first who gets it, and how many get it."""

    language: str
    people: int
    mail: Mail


def preview_invitations(meeting: Meeting, people: Iterable[Invitee]) -> list[Sample]:
    """What `invite` would send to those with an address: one sample per language, the most frequent first.

    The answer link of a sample is not a real one: each person's is their own.
    """
    by_language: dict[str, list[Invitee]] = {}
    for one in people:
        if one.has_address:
            by_language.setdefault(one.person.language, []).append(one)
    samples = []
    for language, group in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        first = group[0]
        draft = Invitation(
            meeting=meeting, person=first.person, organisation=first.organisation, capacity=first.capacity
        )
        samples.append(
            Sample(language, len(group), asked(draft, language, answer_at=f"{settings.BASE_URL}/rsvp/…/"))
        )
    return samples


def invite(
    meeting: Meeting, *, by: Actor, people: Iterable[Invitee], now: datetime | None = None
) -> list[Invitation]:
    """Invite people, one mail each in their own language; returns the invitations made or renewed.

    Whoever has a standing invitation is left as they are; a withdrawn one stands again. Refused unless the meeting
    is announced, has a day and is not over. Audit entry per person, outbox, the version of each one's feed.
    """
    demand_desk(by)
    return bring_in(meeting, by=by, people=people, now=now)


def bring_in(
    meeting: Meeting,
    *,
    by: Actor,
    people: Iterable[Invitee],
    now: datetime | None = None,
    made_for: Response | None = None,
) -> list[Invitation]:
    """The same for an answer that brings others in, whoever gave it.

    `made_for` is that answer of somebody else: they come in that person's place.
    """
    now = now or timezone.now()
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_open(meeting, now)
        known = {row.person_id: row for row in meeting.invitations.select_related("person")}
        made = []
        for one in people:
            invitation = known.get(one.person.pk)
            if invitation and invitation.withdrawn_at is None:
                continue
            renewed = invitation is not None
            invitation = invitation or Invitation(meeting=meeting, person=one.person, made_at=now)
            invitation.organisation, invitation.capacity = one.organisation, one.capacity
            invitation.withdrawn_at, invitation.made_for = None, made_for
            invitation.save()
            if renewed:
                _start_anew(invitation, now)
            queue_request(invitation, meeting, now=now)
            record("invitation.made", invitation, by=by, label=meeting.slug)
            made.append(invitation)
        touch(made)
    return made


def invite_alternate(
    invitation: Invitation, person: Person, *, by: Actor, now: datetime, made_for: Response | None = None
) -> list[Invitation]:
    """Invite whoever was named in somebody's place, for the same organisation; nobody if they are invited already."""
    one = Invitee(person, invitation.organisation, Capacity.ALTERNATE)
    return bring_in(invitation.meeting, by=by, people=[one], now=now, made_for=made_for)


def check_open(meeting: Meeting, now: datetime) -> None:
    """Refuse, with the sentence for the secretariat, where nobody can be invited at `now` (aware)."""
    if meeting.state == MeetingState.PLANNED:
        raise Refused(_("Announce the meeting first. Then people can be invited."))
    if meeting.state != MeetingState.ANNOUNCED:
        raise Refused(_("People are invited to announced meetings only."))
    if not meeting.has_day:
        raise Refused(_("Only the month of this meeting is known. Set its day first."))
    if meeting.is_over(now):
        raise Refused(_("This meeting is over."))


def withdraw(invitation: Invitation, *, by: Actor, now: datetime | None = None) -> Invitation:
    """Take one person's invitation back: their calendar is told to remove it, nobody else hears of it.

    The answer link says so politely. Twice is once. Audit entry, outbox, the version of the person's feed.
    """
    demand_desk(by)
    return take_back(invitation, by=by, now=now)


def take_back(invitation: Invitation, *, by: Actor, now: datetime | None = None) -> Invitation:
    """The same for an answer that somebody undoes: whom it had brought in is not invited any more."""
    now = now or timezone.now()
    with transaction.atomic():
        meeting = lock_meeting(invitation.meeting)
        invitation = (
            Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=invitation.pk)
        )
        if invitation.withdrawn_at:
            return invitation
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        _start_anew(invitation, now)
        queue_cancel(invitation, meeting, now=now)
        touch([invitation])
        record("invitation.withdrawn", invitation, by=by, label=meeting.slug)
    return invitation


def _start_anew(invitation: Invitation, now: datetime) -> None:
    """Whoever is taken off the list, or put on it again, has answered nothing yet.

    The row in the ledger also raises the SEQUENCE of the person's own feed, which counts them.
    """
    Response.objects.create(
        invitation=invitation,
        answer=Answer.NEEDS_ACTION,
        channel=Channel.SECRETARIAT,
        received_at=now,
        sequence=invitation.itip_sequence,
    )
    invitation.answer, invitation.answered_at, invitation.channel = (
        Answer.NEEDS_ACTION,
        now,
        Channel.SECRETARIAT,
    )
    invitation.comment, invitation.needs = "", []
    invitation.save(update_fields=["answer", "answered_at", "channel", "comment", "needs"])


def queue_request(invitation: Invitation, meeting: Meeting, *, now: datetime) -> None:
    """Put the REQUEST mail of the meeting's present revision into the outbox."""
    _queue(invitation, meeting, "REQUEST", now)


def queue_cancel(invitation: Invitation, meeting: Meeting, *, now: datetime) -> None:
    """Put the CANCEL mail into the outbox; it says nothing if no request ever left."""
    if invitation.sent_at:
        _queue(invitation, meeting, "CANCEL", now)


def queue_update(invitation: Invitation, *, now: datetime) -> None:
    """Put the last REQUEST into the outbox once more: SEQUENCE and answer stay, the words are those of today."""
    if invitation.sent_sequence is not None:
        _put(invitation, "REQUEST", invitation.sent_sequence, now, changed=True, keeps=True)


def queue_again(invitation: Invitation, data: dict, *, now: datetime) -> OutboxMail:
    """Put a mail that has left into the outbox once more, from its row's `data`; nothing new is said by it."""
    _put(invitation, data["method"], data["sequence"], now, changed=data["changed"], keeps=True)
    return OutboxMail.objects.filter(order_key=order_key(invitation.pk)).latest("pk")


def _queue(invitation: Invitation, meeting: Meeting, method: str, now: datetime) -> None:
    """SEQUENCE rises with every mail that says something new: the meeting's revision, or one more than the last mail's.

    The caller touches the calendars of those it concerns, once and at its end.
    """
    before = invitation.sent_sequence
    sequence = meeting.itip_sequence if before is None else max(meeting.itip_sequence, before + 1)
    _put(invitation, method, sequence, now, changed=before is not None)


def _put(
    invitation: Invitation,
    method: str,
    sequence: int,
    now: datetime,
    *,
    changed: bool,
    keeps: bool = False,
    said: str = "",
) -> None:
    """All mails about one invitation share an order key, so that a CANCEL never overtakes its REQUEST.

    `at` is when this was said; a row that is older than what was said last says nothing any more.
    """
    if not invitation.person.email:
        return
    invitation.sent_at, invitation.sent_sequence = now, sequence
    invitation.save(update_fields=["sent_at", "sent_sequence"])
    said = said or (f"{method.lower()}:{now.timestamp():.6f}" if keeps else method.lower())
    queue(
        "invitation" if method == "REQUEST" else "cancellation",
        key=_key(invitation, sequence, said),
        data={
            "invitation": invitation.pk,
            "method": method,
            "sequence": sequence,
            "changed": changed,
            "keeps": keeps,
            "at": now.isoformat(),
        },
        order_key=order_key(invitation.pk),
        not_before=_when_settled(invitation, now),
    )


def _when_settled(invitation: Invitation, now: datetime) -> datetime | None:
    """When a mail to somebody who comes in another's place may leave; None: at once.

    Whoever is named and taken back hears of both at once. For a day from then on each mail waits an hour, and says
    nothing where another has followed: however often somebody else's mind changes, at most one an hour leaves.
    """
    if invitation.made_for_id is None:
        return None
    taken_back = OutboxMail.objects.filter(
        order_key=order_key(invitation.pk), kind="cancellation", created_at__gt=now - UNSETTLED_FOR
    )
    return now + SETTLES_IN if taken_back.exists() else None


def _key(invitation: Invitation, sequence: int, said: str) -> str:
    return f"{order_key(invitation.pk)}:{sequence}:{said}"


def order_key(invitation_id: int) -> str:
    """Mails of one key leave in their order."""
    return f"invitation:{invitation_id}"


def repeat_request(invitation: Invitation, *, now: datetime) -> None:
    """Send the present invitation once more to somebody who answered an older one; at most once a day.

    SEQUENCE stays, so that what they may have answered to it meanwhile counts. In the caller's transaction, which
    holds the meeting's lock.
    """
    said = f"again:{timezone.localdate(now)}"
    key = _key(invitation, invitation.itip_sequence, said)
    if not OutboxMail.objects.filter(key=key).exists():
        _put(invitation, "REQUEST", invitation.itip_sequence, now, changed=True, said=said)
        touch([invitation])
