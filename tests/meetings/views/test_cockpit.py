"""The cockpit: the month's steps, and as many questions however many meetings there are."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.actions.attendance import record_attendance
from meetings.enums import Presence
from members.actions.applications import receive_application
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_seat, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    """A client signed in as the clerk."""
    return sign_in(client, clerk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_cockpit_asks_the_same_number_of_questions(desk, django_assert_num_queries, count):
    for month in range(count):
        meeting = make_meeting(date(2030, 3 + month, 14))
        make_item(meeting)
    desk.get(reverse("meetings:cockpit"))
    with django_assert_num_queries(COCKPIT_QUERIES):
        page = desk.get(reverse("meetings:cockpit")).content.decode()
    assert page.count("Ordinary meeting, ") >= count


COCKPIT_QUERIES = 11


def test_regrets_before_the_day_are_not_yet_its_attendance(desk, clerk):
    meeting = make_meeting()
    for title in ("One", "Two"):
        make_item(meeting, title)
    seat = make_seat(make_organisation())
    facts = {"person": seat.person, "organisation": seat.organisation, "capacity": seat.kind}
    record_attendance(meeting, by=clerk, presence=Presence.REGRETS, **facts)

    def done():
        steps = desk.get(reverse("meetings:cockpit")).context["steps"]
        return [step["title"] for step in steps if step["state"] == "done"]

    assert done() == ["Agenda", "Announcement"]
    record_attendance(meeting, by=clerk, presence=Presence.PRESENT, **facts)
    assert done() == ["Agenda", "Announcement", "Attendance"]


def test_without_a_meeting_the_cockpit_says_what_to_do(desk):
    assert "No meeting is planned" in desk.get(reverse("meetings:cockpit")).content.decode()


def test_an_application_waits_in_the_tray(desk):
    application = receive_application(
        form_token="one", kind="organisation", name="Paper Boat", statement="We help.", language="en"
    )
    page = desk.get(reverse("meetings:cockpit")).content.decode()
    assert f'<a href="{reverse("applications:edit", args=[application.pk])}">Application J-' in page
