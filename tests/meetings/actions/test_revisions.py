"""Every field of a meeting has its weight, by name: a new field fails here until somebody has said whom it concerns."""

import pytest

from meetings.actions import planning, revisions
from meetings.actions.revisions import Weight, weigh
from meetings.enums import MEETING_MOVES, MeetingState
from meetings.models import Meeting

SETS = ("TIMES", "SIGNIFICANT_FACTS", "VISIBLE_FACTS", "SILENT_FACTS", "GIVEN_ONCE", "FOLLOWING")
FIELDS = [field.name for field in Meeting._meta.concrete_fields]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_stands_in_exactly_one_set(field):
    assert [name for name in SETS if field in getattr(revisions, name)] != [], (
        f"say in meetings/actions/revisions.py who is told when {field} changes"
    )
    assert sum(field in getattr(revisions, name) for name in SETS) == 1


def test_the_sets_name_no_field_that_is_gone():
    assert {name for one in SETS for name in getattr(revisions, one)} == set(FIELDS)


@pytest.mark.parametrize("field", sorted(set(FIELDS) - revisions.GIVEN_ONCE - revisions.FOLLOWING))
def test_what_a_field_weighs_in_each_state(field):
    significant = field in revisions.TIMES | revisions.SIGNIFICANT_FACTS
    silent = field in revisions.SILENT_FACTS
    for state in MeetingState:
        weight = weigh([field], before=state)
        if state == MeetingState.PLANNED or silent:
            assert weight == Weight.SILENT
        elif state == MeetingState.ANNOUNCED and significant:
            assert weight == Weight.SIGNIFICANT
        else:
            assert weight == Weight.VISIBLE


def test_every_move_of_the_table_has_its_weight():
    moves = [(before, after) for before, to in MEETING_MOVES.items() for after in to]
    told = {(before, after) for before, after in moves if weigh((), before=before, after=after) == 2}
    assert {after for _before, after in told} == {"cancelled", "postponed", "announced"}
    assert ("planned", "announced") not in told


def test_the_heaviest_field_counts():
    assert weigh(["series", "venue", "summary_en"], before="announced") == Weight.SIGNIFICANT
    assert weigh([], before="announced") == Weight.SILENT


def test_whatever_the_forms_can_change_is_weighed():
    weighed = revisions.SIGNIFICANT_FACTS | revisions.VISIBLE_FACTS | revisions.SILENT_FACTS
    assert weighed - {"number"} == planning.FACTS
