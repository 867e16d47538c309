"""Decisions and actions in one line: once, late and too late, and nothing lost."""

from datetime import timedelta

import pytest
from django.test import Client

from meetings.actions import run_sheet
from meetings.enums import DecisionMode, ItemState, MinutesState
from meetings.models import Action, Decision, Minutes
from tests.builders import (
    make_clerk,
    make_meeting,
    make_organisation,
    sign_in,
)
from tests.meetings.days import KEY, begun, here, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def client(clerk):
    return sign_in(Client(), clerk)


@pytest.fixture
def day(clerk):
    return begun(clerk)


# --- Decisions ------------------------------------------------------------------------------------------------------


def test_a_decision_gets_its_number_once(client, day):
    for _time in range(2):
        answer = post(client, day, "1/decision/", text="The terms are\nadopted.", how="consensus")
        assert answer["Location"] == here(day, "1/")
    decision = Decision.objects.get()
    assert (decision.reference, decision.text_en) == (f"WG/{day.date.year}/01-D1", "The terms are adopted.")
    assert (decision.mode, decision.agenda_item.number) == (DecisionMode.CONSENSUS, 1)
    assert decision.reference in client.get(here(day, "1/")).content.decode()


def test_a_reservation_asks_for_its_sentence_and_keeps_what_was_typed(client, day):
    asked = post(client, day, "1/decision/", text="The terms are adopted.", how="reservation")
    assert asked.status_code == 422
    assert "The terms are adopted." in asked.content.decode()
    assert 'name="reservation"' in asked.content.decode()
    assert KEY in asked.content.decode()
    sentence = "Paper Boat wants a shorter term."
    post(client, day, "1/decision/", text="The terms are adopted.", how="reservation", reservation=sentence)
    decision = Decision.objects.get()
    assert decision.mode == DecisionMode.RESERVATIONS
    assert decision.text_en == f"The terms are adopted. Reservation: {sentence}"


def test_putting_off_keeps_the_reason_in_the_note(client, day):
    post(client, day, "1/decision/", text="The text is not ready <b>yet</b>.", how="put_off")
    item = day.agenda_items.get(number=1)
    assert item.state == ItemState.PUT_OFF
    assert item.notes.get().text == "<p>Put off: The text is not ready &lt;b&gt;yet&lt;/b&gt;.</p>"
    assert not Decision.objects.exists()


def test_khmer_letters_make_a_khmer_decision_whatever_the_page(client, day):
    post(client, day, "1/decision/", text="បានអនុម័តលក្ខខណ្ឌ", how="consensus")
    decision = Decision.objects.get()
    assert (decision.text_km, decision.text_en) == ("បានអនុម័តលក្ខខណ្ឌ", "")


def test_a_long_decision_is_cut_in_the_title_only(client, day):
    text = "The group decides " + "and decides again " * 40 + "at last."
    post(client, day, "1/decision/", text=text, how="consensus")
    decision = Decision.objects.get()
    assert decision.text_en == text
    assert decision.title_en.endswith("…")
    assert len(decision.title_en) <= 200


@pytest.mark.parametrize(
    "data",
    [{"how": "consensus"}, {"how": "consensus", "text": "  "}, {"text": "x"}, {"how": "vote", "text": "x"}],
)
def test_a_decision_without_words_or_without_a_way_is_not_recorded(client, day, data):
    answer = post(client, day, "1/decision/", **data)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_an_hour_late_it_stands_under_the_item_it_was_typed_for(client, clerk, day):
    run_sheet.take_up(day.agenda_items.get(number=3), by=clerk)
    run_sheet.close_day(day, by=clerk)
    answer = post(client, day, "1/decision/", text="The terms are adopted.", how="consensus")
    assert answer.status_code == 302
    assert Decision.objects.get().agenda_item.number == 1
    late = post(client, day, "2/decision/", text="Next time", how="put_off", once_key="other key of 16 signs")
    assert late.status_code == 422
    assert "The day of this meeting is closed" in late.content.decode()
    assert "Next time" in late.content.decode()


def test_after_the_minutes_are_adopted_nothing_is_recorded_and_nothing_lost(client, day):
    Minutes.objects.create(meeting=day, state=MinutesState.ADOPTED)
    for tail, data in {
        "1/decision/": {"text": "Words typed too late", "how": "consensus"},
        "1/action/": {
            "title": "Words typed too late",
            "owner_organisation": make_organisation().pk,
            "step": "keep",
        },
    }.items():
        answer = post(client, day, tail, **data)
        assert answer.status_code == 422
        assert "Words typed too late" in answer.content.decode()
        assert "The minutes of this meeting are adopted" in answer.content.decode()
    assert not Decision.objects.exists()
    assert not Action.objects.exists()


def test_hostile_words_are_shown_as_words(client, day):
    words = "<script>alert(1)</script> 😀 \u202egnp"
    post(client, day, "1/decision/", text=words, how="consensus")
    page = client.get(here(day, "1/")).content.decode()
    assert "<script>alert(1)" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😀 gnp" in page


# --- Actions --------------------------------------------------------------------------------------------------------


def test_a_line_is_shown_as_understood_and_kept_with_a_tap(client, day):
    owner = make_organisation("Quiet Harbour", acronym="TPO")
    shown = post(client, day, "1/action/", line="TPO to send the list by next meeting")
    page = shown.content.decode()
    assert "Understood as" in page
    assert "Quiet Harbour, “send the list”, by the next meeting." in page
    assert not Action.objects.exists()
    facts = {
        "title": "send the list",
        "owner_organisation": owner.pk,
        "due_date": "",
        "due_next_meeting": "on",
    }
    for _time in range(2):
        assert post(client, day, "1/action/", step="keep", **facts).status_code == 302
    action = Action.objects.get()
    assert (action.owner_organisation, action.title_en, action.due_next_meeting) == (
        owner,
        "send the list",
        True,
    )
    assert action.agenda_item.number == 1


def test_the_day_of_the_next_meeting_is_said_where_it_is_known(client, day):
    make_organisation("Quiet Harbour", acronym="TPO")
    make_meeting(day.date + timedelta(days=28))
    page = post(client, day, "1/action/", line="TPO to send the list by next meeting").content.decode()
    assert "(next meeting)" in page


def test_change_opens_the_form_with_what_was_understood(client, day):
    owner = make_organisation("Quiet Harbour", acronym="TPO")
    facts = {"title": "send the list", "owner_organisation": owner.pk, "due_date": "2031-01-12"}
    page = post(client, day, "1/action/", step="change", **facts).content.decode()
    assert 'value="send the list"' in page
    assert f'<option value="{owner.pk}" selected>' in page
    assert 'value="2031-01-12"' in page


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Send the list by next meeting", "names no known organisation"),
        ("Seven Palms to print by next meeting", "Several organisations have such a name"),
        ("TPO to send the list", "does not say by when"),
    ],
)
def test_what_is_not_sure_opens_the_form_filled_in(client, day, line, sentence):
    make_organisation("Quiet Harbour", acronym="TPO")
    make_organisation("Seven Palms Archive")
    make_organisation("Seven Palms Workshop")
    page = post(client, day, "1/action/", line=line).content.decode()
    assert sentence in page
    assert 'name="owner_organisation"' in page
    assert not Action.objects.exists()


def test_an_action_without_owner_is_a_sentence_and_nothing_is_lost(client, day):
    answer = post(client, day, "1/action/", step="keep", title="send the list")
    assert answer.status_code == 422
    assert "Say who will do it." in answer.content.decode()
    assert 'value="send the list"' in answer.content.decode()
