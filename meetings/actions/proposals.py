"""Agenda items that members propose: proposing, and what the secretariat makes of it."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.agenda import add_item
from meetings.actions.rows import check_move, demand, lock_meeting
from meetings.enums import HELD_STATES, PROPOSAL_MOVES, Audience, MeetingState, ProposalState
from meetings.models import AgendaItem, Meeting, Proposal
from meetings.rules import may_propose
from members.models import Organisation, Person, Seat
from members.rules import is_secretariat

OPEN_AT_MOST = 5  # by one person
LONGEST_TITLE, LONGEST_REASON, LONGEST_REPLY = 200, 1000, 500
KIND = "proposal_decided"

_P = ProposalState
_STANDS: dict[ProposalState, Any] = {
    _P.ACCEPTED: _("This proposal is on the agenda already."),
    _P.DEFERRED: _("This proposal is put off already."),
    _P.MERGED: _("This proposal was joined with an item already."),
    _P.DECLINED: _("This proposal was declined already."),
}
REFUSALS: dict[Any, Any] = {
    _P.PROPOSED: _("A proposal that was decided on is not made new. Propose it again."),
    **{(wanted, stands): sentence for wanted in _STANDS for stands, sentence in _STANDS.items()},
}


def propose(
    *,
    by: Person,
    title: str,
    reason: str = "",
    language: str,
    once_key: str,
    meeting: Meeting | None = None,
    organisation: Organisation | None = None,
    now: datetime | None = None,
) -> Proposal:
    """Propose an agenda item, for a meeting or for any; in the words and the language of whoever proposes.

    `once_key` names the form it came by: the same one again gives the same proposal. The organisation is the one
    named if the person speaks for it, else the one they speak for, if it is one. Only the secretariat and the
    proposer read it. Refused for others than members, without a title, and beyond `OPEN_AT_MOST` open ones.
    """
    person = demand(may_propose, by)
    title = scrub(title, lines=False)[:LONGEST_TITLE]
    if not title:
        raise Refused(_("Give the item a title."), field="title")
    key = sha256(f"{person.pk}:{once_key}".encode()).hexdigest()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # one after the other: the count below holds
        if known := Proposal.objects.filter(once_key=key).first():
            return known
        if Proposal.objects.open().filter(person=person).count() >= OPEN_AT_MOST:
            raise Refused(
                _("%(n)s of your proposals still wait for the secretariat. Please wait for its answer.")
                % {"n": OPEN_AT_MOST}
            )
        proposal = Proposal.objects.create(
            meeting=meeting,
            person=person,
            organisation=_speaks_for(person, organisation),
            title=title,
            reason=scrub(reason).strip()[:LONGEST_REASON],
            language=language,
            made_at=now or timezone.now(),
            once_key=key,
        )
        record("proposal.made", proposal, by=by, label=f"proposal {proposal.pk}")
    return proposal


def _speaks_for(person: Person, named: Organisation | None) -> Organisation | None:
    held = {
        seat.organisation_id: seat.organisation
        for seat in Seat.objects.current().filter(person=person).select_related("organisation")
    }
    if named and named.pk in held:
        return named
    return next(iter(held.values())) if len(held) == 1 else None


def accept(
    proposal: Proposal,
    *,
    by: Actor,
    meeting: Meeting,
    audience: str = Audience.MEMBERS,
    reply: str = "",
    now: datetime | None = None,
) -> Proposal:
    """Put it on the agenda of a meeting, at the end, as an item of its own that `audience` may read.

    Audit entries, a new revision of the meeting, a mail to the proposer. Refused for a meeting that was held or
    cancelled, and for a proposal that was decided on.
    """
    with transaction.atomic():
        meeting = _open_meeting(meeting)
        proposal = _locked(proposal, _P.ACCEPTED, by)
        item = add_item(
            meeting,
            by=by,
            presented_by=proposal.organisation,
            audience=Audience(audience),
            **{f"title_{proposal.language}": proposal.title},
        )
        return _decide(proposal, _P.ACCEPTED, by=by, reply=reply, now=now, item=item, meeting=meeting)


def merge(
    proposal: Proposal, *, by: Actor, item: AgendaItem, reply: str = "", now: datetime | None = None
) -> Proposal:
    """Let it be talked about under an item that stands already. Audit entry, a mail to the proposer."""
    with transaction.atomic():
        meeting = _open_meeting(item.meeting)
        proposal = _locked(proposal, _P.MERGED, by)
        return _decide(proposal, _P.MERGED, by=by, reply=reply, now=now, item=item, meeting=meeting)


def defer(proposal: Proposal, *, by: Actor, reply: str, now: datetime | None = None) -> Proposal:
    """Put it off to a later meeting; it stays open. The sentence to the proposer is needed. Audit entry, mail."""
    with transaction.atomic():
        return _decide(_locked(proposal, _P.DEFERRED, by), _P.DEFERRED, by=by, reply=_said(reply), now=now)


def decline(proposal: Proposal, *, by: Actor, reply: str, now: datetime | None = None) -> Proposal:
    """Do not take it up. The sentence to the proposer is needed. Audit entry, mail."""
    with transaction.atomic():
        return _decide(_locked(proposal, _P.DECLINED, by), _P.DECLINED, by=by, reply=_said(reply), now=now)


def _open_meeting(meeting: Meeting) -> Meeting:
    meeting = lock_meeting(meeting)
    if meeting.state in HELD_STATES:
        raise Refused(_("This meeting was held. Choose one that is still to come."), field="meeting")
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(_("This meeting was cancelled. Choose one that is still to come."), field="meeting")
    return meeting


def _locked(proposal: Proposal, wanted: ProposalState, by: Actor) -> Proposal:
    demand(is_secretariat, by)
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=proposal.pk)
    )
    check_move(PROPOSAL_MOVES, REFUSALS, _P(proposal.state), wanted)
    return proposal


def _said(reply: str) -> str:
    if not reply.strip():
        raise Refused(_("Write one sentence to whoever proposed it."), field="reply")
    return reply


def _decide(
    proposal: Proposal, state: ProposalState, *, by: Actor, reply: str, now: datetime | None, **facts
) -> Proposal:
    """The last three beats of every decision: write, audit entry, mail."""
    for name, value in facts.items():
        setattr(proposal, name, value)
    proposal.state, proposal.decided_at = state, now or timezone.now()
    proposal.reply = scrub(reply, lines=False)[:LONGEST_REPLY]
    proposal.save()
    record(f"proposal.{state.value}", proposal, by=by, label=f"proposal {proposal.pk}", fields=["state"])
    if proposal.person.email:
        queue(
            KIND,
            key=f"{KIND}:{proposal.pk}:{state.value}",
            data={"proposal": proposal.pk, "state": state.value},
            order_key=f"proposal:{proposal.pk}",
        )
    return proposal
