"""Who arrives and leaves, and the end of the day."""

from datetime import date, timedelta

import pytest
from django.test import Client

from meetings.actions import run_sheet
from meetings.enums import Capacity, MeetingState, MinutesState, Presence
from meetings.models import Attendance, Meeting, Minutes
from members.models import Membership
from tests.builders import (
    make_clerk,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)
from tests.meetings.days import begun, here, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def client(clerk):
    return sign_in(Client(), clerk)


@pytest.fixture
def day(clerk):
    return begun(clerk)


# --- The room -------------------------------------------------------------------------------------------------------


def test_arrives_leaves_and_comes_back(client, day):
    seat = make_seat(make_organisation("Paper Boat"))
    page = client.get(here(day, "1/")).content.decode()
    assert f'value="seat:{seat.pk}"' in page
    assert post(client, day, "room/arrives/", who=f"seat:{seat.pk}", item="1")["Location"] == here(
        day, "1/#room"
    )
    row = Attendance.objects.get()
    assert (row.presence, row.capacity, row.present_until) == (
        Presence.PRESENT,
        Capacity.REPRESENTATIVE,
        None,
    )
    assert row.present_from is not None
    post(client, day, "room/leaves/", who=f"row:{row.pk}", item="1", once_key="key of leaving 12345")
    row.refresh_from_db()
    assert row.present_until is not None
    post(client, day, "room/arrives/", who=f"row:{row.pk}", item="1", once_key="key of return 12345")
    row.refresh_from_db()
    assert row.present_until is None
    assert client.get(here(day, "1/")).content.decode().count(f'value="row:{row.pk}"') == 1


@pytest.mark.parametrize("who", ["", "seat:", "seat:x", "thing:1", "row:999999", "seat:99999999999"])
def test_nobody_arrives_who_is_nobody(client, day, who):
    assert post(client, day, "room/arrives/", who=who).status_code == 404


def test_advocates_and_guests_stand_apart(client, day):
    advocate = make_person("Advocate")
    one = Membership.objects.create(person=advocate, kind="individual", since=date(2020, 1, 1))
    post(client, day, "room/arrives/", who=f"advocate:{one.pk}")
    assert Attendance.objects.get().capacity == Capacity.ADVOCATE
    assert "Individual advocates" in client.get(here(day, "1/")).content.decode()


# --- The end --------------------------------------------------------------------------------------------------------


def test_the_day_is_closed_and_the_minutes_start_as_a_draft(client, clerk, day):
    run_sheet.put_off(day.agenda_items.get(number=2), by=clerk)
    page = client.get(here(day, "end/")).content.decode()
    assert "1 item was not taken up." in page
    for _time in range(2):
        assert post(client, day, "end/close/")["Location"] == here(day, "end/")
    day.refresh_from_db()
    assert day.ended_at is not None
    assert Minutes.objects.get().state == MinutesState.DRAFT
    assert client.get(here(day))["Location"] == here(day, "end/")
    post(client, day, "end/close/", open="1", once_key="key of opening 12345")
    day.refresh_from_db()
    assert day.ended_at is None


def test_the_next_meeting_is_planned_once(client, day):
    facts = {"date": str(day.date + timedelta(days=28)), "start_time": "09:00", "end_time": "12:00"}
    for _time in range(2):
        assert post(client, day, "end/next/", **facts).status_code == 302
    after = Meeting.objects.exclude(pk=day.pk).get()
    assert (after.state, str(after.date)) == (MeetingState.PLANNED, facts["date"])


@pytest.mark.parametrize(
    "facts", [{}, {"date": "2001-01-01", "start_time": "09:00", "end_time": "12:00"}, {"date": "2999-01-01"}]
)
def test_a_next_meeting_that_cannot_be_keeps_what_was_typed(client, day, facts):
    answer = post(client, day, "end/next/", **facts)
    assert answer.status_code == 422
    assert facts.get("date", "") in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_only_who_may_be_shown_in_the_room_is_written_down(client, day):
    body = make_organisation("Paper Boat")
    ended = make_seat(body, until=date(2021, 1, 1))
    gone = make_seat(body, make_person(is_active=False))
    membership = Membership.objects.filter(organisation__isnull=False).first()
    for who in (f"seat:{ended.pk}", f"seat:{gone.pk}", f"advocate:{membership.pk}", "seat:²", "seat:៣"):
        assert post(client, day, "room/arrives/", who=who).status_code == 404
    assert not Attendance.objects.exists()


def test_a_number_in_another_script_leads_back_to_the_day(client, day):
    seat = make_seat(make_organisation("Paper Boat"))
    answer = post(client, day, "room/arrives/", who=f"seat:{seat.pk}", item="²")
    assert answer["Location"] == here(day, "#room")
