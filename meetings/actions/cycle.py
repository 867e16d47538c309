"""The mails of the steps of a meeting's month: the call for items, the agenda, the reminder, the draft.

What would be sent is looked at first (`look`), and only what was looked at is sent (`send`): recipients, meeting and
text are one `seen`. Nobody gets the mail of a step twice: its row in the outbox is named by step, meeting and person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models import OutboxMail
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.rehearsal import OUTDATED, Outdated
from meetings.actions.reminders import remind_now, reminded_on
from meetings.actions.rows import LIFELESS, demand_desk, lock_meeting
from meetings.enums import Audience, MeetingState, MinutesState, Presence, Step
from meetings.models import Attendance, Invitation, Meeting, StepMark
from meetings.models.cycle import Offsets, minutes_of
from meetings.notices import cycle as notices
from meetings.notices.cycle import KINDS, StepMail
from meetings.notices.reminder import ReminderMail, asked_again
from meetings.rules import audiences_of
from members.models import Membership, Person, Seat

MAILED = (Step.CALL, Step.AGENDA, Step.REMINDER, Step.DRAFT)
SWITCH = f"{settings.BASE_URL}/reminders/…/"  # a preview shows nobody's own link

NO_MAIL = _("This step sends no mail.")
NOBODY = _("Nobody is left who could be told by mail.")
HELD = _("This meeting was held. Only the draft of its minutes is still told of.")
OVER = _("This meeting is over. Record it as held first.")
ANNOUNCE_FIRST = _("Nobody knows of this meeting yet. Announce it first, then send this mail.")
RELEASE_FIRST = _("No agenda is released. Release the agenda first, then tell those invited.")
INVITE_FIRST = _("Nobody is invited. Invite people first; the agenda goes to those invited.")
SET_DAY_FIRST = _("Only the month of this meeting is known. Set its day first.")
HOLD_FIRST = _("The meeting was not held yet. Record it as held first; then its minutes are drafted.")
CIRCULATE_FIRST = _("The draft is not circulated. Circulate it first, then tell its readers.")
ADOPTED = _("These minutes are adopted: there is no draft to read any more.")


@dataclass(frozen=True)
class Letter:
    """The mails that read alike: who gets them, and how the first one reads."""

    language: str
    people: list[Person]
    mail: StepMail | ReminderMail


@dataclass(frozen=True)
class StepMails:
    """What a step would send now. `unreached` get no mail: no address, mail comes back, or they want none.

    `shut_out` could not open what the mail points at. `told` is how many have it already.
    """

    step: Step
    letters: list[Letter]
    unreached: list[Person]
    shut_out: list[Person]
    told: int
    seen: str

    @property
    def people(self) -> int:
        return sum(len(letter.people) for letter in self.letters)


@dataclass(frozen=True)
class _Plan:
    """Who is to be told, and how each mail is written and queued. `version` is what the mails say."""

    people: list[Person]
    write: Callable[[Person], StepMail | ReminderMail | None]
    group: Callable[[Person], tuple]
    version: str = ""
    data: Mapping[str, object] | None = None
    shut_out: tuple[Person, ...] = ()


def look(meeting: Meeting, step: Step, *, only: int | None = None, now: datetime | None = None) -> StepMails:
    """What `send` would do now; refused as `send` is. `only` (an organisation's key) limits reminders to it."""
    now = now or timezone.now()
    plan = _plan(meeting, step, only, now)
    return _found(meeting, step, plan, now)


def send(
    meeting: Meeting,
    step: Step,
    *,
    by: Actor,
    seen: str,
    only: int | None = None,
    now: datetime | None = None,
) -> int:
    """Send the mails of a step that were looked at under `seen`; how many people get one.

    Outdated if the meeting, the text or the recipients have changed since. The secretariat's verb. Refused before
    the step can be told: see the sentences above. One mail per person; audit entry, mark, outbox.
    """
    demand_desk(by)
    now = now or timezone.now()
    with transaction.atomic():
        lock_meeting(meeting)
        meeting = Meeting.objects.for_record().get(pk=meeting.pk)
        plan = _plan(meeting, step, only, now)
        found = _found(meeting, step, plan, now)
        if found.seen != seen:
            raise Outdated(OUTDATED)
        people = [person for letter in found.letters for person in letter.people]
        if not people:
            raise Refused(NOBODY)
        if step == Step.REMINDER:
            told = len(remind_now(_silent(meeting, people), now=now))
        else:
            told = _queue(meeting, step, plan, people)
        mark, _made = StepMark.objects.get_or_create(meeting=meeting, step=step)
        mark.at, mark.people, mark.skipped = now, mark.people + told, False
        mark.save()
        record("step.told", meeting, by=by, label=f"{meeting.slug} {step}", fields=[step])
    return told


def _queue(meeting: Meeting, step: Step, plan: _Plan, people: Iterable[Person]) -> int:
    told = 0
    for person in people:
        data = {"meeting": meeting.pk, "person": person.pk, **(plan.data or {})}
        queue(
            KINDS[step],
            key=_key(meeting, step, person, plan),
            data=data,
            order_key=_order_key(meeting, person),
        )
        told += 1
    return told


def _key(meeting: Meeting, step: Step, person: Person, plan: _Plan) -> str:
    return f"step:{step}:{meeting.pk}:{person.pk}:{plan.version}"


def _order_key(meeting: Meeting, person: Person) -> str:
    return f"meeting:{meeting.pk}:{person.pk}"


def _found(meeting: Meeting, step: Step, plan: _Plan, now: datetime) -> StepMails:
    """Sort out who can be told, and write one letter for each kind of reader, the most frequent first."""
    reachable = set(
        Person.objects.reminded().filter(pk__in=[one.pk for one in plan.people]).values_list("pk", flat=True)
    )
    if step == Step.REMINDER:
        told = reminded_on([one.pk for one in plan.people], timezone.localdate(now))
    else:
        keys = {_key(meeting, step, person, plan): person.pk for person in plan.people}
        told = {keys[key] for key in OutboxMail.objects.filter(key__in=keys).values_list("key", flat=True)}
    groups: dict[tuple, list[Person]] = {}
    for person in plan.people:
        if person.pk in reachable and person.pk not in told:
            groups.setdefault((person.language, *plan.group(person)), []).append(person)
    letters = []
    for key, people in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        mail = plan.write(people[0])
        if mail is not None:
            letters.append(Letter(key[0], people, mail))
    names = " ".join(sorted(f"{person.pk}" for letter in letters for person in letter.people))
    texts = " ".join(letter.mail.subject + letter.mail.text for letter in letters)
    seen = f"{meeting.revision}-{sha256(f'{step} {plan.version} {names} {texts}'.encode()).hexdigest()[:16]}"
    unreached = [one for one in plan.people if one.pk not in reachable and one.pk not in told]
    return StepMails(step, letters, unreached, list(plan.shut_out), len(told), seen)


# --- Who is told what -----------------------------------------------------------------------------------------


def _plan(meeting: Meeting, step: Step, only: int | None, now: datetime) -> _Plan:
    plans = {Step.CALL: _call, Step.AGENDA: _agenda, Step.DRAFT: _draft}
    if step == Step.REMINDER:
        return _reminder(meeting, only, now)
    if step not in plans:
        raise Refused(NO_MAIL)
    return plans[step](meeting, now)


def _check_coming(meeting: Meeting, now: datetime) -> None:
    if meeting.state == MeetingState.PLANNED:
        raise Refused(ANNOUNCE_FIRST)
    if meeting.state in LIFELESS:
        raise Refused(LIFELESS[MeetingState(meeting.state)])
    if meeting.is_held:
        raise Refused(HELD)
    if meeting.is_over(now):
        raise Refused(OVER)


def _call(meeting: Meeting, now: datetime) -> _Plan:
    """Everybody who may propose: who speaks for a member organisation today, and individual advocates."""
    _check_coming(meeting, now)
    offsets = Offsets.current()
    people = _readers(_members(), meeting)
    return _Plan(people, lambda person: notices.called(meeting, person, offsets, switch=SWITCH), _alike)


def _agenda(meeting: Meeting, now: datetime) -> _Plan:
    """Those invited, each of whom reads the agenda of their own audience."""
    _check_coming(meeting, now)
    version = meeting.agenda_versions.order_by("-number").values_list("number", flat=True).first()
    if version is None:
        raise Refused(RELEASE_FIRST)
    invited = meeting.invitations.alive().select_related("person").order_by("pk")
    people = [row.person for row in invited]
    if not people:
        raise Refused(INVITE_FIRST)
    audiences = audiences_of(people)
    return _Plan(
        people,
        lambda person: notices.released(meeting, person, audiences[person.pk], switch=SWITCH),
        lambda person: (audiences[person.pk].value,),
        version=str(version),
        data={"version": version},
    )


def _reminder(meeting: Meeting, only: int | None, now: datetime) -> _Plan:
    """Those who were asked and have not answered."""
    _check_coming(meeting, now)
    if not meeting.has_day:
        raise Refused(SET_DAY_FIRST)
    rows = meeting.invitations.alive().silent().select_related("person", "meeting__venue").order_by("pk")
    if only is not None:
        rows = rows.filter(organisation=only)
    by_person = {row.person_id: row for row in rows}
    return _Plan(
        [row.person for row in by_person.values()],
        lambda person: asked_again(by_person[person.pk], switch=SWITCH),
        _alike,
        version=timezone.localdate(now).isoformat(),
    )


def _draft(meeting: Meeting, now: datetime) -> _Plan:
    """Members, and those who were present, as far as they may read a draft at all."""
    if meeting.state in LIFELESS:
        raise Refused(LIFELESS[MeetingState(meeting.state)])
    if not meeting.is_held:
        raise Refused(HOLD_FIRST)
    minutes = minutes_of(meeting)
    if minutes is None or minutes.state == MinutesState.DRAFT:
        raise Refused(CIRCULATE_FIRST)
    if minutes.is_locked:
        raise Refused(ADOPTED)
    present = Attendance.objects.filter(
        meeting=meeting, presence=Presence.PRESENT, person__is_active=True
    ).select_related("person")
    named = [row.person for row in present if row.person]
    everybody = {person.pk: person for person in [*_members(), *named]}
    audiences = audiences_of(everybody.values())
    readers = [
        person
        for person in everybody.values()
        if audiences[person.pk] != Audience.PUBLIC and meeting.audience in audiences[person.pk].reads
    ]
    shut_out = tuple(person for person in everybody.values() if person not in readers)
    offsets = Offsets.current()
    at = minutes.circulated_at.isoformat() if minutes.circulated_at else ""
    return _Plan(
        readers,
        lambda person: notices.circulated(meeting, person, offsets, switch=SWITCH),
        _alike,
        version=at,
        data={"circulated": at},
        shut_out=shut_out,
    )


def _alike(_person: Person) -> tuple:
    return ()


def _members() -> list[Person]:
    """Who speaks for a member organisation today, and individual advocates: active people, by name; two queries."""
    counted = Membership.objects.current().counted().values("organisation")
    seated = Seat.objects.current().filter(organisation__in=counted).values("person")
    advocates = Membership.objects.current().filter(person__isnull=False).values("person")
    people = Person.objects.active()
    return list((people.filter(pk__in=seated) | people.filter(pk__in=advocates)).distinct())


def _readers(people: list[Person], meeting: Meeting) -> list[Person]:
    """Those who may know of the meeting."""
    audiences = audiences_of(people)
    return [person for person in people if meeting.audience in audiences[person.pk].reads]


def _silent(meeting: Meeting, people: Iterable[Person]) -> list[Invitation]:
    rows = meeting.invitations.alive().silent().filter(person__in=[person.pk for person in people])
    return list(rows.select_related("meeting").order_by("pk"))
