"""The sheet on the table, and the screen where it comes back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hub.actors import SYSTEM
from meetings.actions.attendance import record_attendance
from meetings.enums import MeetingState, Presence
from meetings.models import Attendance
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def meeting():
    return make_meeting(timezone.localdate(), state=MeetingState.HELD, number=1, slug="now")


def address(name, *args, language="en"):
    with override(language):
        return reverse(f"meetings:{name}", args=["now", *args])


def sent_by(page):
    """What a browser would send of the form as it stands: hidden fields, ticked boxes, typed text."""
    html = page.content.decode()
    form = html[html.index('<form class="form form--wide"') :]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if facts.get("type") == "checkbox":
            if " checked" in tag:
                fields[facts["name"]] = "on"
        elif "name" in facts and facts["name"] != "csrfmiddlewaretoken":
            fields[facts["name"]] = facts.get("value", "")
    return fields


def test_the_sheet_has_both_names_a_place_to_sign_and_a_code_each(desk, meeting):
    body = make_organisation("Paper Boat", name_km="ទូកក្រដាស")
    make_seat(body, make_person("Sok", "Dara", khmer_name="សុខ ដារ៉ា"))
    make_seat(body, make_person("Keo", "Malis"), alternate=True)
    english = desk.get(address("attendance_sheet")).content.decode()
    khmer = desk.get(address("attendance_sheet", language="km")).content.decode()
    assert english.count("data:image/svg") == 2
    assert "<strong>SOK Dara</strong><br>" in english
    assert "<strong>សុខ ដារ៉ា</strong><br>" in khmer
    assert "ទូកក្រដាស" in khmer
    assert english.count('class="sheet__sign"') == 2 + 6
    assert 'style="' not in english


@pytest.mark.parametrize("bodies", [1, 3])
def test_both_cost_the_same_whatever_their_size(desk, meeting, bodies, django_assert_num_queries):
    for _body in range(bodies):
        make_seat(make_organisation())
    desk.get(address("attendance_sheet"))
    with django_assert_num_queries(8):
        desk.get(address("attendance_sheet"))
    with django_assert_num_queries(8):
        desk.get(address("attendance_entry"))


def test_a_sheet_comes_back_and_twice_is_once(desk, meeting):
    one, two = make_seat(make_organisation()), make_seat(make_organisation())
    sheet = sent_by(desk.get(address("attendance_entry")))
    sheet |= {f"s{one.pk}-present": "on", f"s{one.pk}-until": "10:30", f"s{two.pk}-regrets": "on"}
    sheet |= {"g1-name": " LONG  Vichea ", "g1-title": "Reporter"}
    for _twice in range(2):
        assert desk.post(address("attendance_entry"), sheet).status_code == 302
    rows = {row.day_name: row for row in Attendance.objects.all()}
    assert set(rows) == {one.person.display_name, two.person.display_name, "LONG Vichea"}
    assert rows[two.person.display_name].presence == Presence.REGRETS
    unchanged = sent_by(desk.get(address("attendance_entry")))
    page = desk.post(address("attendance_entry"), unchanged, follow=True).content.decode()
    assert "Everything stood there already" in page


def test_errors_stand_at_their_rows_and_nothing_typed_is_lost(desk, meeting):
    one, two = make_seat(make_organisation()), make_seat(make_organisation())
    sheet = sent_by(desk.get(address("attendance_entry")))
    sheet |= {f"s{one.pk}-present": "on", f"s{one.pk}-regrets": "on", f"s{two.pk}-from": "half past"}
    sheet |= {"g2-title": "Reporter"}
    answer = desk.post(address("attendance_entry"), sheet)
    assert [key for key, _name, _errors in answer.context["form"].faults] == [
        f"s{one.pk}",
        f"s{two.pk}",
        "g2",
    ]
    assert sent_by(answer) == sheet
    assert not Attendance.objects.exists()


def test_what_somebody_else_wrote_meanwhile_is_shown_and_then_overruled(desk, meeting):
    seat = make_seat(make_organisation())
    sheet = sent_by(desk.get(address("attendance_entry"))) | {f"s{seat.pk}-present": "on"}
    record_attendance(
        meeting,
        by=SYSTEM,
        person=seat.person,
        organisation=seat.organisation,
        capacity=seat.kind,
        presence=Presence.REGRETS,
    )
    answer = desk.post(address("attendance_entry"), sheet)
    assert "Somebody else has written this row meanwhile" in answer.content.decode()
    assert "What stands there:" in answer.content.decode()
    assert Attendance.objects.get().presence == Presence.REGRETS
    assert desk.post(address("attendance_entry"), sent_by(answer)).status_code == 302
    assert Attendance.objects.get().presence == Presence.PRESENT


def test_an_unknown_guest_is_written_down_only_when_that_is_said(desk, meeting):
    typed = {"name": "LONG Vichea"}
    answer = desk.post(address("attendance"), typed)
    assert answer.context["form"].errors["name"]
    assert "guest of the day" in answer.content.decode()
    desk.post(address("attendance"), {**typed, "unknown": "on"})
    row = Attendance.objects.get()
    assert (row.person, row.day_name, row.capacity, row.is_group) == (None, "LONG Vichea", "guest", False)
