"""The attendance screen: by seat, by name, and who is meant by a name that fits two."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import attendance
from meetings.enums import MeetingState
from meetings.models import Attendance
from tests.builders import (
    make_clerk,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def meeting():
    return make_meeting(timezone.localdate(), state=MeetingState.HELD, number=1, slug="now")


def address(name, *args):
    return reverse(f"meetings:{name}", args=["now", *args])


def come(meeting, seat, **facts):
    known = {"person": seat.person, "organisation": seat.organisation, "capacity": seat.kind, "by": SYSTEM}
    return attendance.record_attendance(meeting, **{**known, **facts})


def test_two_people_of_one_name_are_told_apart_and_one_is_chosen(desk, meeting):
    one = make_seat(make_organisation("Anchor House"), make_person("Sok", "Dara", khmer_name="សុខ ដារ៉ា"))
    two = make_seat(make_organisation("Basket"), make_person("Sok", "Dara", title="Director"))
    suggested = desk.get(address("people"), {"name": "sok d"}).content.decode()
    assert "Anchor House" in suggested
    assert "SOK Dara, Director" in suggested
    typed = {"name": "Sok Dara", "present_from": "09:40", "group_name_fr": ""}
    answer = desk.post(address("attendance"), typed)
    assert answer.context["form"].errors["chosen"]
    page = answer.content.decode()
    assert "SOK Dara, សុខ ដារ៉ា, Anchor House" in page
    assert "SOK Dara, Director, Basket" in page
    assert 'value="09:40"' in page
    desk.post(address("attendance"), {**typed, "chosen": str(two.person.pk)})
    row = Attendance.objects.get()
    assert (row.person, row.organisation, row.present_from) == (two.person, two.organisation, time(9, 40))
    assert one.person != row.person


def test_a_part_of_a_name_asks_before_it_writes(desk, meeting):
    make_seat(make_organisation(), make_person("Sok", "Malis"))
    answer = desk.post(address("attendance"), {"name": "malis"})
    assert answer.context["form"].errors["chosen"]
    assert not Attendance.objects.exists()


def test_somebody_for_two_organisations_is_asked_about_in_the_form(desk, meeting):
    person = make_person("Sok", "Dara")
    first, second = make_seat(make_organisation("Anchor"), person), make_seat(make_organisation(), person)
    come(meeting, first)
    typed = {"name": "Sok Dara", "organisation": second.organisation.pk}
    answer = desk.post(address("attendance"), typed)
    assert "is written down for Anchor" in answer.context["form"].errors["instead"][0]
    assert Attendance.objects.get().organisation == first.organisation
    desk.post(address("attendance"), {**typed, "instead": "on"})
    assert Attendance.objects.get().organisation == second.organisation


def test_and_with_one_tap(desk, meeting):
    person = make_person("Sok", "Dara")
    first, second = (
        make_seat(make_organisation("Anchor"), person),
        make_seat(make_organisation("Boat"), person),
    )
    come(meeting, first)
    line = address("attendance_seat", second.pk)
    answer = desk.post(line, {"presence": "present"})
    assert answer["Location"] == line
    page = desk.get(line).content.decode()
    assert "Written down for Anchor." in page
    assert 'name="instead" value="1"' in page
    desk.post(line, {"presence": "present", "instead": "1"})
    assert Attendance.objects.get().organisation == second.organisation


def test_the_page_of_one_line_changes_nothing_until_it_is_tapped(desk, meeting):
    seat = make_seat(make_organisation())
    line = address("attendance_seat", seat.pk)
    assert seat.person.display_name in desk.get(line).content.decode()
    assert not Attendance.objects.exists()
    assert desk.post(line, {"presence": "online", "stay": "1"})["Location"] == line
    assert Attendance.objects.get().mode == "online"
    desk.post(line, {"presence": "present"})
    assert Attendance.objects.get().mode == "in_person"
    assert desk.get(address("attendance_seat", seat.pk + 999)).status_code == 404


def test_an_entry_is_edited(desk, meeting):
    row = come(meeting, make_seat(make_organisation()))
    page = desk.get(address("attendance_edit", row.pk))
    facts = {**page.context["form"].initial, "present_until": "10:15", "mode": "online", "present_from": ""}
    refused = desk.post(address("attendance_edit", row.pk), {**facts, "present_from": "11:00"})
    assert refused.context["form"].errors["present_until"]
    assert 'value="11:00"' in refused.content.decode()
    assert desk.post(address("attendance_edit", row.pk), facts).status_code == 302
    row.refresh_from_db()
    assert (row.present_until, row.mode) == (time(10, 15), "online")
    assert "until 10:15" in desk.get(address("attendance")).content.decode()


def test_the_total_of_women_is_kept_or_refused_in_its_place(desk, meeting):
    come(meeting, make_seat(make_organisation()))
    answer = desk.post(address("attendance_women"), {"women": "7"})
    assert answer.context["women_form"].errors["women"]
    assert 'value="7"' in answer.content.decode()
    desk.post(address("attendance_women"), {"women": "1"})
    meeting.refresh_from_db()
    assert meeting.women == 1


@pytest.mark.parametrize("bodies", [1, 3])
def test_the_screen_costs_the_same_whatever_its_size(desk, meeting, bodies, django_assert_num_queries):
    for _body in range(bodies):
        body = make_organisation()
        come(meeting, make_seat(body))
        make_seat(body, alternate=True)
    desk.get(address("attendance"))
    with django_assert_num_queries(10):
        desk.get(address("attendance"))
