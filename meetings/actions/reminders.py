"""Reminding by mail: before a meeting those who have not answered, after it those whose promise is overdue.

Nobody gets more than one a day (the key of the row), and nobody the same twice: what earlier mails were `about`
stands in the outbox. If the hub stood still on the day, the reminder is made up for while it still helps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from hub.models import OutboxMail, Setting
from hub.models.outbox import OutboxState
from hub.outbox import queue
from meetings.enums import MeetingState, Precision, Step
from meetings.models import Action, Invitation, StepMark
from meetings.models.cycle import OFFSETS
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import audience_of
from members.enums import SeatKind
from members.models import Person, Seat

# What the group may decide otherwise: rows of hub.models.Setting of these keys.
DEFAULTS = {
    OFFSETS[Step.REMINDER].key: OFFSETS[
        Step.REMINDER
    ].days,  # before a meeting; 0 is the morning of the day itself
    "reminders.overdue_every": 14,  # days between two reminders of the same action
    "reminders.from_hour": 8,  # Phnom Penh; nobody is reminded earlier in the day
    "reminders.until_hour": 18,  # nor at this hour or later
}
KIND = "reminder"
_JUST_ASKED = timedelta(hours=24)  # whoever got the invitation within this time needs no reminder of it

About = list[
    str | int
]  # ["invitation", pk, "2030-03-14"] (asked again by hand also the day of that) or ["action", pk, how many intervals it is overdue]


def setting(name: str) -> int:
    """The group's value of one of `DEFAULTS`."""
    return Setting.objects.current(name, DEFAULTS[name])


def remind(*, now: datetime) -> int:
    """Queue today's reminders at a decent hour of Phnom Penh; how many people get one. Safe to run at any time.

    Only people who are active, reachable and want reminders, and only about what they may know of.
    """
    local = now.astimezone(PHNOM_PENH)
    if not setting("reminders.from_hour") <= local.hour < setting("reminders.until_hour"):
        return 0
    today = local.date()
    due: dict[int, list[About]] = defaultdict(list)
    for person, about in [*_silent(today, now), *_owing(today)]:
        due[person].append(about)
    said = _said_before(due)
    queued: list[About] = []
    people = 0
    for person, things in sorted(due.items()):
        new = [about for about in things if tuple(about) not in said[person]]
        if new and _queue(person, today, new):
            people += 1
            queued += new
    _mark(queued, now)
    return people


def remind_now(invitations: Iterable[Invitation], *, now: datetime) -> list[Invitation]:
    """Queue today's reminder to those who are silent, without waiting for its day; whom it could be queued for.

    Whoever had a reminder today gets no second one; the one that falls due by its day still comes. In the caller's
    transaction, for people of `Person.objects.reminded()`.
    """
    today = now.astimezone(PHNOM_PENH).date()
    told = []
    for row in invitations:
        about: About = ["invitation", row.pk, row.meeting.date.isoformat(), today.isoformat()]
        if _queue(row.person_id, today, [about]):
            told.append(row)
    return told


def reminded_on(people: Iterable[int], day: date) -> set[int]:
    """Those of these people who have a reminder of that day already, sent or on its way; one query."""
    keys = {_key(person, day): person for person in people}
    found = OutboxMail.objects.filter(key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in found}


def _mark(about: Iterable[About], now: datetime) -> None:
    """Write down for each meeting that those silent were reminded; how many."""
    rows = Invitation.objects.filter(pk__in=[one[1] for one in about if one[0] == "invitation"])
    for meeting, people in Counter(rows.values_list("meeting", flat=True)).items():
        facts = {"at": now, "people": people, "skipped": False}
        StepMark.objects.update_or_create(meeting_id=meeting, step=Step.REMINDER, defaults=facts)


def _key(person: int, day: date) -> str:
    return f"{KIND}:{person}:{day.isoformat()}"


def _queue(person: int, today: date, about: list[About]) -> bool:
    key = _key(person, today)
    if OutboxMail.objects.filter(key=key).exists():
        return False
    with transaction.atomic():
        data = {"person": person, "day": today.isoformat(), "about": about}
        queue(KIND, key=key, data=data, order_key=_order_key(person))
    return True


def _order_key(person: int) -> str:
    return f"{KIND}:{person}"


def _silent(today: date, now: datetime) -> Iterator[tuple[int, About]]:
    """Those who were asked and have not answered, when their meeting is near."""
    last = today + timedelta(days=setting(OFFSETS[Step.REMINDER].key))
    rows = (
        Invitation.objects.alive(today)
        .silent()
        .filter(
            person__in=Person.objects.reminded(),
            meeting__state=MeetingState.ANNOUNCED,
            meeting__precision=Precision.DAY,
            meeting__date__range=(today, last),
            sent_at__lt=now - _JUST_ASKED,
        )
        .select_related("meeting")
        .order_by("meeting__date", "pk")
    )
    for row in rows:
        if row.meeting.starts_at and row.meeting.starts_at > now:
            yield row.person_id, ["invitation", row.pk, row.meeting.date.isoformat()]


def _owing(today: date) -> Iterator[tuple[int, About]]:
    """Owners of overdue actions, and for an organisation its representatives, as far as they may read them."""
    every = max(1, setting("reminders.overdue_every"))
    for action in Action.objects.overdue(today).order_by("due_date", "pk"):
        for person in owners(action, today):
            yield person.pk, ["action", action.pk, action.days_overdue(today) // every]


def owners(action: Action, on: date) -> list[Person]:
    """Who is reminded of an action: its owner in person, else the owner organisation's representatives of the day."""
    people = Person.objects.reminded()
    if action.owner_person_id:
        found = people.filter(pk=action.owner_person_id)
    else:
        seats = Seat.objects.current(on).filter(
            organisation=action.owner_organisation_id, kind=SeatKind.REPRESENTATIVE
        )
        found = people.filter(pk__in=seats.values("person_id"))
    return [
        person
        for person in found.order_by("pk")
        if Action.objects.visible_to(audience_of(person)).filter(pk=action.pk).exists()
    ]


def _said_before(people: Iterable[int]) -> dict[int, set[tuple]]:
    """What each of these people was reminded of already, or is about to be; a mail that never left said nothing."""
    said: dict[int, set[tuple]] = defaultdict(set)
    rows = OutboxMail.objects.filter(kind=KIND, order_key__in=[_order_key(person) for person in people])
    for row in rows:
        if row.state == OutboxState.QUEUED or row.sent_at:
            said[row.data["person"]] |= {tuple(about) for about in row.data["about"]}
    return said
