"""The list of who came: hours, how they took part, who speaks for whom, and a total of women."""

from datetime import date, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models.audit import AuditEntry
from meetings.actions import attendance
from meetings.actions.roster import Roster
from meetings.enums import AttendanceMode, Capacity, MeetingState, Mode, Presence
from meetings.models import Attendance
from members.enums import MembershipKind
from members.models import Membership
from tests.builders import (
    LONG_AGO,
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1)


def come(meeting, seat, **facts):
    known = {"person": seat.person, "organisation": seat.organisation, "capacity": seat.kind, "by": SYSTEM}
    return attendance.record_attendance(meeting, **{**known, **facts})


def test_hours_and_mode_are_kept_and_left_alone_by_who_does_not_say_them(meeting):
    seat = make_seat(make_organisation())
    come(meeting, seat, mode=AttendanceMode.ONLINE, hours=(time(9, 30), time(11)))
    row = come(meeting, seat)
    assert (row.mode, row.present_from, row.present_until) == ("online", time(9, 30), time(11))


def test_at_an_online_meeting_people_are_online_unless_somebody_says_otherwise():
    online = make_meeting(date(2030, 4, 11), state=MeetingState.HELD, number=2, mode=Mode.ONLINE)
    assert come(online, make_seat(make_organisation())).mode == AttendanceMode.ONLINE
    row = come(online, make_seat(make_organisation()), mode=AttendanceMode.IN_PERSON)
    assert row.mode == AttendanceMode.IN_PERSON


def test_hours_run_forward(meeting):
    with pytest.raises(Refused) as refusal:
        come(meeting, make_seat(make_organisation()), hours=(time(11), time(9)))
    assert refusal.value.field == "present_until"
    assert not Attendance.objects.exists()


def test_nobody_is_moved_to_another_organisation_unasked(meeting):
    person = make_person("Sok", "Dara")
    first, second = make_seat(make_organisation("Paper Boat"), person), make_seat(make_organisation(), person)
    come(meeting, first)
    with pytest.raises(Refused, match="SOK Dara is written down for Paper Boat") as refusal:
        come(meeting, second)
    assert refusal.value.field == "instead"
    assert Attendance.objects.get().organisation == first.organisation
    row = come(meeting, second, instead=True)
    assert Attendance.objects.get() == row
    assert (row.organisation, row.day_organisation_en) == (second.organisation, second.organisation.name_en)


def test_nor_made_a_guest_unasked(meeting):
    seat = make_seat(make_organisation())
    come(meeting, seat)
    with pytest.raises(Refused, match="One person speaks for one organisation"):
        come(meeting, seat, capacity=Capacity.GUEST, organisation=None)
    row = come(meeting, seat, capacity=Capacity.GUEST, organisation=None, instead=True)
    assert (row.organisation, row.day_organisation_en) == (None, "")


def test_the_organisation_of_an_entry_may_be_said_later(meeting):
    seat = make_seat(make_organisation())
    come(meeting, seat, capacity=Capacity.GUEST, organisation=None)
    assert come(meeting, seat).organisation == seat.organisation


def test_an_entry_is_edited_and_who_it_is_stays(meeting):
    seat = make_seat(make_organisation(), alternate=True)
    row = come(meeting, seat)
    other = make_organisation("Paper Boat")
    attendance.edit_attendance(
        row,
        by=SYSTEM,
        capacity=Capacity.REPRESENTATIVE,
        organisation=other,
        hours=(None, time(10)),
        day_title="Deputy director",
    )
    row.refresh_from_db()
    assert (row.person, row.day_name) == (seat.person, seat.person.display_name)
    assert (row.capacity, row.organisation, row.day_organisation_en) == (
        "representative",
        other,
        "Paper Boat",
    )
    assert (row.present_until, row.day_title) == (time(10), "Deputy director")
    entries = AuditEntry.objects.about(row).count()
    attendance.edit_attendance(row, by=SYSTEM)
    assert AuditEntry.objects.about(row).count() == entries


def test_an_entry_that_somebody_else_removed_is_not_edited(meeting):
    row = come(meeting, make_seat(make_organisation()))
    attendance.remove_attendance(Attendance.objects.get(), by=SYSTEM)
    with pytest.raises(Refused, match="not there any more"):
        attendance.edit_attendance(row, by=SYSTEM, presence=Presence.REGRETS)


def test_women_are_a_total_that_fits_those_who_came(meeting):
    come(meeting, make_seat(make_organisation()))
    with pytest.raises(Refused) as refusal:
        attendance.set_women(meeting, by=SYSTEM, women=2)
    assert refusal.value.field == "women"
    attendance.set_women(meeting, by=SYSTEM, women=1)
    meeting.refresh_from_db()
    assert meeting.women == 1
    attendance.record_attendance(
        meeting, by=SYSTEM, capacity=Capacity.GUEST, group_name={"en": "further staff"}
    )
    attendance.set_women(meeting, by=SYSTEM, women=12)
    attendance.set_women(meeting, by=SYSTEM, women=None)
    meeting.refresh_from_db()
    assert meeting.women is None


@pytest.mark.parametrize("verb", ["record", "edit", "remove", "women"])
def test_only_the_secretariat_writes(meeting, verb):
    seat = make_seat(make_organisation())
    row = come(meeting, seat)
    doing = {
        "record": lambda by: come(meeting, seat, presence=Presence.REGRETS, by=by),
        "edit": lambda by: attendance.edit_attendance(row, by=by, presence=Presence.REGRETS),
        "remove": lambda by: attendance.remove_attendance(row, by=by),
        "women": lambda by: attendance.set_women(meeting, by=by, women=1),
    }[verb]
    with pytest.raises(Refused):
        doing(make_person())
    assert Attendance.objects.get().presence == Presence.PRESENT
    doing(make_clerk())


# --- The roster -----------------------------------------------------------------------------------------------


def test_the_roster_holds_everybody_who_may_come_once_for_each_organisation(
    meeting, django_assert_num_queries
):
    one = make_seat(make_organisation("Anchor"), make_person("Sok", "Dara"))
    make_seat(make_organisation("Basket"), one.person, alternate=True)
    watching = make_organisation("Watch", member=False)
    Membership.objects.create(organisation=watching, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    observer = make_seat(watching)
    advocate = make_person("Keo")
    Membership.objects.create(person=advocate, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
    guest = make_invitation(meeting, capacity=Capacity.GUEST).person
    come(meeting, one)
    staff = attendance.record_attendance(
        meeting, by=SYSTEM, capacity=Capacity.HOST, group_name={"en": "further staff"}
    )
    with django_assert_num_queries(4):
        roster = Roster.of(meeting)
        assert [name for name, _lines in roster.bodies] == ["Anchor", "Basket"]
    first, second = (lines[0] for _name, lines in roster.bodies)
    assert first.is_present
    assert (second.here, second.elsewhere) == (None, True)
    assert [line.key for line in roster.advocates] == [f"p{advocate.pk}"]
    assert {line.key for line in roster.beside} == {f"s{observer.pk}", f"p{guest.pk}", f"a{staff.pk}"}
    assert roster.line(f"s{observer.pk}").capacity == Capacity.OBSERVER
    assert len(roster.rows) == 2
