"""Registers across meetings: decisions, actions, recommendations, at a constant cost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hub.actors import SYSTEM
from meetings.actions import action_items, decisions
from meetings.enums import MeetingState, RecommendationState
from meetings.models import Action, Meeting, Recommendation
from tests.builders import make_meeting, make_organisation
from tests.meetings.conftest import fill

pytestmark = pytest.mark.django_db


def html(client, name, *args, language="en", status=200, **query):
    with override(language):
        answer = client.get(reverse(f"meetings:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def held_meetings(count):
    for number in range(1, count + 1):
        meeting = make_meeting(date(2020, number, 9), state=MeetingState.HELD, number=number)
        made = fill(meeting, items=1, bodies=1)
        asked = Recommendation.objects.create(
            source="Factsheet", number=number, title_en=f"Fund care {number}", addressees="The ministry"
        )
        asked.actions.add(made.actions[0])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("decision_list", 3), ("action_list", 2), ("recommendation_list", 4)]
)
def test_registers_cost_the_same_whatever_their_length(
    client, django_assert_num_queries, count, name, queries
):
    held_meetings(count)
    with django_assert_num_queries(queries):
        text = html(client, name)
    assert text.count('<li class="row"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision_costs_four_queries(client, django_assert_num_queries, held, count):
    for number in range(count):
        action_items.agree_action(
            held.meeting,
            by=SYSTEM,
            title={"en": f"Follow {number}"},
            owner_organisation=held.bodies[0],
            decision=held.decisions[0],
        )
    with django_assert_num_queries(4):
        text = html(client, "decision_detail", 2030, "01-D1")
    assert text.count("Follow ") == count


def test_decisions_by_year_and_by_what_became_of_them(client, held):
    earlier = make_meeting(date(2029, 3, 8), state=MeetingState.HELD, number=2)
    decisions.decide(earlier, by=SYSTEM, title={}, text={"en": "Earlier."}, progress="done")
    both = html(client, "decision_list")
    assert both.index("WG/2030/01-D3") < both.index("WG/2030/01-D1") < both.index("WG/2029/02-D1")
    assert "WG/2029/02-D1" not in html(client, "decision_list", year="2030")
    done = html(client, "decision_list", progress="done")
    assert ("WG/2029/02-D1" in done, "WG/2030/01-D1" in done) == (True, False)
    assert "No decision matches." in html(client, "decision_list", year="2030", progress="done")
    for wrong in ({"year": "1999"}, {"year": "x"}, {"progress": "x"}):
        html(client, "decision_list", status=404, **wrong)


def test_decisions_come_in_pages_that_keep_the_choice(client, held):
    for number in range(30):
        decisions.decide(held.meeting, by=SYSTEM, title={"en": f"More {number}"}, text={})
    first = html(client, "decision_list", year="2030")
    assert 'href="?year=2030&amp;page=2"' in first
    second = html(client, "decision_list", year="2030", page="2")
    assert second.count('<li class="row"') == 33 - 25
    assert '<meta name="robots" content="noindex, follow">' in second


def test_a_superseded_decision_points_to_its_successor_and_back(client, held):
    later = decisions.decide(
        held.meeting, by=SYSTEM, title={}, text={"en": "Other."}, supersedes=held.decisions[0]
    )
    old = html(client, "decision_detail", 2030, "01-D1")
    assert "A later decision took its place:" in old
    assert later.reference in old
    assert "WG/2030/01-D1" in html(client, "decision_detail", 2030, "01-D4")


def test_a_decision_that_does_not_exist_is_not_found(client, held):
    for year, tail in ((2030, "01-D9"), (2029, "01-D1"), (2030, "x")):
        html(client, "decision_detail", year, tail, status=404)


def test_what_is_late_comes_first_and_the_finished_stand_apart(client):
    today = timezone.localdate()
    meeting = make_meeting(today - timedelta(days=60), state=MeetingState.HELD, number=1)
    body = make_organisation("Paper Boat Theatre", in_directory=True)
    for title, due in (("Later", 60), ("Soon", 3), ("Late", -2), ("Latest", -20), ("Open", None)):
        action_items.agree_action(
            meeting,
            by=SYSTEM,
            title={"en": f"{title}."},
            owner_organisation=body,
            due_date=None if due is None else today + timedelta(days=due),
        )
    done = action_items.agree_action(meeting, by=SYSTEM, title={"en": "Done."}, owner_organisation=body)
    action_items.change_action(done, by=SYSTEM, to="done", outcome={"en": "All sent."})
    text = html(client, "action_list")
    places = [text.index(f">{title}.") for title in ("Latest", "Late", "Soon", "Later", "Open")]
    assert places == sorted(places)
    assert ">Done." not in text
    for words in ("Overdue by 20 days", "Due in 3 days", "Two actions are late.", "Paper Boat Theatre"):
        assert words in text
    finished = html(client, "action_list", state="finished")
    assert "All sent." in finished
    assert ">Late." not in finished


def test_next_meeting_becomes_a_day_once_it_is_known_and_moves_with_it(client, held):
    Action.objects.exclude(number=1).delete()
    assert "due at the next meeting" in html(client, "action_list")
    following = make_meeting(date(2030, 4, 11), slug="2030-04")
    make_meeting(date(2030, 3, 28), slug="2030-03-x1", state=MeetingState.CANCELLED)
    assert "due 11 April 2030" in html(client, "action_list")
    Meeting.objects.filter(pk=following.pk).update(date=date(2030, 4, 18))
    assert "due 18 April 2030" in html(client, "action_list")


def test_an_owner_that_did_not_agree_is_not_named(client, held):
    held.bodies[0].in_directory = False
    held.bodies[0].save()
    text = html(client, "action_list")
    assert held.bodies[0].name_en not in text
    assert "A member of the group" in text


def test_recommendations_are_worded_neutrally_and_say_what_came_of_them(client, held):
    asked = Recommendation.objects.create(
        source="Factsheet",
        section="Section 7",
        title_en="Fund care",
        text_en="Make care reach the villages.",
        addressees="The ministry",
        state=RecommendationState.NOT_TAKEN_UP,
    )
    asked.actions.add(held.actions[0])
    text = html(client, "recommendation_list")
    for words in ("Fund care", "Addressed to The ministry", "Not taken up", "WG/2030/01-A1"):
        assert words in text


def test_khmer_pages_have_khmer_digits_in_dates_and_latin_ones_in_references(client, held):
    text = html(client, "decision_list", language="km")
    assert "១៤ មីនា ២០៣០" in text
    assert '<span lang="en">WG/2030/01-D1</span>' in text


@pytest.mark.parametrize("name", ["decision_list", "meeting_list"])
@pytest.mark.parametrize("year", ["1", "٢٠٢٠", "-2020", "9" * 5000])
def test_a_year_without_anything_is_not_found(client, name, year):
    html(client, name, year=year, status=404)
