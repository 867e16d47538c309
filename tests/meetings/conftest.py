"""A meeting that was held, with something of every audience in it."""

from datetime import date
from types import SimpleNamespace

import pytest

from hub.actors import SYSTEM
from meetings.actions import action_items, agenda, attendance, decisions, notes
from meetings.enums import Audience, Capacity, MeetingState
from meetings.models import Announcement, Meeting, Venue
from tests.builders import make_meeting, make_organisation, make_person


def fill(meeting: Meeting, *, items: int = 3, bodies: int = 2) -> SimpleNamespace:
    """Give a held meeting items with notes, decisions, actions and people; returns what was made."""
    made = SimpleNamespace(meeting=meeting, items=[], decisions=[], actions=[], bodies=[])
    made.bodies = [make_organisation(in_directory=True) for _body in range(bodies)]
    for body in made.bodies:
        for capacity in (Capacity.REPRESENTATIVE, Capacity.ALTERNATE):
            attendance.record_attendance(
                meeting, by=SYSTEM, person=make_person(), organisation=body, capacity=capacity
            )
    for number in range(1, items + 1):
        item = agenda.add_item(meeting, by=SYSTEM, title_en=f"Item {number}", presented_by=made.bodies[0])
        made.items.append(item)
        for audience in Audience:
            notes.write_note(item, by=SYSTEM, audience=audience, language="en", text=f"Said to {audience}.")
        made.decisions.append(
            decisions.decide(
                meeting,
                by=SYSTEM,
                agenda_item=item,
                title={"en": f"Decision {number}"},
                text={"en": f"The group decides on {number}."},
            )
        )
        made.actions.append(
            action_items.agree_action(
                meeting,
                by=SYSTEM,
                agenda_item=item,
                title={"en": f"Action {number}"},
                owner_organisation=made.bodies[0],
                due_next_meeting=True,
            )
        )
        Announcement.objects.create(
            meeting=meeting, date=date(2030, 6, number % 28 + 1), title_en=f"Forum {number}"
        )
    return made


@pytest.fixture
def held(db):
    """A held meeting of 14 March 2030, WG/2030/01, with three items."""
    venue = Venue.objects.create(name_en="Reading room", address_en="Street 51, Phnom Penh")
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1, slug="2030-03", venue=venue)
    return fill(meeting)
