"""A meeting of today that runs, for tests of the run sheet."""

from django.utils import timezone

from meetings.actions import run_sheet
from meetings.enums import Purpose
from tests.builders import make_item, make_meeting, make_organisation, make_seat

KEY = "k" * 22


def make_day(items=3, bodies=1, **facts):
    """A meeting of today, announced, with items and member organisations that have a seat each."""
    meeting = make_meeting(timezone.localdate(), slug="today", **facts)
    for number in range(items):
        make_item(meeting, f"Item number {number + 1}", minutes_allotted=10, purpose=Purpose.DECISION)
    for _body in range(bodies):
        make_seat(make_organisation())
    return meeting


def begun(clerk):
    """The same, with its first item on the table."""
    meeting = run_sheet.begin(make_day(), by=clerk)
    run_sheet.take_up(meeting.agenda_items.first(), by=clerk)
    return meeting


def here(meeting, tail=""):
    return f"/en/secretariat/meetings/{meeting.slug}/run/{tail}"


def post(client, meeting, tail, **data):
    return client.post(here(meeting, tail), {"once_key": KEY, **data})
