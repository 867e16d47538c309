"""Finding a day together: asking which dates suit, answering, and making the chosen one a meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.invitations import Invitee, Sample, invite, preview_invitations
from meetings.actions.planning import announce, check_hours, plan_meeting
from meetings.actions.responses import record_response
from meetings.actions.rows import check_move, columns, demand
from meetings.enums import POLL_MOVES, Answer, Audience, Capacity, Channel, MeetingKind, PollState, Suits
from meetings.models import DatePoll, Meeting, PollDate, PollVote, PollVoter, Venue
from meetings.models.meeting import PHNOM_PENH
from members.models import Person
from members.rules import is_secretariat

FEWEST_DATES, MOST_DATES = 2, 10
LONGEST_COMMENT = 500
KIND = "date_poll"
ANSWERS = {Suits.YES: Answer.ACCEPTED, Suits.IF_NEED_BE: Answer.TENTATIVE, Suits.NO: Answer.DECLINED}

_S = PollState
CLOSED: dict[PollState, Any] = {
    _S.DECIDED: _("The day is chosen already."),
    _S.WITHDRAWN: _("This question was withdrawn. No answer is needed."),
}
REFUSALS: dict[Any, Any] = {
    (wanted, stands): CLOSED[stands] for wanted in (_S.DECIDED, _S.WITHDRAWN) for stands in CLOSED
}
ANSWERS_ENDED = _("Answers were asked until a day that is past. Write to the secretariat.")
NOT_SENT = _("Send the question first: nobody was asked yet.")
SENT = _("People were asked with these dates. Withdraw the question and ask anew.")


@dataclass(frozen=True)
class Slot:
    """One proposed day with its hours, Phnom Penh time."""

    date: Day
    start_time: time
    end_time: time


def make_poll(
    *,
    by: Actor,
    title: Mapping[str, str],
    slots: Iterable[Slot],
    people: Iterable[Invitee],
    closes_on: Day,
    kind: str = MeetingKind.EXTRAORDINARY,
    venue: Venue | None = None,
    now: datetime | None = None,
) -> DatePoll:
    """Prepare a question of which day suits; nobody is asked before `send_poll`. `title`: a text per language.

    Refused without a title, with fewer than two dates or more than ten, with the same beginning twice, with one that
    is past, without people, or where answers would be asked until after the first date.
    """
    _may(by)
    now = now or timezone.now()
    chosen, asked = _checked(slots, now), list(people)
    if not any(text.strip() for text in title.values()):
        raise Refused(_("Say in at least one language what the meeting is about."), field="title_en")
    if not asked:
        raise Refused(_("Choose at least one person."), field="people")
    _check_close(closes_on, chosen, now)
    with transaction.atomic():
        poll = DatePoll.objects.create(
            kind=kind, venue=venue, closes_on=closes_on, made_at=now, **columns("title", title)
        )
        PollDate.objects.bulk_create(
            PollDate(poll=poll, date=slot.date, start_time=slot.start_time, end_time=slot.end_time)
            for slot in chosen
        )
        PollVoter.objects.bulk_create(
            PollVoter(poll=poll, person=one.person, organisation=one.organisation, capacity=one.capacity)
            for one in asked
        )
        record("date_poll.made", poll, by=by, label=_label(poll))
    return poll


def _checked(slots: Iterable[Slot], now: datetime) -> list[Slot]:
    chosen = sorted(slots, key=lambda slot: (slot.date, slot.start_time))
    if not FEWEST_DATES <= len(chosen) <= MOST_DATES:
        raise Refused(
            _("Propose two to %(most)s dates.") % {"most": MOST_DATES},
            field="dates",
        )
    beginnings = [(slot.date, slot.start_time) for slot in chosen]
    if len(set(beginnings)) < len(beginnings):
        raise Refused(_("Two of the dates are the same."), field="dates")
    for slot in chosen:
        check_hours(slot.start_time, slot.end_time)
        if datetime.combine(slot.date, slot.start_time, PHNOM_PENH) <= now:
            raise Refused(_("One of the dates is past."), field="dates")
    return chosen


def _check_close(closes_on: Day, chosen: list[Slot], now: datetime) -> None:
    if closes_on < now.astimezone(PHNOM_PENH).date():
        raise Refused(_("The last day of answering is past."), field="closes_on")
    if closes_on >= chosen[0].date:
        raise Refused(_("Ask for answers until a day before the first date."), field="closes_on")


def remove_poll(poll: DatePoll, *, by: Actor) -> None:
    """Throw away a question that nobody was asked yet; refused for any other."""
    _may(by)
    with transaction.atomic():
        poll = _lock(poll)
        if poll.sent_at:
            raise Refused(SENT)
        record("date_poll.removed", poll, by=by, label=_label(poll))
        poll.delete()


def send_poll(poll: DatePoll, *, by: Actor, now: datetime | None = None) -> int:
    """Mail everybody who has not answered yet, once a day at most; how many mails. Audit entry, outbox."""
    _may(by)
    now = now or timezone.now()
    with transaction.atomic():
        poll = _lock(poll)
        if poll.state != _S.OPEN:
            raise Refused(CLOSED[_S(poll.state)])
        if _ended(poll, now):
            raise Refused(_("The last day of answering is past."))
        voters = to_be_asked(poll)
        for voter in voters:
            queue(
                KIND,
                key=f"{KIND}:{voter.pk}:{timezone.localdate(now)}",
                data={"voter": voter.pk, "again": poll.sent_at is not None},
                order_key=f"{KIND}:{voter.pk}",
            )
        poll.sent_at = poll.sent_at or now
        poll.save(update_fields=["sent_at"])
        record("date_poll.sent", poll, by=by, label=_label(poll))
    return len(voters)


def to_be_asked(poll: DatePoll) -> list[PollVoter]:
    """Who would get a mail now: alive, with an address, and silent so far."""
    rows = poll.voters.alive().filter(answered_at__isnull=True).exclude(person__email="")
    return list(rows.select_related("person", "organisation", "poll"))


def refusal(poll: DatePoll, *, now: datetime) -> object | None:
    """The sentence with which an answer would be refused at `now` (aware), or None."""
    if poll.state != _S.OPEN:
        return CLOSED[_S(poll.state)]
    if poll.sent_at is None:
        return NOT_SENT
    return ANSWERS_ENDED if _ended(poll, now) else None


def _ended(poll: DatePoll, now: datetime) -> bool:
    return poll.closes_on < now.astimezone(PHNOM_PENH).date()


def vote(
    voter: PollVoter,
    suits: Mapping[int, str],
    *,
    by: Actor,
    comment: str = "",
    now: datetime | None = None,
) -> PollVoter:
    """Say of each date ({key of PollDate: value of `Suits`}) how it suits; the last answer counts, whole.

    Refused once the day is chosen, the question withdrawn or the time of answering over, for whoever lost the seat,
    and where a date is left out.
    """
    now = now or timezone.now()
    with transaction.atomic():
        poll = _lock(voter.poll)
        if sentence := refusal(poll, now=now):
            raise Refused(sentence)
        found = PollVoter.objects.alive().select_related("person").filter(pk=voter.pk).first()
        if found is None:
            raise Refused(_("You no longer speak for this organisation. Write to the secretariat."))
        voter = found
        if set(suits) != set(poll.dates.values_list("pk", flat=True)):
            raise Refused(_("Say of each date how it suits you."))
        voter.votes.all().delete()
        PollVote.objects.bulk_create(
            PollVote(voter=voter, date_id=key, suits=Suits(value)) for key, value in suits.items()
        )
        voter.answered_at, voter.comment = now, scrub(comment).strip()[:LONGEST_COMMENT]
        voter.save(update_fields=["answered_at", "comment"])
        record("date_poll.answered", voter, by=by, label=_label(poll))
    return voter


def choose(
    poll: DatePoll,
    date: PollDate,
    *,
    by: Actor,
    audience: str = Audience.PUBLIC,
    now: datetime | None = None,
) -> Meeting:
    """Make a date the meeting: planned, announced, everybody asked in the poll invited with the answer they gave to it.

    "Suits me" becomes accepted, "if need be" not sure, "does not suit me" declined; whoever was silent is asked. What
    the meeting is about becomes the note to those invited, which is never public. Audit entries, feeds, invitations.
    Refused before anybody was asked, once a day was chosen, and for a date that is past.
    """
    _may(by)
    now = now or timezone.now()
    with transaction.atomic():
        poll = _lock(poll)
        if poll.sent_at is None:
            raise Refused(NOT_SENT)
        check_move(POLL_MOVES, REFUSALS, _S(poll.state), _S.DECIDED)
        if date.poll_id != poll.pk:
            raise Refused(_("This date stands in another question."))
        if date.starts_at <= now:
            raise Refused(_("This date is past. Choose another one, or ask anew."))
        meeting = _planned(poll, date, by=by, audience=audience)
        voters = _coming(poll)
        made = invite(meeting, by=by, people=[_invitee(voter) for voter in voters], now=now)
        given = dict(date.votes.values_list("voter__person_id", "suits"))
        for invitation in made:
            if suits := given.get(invitation.person_id):
                answer = ANSWERS[Suits(suits)]
                record_response(invitation, answer, by=SYSTEM, channel=Channel.POLL, now=now)
        poll.state, poll.meeting = _S.DECIDED, meeting
        poll.save(update_fields=["state", "meeting"])
        record("date_poll.decided", poll, by=by, label=meeting.slug)
    return meeting


def preview_choice(poll: DatePoll, date: PollDate, *, by: Actor, now: datetime | None = None) -> list[Sample]:
    """The mails that `choose` would send, by language; raises Refused as it would. Nothing is kept."""
    with transaction.atomic():
        meeting = choose(poll, date, by=by, now=now)
        samples = preview_invitations(meeting, [_invitee(voter) for voter in _coming(poll)])
        transaction.set_rollback(True)
    return samples


def withdraw_poll(poll: DatePoll, *, by: Actor) -> DatePoll:
    """Open → withdrawn: the links say so; nobody gets a mail. Audit entry."""
    _may(by)
    with transaction.atomic():
        poll = _lock(poll)
        check_move(POLL_MOVES, REFUSALS, _S(poll.state), _S.WITHDRAWN)
        poll.state = _S.WITHDRAWN
        poll.save(update_fields=["state"])
        record("date_poll.withdrawn", poll, by=by, label=_label(poll))
    return poll


def _planned(poll: DatePoll, date: PollDate, *, by: Actor, audience: str) -> Meeting:
    about = {f"note_for_invited_{code}": getattr(poll, f"title_{code}") for code in ("en", "km", "fr")}
    meeting = plan_meeting(
        by=by,
        date=date.date,
        start_time=date.start_time,
        end_time=date.end_time,
        kind=poll.kind,
        venue=poll.venue,
        audience=Audience(audience),
        **about,
    )
    return announce(meeting, by=by)


def _coming(poll: DatePoll) -> list[PollVoter]:
    return list(poll.voters.alive().select_related("person", "organisation"))


def _invitee(voter: PollVoter) -> Invitee:
    return Invitee(voter.person, voter.organisation, Capacity(voter.capacity))


def _lock(poll: DatePoll) -> DatePoll:
    return DatePoll.objects.select_for_update().get(pk=poll.pk)


def _label(poll: DatePoll) -> str:
    return f"date poll {poll.pk}"


def _may(by: Actor) -> Person:
    return demand(is_secretariat, by)
