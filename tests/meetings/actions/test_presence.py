"""Who comes and who leaves, and the quorum that follows."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, Setting
from meetings.actions import presence, quorum
from meetings.actions.attendance import record_attendance
from meetings.enums import Capacity, MeetingState, MinutesState, Presence, QuorumRule
from meetings.models import Attendance, Minutes
from members.models import Membership
from tests.builders import (
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db
DAY = date(2030, 3, 14)
NINE = datetime(2030, 3, 14, 2, 0, 30, tzinfo=UTC)  # half a minute past 09:00 in Phnom Penh


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def meeting():
    return make_meeting(DAY, state=MeetingState.HELD, number=1)


def test_somebody_comes_leaves_and_comes_back(clerk, meeting):
    seat = make_seat(make_organisation("Paper Boat"), alternate=True)
    row = presence.arrive(meeting, seat, by=clerk, now=NINE)
    assert (row.capacity, row.day_organisation_en) == (Capacity.ALTERNATE, "Paper Boat")
    assert (row.present_from, row.present_until) == (time(9), None)
    again = presence.arrive(meeting, seat, by=clerk, now=NINE + timedelta(minutes=5))
    assert (again.pk, again.present_from) == (row.pk, time(9))
    row = presence.leave(meeting, row, by=clerk, now=NINE + timedelta(hours=1))
    assert row.present_until == time(10)
    with pytest.raises(Refused, match="not in the room"):
        presence.leave(meeting, row, by=clerk, now=NINE + timedelta(hours=2))
    row = presence.arrive(meeting, row, by=clerk, now=NINE + timedelta(hours=2))
    assert (row.present_from, row.present_until) == (time(9), None)
    assert Attendance.objects.count() == 1


def test_whoever_sent_regrets_may_come_all_the_same(clerk, meeting):
    seat = make_seat(make_organisation())
    record_attendance(
        meeting,
        by=SYSTEM,
        person=seat.person,
        organisation=seat.organisation,
        capacity=seat.kind,
        presence=Presence.REGRETS,
    )
    row = Attendance.objects.get()
    with pytest.raises(Refused, match="not in the room"):
        presence.leave(meeting, row, by=clerk, now=NINE)
    assert presence.arrive(meeting, seat, by=clerk, now=NINE).presence == Presence.PRESENT


def test_one_person_sits_for_one_organisation(clerk, meeting):
    seat = make_seat(make_organisation("Paper Boat"))
    other = make_seat(make_organisation(), seat.person)
    presence.arrive(meeting, seat, by=clerk, now=NINE)
    with pytest.raises(Refused, match="Paper Boat"):
        presence.arrive(meeting, other, by=clerk, now=NINE)


def test_advocates_and_guests_come_in_their_own_capacity(clerk, meeting):
    one = Membership.objects.create(person=make_person(), kind="individual", since=date(2020, 1, 1))
    guest = make_invitation(meeting, capacity=Capacity.DONOR)
    assert presence.arrive(meeting, one, by=clerk, now=NINE).capacity == Capacity.ADVOCATE
    assert presence.arrive(meeting, guest, by=clerk, now=NINE).capacity == Capacity.DONOR


def test_on_another_day_an_hour_says_nothing(clerk, meeting):
    seat = make_seat(make_organisation())
    row = presence.arrive(meeting, seat, by=clerk, now=NINE + timedelta(days=1))
    assert row.present_from is None
    with pytest.raises(Refused, match="The day of this meeting is over"):
        presence.leave(meeting, row, by=clerk, now=NINE + timedelta(days=1))


def test_refused_before_it_is_held_after_adoption_and_to_a_member(clerk, meeting):
    seat = make_seat(make_organisation())
    with pytest.raises(Refused, match="Record the meeting as held first"):
        presence.arrive(make_meeting(DAY), seat, by=clerk)
    with pytest.raises(Refused, match="Only the chair of this meeting"):
        presence.arrive(meeting, seat, by=seat.person)
    elsewhere = presence.arrive(
        make_meeting(DAY, state=MeetingState.HELD, number=2), seat, by=clerk, now=NINE
    )
    with pytest.raises(Refused, match="not there any more"):
        presence.arrive(meeting, elsewhere, by=clerk)
    Minutes.objects.create(meeting=meeting, state=MinutesState.ADOPTED)
    with pytest.raises(Refused, match="adopted"):
        presence.arrive(meeting, seat, by=clerk)


# --- Quorum ---------------------------------------------------------------------------------------------------------


def test_no_quorum_until_a_rule_is_set(clerk, meeting):
    assert quorum.rule_in_force().rule == QuorumRule.NONE
    assert quorum.quorum_now([], {1, 2}, quorum.rule_in_force(), at=None) is None


def test_each_rule_is_kept_with_its_history(clerk):
    quorum.set_rule("share", 50, by=clerk)
    quorum.set_rule("share", 50, by=clerk)
    first = quorum.rule_in_force()
    quorum.set_rule("number", 4, by=clerk)
    quorum.set_rule("none", 9, by=clerk)
    assert [(rule.rule, rule.number) for rule in quorum.rules_so_far()] == [
        ("none", 0),
        ("number", 4),
        ("share", 50),
    ]
    assert quorum.rule_in_force(first.set_at) == first
    assert quorum.rule_in_force(first.set_at - timedelta(seconds=1)).rule == QuorumRule.NONE
    assert first.set_by == clerk.actor_name
    assert AuditEntry.objects.filter(verb="setting.changed").count() == Setting.objects.count() == 3


@pytest.mark.parametrize(("rule", "number"), [("share", 0), ("share", 101), ("number", 0), ("number", 501)])
def test_a_rule_that_cannot_be_is_refused(clerk, rule, number):
    with pytest.raises(Refused, match=r"\.$"):
        quorum.set_rule(rule, number, by=clerk)
    with pytest.raises(Refused, match="Only the secretariat"):
        quorum.set_rule("none", 0, by=make_person())


@pytest.mark.parametrize(
    ("rule", "number", "members", "needed"),
    [
        ("share", 50, 9, 5),
        ("share", 50, 8, 4),
        ("share", 100, 9, 9),
        ("share", 1, 9, 1),
        ("share", 67, 3, 3),
        ("number", 4, 9, 4),
    ],
)
def test_how_many_are_needed(rule, number, members, needed):
    assert quorum.SetRule(QuorumRule(rule), number).needed(members) == needed


def test_one_voice_for_each_member_organisation_in_the_room():
    rule = quorum.SetRule(QuorumRule.NUMBER, 2)

    def row(organisation, capacity="representative", begin=None, end=None, present=Presence.PRESENT):
        return Attendance(
            organisation_id=organisation,
            capacity=capacity,
            presence=present,
            present_from=begin,
            present_until=end,
        )

    rows = [
        row(1),
        row(1, "alternate"),  # two people, one voice
        row(2, end=time(9, 30)),  # left
        row(3, begin=time(11)),  # comes later
        row(4, present=Presence.REGRETS),
        row(5, "observer"),
        row(6),  # no member on that day
        row(None, "advocate"),
        row(None, "guest"),
    ]
    now = quorum.quorum_now(rows, {1, 2, 3, 4, 5}, rule, at=time(10))
    assert (now.present, now.needed, now.members, now.is_reached) == (1, 2, 5, False)
    assert quorum.quorum_now(rows, {1, 2, 3, 4, 5}, rule, at=time(9, 29)).is_reached
    assert (
        quorum.quorum_now(rows, {1, 2, 3, 4, 5}, rule, at=None).present == 2
    )  # had not left when the day ended
