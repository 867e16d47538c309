"""Two people at the same moment: every number is given once, on the file of SQLite and on PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import agenda, decisions, minutes, planning
from meetings.enums import MeetingState
from meetings.models import Meeting, Minutes
from tests.builders import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Run verbs at the same moment, each in a thread and connection of its own; their results or refusals."""
    start = Barrier(len(verbs))

    def run(verb):
        try:
            start.wait()
            return verb()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_meetings_held_at_once_get_different_numbers():
    days = [date(2020, month, 9) for month in range(1, 5)]
    meetings = [make_meeting(day) for day in days]
    at_once(*(lambda meeting=meeting: planning.hold(meeting, by=SYSTEM) for meeting in meetings))
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_one_meeting_held_twice_at_once_is_held_once():
    meeting = make_meeting(date(2020, 1, 9))
    results = at_once(*[lambda: planning.hold(meeting, by=SYSTEM)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["Meeting", "Refused", "Refused"]
    assert AuditEntry.objects.about(meeting).count() == 1


def test_decisions_taken_at_once_get_different_numbers():
    meeting = make_meeting(state=MeetingState.HELD, number=1)
    taken = at_once(
        *(
            lambda words=words: decisions.decide(meeting, by=SYSTEM, title={}, text={"en": words})
            for words in "ABCD"
        )
    )
    assert sorted(decision.number for decision in taken) == [1, 2, 3, 4]


def test_items_added_at_once_stand_one_after_the_other():
    meeting = make_meeting()
    at_once(*(lambda title=title: agenda.add_item(meeting, by=SYSTEM, title_en=title) for title in "ABCD"))
    assert list(meeting.agenda_items.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_meetings_of_one_month_planned_at_once_get_different_slugs():
    def plan():
        return planning.plan_meeting(by=SYSTEM, date=date(2030, 3, 1), precision="month").slug

    assert sorted(at_once(plan, plan, plan)) == ["2030-03", "2030-03-x1", "2030-03-x2"]


def test_minutes_started_at_once_are_one():
    meeting = make_meeting(state=MeetingState.HELD, number=1)
    at_once(*[lambda: minutes.start_minutes(meeting, by=SYSTEM)] * 3)
    assert Minutes.objects.count() == 1
