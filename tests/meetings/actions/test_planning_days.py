"""Days over and to come: planning into the past, over New Year, and one meeting of many."""

from datetime import UTC, date, datetime, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from meetings.actions import planning, series_planning
from meetings.enums import MeetingState, Precision
from meetings.models import Meeting, Series
from tests.builders import make_clerk, make_invitation, make_meeting

pytestmark = pytest.mark.django_db
HOURS = {"start_time": time(9), "end_time": time(12)}
NOW = datetime(2030, 3, 13, 17, 30, tzinfo=UTC)  # half past midnight of 14 March in Phnom Penh
TODAY, YESTERDAY = date(2030, 3, 14), date(2030, 3, 13)


@pytest.fixture
def clerk():
    return make_clerk()


def test_today_is_no_past_in_phnom_penh(clerk):
    assert planning.plan_meeting(by=clerk, date=TODAY, now=NOW, **HOURS).date == TODAY
    with pytest.raises(Refused, match="This day is over") as refusal:
        planning.plan_meeting(by=clerk, date=YESTERDAY, now=NOW, **HOURS)
    assert refusal.value.field == "date"


def test_what_took_place_is_recorded_after_the_fact(clerk):
    assert (
        planning.plan_meeting(by=clerk, date=YESTERDAY, took_place=True, now=NOW, **HOURS).date == YESTERDAY
    )


def test_a_month_is_over_when_its_last_day_is(clerk):
    month = {"precision": Precision.MONTH, "by": clerk, "now": NOW}
    assert planning.plan_meeting(date=date(2030, 3, 1), **month).date == date(2030, 3, 1)
    with pytest.raises(Refused, match="That month is over"):
        planning.plan_meeting(date=date(2030, 2, 28), **month)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"date": TODAY}, True),
        (
            {"date": date(2030, 3, 1), "precision": Precision.MONTH, "start_time": None, "end_time": None},
            True,
        ),
        ({"date": date(2030, 1, 10), "state": MeetingState.POSTPONED}, True),
        ({"date": date(2030, 3, 12)}, False),  # over, and not yet recorded as held: its day is put right
    ],
    ids=["to come", "of this month", "postponed", "over"],
)
def test_only_what_is_over_moves_within_the_past(clerk, facts, refused):
    meeting = make_meeting(facts.pop("date"), **facts)
    if refused:
        with pytest.raises(Refused, match="This day is over"):
            planning.move(meeting, by=clerk, date=YESTERDAY, now=NOW, **HOURS)
        moved = planning.move(meeting, by=clerk, date=YESTERDAY, took_place=True, now=NOW, **HOURS)
    else:
        moved = planning.move(meeting, by=clerk, date=YESTERDAY, now=NOW, **HOURS)
    assert moved.date == YESTERDAY


def test_other_hours_on_the_day_itself_are_no_move_into_the_past(clerk):
    meeting = make_meeting(YESTERDAY, start_time=time(9), end_time=time(23, 59))
    late = datetime(2030, 3, 13, 16, 50, tzinfo=UTC)
    moved = planning.move(
        meeting, by=clerk, date=YESTERDAY, start_time=time(9), end_time=time(23, 58), now=late
    )
    assert moved.end_time == time(23, 58)


def test_nothing_is_put_off_to_a_month_that_is_over(clerk):
    meeting = make_meeting(date(2030, 4, 11))
    with pytest.raises(Refused, match="That month is over") as refusal:
        planning.postpone(meeting, by=clerk, month=date(2030, 2, 28), now=NOW)
    assert refusal.value.field == "month"
    assert planning.postpone(meeting, by=clerk, month=date(2030, 3, 31), now=NOW).date == date(2030, 3, 1)


def _planned_year(clerk):
    """September 2029 to February 2030, announced and with somebody invited to each."""
    series = Series.objects.create(name_en="Monthly", nth=2, weekday=3, **HOURS)
    year = {}
    for year_, month in ((2029, 9), (2029, 10), (2029, 11), (2029, 12), (2030, 1), (2030, 2)):
        meeting = series_planning.plan_from_series(series, by=SYSTEM, year=year_, month=month)
        make_invitation(planning.announce(meeting, by=SYSTEM))
        year[meeting.slug] = meeting
    return year


AUTUMN = datetime(2029, 9, 3, 3, tzinfo=UTC)
CHANGES = {
    "moved": lambda row, by: planning.move(row, by=by, date=date(2029, 12, 18), now=AUTUMN, **HOURS),
    "cancelled": lambda row, by: planning.cancel(row, by=by),
    "postponed": lambda row, by: planning.postpone(row, by=by, month=None, now=AUTUMN),
    "to a month": lambda row, by: planning.postpone(row, by=by, month=date(2030, 1, 1), now=AUTUMN),
    "restored": lambda row, by: planning.restore(planning.cancel(row, by=by), by=by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_meeting_of_a_series_changes_and_no_other(clerk, change):
    year = _planned_year(clerk)
    others = Meeting.objects.exclude(slug="2029-12").order_by("pk")
    before = list(others.values()), list(others.values("slug", "invitations__answer", "invitations__pk"))
    changed = CHANGES[change](year["2029-12"], clerk)
    assert (changed.slug, changed.uid) == ("2029-12", year["2029-12"].uid)
    assert changed.revision > year["2029-12"].revision
    after = list(others.values()), list(others.values("slug", "invitations__answer", "invitations__pk"))
    assert after == before


def test_a_meeting_moved_over_new_year_keeps_its_address_and_is_numbered_by_when_it_was_held(clerk):
    year = _planned_year(clerk)
    moved = planning.move(year["2029-12"], by=clerk, date=date(2030, 1, 24), now=AUTUMN, **HOURS)
    held_by = datetime(2030, 2, 28, tzinfo=UTC)
    held = [planning.hold(meeting, by=clerk, now=held_by) for meeting in (year["2030-01"], moved)]
    assert [meeting.slug for meeting in held] == ["2030-01", "2029-12"]
    assert [meeting.reference for meeting in held] == ["WG/2030/01", "WG/2030/02"]
    assert held[1].moved_from == date(2029, 12, 13)


@pytest.mark.parametrize("month", [None, date(2030, 2, 1)])
def test_a_meeting_put_off_in_december_is_restored_after_new_year(clerk, month):
    """Its day is set anew in the new year; to the month alone it can be restored too, and held once the day is set."""
    december = _planned_year(clerk)["2029-12"]
    winter = datetime(2030, 1, 7, 3, tzinfo=UTC)
    off = planning.postpone(december, by=clerk, month=month, now=AUTUMN)
    restored = planning.restore(off, by=clerk)
    assert (restored.state, restored.slug) == (MeetingState.ANNOUNCED, "2029-12")
    if month:
        with pytest.raises(Refused, match="Set its day first"):
            planning.hold(restored, by=clerk, now=datetime(2030, 2, 28, tzinfo=UTC))
    given = planning.move(restored, by=clerk, date=date(2030, 2, 21), now=winter, **HOURS)
    assert (given.precision, given.date, given.uid) == (Precision.DAY, date(2030, 2, 21), december.uid)


@pytest.mark.parametrize("precision", ["day", "month"])
def test_nobody_plans_or_moves_a_meeting_to_where_dates_end(precision):
    far = {"date": date(9999, 12, 31), "start_time": time(9), "end_time": time(12)}
    with pytest.raises(Refused, match="Check the year"):
        planning.plan_meeting(by=make_clerk(), precision=precision, **far)
    with pytest.raises(Refused, match="Check the year"):
        planning.move(make_meeting(), by=make_clerk(), **far)
