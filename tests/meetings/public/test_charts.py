"""The numbers behind the pictures: nobody is named who may not be, and nothing is ranked."""

from datetime import UTC, date, datetime

import pytest

from hub.actors import SYSTEM
from meetings.actions.attendance import record_attendance
from meetings.enums import Answer, Audience, Channel, MeetingState, Regime
from meetings.models import Response
from meetings.public.charts import answers_by_day, attendance_year, minutes_in_words, time_spent
from tests.builders import make_invitation, make_item, make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 1)


def held(month, *seats, **facts):
    meeting = make_meeting(date(2030, month, 14), state=MeetingState.HELD, number=month, **facts)
    for seat in seats:
        record_attendance(
            meeting, by=SYSTEM, person=seat.person, organisation=seat.organisation, capacity=seat.kind
        )
    return meeting


def year(audience, language="en"):
    return attendance_year(audience, language, today=TODAY)


def test_in_public_stand_those_who_agreed_by_name_and_the_counts_of_all():
    zebra = make_seat(make_organisation("Zebra", in_directory=True))
    anchor = make_seat(make_organisation("Anchor", in_directory=True))
    shy = make_seat(make_organisation("Shy"))
    held(3, zebra, shy)
    held(4, zebra, anchor, shy)
    seen = year(Audience.PUBLIC)
    assert [(line.name, line.cells) for line in seen.organisations] == [
        ("Anchor", (False, True)),
        ("Zebra", (True, True)),
    ]
    assert seen.unnamed
    assert [row.organisations for row in seen.meetings] == [2, 3]
    assert [row.month for row in year(Audience.PUBLIC, "km").meetings] == ["៣", "៤"]
    names = [line.name for line in year(Audience.SECRETARIAT).organisations]
    assert names == ["Anchor", "Shy", "Zebra"]


def test_under_the_chatham_house_rule_nobody_reads_who_came():
    seat = make_seat(make_organisation("Anchor", in_directory=True))
    held(3, seat, regime=Regime.CHATHAM_HOUSE)
    for audience in (Audience.PUBLIC, Audience.MEMBERS):
        assert year(audience).organisations == ()
        assert [row.organisations for row in year(audience).meetings] == [1]
    held(4, seat)
    assert [line.cells for line in year(Audience.PUBLIC).organisations] == [(None, True)]


def test_meetings_that_are_not_public_older_or_not_held_are_left_out():
    seat = make_seat(make_organisation("Anchor", in_directory=True))
    held(3, seat, audience=Audience.MEMBERS)
    make_meeting(date(2030, 5, 9))
    old = make_meeting(date(2028, 5, 11), state=MeetingState.HELD, number=9)
    record_attendance(old, by=SYSTEM, person=seat.person, organisation=seat.organisation, capacity=seat.kind)
    assert year(Audience.PUBLIC).meetings == ()
    assert len(year(Audience.MEMBERS).meetings) == 1


@pytest.mark.parametrize("bodies", [1, 3])
def test_a_year_costs_two_queries(bodies, django_assert_num_queries):
    seats = [make_seat(make_organisation(in_directory=True)) for _body in range(bodies)]
    for month in range(2, 2 + bodies):
        held(month, *seats)
    with django_assert_num_queries(2):
        assert len(year(Audience.PUBLIC).organisations) == bodies


def test_time_planned_and_used():
    meeting = make_meeting()
    make_item(meeting, "Welcome", minutes_allotted=10, seconds_used=750)
    make_item(meeting, "Any other business", seconds_used=60)
    make_item(meeting, "Nothing of either")
    spent = time_spent(meeting.agenda_items.order_by("number"), "en")
    assert [(row.title, row.planned, row.used) for row in spent] == [
        ("Welcome", 10, 12),
        ("Any other business", None, 1),
    ]
    assert [minutes_in_words(row, "en") for row in spent] == ["12 of 10 min", "1 min"]


def test_answers_count_from_the_day_of_the_first_one(django_assert_num_queries):
    meeting = make_meeting(date(2030, 3, 14))
    first, second, _silent = (make_invitation(meeting) for _one in range(3))
    for invitation, day, answer in [
        (first, 10, Answer.TENTATIVE),
        (first, 12, Answer.ACCEPTED),
        (second, 11, Answer.DECLINED),
    ]:
        at = datetime(2030, 3, day, 20, tzinfo=UTC)  # 03:00 of the next day in Phnom Penh
        Response.objects.create(invitation=invitation, answer=answer, channel=Channel.WEB, received_at=at)
    with django_assert_num_queries(2):
        lines = answers_by_day(meeting, "en", today=TODAY)
    assert [(line.day, line.answered, line.asked) for line in lines] == [
        ("11 March 2030", 1, 3),
        ("12 March 2030", 2, 3),
        ("13 March 2030", 2, 3),
        ("14 March 2030", 2, 3),
    ]
    assert answers_by_day(make_meeting(date(2030, 4, 11)), "en", today=TODAY) == ()
