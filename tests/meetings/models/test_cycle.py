"""The month of a meeting: when its steps are due, what is done, late, next, and what nobody needs any more."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from hub.models import Setting
from meetings.enums import Answer, MeetingState, MinutesState, Precision, Presence, Step, StepState
from meetings.models import AgendaVersion, Attendance, Meeting, Minutes, StepMark
from meetings.models.cycle import Offsets, corrections_until, month_of, months, with_facts
from meetings.models.meeting import PHNOM_PENH
from tests.builders import make_invitation, make_meeting, make_person

pytestmark = pytest.mark.django_db
DAY = date(2030, 3, 14)
NOON = datetime(2030, 3, 1, 12, tzinfo=PHNOM_PENH)


def states(meeting, today):
    return {one.step.value: one.state.value for one in month_of(meeting, today=today).steps}


def release(meeting, number=1, at=NOON):
    AgendaVersion.objects.create(
        meeting=meeting, number=number, audience="secretariat", body=[], released_at=at
    )


def test_the_days_of_the_steps():
    dues = {one.step: one.due for one in month_of(make_meeting(DAY), today=date(2030, 1, 1)).steps}
    assert dues == {
        Step.CALL: date(2030, 2, 21),
        Step.AGENDA: date(2030, 3, 4),
        Step.INVITATIONS: date(2030, 3, 7),
        Step.REMINDER: date(2030, 3, 13),
        Step.DAY: DAY,
        Step.DRAFT: date(2030, 3, 17),
        Step.CORRECTIONS: date(2030, 3, 24),
        Step.ADOPTION: None,
        Step.PUBLICATION: None,
    }


def test_a_setting_moves_a_step_and_the_last_one_set_holds():
    Setting.objects.put("cycle.call", 30, by=SYSTEM)
    Setting.objects.put("cycle.call", 14, by=SYSTEM)
    assert Offsets.current().due(Step.CALL, DAY) == date(2030, 2, 28)


def test_far_ahead_one_step_is_next_and_nothing_needs_a_hand():
    found = states(make_meeting(DAY), date(2030, 1, 1))
    assert found["call"] == "next"
    assert set(found.values()) == {"next", "later"}


def test_a_week_before_it_is_due_a_step_needs_a_hand_and_afterwards_it_is_late():
    meeting = make_meeting(DAY)
    assert states(meeting, date(2030, 2, 14))["call"] == "now"
    late = states(meeting, date(2030, 2, 25))
    assert (late["call"], late["agenda"], late["invitations"]) == ("overdue", "now", "next")


def test_what_is_done_is_done():
    meeting = make_meeting(DAY)
    StepMark.objects.create(meeting=meeting, step=Step.CALL, people=4)
    release(meeting)
    make_invitation(meeting, sent_at=NOON)
    found = states(meeting, date(2030, 3, 8))
    assert [found[one] for one in ("call", "agenda", "invitations", "reminder", "day")] == [
        "done",
        "done",
        "done",
        "now",
        "next",
    ]


def test_when_everybody_has_answered_nobody_is_reminded():
    meeting = make_meeting(DAY)
    make_invitation(meeting, sent_at=NOON, answer=Answer.ACCEPTED)
    assert states(meeting, date(2030, 3, 8))["reminder"] == "done"


def test_a_released_agenda_ends_the_call_for_items():
    meeting = make_meeting(DAY)
    release(meeting)
    assert states(meeting, date(2030, 3, 8))["call"] == "skipped"


def test_a_mark_leaves_a_step_out():
    meeting = make_meeting(DAY)
    StepMark.objects.create(meeting=meeting, step=Step.CALL, skipped=True)
    assert states(meeting, date(2030, 2, 25))["call"] == "skipped"


def test_the_day_waits_for_its_attendance_and_is_late_without():
    meeting = make_meeting(DAY, state=MeetingState.HELD, number=1)
    assert states(meeting, DAY)["day"] == "now"
    assert states(meeting, DAY + timedelta(days=1))["day"] == "overdue"
    Attendance.objects.create(meeting=meeting, person=make_person(), day_name="X", presence=Presence.REGRETS)
    assert states(meeting, DAY)["day"] == "now"
    Attendance.objects.create(meeting=meeting, person=make_person(), day_name="Y")
    found = states(meeting, DAY)
    assert found["day"] == "done"
    assert [found[one] for one in ("call", "agenda", "invitations", "reminder")] == ["skipped"] * 4


def minutes(meeting, state, circulated=None):
    return Minutes.objects.create(meeting=meeting, state=state, circulated_at=circulated)


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (MinutesState.DRAFT, date(2030, 3, 18), ["overdue", "next", "later", "later"]),
        (MinutesState.CIRCULATED, date(2030, 3, 18), ["done", "now", "next", "later"]),
        (MinutesState.CIRCULATED, date(2030, 3, 25), ["done", "done", "now", "next"]),
        (MinutesState.CORRECTED, date(2030, 3, 25), ["done", "now", "next", "later"]),
        (MinutesState.ADOPTED, date(2030, 4, 12), ["done", "done", "done", "now"]),
        (MinutesState.PUBLISHED, date(2030, 4, 12), ["done", "done", "done", "done"]),
    ],
)
def test_the_life_of_the_minutes(state, today, expected):
    meeting = make_meeting(DAY, state=MeetingState.HELD, number=1)
    Attendance.objects.create(meeting=meeting, person=make_person(), day_name="Y")
    circulated = datetime(2030, 3, 17, 9, tzinfo=PHNOM_PENH) if state != MinutesState.DRAFT else None
    minutes(meeting, state, circulated)
    found = states(meeting, today)
    assert [found[one] for one in ("draft", "corrections", "adoption", "publication")] == expected


def test_a_draft_that_came_late_leaves_as_many_days_for_corrections():
    meeting = make_meeting(DAY, state=MeetingState.HELD, number=1)
    row = minutes(meeting, MinutesState.CIRCULATED, datetime(2030, 3, 30, 9, tzinfo=PHNOM_PENH))
    assert corrections_until(meeting, row, Offsets.current()) == date(2030, 4, 6)


def test_adoption_is_due_at_the_next_meeting_that_is_not_off():
    meeting = make_meeting(DAY, state=MeetingState.HELD, number=1)
    make_meeting(date(2030, 4, 2), state=MeetingState.CANCELLED)
    coming = make_meeting(date(2030, 4, 11))
    month = month_of(meeting, today=date(2030, 3, 20))
    assert (month.following, month.of(Step.ADOPTION).due) == (coming, date(2030, 4, 11))


def test_of_a_month_no_day_is_due_and_a_hand_is_needed():
    month = month_of(
        make_meeting(date(2030, 3, 1), precision=Precision.MONTH, start_time=None, end_time=None)
    )
    assert {one.due for one in month.steps} == {None}
    assert month.current.needs_hand


def test_put_off_it_waits_for_a_new_day_and_cancelled_for_nothing():
    put_off = month_of(make_meeting(DAY, state=MeetingState.POSTPONED), today=date(2030, 2, 1))
    assert (put_off.current.state, put_off.current.due) == (StepState.NOW, None)
    off = month_of(make_meeting(DAY, state=MeetingState.CANCELLED), today=date(2030, 2, 1))
    assert off.current is None
    assert {one.state for one in off.steps} == {StepState.SKIPPED}


@pytest.mark.parametrize("count", [1, 3])
def test_many_months_take_two_queries(count, django_assert_num_queries):
    for number in range(count):
        meeting = make_meeting(DAY + timedelta(days=30 * number))
        make_invitation(meeting, sent_at=timezone.now())
        StepMark.objects.create(meeting=meeting, step=Step.CALL)
    offsets = Offsets.current()
    with django_assert_num_queries(2):
        found = months(with_facts(Meeting.objects.all()).in_order(), offsets, today=DAY)
    assert [month.of(Step.CALL).state for month in found] == [StepState.DONE] * count
    assert [month.following for month in found] == [*[month.meeting for month in found[1:]], None]
