"""Planning, changing and moving a meeting on the secretariat's screens."""

from datetime import date, time

import pytest
from django.urls import reverse

from meetings.enums import MeetingState, Precision
from meetings.models import Announcement, Meeting, Series, Venue
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    """A client signed in as the clerk."""
    return sign_in(client, clerk)


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


def confirmed(desk, url, facts=None, **choice):
    """Post a change, look at what it tells, and confirm it."""
    shown = desk.post(url, {**(facts or {}), **choice})
    assert shown.status_code == 200
    seen = shown.context["effect"].seen
    return desk.post(url, {**(facts or {}), **choice, "seen": seen})


PLAN = {
    "kind": "ordinary",
    "mode": "in_person",
    "precision": "day",
    "audience": "public",
    "regime": "by_organisation",
}


def test_a_meeting_is_planned_from_a_series_and_a_month(desk):
    venue = Venue.objects.create(name_en="Seven Palms Archive")
    series = Series.objects.create(
        name_en="Monthly", nth=2, weekday=3, start_time=time(9), end_time=time(12), venue=venue
    )
    answer = desk.post(address("plan"), {**PLAN, "series": series.pk, "month": "2031-05"})
    meeting = Meeting.objects.get()
    assert answer.url == address("desk", meeting.slug)
    assert (meeting.slug, meeting.date, meeting.start_time, meeting.venue) == (
        "2031-05",
        date(2031, 5, 8),
        time(9),
        venue,
    )
    assert meeting.state == MeetingState.PLANNED


def test_a_month_may_be_written_in_khmer_digits(desk):
    desk.post(address("plan"), {**PLAN, "precision": "month", "month": "២០៣១-០៥"})
    assert Meeting.objects.get().precision == Precision.MONTH


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "date"),
        ({"date": "2031-05-08"}, "start_time"),
        ({"date": "2031-05-08", "start_time": "12:00", "end_time": "09:00"}, "end_time"),
        ({"month": "May"}, "month"),
        ({"precision": "month"}, "month"),
    ],
)
def test_planning_refuses_by_field_and_keeps_what_was_typed(desk, facts, field):
    answer = desk.post(address("plan"), {**PLAN, "summary_en": "Kept words", **facts})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Kept words" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_editing_changes_the_words_and_not_the_day(desk):
    meeting = make_meeting()
    facts = {**PLAN, "summary_en": "About the forum", "place_is_public": "on"}
    assert confirmed(desk, address("meeting_edit", meeting.slug), facts).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.summary_en, meeting.date) == ("About the forum", date(2030, 3, 14))


def test_moving_keeps_the_address_in_calendars(desk):
    meeting = make_meeting()
    facts = {"date": "2030-03-21", "start_time": "10:00", "end_time": "12:30"}
    confirmed(desk, address("move", meeting.slug), facts)
    moved = Meeting.objects.get()
    assert (moved.uid, moved.date, moved.moved_from) == (meeting.uid, date(2030, 3, 21), date(2030, 3, 14))


def test_moving_to_an_impossible_hour_is_refused_with_a_sentence(desk):
    meeting = make_meeting()
    facts = {"date": "2030-03-21", "start_time": "10:00", "end_time": "09:00"}
    answer = desk.post(address("move", meeting.slug), facts)
    assert answer.context["form"].errors["end_time"] == ["The meeting must end after it begins."]


@pytest.mark.parametrize(
    ("verb", "state"),
    [("cancel", MeetingState.CANCELLED), ("postpone", MeetingState.POSTPONED)],
)
def test_a_button_of_the_desk_changes_the_state(desk, verb, state):
    meeting = make_meeting()
    confirmed(desk, address("meeting_state", meeting.slug, verb))
    assert Meeting.objects.get().state == state


def test_a_month_that_is_none_postpones_nothing(desk):
    meeting = make_meeting()
    answer = desk.post(address("meeting_state", meeting.slug, "postpone"), {"month": "2030-13"}, follow=True)
    assert "Write the month as year and month, such as 2027-03." in answer.content.decode()
    assert Meeting.objects.get().state == MeetingState.ANNOUNCED


def test_a_refused_button_says_why(desk):
    meeting = make_meeting(state=MeetingState.PLANNED)
    answer = desk.post(address("meeting_state", meeting.slug, "close"), follow=True)
    assert "Record the meeting as held first." in answer.content.decode()


def test_only_a_meeting_that_nobody_knows_is_removed(desk):
    planned, known = make_meeting(state=MeetingState.PLANNED), make_meeting()
    make_item(planned)
    for meeting in (planned, known):
        desk.post(address("meeting_state", meeting.slug, "remove"))
    assert list(Meeting.objects.all()) == [known]
    refused = desk.post(
        address("meeting_state", make_meeting(state=MeetingState.PLANNED).slug, "cancel"), follow=True
    )
    assert "Nobody knows of this meeting yet." in refused.content.decode()


def test_a_planned_meeting_with_an_announcement_is_not_removed(desk):
    planned = make_meeting(state=MeetingState.PLANNED)
    Announcement.objects.create(meeting=planned, date=planned.date, title_en="A forum")
    said = desk.post(address("meeting_state", planned.slug, "remove"), follow=True).content.decode()
    assert "Remove the announcement first." in said
    assert Meeting.objects.get() == planned


def test_an_unknown_verb_is_no_page(desk):
    assert desk.post(address("meeting_state", make_meeting().slug, "explode")).status_code == 404
