"""The pages of pictures: every number of a picture stands in a table beneath it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions.attendance import record_attendance
from meetings.enums import MeetingState
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_seat, sign_in

pytestmark = pytest.mark.django_db


def held(bodies):
    meeting = make_meeting(timezone.localdate() - timedelta(days=20), state=MeetingState.HELD, number=1)
    for body in bodies:
        seat = make_seat(body)
        record_attendance(meeting, by=SYSTEM, person=seat.person, organisation=body, capacity=seat.kind)
    return meeting


def test_the_public_page_names_who_agreed_and_no_person(client):
    open_body, shy = make_organisation("Paper Boat", in_directory=True), make_organisation("Zqshy")
    meeting = held([open_body, shy])
    page = client.get("/en/meetings/figures/").content.decode()
    assert page.count("Paper Boat") == 2
    assert "Two representatives of two organisations" in page
    assert "Zqshy" not in page
    assert not [row.day_name for row in meeting.attendances.all() if row.day_name in page]
    assert 'style="' not in page
    khmer = client.get("/km/meetings/figures/").content.decode()
    assert "២ " in khmer
    assert "/en/meetings/figures/" in client.get("/en/meetings/").content.decode()


@pytest.mark.parametrize("bodies", [1, 3])
def test_the_page_costs_the_same_whatever_its_size(client, bodies, django_assert_num_queries):
    held([make_organisation(in_directory=True) for _body in range(bodies)])
    with django_assert_num_queries(2):
        client.get("/en/meetings/figures/")


def test_the_desk_sees_time_and_answers(client):
    meeting = held([])
    make_item(meeting, "Welcome <all>", minutes_allotted=10, seconds_used=720)
    page = sign_in(client, make_clerk()).get(f"/en/secretariat/meetings/{meeting.slug}/figures/")
    assert page.content.decode().count("12 of 10 min") == 2
    assert "Welcome <all>" not in page.content.decode()
