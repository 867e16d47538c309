"""The life of a meeting: every pair of states, slugs, numbers, and how much a change matters."""

from datetime import UTC, date, datetime, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, Version
from meetings.actions import planning, series_planning
from meetings.enums import MEETING_MOVES, MeetingKind, MeetingState, MinutesState, Precision
from meetings.models import Meeting, Minutes, Series, Venue
from tests.builders import make_clerk, make_meeting

pytestmark = pytest.mark.django_db
DAY = date(2030, 3, 14)
ON_THE_DAY = datetime(2030, 3, 13, 17, 30, tzinfo=UTC)  # half past midnight of 14 March in Phnom Penh
HOURS = {"start_time": time(9), "end_time": time(12)}
VERBS = {
    MeetingState.ANNOUNCED: [planning.announce, planning.restore],
    MeetingState.HELD: [lambda meeting, by: planning.hold(meeting, by=by, now=ON_THE_DAY)],
    MeetingState.CLOSED: [planning.close],
    MeetingState.CANCELLED: [planning.cancel],
    MeetingState.POSTPONED: [lambda meeting, by: planning.postpone(meeting, by=by, month=None)],
}
MOVES = [(now, wanted) for now in MeetingState for wanted in VERBS]


@pytest.mark.parametrize(("now", "wanted"), MOVES)
def test_every_move_of_the_table_and_no_other(now, wanted):
    clerk = make_clerk()
    meeting = make_meeting(DAY, state=now)
    Minutes.objects.create(meeting=meeting, state=MinutesState.PUBLISHED)
    reached, refusals = set(), []
    for verb in VERBS[wanted]:
        try:
            reached.add(verb(meeting, by=clerk).state)
        except Refused as refusal:
            refusals.append(str(refusal))
    meeting.refresh_from_db()
    if wanted in MEETING_MOVES[now]:
        assert (reached, meeting.state) == ({wanted}, wanted)
        assert AuditEntry.objects.about(meeting).count() == 1
    else:
        assert (reached, meeting.state) == (set(), now)
        assert len(refusals) == len(VERBS[wanted])
        assert all(refusal.endswith(".") for refusal in refusals)
        assert not AuditEntry.objects.about(meeting).exists()


def test_slugs_are_year_and_month_and_stay_free_of_collisions():
    plan = [
        planning.plan_meeting(by=SYSTEM, date=DAY, **HOURS),
        planning.plan_meeting(by=SYSTEM, date=DAY, **HOURS),
        planning.plan_meeting(by=SYSTEM, date=DAY, kind=MeetingKind.EXTRAORDINARY, **HOURS),
        planning.plan_meeting(by=SYSTEM, date=date(2030, 4, 2), kind=MeetingKind.EXTRAORDINARY, **HOURS),
    ]
    assert [meeting.slug for meeting in plan] == ["2030-03", "2030-03-x1", "2030-03-x2", "2030-04-x1"]
    moved = planning.move(plan[0], by=SYSTEM, date=date(2030, 5, 9), **HOURS)
    assert (moved.slug, moved.uid, moved.moved_from) == ("2030-03", plan[0].uid, DAY)


def test_a_month_is_stored_as_its_first_day_without_hours_until_its_day_is_set():
    meeting = planning.plan_meeting(
        by=SYSTEM, date=date(2022, 10, 20), precision=Precision.MONTH, start_time=time(9)
    )
    assert (meeting.date, meeting.start_time, meeting.starts_at) == (date(2022, 10, 1), None, None)
    meeting = planning.set_day(meeting, by=SYSTEM, date=date(2022, 10, 13), **HOURS)
    assert (meeting.precision, meeting.date, meeting.moved_from) == ("day", date(2022, 10, 13), None)
    with pytest.raises(Refused, match="Move it instead"):
        planning.set_day(meeting, by=SYSTEM, date=date(2022, 10, 14), **HOURS)


@pytest.mark.parametrize(
    ("hours", "field"),
    [({}, "start_time"), ({"start_time": time(12), "end_time": time(9)}, "end_time")],
)
def test_a_day_needs_hours_in_order(hours, field):
    with pytest.raises(Refused) as refusal:
        planning.plan_meeting(by=SYSTEM, date=DAY, **hours)
    assert refusal.value.field == field
    assert not Meeting.objects.exists()


