"""The counting sentence from real rows to the page, in three languages: one table, read like a form.

Each case is people who came, as the desk writes them down; the page is rendered, its tags are taken off and its
no-break spaces made plain. Expectations are written out, never computed.
"""

import re
from datetime import date, time
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from hub.actors import SYSTEM
from meetings.actions.attendance import record_attendance
from meetings.enums import AttendanceMode, Capacity, MeetingState, Presence
from meetings.models import Meeting
from meetings.public import public_view
from members.enums import MembershipKind
from members.models import Membership
from tests.builders import LONG_AGO, make_meeting, make_organisation, make_person, make_seat
from tests.meetings.public.counting_table import CASES, Came

pytestmark = pytest.mark.django_db
MEMBERS = {"r": Capacity.REPRESENTATIVE, "a": Capacity.ALTERNATE}
HOW = {
    "o": {"mode": AttendanceMode.ONLINE},
    "l": {"hours": (None, time(10, 30))},
    "x": {"presence": Presence.REGRETS},
}


def write(came: Came) -> Meeting:
    stated = came.stated or (None, None)
    meeting = make_meeting(
        date(2030, 3, 14),
        state=MeetingState.HELD,
        number=1,
        stated_representatives=stated[0],
        stated_organisations=stated[1],
        women=came.women,
    )
    for word in came.bodies.split():
        body = make_organisation()
        for letter, how in re.findall(r"([ra])([olx]?)", word):
            person = make_person()
            make_seat(body, person, alternate=letter == "a")
            if came.twice:
                make_seat(make_organisation(), person, alternate=True)
            come(meeting, MEMBERS[letter], person=person, organisation=body, **HOW.get(how, {}))
            if came.moved:
                other = make_organisation()
                come(meeting, MEMBERS[letter], person=person, organisation=other, instead=True)
            if came.renamed:
                body.name_en += " (new name)"
                body.save()
    for _advocate in range(came.advocates):
        person = make_person()
        Membership.objects.create(person=person, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
        come(meeting, Capacity.ADVOCATE, person=person)
    for capacity in came.beside:
        come(meeting, capacity, person=make_person())
    for number in range(came.groups):
        come(meeting, Capacity.HOST, group_name={"en": f"staff {number}"})
    return meeting


def come(meeting, capacity, **facts):
    record_attendance(meeting, by=SYSTEM, capacity=capacity, **facts)


def read(meeting: Meeting, language: str) -> str:
    """What the public page says, as plain text."""
    view = public_view(Meeting.objects.for_record().get(pk=meeting.pk), language)
    with override(language):
        html = render_to_string("meetings/_attendance_sentence.html", {"attendance": view.attendance})
    text = unescape(re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


@pytest.mark.parametrize(("came", "english", "french", "khmer"), CASES)
def test_the_sentence_as_people_read_it(came, english, french, khmer):
    meeting = write(came)
    assert [read(meeting, language) for language in ("en", "fr", "km")] == [english, french, khmer]


def test_the_table_is_long_enough():
    assert len(CASES) >= 40
