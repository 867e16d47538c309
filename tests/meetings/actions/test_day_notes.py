"""Notes of the day at once: whatever is written at the same moment is kept or compared, never lost."""

from datetime import date

import pytest

from meetings.actions import run_sheet
from meetings.actions.day_notes import HEARD, Forbidden, Place, WrittenMeanwhile, note_on_the_day
from meetings.documents.note_text import to_text
from meetings.models import Note
from tests.builders import make_clerk, make_item, make_meeting, make_person
from tests.meetings.actions.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def place(clerk):
    meeting = make_meeting(date(2022, 3, 10), slug="2022-03")
    item = make_item(meeting)
    run_sheet.begin(meeting, by=clerk)
    return Place("2022-03", item.number, item.pk, "public", "en")


def test_four_who_write_at_once_lose_nothing(place, clerk):
    told = []

    def write(words):
        try:
            note_on_the_day(place, by=clerk, text=words, seen_edits=0)
        except WrittenMeanwhile as found:
            told.append((words, found.text))

    at_once(*(lambda words=words: write(words) for words in ("One", "Two", "Three", "Four")))
    kept = to_text(Note.objects.get().text)
    assert Note.objects.get().edits == 1
    assert {words for words, _stands in told} | {kept} == {"One", "Two", "Three", "Four"}
    assert {stands for _words, stands in told} == {kept}


def test_only_the_last_forms_are_remembered(place, clerk):
    for number in range(HEARD + 5):
        note_on_the_day(place, by=clerk, text=f"Text {number}", seen_edits=number, once_key=f"key {number}")
    heard = Note.objects.get().heard
    assert len(heard) == HEARD
    assert heard[-1][1] == HEARD + 5


def test_nobody_else_writes(place):
    with pytest.raises(Forbidden):
        note_on_the_day(place, by=make_person(), text="Mine.", seen_edits=0)
    assert not Note.objects.exists()


def test_an_empty_text_makes_no_note_and_takes_one_out(place, clerk):
    assert note_on_the_day(place, by=clerk, text=" \n", seen_edits=0) == 0
    assert not Note.objects.exists()
    note_on_the_day(place, by=clerk, text="Said.", seen_edits=0)
    assert note_on_the_day(place, by=clerk, text="", seen_edits=1) == 2
    assert Note.objects.get().text == ""
