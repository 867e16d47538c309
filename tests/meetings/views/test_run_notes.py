"""The note of an item on the day: kept every few seconds, never over somebody else's."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.actors import SYSTEM
from meetings.actions import minutes, run_sheet
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting, Minutes, Note
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_person, make_role, sign_in

pytestmark = pytest.mark.django_db
AUTOSAVE_QUERIES = 6
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def meeting():
    return make_meeting(date(2022, 3, 10), slug="2022-03")


@pytest.fixture
def item(meeting):
    item = make_item(meeting, "Terms of reference")
    run_sheet.begin(meeting, by=make_clerk())
    return item


@pytest.fixture
def chair(item):
    return sign_in(Client(), make_role(RoleKind.CHAIR))


def send(client, item, text, seen=0, *, key="", script=True, number=None, **more):
    facts = {"text": text, "audience": "public", "language": "en", "item_id": item.pk, "seen_edits": seen}
    address = f"/en/secretariat/meetings/2022-03/run/{number or item.number}/note/"
    return client.post(address, facts | {"once_key": key} | more, **(SCRIPT if script else {}))


def kept(audience="public"):
    return Note.objects.get(audience=audience).text


def statements(caught):
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(control)]


def test_the_chair_writes_and_learns_when_it_was_kept(chair, item):
    answer = send(chair, item, "First <b>line\n\nSecond 🌊")
    assert answer.status_code == 200
    assert answer.json()["edits"] == 1
    assert len(answer.json()["kept_at"]) == 5
    assert kept() == "<p>First &lt;b&gt;line</p><p>Second 🌊</p>"
    page = chair.get("/en/secretariat/meetings/2022-03/run/1/").content.decode()
    assert "First &lt;b&gt;line\n\nSecond 🌊</textarea>" in page


def test_a_plain_form_leads_back_to_the_item(chair, item):
    answer = send(chair, item, "Said.", script=False)
    assert (answer.status_code, answer["Location"]) == (303, "/en/secretariat/meetings/2022-03/run/1/")


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("before", [0, 1])
def test_keeping_a_note_costs_six_questions(chair, item, before, language):
    if before:
        Note.objects.create(item=item, language=language, text="<p>Before.</p>")
    send(chair, item, "Elsewhere.", audience="members")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert send(chair, item, "After.", before, language=language, key="k" * 20).status_code == 200
    asked = statements(caught)
    assert len(asked) == AUTOSAVE_QUERIES, asked


def test_the_same_again_changes_nothing(chair, item):
    first = send(chair, item, "Said.", key="k" * 20)
    again = send(chair, item, "Said.", key="k" * 20)
    assert first.json()["edits"] == again.json()["edits"] == 1
    send(chair, item, "Said more.", 1, key="l" * 20)
    late = send(chair, item, "Said.", key="k" * 20)
    assert (late.status_code, late.json()["edits"]) == (200, 1)
    assert kept() == "<p>Said more.</p>"


def test_another_text_under_the_same_key_follows_the_first(chair, item):
    send(chair, item, "Said.", key="k" * 20)
    assert send(chair, item, "Said otherwise.", key="k" * 20).status_code == 200
    assert kept() == "<p>Said otherwise.</p>"


def test_words_that_follow_unanswered_ones_of_the_same_writer_are_no_conflict(chair, item):
    send(chair, item, "Said.", key="k" * 20)
    more = send(chair, item, "Said more.", key="l" * 20, before=f"{'k' * 20},{'j' * 20}")
    assert (more.status_code, more.json()["edits"]) == (200, 2)
    clerk = sign_in(Client(), make_clerk())
    assert send(clerk, item, "Theirs.", key="m" * 20, before="l" * 20).status_code == 409
    send(clerk, item, "Theirs.", 2, key="m" * 20)
    assert send(chair, item, "Said most.", key="n" * 20, before=f"{'k' * 20},{'l' * 20}").status_code == 409
    assert kept() == "<p>Theirs.</p>"


def test_two_writers_get_both_texts_to_choose_from(chair, item):
    clerk = sign_in(Client(), make_clerk())
    send(chair, item, "The group adopts the terms.\n<script>alert(1)</script>")
    answer = send(clerk, item, "The group <i>reads</i> the terms.")
    assert answer.status_code == 409
    assert answer.json()["edits"] == 1
    page = send(clerk, item, "The group <i>reads</i> the terms.", script=False)
    assert page.status_code == 409
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<i>" not in text
    for words in (
        "only in yours:",
        "only in theirs:",
        "&lt;i&gt;reads&lt;/i&gt;",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ):
        assert words in text
    both = "The group adopts the terms.\n<script>alert(1)</script>\nThe group <i>reads</i> the terms."
    assert sorted(page.context["texts"].both.split("\n")) == sorted(both.split("\n"))
    assert kept().startswith("<p>The group adopts")


def choose(client, item, choice, seen, *, text="Both.", mine="Mine."):
    return send(client, item, text, seen, script=False, choice=choice, mine=mine)


@pytest.mark.parametrize(("choice", "left"), [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Both.")])
def test_what_is_chosen_is_kept(chair, item, choice, left):
    send(chair, item, "Theirs.")
    assert choose(chair, item, choice, 1).status_code == 303
    assert kept() == f"<p>{left}</p>"
    assert choose(chair, item, choice, 1).status_code in (303, 409)
    assert kept() == f"<p>{left}</p>"


@pytest.mark.parametrize(("choice", "shown"), [("mine", "Mine."), ("theirs", "Mine."), ("both", "Both.")])
def test_a_third_writer_in_between_is_compared_again(chair, item, choice, shown):
    send(chair, item, "Theirs.")
    send(chair, item, "Third.", 1)
    answer = choose(chair, item, choice, 1)
    assert answer.status_code == 409
    assert answer.context["texts"].text == shown
    assert answer.context["texts"].edits == 2
    assert kept() == "<p>Third.</p>"


def test_the_chair_writes_for_members_and_never_for_the_secretariat(chair, item):
    assert send(chair, item, "For members.", audience="members").status_code == 200
    for script in (True, False):
        assert send(chair, item, "For the desk.", audience="secretariat", script=script).status_code == 403
    clerk = sign_in(Client(), make_clerk())
    assert send(clerk, item, "For the desk.", audience="secretariat").status_code == 200
    page = chair.get("/en/secretariat/meetings/2022-03/run/1/").content.decode()
    assert "For members." in page
    assert "For the desk." not in page


def test_the_chair_of_this_meeting_alone_may_write_too(item):
    person = make_person("Keo", sign_in=True)
    client = sign_in(Client(), person)
    assert send(client, item, "Mine.").status_code == 403
    Meeting.objects.update(chair=person)
    assert send(client, item, "Mine.").status_code == 200


def test_somebody_signed_out_is_told_so(item):
    assert send(Client(), item, "Lost?").status_code == 401
    answer = send(Client(), item, "Lost?", script=False)
    assert answer["Location"] == "/accounts/login/?next=/en/secretariat/meetings/2022-03/run/1/"


def test_a_chair_without_the_second_step_is_told_so(item):
    person = make_person("Keo", sign_in=True)
    Meeting.objects.update(chair=person)
    client = Client()
    client.force_login(person.user)
    assert send(client, item, "Early.").status_code == 401
    assert send(client, item, "Early.", script=False).status_code == 303


def refused(client, item, sentence, text="All of <this> is typed.", **more):
    answer = send(client, item, text, **more)
    assert (answer.status_code, answer.json()["sentence"]) == (422, sentence)
    page = send(client, item, text, script=False, **more)
    assert page.status_code == 422
    assert page.context["sentence"] == sentence
    assert "All of &lt;this&gt; is typed." in page.content.decode()
    assert not Note.objects.exists()


def test_before_the_meeting_begins_the_text_stays_in_the_form(meeting):
    item = make_item(meeting)
    refused(sign_in(Client(), make_clerk()), item, "The meeting has not begun. Begin it first.")


def test_after_adoption_the_text_stays_in_the_form(chair, item, meeting):
    minutes.start_minutes(meeting, by=SYSTEM)
    Minutes.objects.update(state="adopted")
    sentence = "The minutes of this meeting are adopted: what they record no longer changes. Later changes are errata."
    refused(chair, item, sentence)


def test_once_members_have_the_draft_the_secretariat_keeps_the_text(chair, item, meeting):
    minutes.start_minutes(meeting, by=SYSTEM)
    assert send(chair, item, "Late.").status_code == 200
    Note.objects.all().delete()
    Minutes.objects.update(state="circulated")
    sentence = (
        "The minutes are with the members now, and the secretariat keeps the text. Send it what you noted."
    )
    refused(chair, item, sentence)
    assert send(sign_in(Client(), make_clerk()), item, "By the desk.").status_code == 200


def test_an_item_that_is_gone_gives_the_text_back(chair, item):
    item.delete()
    item.pk = 4711
    refused(
        chair, item, "This item is no longer on the agenda. What you typed stands below, to copy.", number=1
    )
    own = make_person("Keo", sign_in=True)
    Meeting.objects.update(chair=own)  # who chairs this one and holds no office keeps the text too
    assert send(sign_in(Client(), own), item, "Mine.", number=1, script=False).status_code == 422


@pytest.mark.parametrize("script", [True, False])
def test_whoever_runs_nothing_is_told_the_same_of_every_address(item, script):
    outsider = sign_in(Client(), make_person("Keo", sign_in=True))
    Meeting.objects.update(audience=Audience.SECRETARIAT)
    there = send(outsider, item, "x", script=script)
    Meeting.objects.all().delete()
    gone = send(outsider, item, "x", number=1, script=script)
    wrong = send(outsider, item, "x", number=1, script=script, audience="nobody")
    assert {answer.status_code for answer in (there, gone, wrong)} == {403}
    if script:
        assert there.json() == gone.json() == wrong.json()


@pytest.mark.parametrize("facts", [{"audience": Audience.SECRETARIAT}, {"state": MeetingState.PLANNED}])
def test_a_chair_learns_nothing_of_a_meeting_that_chairs_do_not_know(chair, item, facts):
    Meeting.objects.update(**facts)
    there = send(chair, item, "x")
    Meeting.objects.all().delete()
    assert (there.status_code, there.json()) == (422, send(chair, item, "x", number=1).json())


def test_a_text_that_is_too_long_comes_back_whole(chair, item):
    answer = send(chair, item, "a" * 60_001, script=False)
    assert answer.status_code == 422
    assert "a" * 60_001 in answer.content.decode()
    assert send(chair, item, "x", audience="nobody").status_code == 422


def test_a_note_follows_its_item_when_numbers_change(chair, item, meeting):
    item.number = 7
    item.save()
    make_item(meeting, "Another", number=1)
    assert send(chair, item, "Said.", number=1).status_code == 200
    assert Note.objects.get().item == item


def test_an_item_for_members_takes_no_public_note(chair, item):
    item.audience = Audience.MEMBERS
    item.save()
    refused(chair, item, "This item is not for everybody. Its notes are neither.")


def test_a_note_in_another_language_follows_the_authoritative_one(chair, item, meeting):
    send(chair, item, "Said.")
    send(chair, item, "បាននិយាយ", language="km")
    khmer = Note.objects.get(language="km")
    assert (khmer.translated_from.language, khmer.translated_from_edit) == ("en", 1)
    assert Note.objects.get(language="en").translated_from is None


def test_formatting_elsewhere_in_the_note_stays(chair, item):
    Note.objects.create(item=item, text="<p>One.</p><ul><li>A</li><li><strong>B</strong></li></ul>")
    send(chair, item, "One, more.\n\nA\nB", 1)
    assert kept() == "<p>One, more.</p><ul><li>A</li><li><strong>B</strong></li></ul>"
