"""The next meeting, set at the end of the day."""

from datetime import UTC, date, datetime, time

import pytest

from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions.next_meeting import following, proposed_day, set_next_meeting
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting, Series
from tests.builders import make_clerk, make_meeting, make_organisation, make_person

pytestmark = pytest.mark.django_db
DAY = date(2030, 3, 14)
NOW = datetime(2030, 3, 14, 5, tzinfo=UTC)
HOURS = {"start_time": time(9), "end_time": time(12)}


@pytest.fixture
def meeting():
    return make_meeting(DAY, state=MeetingState.HELD, number=1, chair=make_person())


def test_the_chair_plans_it_and_nobody_is_told(meeting):
    host = make_organisation()
    after = set_next_meeting(
        meeting, by=meeting.chair, day=date(2030, 4, 11), host=host, chair=meeting.chair, now=NOW, **HOURS
    )
    assert (after.state, after.host, after.chair) == (MeetingState.PLANNED, host, meeting.chair)
    assert following(meeting) == after
    entry = AuditEntry.objects.about(after).get(verb="meeting.set_as_next")
    assert entry.actor_id == str(meeting.chair.pk)


def test_one_that_is_planned_is_settled_not_doubled(meeting):
    planned = make_meeting(date(2030, 4, 11), state=MeetingState.PLANNED)
    after = set_next_meeting(meeting, by=make_clerk(), day=date(2030, 4, 18), now=NOW, **HOURS)
    assert (after.pk, after.date) == (planned.pk, date(2030, 4, 18))
    assert Meeting.objects.count() == 2


def test_one_that_is_announced_is_the_secretariats_to_move(meeting):
    announced = make_meeting(date(2030, 4, 11))
    with pytest.raises(Refused, match="announced already"):
        set_next_meeting(meeting, by=meeting.chair, day=date(2030, 4, 18), now=NOW, **HOURS)
    announced.refresh_from_db()
    assert announced.date == date(2030, 4, 11)


@pytest.mark.parametrize("day", [DAY, date(2030, 3, 1), date(1, 1, 1)])
def test_it_lies_after_this_one(meeting, day):
    with pytest.raises(Refused, match="must lie after this one"):
        set_next_meeting(meeting, by=make_clerk(), day=day, now=NOW, **HOURS)


def test_a_member_sets_nothing(meeting):
    with pytest.raises(Refused, match="Only the chair of this meeting"):
        set_next_meeting(meeting, by=make_person(), day=date(2030, 4, 11), now=NOW, **HOURS)


def test_the_series_proposes_the_day_also_over_new_year(meeting):
    assert proposed_day(meeting) is None
    meeting.series = Series.objects.create(
        name_en="Monthly", nth=2, weekday=3, start_time=time(9), end_time=time(12)
    )
    assert proposed_day(meeting) == date(2030, 4, 11)
    meeting.date = date(2030, 12, 12)
    assert proposed_day(meeting) == date(2031, 1, 9)
    meeting.series.until = date(2030, 12, 31)
    assert proposed_day(meeting) is None


def test_cancelled_ones_do_not_follow(meeting):
    make_meeting(date(2030, 4, 11), state=MeetingState.CANCELLED)
    assert following(meeting) is None


def test_one_for_the_secretariat_alone_follows_only_its_like(meeting):
    closed = make_meeting(date(2030, 3, 20), state=MeetingState.PLANNED, audience=Audience.SECRETARIAT)
    assert following(meeting) is None
    after = set_next_meeting(meeting, by=meeting.chair, day=date(2030, 4, 11), now=NOW, **HOURS)
    closed.refresh_from_db()
    assert (after != closed, closed.date) == (True, date(2030, 3, 20))
    meeting.audience = Audience.SECRETARIAT
    assert following(meeting) == closed


def test_after_a_meeting_for_members_comes_one_for_members(meeting):
    Meeting.objects.update(audience=Audience.MEMBERS)
    after = set_next_meeting(meeting, by=meeting.chair, day=date(2030, 4, 11), now=NOW, **HOURS)
    assert after.audience == Audience.MEMBERS


def test_a_slip_of_the_finger_is_no_year(meeting):
    far = {"by": meeting.chair, "day": date(9999, 12, 31), "now": NOW, **HOURS}
    with pytest.raises(Refused, match="Check the year") as refused:
        set_next_meeting(meeting, **far)
    assert refused.value.field == "date"
    make_meeting(date(2030, 4, 11), state=MeetingState.PLANNED)
    with pytest.raises(Refused, match="Check the year"):
        set_next_meeting(meeting, **far)
    assert following(meeting).date == date(2030, 4, 11)
