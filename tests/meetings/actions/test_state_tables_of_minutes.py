"""A held meeting whose minutes are in each of their states × every verb that they allow or lock."""

import pytest

from meetings.actions import cycle, minutes, planning
from meetings.enums import MinutesState, Step
from meetings.models import Meeting
from tests.builders import make_person
from tests.meetings.actions.test_state_tables import TABLE, H, Verb, outcome, with_minutes, world

pytestmark = pytest.mark.django_db

LOCKED = "These minutes are adopted: their text no longer changes. Later changes are errata."
RECORD = (
    "The minutes of this meeting are adopted: what they record no longer changes. Later changes are errata."
)


def of_minutes(**sentences) -> dict:
    """{state: sentence or None}; draft, circulated, corrected, adopted, published by keyword."""
    return {state: sentences.get(state.value) for state in MinutesState}


def adopted(w):
    w.meeting.chair = make_person()
    w.meeting.save()
    w.minutes.meeting = w.meeting
    return minutes.adopt(w.minutes, by=w.meeting.chair)


WRITTEN: dict[str, tuple[Verb, dict]] = {
    "circulate": (
        lambda w: minutes.circulate(w.minutes, by=w.by),
        of_minutes(circulated="These minutes are circulated already.", adopted=LOCKED, published=LOCKED),
    ),
    "correct": (
        lambda w: minutes.correct(w.minutes, by=w.by),
        of_minutes(
            draft="Circulate the minutes first: corrections come from those who have read them.",
            corrected="These minutes are marked as corrected already.",
            adopted=LOCKED,
            published=LOCKED,
        ),
    ),
    "adopt": (
        adopted,
        of_minutes(
            draft="Circulate the minutes first: the group adopts only what it has read.",
            adopted="These minutes are adopted already.",
            published="These minutes are adopted already.",
        ),
    ),
    "publish": (
        lambda w: minutes.publish(w.minutes, by=w.by),
        of_minutes(
            draft="The chair adopts the minutes first: only adopted minutes are published.",
            circulated="The chair adopts the minutes first: only adopted minutes are published.",
            corrected="The chair adopts the minutes first: only adopted minutes are published.",
            published="These minutes are published already.",
        ),
    ),
    "close": (
        lambda w: planning.close(w.meeting, by=w.by),
        of_minutes(
            **dict.fromkeys(
                ("draft", "circulated", "corrected", "adopted"),
                "Publish the minutes first: a meeting is closed when its record is complete.",
            )
        ),
    ),
    "edit the meeting": (
        lambda w: planning.edit_meeting(w.meeting, by=w.by, facts={"summary_en": "One"}),
        of_minutes(adopted=RECORD, published=RECORD),
    ),
    "tell of the draft": (
        lambda w: cycle.look(Meeting.objects.get(pk=w.meeting.pk), Step.DRAFT),
        of_minutes(
            draft="The draft is not circulated. Circulate it first, then tell its readers.",
            adopted="These minutes are adopted: there is no draft to read any more.",
            published="These minutes are adopted: there is no draft to read any more.",
        ),
    ),
} | {
    verb: (TABLE[verb][0], of_minutes(adopted=RECORD, published=RECORD))
    for verb in (
        "add an item",
        "edit an item",
        "move an item",
        "note",
        "decide",
        "agree an action",
        "take up an item",
        "close the day",
    )
}


@pytest.mark.parametrize("state", MinutesState)
@pytest.mark.parametrize("verb", WRITTEN)
def test_a_held_meeting_whose_minutes_are_in_this_state(verb, state):
    act, expected = WRITTEN[verb]
    w = world(H)
    w.minutes = with_minutes(w, state)
    assert outcome(act, w) == expected[state]


def test_every_state_stands_in_every_row():
    assert all(set(row) == set(MinutesState) for _act, row in WRITTEN.values())
