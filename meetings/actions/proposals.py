"""Agenda items that members propose: proposing, and what the secretariat makes of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.languages import dates
from hub.mail import SevenBitMail
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.agenda import add_item
from meetings.actions.rows import check_move, demand, lock_meeting
from meetings.enums import HELD_STATES, PROPOSAL_MOVES, Audience, MeetingState, ProposalState, Step
from meetings.models import AgendaItem, Meeting, Proposal
from meetings.models.cycle import Offsets
from meetings.models.meeting import PHNOM_PENH
from meetings.notices import proposal as letters
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
    proposer read it. What comes after the agenda of `meeting` closed is kept for the next one: see `kept_for_next`.
    Refused for others than members, without a title, and beyond `OPEN_AT_MOST` open ones.
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
        now = now or timezone.now()
        proposal = Proposal.objects.create(
            meeting=_still_open(meeting, now),
            person=person,
            organisation=_speaks_for(person, organisation),
            title=title,
            reason=scrub(reason).strip()[:LONGEST_REASON],
            language=language,
            made_at=now,
            once_key=key,
        )
        record("proposal.made", proposal, by=by, label=f"proposal {proposal.pk}")
    return proposal


def closing_day(meeting: Meeting) -> date | None:
    """The last day on which items are taken for this meeting's agenda, that of the step; None without a day."""
    if not meeting.has_day:
        return None
    return Offsets.current().due(Step.AGENDA, meeting.date)


def is_closed(meeting: Meeting, now: datetime) -> bool:
    """Whether its agenda takes no more proposals at `now` (aware)."""
    last = closing_day(meeting)
    return last is not None and now.astimezone(PHNOM_PENH).date() > last


def kept_for_next(proposal: Proposal, asked: Meeting | None) -> bool:
    """Whether it came after the agenda of the meeting it was meant for had closed."""
    return asked is not None and proposal.meeting_id != asked.pk


def closed_sentence(meeting: Meeting, language: str) -> str:
    """What somebody is told whose item came after the agenda of `meeting` had closed; in the active language."""
    return _(
        "The agenda of the meeting of %(meeting)s closed on %(day)s; your item is kept for the next meeting."
    ) % {
        "meeting": dates.day(meeting.date, language),
        "day": dates.day(closing_day(meeting) or meeting.date, language),
    }


def _still_open(meeting: Meeting | None, now: datetime) -> Meeting | None:
    """That meeting, or the first announced one after it whose agenda is open; None for any later one."""
    if meeting is None or not is_closed(meeting, now):
        return meeting
    later = Meeting.objects.visible_to(Audience.MEMBERS).filter(
        state=MeetingState.ANNOUNCED, date__gt=meeting.date
    )
    return next((one for one in later.in_order()[:12] if not is_closed(one, now)), None)


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


def accept_together(
    proposal: Proposal,
    others: Sequence[Proposal],
    *,
    by: Actor,
    meeting: Meeting,
    audience: str = Audience.MEMBERS,
    reply: str = "",
    now: datetime | None = None,
) -> Proposal:
    """Make one item of several proposals: it is called as the first one, the others are joined with it.

    Each proposer gets a mail. All or none: refused as `accept` and `merge` are.
    """
    with transaction.atomic():
        first = accept(proposal, by=by, meeting=meeting, audience=audience, reply=reply, now=now)
        for other in others:
            if other.pk != first.pk and first.item is not None:
                merge(other, by=by, item=first.item, reply=reply, now=now)
        return first


def defer(
    proposal: Proposal, *, by: Actor, reply: str, meeting: Meeting | None = None, now: datetime | None = None
) -> Proposal:
    """Put it off to a later meeting, to `meeting` where that is known; it stays open.

    The sentence to the proposer is needed. Audit entry, mail.
    """
    with transaction.atomic():
        meeting = _open_meeting(meeting) if meeting else None
        proposal = _locked(proposal, _P.DEFERRED, by)
        return _decide(proposal, _P.DEFERRED, by=by, reply=_said(reply), now=now, meeting=meeting)


def letters_of(verb: Callable[[], Proposal], proposals: Sequence[Proposal]) -> list[SevenBitMail]:
    """The mails that a decision on these proposals would send, by making it and taking it back; Refused as it is."""
    found: list[SevenBitMail] = []
    try:
        with transaction.atomic():
            verb()
            for one in Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]):
                mail = letters.compose({"proposal": one.pk, "state": one.state})
                if mail is not None:
                    found.append(mail)
            raise _TakenBackError
    except _TakenBackError:
        return found


class _TakenBackError(Exception):
    """Only looked at."""


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
