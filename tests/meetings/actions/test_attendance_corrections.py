"""Corrections of the list after adoption: reasoned, logged, said in public; the adopted text stays."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models.audit import AuditEntry
from meetings.actions import minutes
from meetings.actions.attendance import Entry, record_attendance
from meetings.actions.attendance_corrections import correct
from meetings.actions.attendance_sheet import Tick
from meetings.actions.notes import write_note
from meetings.enums import Capacity, MeetingState, Regime
from meetings.models import AttendanceCorrection, MinutesVersion
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def seats():
    return [make_seat(make_organisation()) for _number in range(2)]


@pytest.fixture
def adopted(seats, clerk):
    """The first meeting with one representative, its minutes adopted and published."""
    chair = make_person()
    meeting = make_meeting(
        date(2030, 3, 14),
        state=MeetingState.HELD,
        number=1,
        slug="2030-03",
        chair=chair,
        regime=Regime.CHATHAM_HOUSE,
    )
    seat = seats[0]
    record_attendance(
        meeting, by=SYSTEM, person=seat.person, organisation=seat.organisation, capacity=seat.kind
    )
    write_note(make_item(meeting), by=SYSTEM, audience="public", language="en", text="Said.")
    text = minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)
    minutes.publish(minutes.adopt(text, by=chair), by=clerk)
    return meeting


def also(seat):
    return Tick(f"s{seat.pk}", "", Entry(capacity=seat.kind, hours=(None, None)))


WHY = {"en": "One signature was overlooked.", "km": "ហត្ថលេខាមួយត្រូវបានមើលរំលង។"}


def test_readers_see_the_new_sentence_when_it_was_corrected_why_and_what_it_said(adopted, seats, clerk):
    frozen = list(MinutesVersion.objects.values_list("body", "sha256"))
    correction = correct(adopted, by=clerk, reason=WHY, ticks=[also(seats[1])])
    assert (correction.before["representatives"], correction.after["representatives"]) == (1, 2)
    assert list(MinutesVersion.objects.values_list("body", "sha256")) == frozen
    for path in ("2030-03/", "2030-03/minutes/"):
        page = Client().get(f"/en/meetings/{path}").content.decode()
        assert "Two representatives of two organisations took part." in page
        assert "It said before: “One representative of one organisation took part.”" in page
        assert "Reason: One signature was overlooked." in page
        assert seats[1].person.display_name not in page
    assert "ហត្ថលេខាមួយត្រូវបានមើលរំលង។" in Client().get("/km/meetings/2030-03/").content.decode()


def test_whose_entry_changed_stands_in_the_trail_alone(adopted, seats, clerk):
    correction = correct(adopted, by=clerk, reason=WHY, ticks=[also(seats[1])])
    name = seats[1].person.display_name
    assert name not in str((correction.before, correction.after))
    (entry,) = AuditEntry.objects.about(correction)
    assert (entry.verb, entry.object_label) == ("attendance.corrected", f"WG/2030/01: {name}")


def test_a_correction_that_changes_no_number_is_logged_and_needs_no_notice(adopted, seats, clerk):
    seen = "present|in_person||"
    online = Entry(capacity=seats[0].kind, mode="online", hours=(None, None))
    correct(adopted, by=clerk, reason=WHY, ticks=[Tick(f"s{seats[0].pk}", seen, online)])
    assert "It said before" not in Client().get("/en/meetings/2030-03/").content.decode()
    assert AttendanceCorrection.objects.count() == 1


@pytest.mark.parametrize("why", [{}, {"en": "  "}])
def test_a_reason_is_needed(adopted, seats, clerk, why):
    with pytest.raises(Refused) as refusal:
        correct(adopted, by=clerk, reason=why, ticks=[also(seats[1])])
    assert refusal.value.field == "reason_en"


def test_what_is_refused(adopted, seats, clerk):
    with pytest.raises(Refused, match="Nothing differs"):
        correct(adopted, by=clerk, reason=WHY)
    with pytest.raises(Refused):
        correct(adopted, by=make_person(), reason=WHY, ticks=[also(seats[1])])
    open_record = make_meeting(date(2030, 4, 11), state=MeetingState.HELD, number=2)
    with pytest.raises(Refused, match="not adopted yet"):
        correct(open_record, by=clerk, reason=WHY, ticks=[also(seats[1])])
    with pytest.raises(Refused, match="adopted"):
        record_attendance(adopted, by=SYSTEM, capacity=Capacity.GUEST, name="LONG Vichea")
    assert not AttendanceCorrection.objects.exists()


def test_the_screen_locks_the_list_and_corrects_it(adopted, seats, clerk, client):
    desk = sign_in(client, clerk)
    page = desk.get(reverse("meetings:attendance", args=["2030-03"])).content.decode()
    assert reverse("meetings:attendance_correction", args=["2030-03"]) in page
    assert 'name="name"' not in page
    screen = reverse("meetings:attendance_correction", args=["2030-03"])
    facts = {f"s{seats[1].pk}-seen": "", f"s{seats[1].pk}-present": "on", "women": "1"}
    refused = desk.post(screen, facts)
    assert refused.context["reason"].errors["reason_en"]
    assert refused.context["form"].rows[1].present
    assert desk.post(screen, {**facts, "reason_fr": "Une signature avait échappé."}).status_code == 302
    adopted.refresh_from_db()
    assert (adopted.women, adopted.attendances.count()) == (1, 2)
