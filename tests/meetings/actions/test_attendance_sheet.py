"""A sheet entered at once: twice, an hour late, and while somebody else is writing."""

from datetime import date, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models.audit import AuditEntry
from meetings.actions.attendance import Entry, record_attendance
from meetings.actions.attendance_sheet import SheetRefused, Tick, mark_of, record_sheet
from meetings.actions.roster import Roster
from meetings.enums import AttendanceMode, Capacity, MeetingState, Presence
from meetings.models import Attendance
from tests.builders import make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1)


@pytest.fixture
def seats():
    return [make_seat(make_organisation(f"Body {number}")) for number in range(3)]


def marks(meeting):
    return {line.key: mark_of(line.here) for line in Roster.of(meeting).lines}


def tick(seat, seen="", **facts):
    return Tick(f"s{seat.pk}", seen, Entry(capacity=seat.kind, **{"hours": (None, None), **facts}))


def untouched(seat, seen=""):
    assert seen == ""
    return Tick(f"s{seat.pk}", "", None)


def send(meeting, *ticks, guests=()):
    return record_sheet(meeting, by=SYSTEM, ticks=ticks, guests=guests)


def test_a_sheet_is_written_at_once_and_sent_again_changes_nothing(meeting, seats):
    sheet = [
        tick(seats[0]),
        tick(seats[1], mode=AttendanceMode.ONLINE, hours=(time(9, 30), None)),
        tick(seats[2], presence=Presence.REGRETS),
    ]
    guests = [Entry(capacity=Capacity.GUEST, name="LONG Vichea", title="Reporter")]
    assert send(meeting, *sheet, guests=guests).written == 4
    rows = {row.day_name: row for row in meeting.attendances.all()}
    assert rows[seats[1].person.display_name].present_from == time(9, 30)
    assert (rows["LONG Vichea"].capacity, rows["LONG Vichea"].day_title) == ("guest", "Reporter")
    assert rows["LONG Vichea"].person is None
    entries, revision = AuditEntry.objects.count(), type(meeting).objects.get().revision
    again = send(meeting, *sheet, guests=guests)
    assert (again.written, again.meanwhile) == (0, [])
    assert (AuditEntry.objects.count(), type(meeting).objects.get().revision) == (entries, revision)


def test_a_row_left_alone_keeps_what_somebody_else_wrote_and_says_so(meeting, seats):
    record_attendance(
        meeting,
        by=SYSTEM,
        person=seats[0].person,
        organisation=seats[0].organisation,
        capacity=seats[0].kind,
        hours=(time(9, 40), None),
    )
    entered = send(meeting, untouched(seats[0]), tick(seats[1]))
    assert (entered.written, entered.meanwhile) == (1, [seats[0].person.display_name])
    assert meeting.attendances.get(person=seats[0].person).present_from == time(9, 40)


def test_two_who_say_otherwise_are_asked_and_nothing_is_half_written(meeting, seats):
    record_attendance(
        meeting,
        by=SYSTEM,
        person=seats[0].person,
        organisation=seats[0].organisation,
        capacity=seats[0].kind,
        presence=Presence.REGRETS,
    )
    with pytest.raises(SheetRefused) as refusal:
        send(meeting, tick(seats[0]), tick(seats[1]))
    assert list(refusal.value.errors) == [f"s{seats[0].pk}"]
    assert [row.presence for row in Attendance.objects.all()] == [Presence.REGRETS]
    assert send(meeting, tick(seats[0], seen="regrets|||"), tick(seats[1])).written == 2


def test_an_entry_is_taken_off_by_taking_its_ticks_away(meeting, seats):
    send(meeting, tick(seats[0]))
    seen = marks(meeting)[f"s{seats[0].pk}"]
    assert seen == "present|in_person||"
    assert send(meeting, Tick(f"s{seats[0].pk}", seen, None)).written == 1
    assert not Attendance.objects.exists()


def test_a_group_keeps_its_words_when_its_hours_change(meeting):
    row = record_attendance(
        meeting, by=SYSTEM, capacity=Capacity.HOST, group_name={"en": "staff", "km": "បុគ្គលិក"}
    )
    entry = Entry(capacity=Capacity.HOST, hours=(time(9), time(10)))
    assert send(meeting, Tick(f"a{row.pk}", mark_of(row), entry)).written == 1
    row.refresh_from_db()
    assert (row.group_name_km, row.present_until) == ("បុគ្គលិក", time(10))
    assert Attendance.objects.count() == 1


def test_every_wrong_row_has_its_sentence(meeting, seats):
    guest = Entry(capacity=Capacity.REPRESENTATIVE, name="LONG Vichea")
    with pytest.raises(SheetRefused) as refusal:
        send(
            meeting,
            tick(seats[0], hours=(time(11), time(9))),
            Tick("s999999", "", Entry(capacity=Capacity.REPRESENTATIVE)),
            tick(seats[1]),
            guests=[guest],
        )
    assert list(refusal.value.errors) == [f"s{seats[0].pk}", "s999999", "g1"]
    assert not Attendance.objects.exists()


def test_only_the_secretariat_enters_a_sheet(meeting, seats):
    with pytest.raises(Refused):
        record_sheet(meeting, by=make_person(), ticks=[tick(seats[0])])
