"""Reminders: to the silent and to those who owe something, one a day at most, at a decent hour, exactly once."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from hub import outbox
from hub.actors import SYSTEM
from hub.models import OutboxMail, Setting
from meetings.actions.reminders import owners, remind
from meetings.enums import ActionState, Answer, Audience, Capacity, MeetingState
from meetings.models import Action
from meetings.models.meeting import PHNOM_PENH
from meetings.notices import reminder
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db
EVE = datetime(2030, 3, 13, 8, 5, tzinfo=PHNOM_PENH)  # the day before the meeting
LONG_BEFORE = datetime(2030, 2, 1, tzinfo=PHNOM_PENH)


@pytest.fixture
def at(monkeypatch):
    """Send what is due as if the clock stood at a given time."""

    def send(now):
        monkeypatch.setattr(reminder.timezone, "now", lambda: now)
        OutboxMail.objects.filter(state="queued").update(next_try_at=now)
        before = len(mail.outbox)
        outbox.send_all_due(now=now)
        return mail.outbox[before:]

    return send


@pytest.fixture
def meeting():
    return make_meeting()


def silent(meeting, **facts):
    seat = make_seat(make_organisation(), make_person(**facts))
    return make_invitation(meeting, seat.person, organisation=seat.organisation, sent_at=LONG_BEFORE)


def owe(due=date(2030, 3, 12), **facts):
    held = make_meeting(date(2030, 2, 14), state=MeetingState.HELD, number=Action.objects.count() + 1)
    return Action.objects.create(meeting=held, number=1, title_en="Gather names", due_date=due, **facts)


def test_only_the_silent_are_reminded_and_once(meeting, at):
    invitation = silent(meeting)
    for answer in (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.DELEGATED):
        other = silent(meeting)
        other.answer = answer
        other.save()
    assert [remind(now=EVE) for _worker in range(3)] == [1, 0, 0]
    (message,) = at(EVE)
    assert message.to == [invitation.person.email]
    assert message.subject == "Will you come? Meeting of March 2030, 14 March 2030"
    assert f"http://localhost:8000/rsvp/{invitation.answer_token}/" in message.body.splitlines()
    assert remind(now=EVE + timedelta(days=1) - timedelta(minutes=4)) == 0


@pytest.mark.parametrize(
    ("now", "people"),
    [
        (EVE.replace(hour=7, minute=59), 0),
        (EVE.replace(hour=8, minute=0), 1),
        (EVE.replace(hour=17, minute=59), 1),
        (EVE.replace(hour=18, minute=0), 0),
        (EVE - timedelta(days=1), 0),
        (EVE + timedelta(days=1), 0),  # five past nine hours before… the meeting has begun at nine
    ],
    ids=["too early", "from eight", "until six", "too late", "two days before", "on the day, an hour before"],
)
def test_when(meeting, now, people):
    silent(meeting)
    if now.date() == meeting.date:
        now, people = now.replace(hour=9), 0
    assert remind(now=now) == people


def test_a_day_on_which_the_hub_stood_still_is_made_up_for(meeting):
    silent(meeting)
    assert remind(now=datetime(2030, 3, 14, 8, 0, tzinfo=PHNOM_PENH)) == 1


def test_the_group_decides_how_long_before(meeting):
    silent(meeting)
    Setting.objects.put("reminders.days_before", 7, by=SYSTEM)
    assert remind(now=EVE - timedelta(days=6)) == 1
    assert remind(now=EVE - timedelta(days=7)) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"is_active": False},
        {"bounced_at": LONG_BEFORE},
        {"wants_reminders": False},
        {"email": ""},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_who_is_never_reminded(meeting, facts):
    invitation = silent(meeting, **facts)
    owe(owner_person=invitation.person)
    assert remind(now=EVE) == 0


def test_neither_without_a_seat_nor_just_after_the_invitation(meeting):
    lost = silent(meeting)
    lost.person.seats.update(until=date(2030, 3, 12))
    fresh = silent(meeting)
    fresh.sent_at = EVE - timedelta(hours=23)
    fresh.save()
    withdrawn = silent(meeting)
    withdrawn.withdrawn_at = EVE
    withdrawn.save()
    assert remind(now=EVE) == 0


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_nothing_about_what_does_not_take_place(meeting, state):
    silent(meeting)
    meeting.state = state
    meeting.save()
    assert remind(now=EVE) == 0


def test_who_answers_before_it_leaves_gets_none(meeting, at):
    invitation = silent(meeting)
    remind(now=EVE)
    invitation.answer = Answer.ACCEPTED
    invitation.save()
    assert at(EVE) == []


def test_a_mail_that_did_not_leave_on_its_day_is_not_sent_late(meeting, at):
    silent(meeting)
    remind(now=EVE)
    morning = EVE.replace(day=14, hour=8)
    assert at(morning) == []
    assert remind(now=morning) == 1
    assert len(at(morning)) == 1


def test_one_mail_tells_of_everything(meeting, at):
    invitation = silent(meeting, language="en")
    owe(owner_person=invitation.person)
    owe(owner_organisation=invitation.organisation, title_km="ប្រមូលឈ្មោះ")
    assert remind(now=EVE) == 1
    (message,) = at(EVE)
    assert message.body.count("Gather names") == 2
    assert "You have not answered yet." in message.body
    assert "It was due on 12 March 2030." in message.body


def test_who_owes_is_reminded_at_intervals(at):
    person = make_seat(make_organisation()).person
    action = owe(owner_person=person)
    days = [(EVE + timedelta(days=day)) for day in range(30)]
    told = []
    for day in days:
        if remind(now=day):
            told.append((day.date() - action.due_date).days)
            assert at(day)[0].subject == "One action is overdue" or mail.outbox[-1].subject
    assert told == [1, 14, 28]
    Action.objects.update(state=ActionState.DONE)
    assert remind(now=EVE + timedelta(days=50)) == 0


def test_an_organisation_is_reminded_through_its_representatives():
    body = make_organisation()
    representative = make_seat(body).person
    make_seat(body, alternate=True)
    make_seat(body, until=date(2030, 3, 12))
    assert owners(owe(owner_organisation=body), date(2030, 3, 13)) == [representative]


def test_nobody_is_told_of_what_they_may_not_read(at):
    body = make_organisation(member=False)
    watcher = make_seat(body).person
    owe(owner_organisation=body, audience=Audience.MEMBERS)
    owe(owner_person=watcher, audience=Audience.SECRETARIAT)
    assert remind(now=EVE) == 0


def test_a_meeting_that_was_moved_is_reminded_of_again(meeting, at):
    silent(meeting)
    remind(now=EVE)
    at(EVE)
    meeting.date = date(2030, 3, 21)
    meeting.save()
    assert remind(now=EVE + timedelta(days=7)) == 1


def test_in_the_language_of_the_person(meeting, at):
    silent(meeting, language="km")
    make_invitation(meeting, capacity=Capacity.ADVOCATE, sent_at=LONG_BEFORE)
    remind(now=EVE)
    khmer, english = sorted(at(EVE), key=lambda message: message.subject, reverse=True)
    assert "២០៣០" in khmer.subject
    assert english.subject.startswith("Will you come?")


def test_it_can_be_switched_off_by_one_click(meeting, at):
    person = silent(meeting).person
    remind(now=EVE)
    (message,) = at(EVE)
    address = f"http://localhost:8000/reminders/{person.reminders_token}/"
    headers = message.message()
    assert headers["List-Unsubscribe"] == f"<{address}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert address in message.body.splitlines()
