"""Every state of a meeting × the verbs of its room, its papers and what comes of its agenda; see test_state_tables."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from meetings.actions import (
    agenda,
    attendance,
    attendance_corrections,
    attendance_sheet,
    next_agenda,
    next_meeting,
    papers,
    presence,
    proposals,
    run_sheet,
)
from meetings.enums import MeetingState
from meetings.models import Meeting, Proposal
from tests.builders import make_person
from tests.meetings.actions.test_state_tables import (
    ALL,
    CANCELLED,
    HOLD_FIRST,
    OK,
    POSTPONED,
    Verb,
    begun,
    each,
    outcome,
    present,
    tomorrow,
    world,
)

pytestmark = pytest.mark.django_db

HELD = "This meeting was held. Choose one that is still to come."
TO_COME = each(H=HELD, C=HELD, X="This meeting was cancelled. Choose one that is still to come.")
CHANGE_IT = "The minutes are not adopted yet: change the list itself, no correction is needed."
HELD_ONLY = each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED)


def proposal():
    return Proposal.objects.create(person=make_person(), language="en", title="Budget", once_key="1")


def ended(w):
    Meeting.objects.filter(pk=w.meeting.pk).update(began_at=timezone.now(), ended_at=timezone.now())
    return w.meeting


TABLE: dict[str, tuple[Verb, dict]] = {
    "finish an item": (lambda w: run_sheet.finish(begun(w), by=w.by), HELD_ONLY),
    "put an item off": (lambda w: run_sheet.put_off(begun(w), by=w.by), HELD_ONLY),
    "open the day again": (lambda w: run_sheet.open_again(ended(w), by=w.by), HELD_ONLY),
    "arrive": (lambda w: presence.arrive(w.meeting, w.seat, by=w.by), HELD_ONLY),
    "leave": (lambda w: presence.leave(w.meeting, present(w), by=w.by), HELD_ONLY),
    "add a paper": (
        lambda w: papers.add_paper(
            w.item, by=w.by, title="List", language="en", link="https://papers.example/list"
        ),
        each(X=CANCELLED),
    ),
    "order the items": (
        lambda w: agenda.arrange(w.meeting, [w.other.pk, w.item.pk], by=w.by),
        each(X=CANCELLED),
    ),
    "count women": (
        lambda w: attendance.set_women(w.meeting, by=w.by, women=0),
        each(P=HOLD_FIRST, X=CANCELLED, L=POSTPONED),
    ),
    "write a sheet down": (
        lambda w: attendance_sheet.record_sheet(w.meeting, by=w.by, ticks=[]),
        each(P=HOLD_FIRST, X=CANCELLED, L=POSTPONED),
    ),
    "correct the list": (
        lambda w: attendance_corrections.correct(w.meeting, by=w.by, reason={"en": "Miscounted."}),
        each(default=CHANGE_IT, P=HOLD_FIRST, X=CANCELLED, L=POSTPONED),
    ),
    "take what was left": (
        lambda w: next_agenda.take(w.meeting, [f"proposal:{proposal().pk}"], by=w.by, today=w.meeting.date),
        TO_COME,
    ),
    "accept a proposal": (lambda w: proposals.accept(proposal(), by=w.by, meeting=w.meeting), TO_COME),
    "join a proposal": (lambda w: proposals.merge(proposal(), by=w.by, item=w.item), TO_COME),
    "put a proposal off": (
        lambda w: proposals.defer(proposal(), by=w.by, reply="Later.", meeting=w.meeting),
        TO_COME,
    ),
    "set the next meeting": (
        lambda w: next_meeting.set_next_meeting(
            w.meeting, by=w.by, day=tomorrow() + timedelta(days=30), start_time=time(9), end_time=time(12)
        ),
        HELD_ONLY,
    ),
}


@pytest.mark.parametrize("state", ALL)
@pytest.mark.parametrize("verb", TABLE)
def test_a_meeting_in_this_state(verb, state):
    act, expected = TABLE[verb]
    assert outcome(act, world(state)) == expected[state]


def test_every_state_stands_in_every_row():
    assert all(set(row) == set(MeetingState) for _act, row in TABLE.values())