def test_a_series_plans_its_day_once_a_month():
    room = Venue.objects.create(name_en="Reading room")
    series = Series.objects.create(name_en="Monthly", nth=2, weekday=3, venue=room, **HOURS)
    meeting = series_planning.plan_from_series(series, by=SYSTEM, year=2022, month=11)
    assert (meeting.date, meeting.venue, meeting.slug) == (date(2022, 11, 10), room, "2022-11")
    with pytest.raises(Refused, match="already"):
        series_planning.plan_from_series(series, by=SYSTEM, year=2022, month=11)


def test_numbers_are_given_when_held_and_never_start_again():
    first, cancelled, second = (make_meeting(date(year, 3, 14)) for year in (2028, 2029, 2030))
    planning.cancel(cancelled, by=SYSTEM)
    numbers = [planning.hold(meeting, by=SYSTEM, now=ON_THE_DAY).number for meeting in (first, second)]
    assert numbers == [1, 2]
    second.refresh_from_db()
    assert second.reference == "WG/2030/02"


@pytest.mark.parametrize(
    ("now", "facts"),
    [
        (datetime(2030, 3, 13, 16, 59, tzinfo=UTC), {}),
        (ON_THE_DAY, {"precision": Precision.MONTH, "date": date(2030, 3, 1)}),
    ],
    ids=["before its day begins in Phnom Penh", "only the month is known"],
)
def test_not_held_before_its_day(now, facts):
    meeting = make_meeting(DAY)
    for name, value in facts.items():
        setattr(meeting, name, value)
    meeting.save()
    with pytest.raises(Refused):
        planning.hold(meeting, by=SYSTEM, now=now)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.number) == (MeetingState.ANNOUNCED, None)


@pytest.mark.parametrize(
    ("facts", "counters"),
    [
        ({"stated_representatives": 16}, (1, 0, 0)),
        ({"summary_en": "Thematic groups"}, (1, 1, 0)),
        ({"call_url": "https://call.example/room"}, (1, 1, 1)),
        ({"call_url": ""}, (0, 0, 0)),
    ],
    ids=["silent", "visible", "significant", "nothing changed"],
)
def test_how_much_an_edit_matters(facts, counters):
    meeting = make_meeting(DAY)
    before = meeting.changed_at
    meeting = planning.edit_meeting(meeting, by=SYSTEM, facts=facts)
    assert (meeting.revision, meeting.feed_sequence, meeting.itip_sequence) == counters
    assert (meeting.changed_at > before) == bool(counters[1])
    assert Version.objects.of("calendar")[0] == counters[1]


def test_moving_twice_to_the_same_day_is_one_effect():
    meeting = make_meeting(DAY)
    for _twice in range(2):
        meeting = planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), **HOURS)
    assert (meeting.revision, meeting.itip_sequence, meeting.moved_from) == (1, 1, DAY)
    assert [entry.verb for entry in AuditEntry.objects.about(meeting)] == ["meeting.moved"]


def test_postponed_to_a_month_then_given_a_day_is_announced_again():
    meeting = planning.postpone(make_meeting(DAY), by=SYSTEM, month=date(2030, 4, 30))
    assert (meeting.state, meeting.date, meeting.precision) == ("postponed", date(2030, 4, 1), "month")
    assert (meeting.moved_from, meeting.start_time) == (DAY, None)
    meeting = planning.set_day(meeting, by=SYSTEM, date=date(2030, 4, 11), **HOURS)
    assert (meeting.state, meeting.moved_from) == ("announced", DAY)


def test_a_meeting_is_closed_only_when_its_record_is_complete():
    with pytest.raises(Refused, match="Publish the minutes first"):
        planning.close(make_meeting(DAY, state=MeetingState.HELD), by=SYSTEM)


def test_edit_knows_its_fields():
    with pytest.raises(TypeError, match="state"):
        planning.edit_meeting(make_meeting(), by=SYSTEM, facts={"state": "held"})
