"""The agenda editor on screen: order by plain buttons, times, papers, releases, and the proposed agenda."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hub.actors import SYSTEM
from meetings.actions import agenda
from meetings.enums import MeetingState
from meetings.models import AgendaItem, AgendaVersion, Minutes, Paper
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
EDITOR = "/en/secretariat/meetings/2030-03/agenda/"


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def meeting():
    return make_meeting(date(2030, 3, 14), slug="2030-03")


def shown(client, address=EDITOR):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def order(meeting):
    return list(meeting.agenda_items.order_by("number").values_list("label", "title_en"))


def test_one_line_is_enough_and_counts_once(desk, meeting):
    form = {"title": "Fees 🪷\u202e", "minutes_allotted": "10", "once_key": "0123456789abcdef"}
    for _twice in range(2):
        answer = desk.post(EDITOR, form)
        assert answer["Location"] == f"{EDITOR}#add"
    item = meeting.agenda_items.get()
    assert (item.title_en, item.minutes_allotted, item.purpose) == ("Fees 🪷", 10, "discussion")
    kept = desk.post(EDITOR, {"title": "Forum", "minutes_allotted": "9000"})
    assert 'value="9000"' in kept.content.decode()
    assert 'value="Forum"' in kept.content.decode()


def test_plain_buttons_come_back_to_the_item(desk, meeting):
    items = [agenda.add_item(meeting, by=SYSTEM, title_en=letter) for letter in "ABC"]
    place = f"{EDITOR}place/"

    def press(move, item, **more):
        return desk.post(place, {"do": f"{move}:{item.pk}", **more})["Location"]

    assert press("up", items[2]) == f"{EDITOR}#item-{items[2].pk}"
    assert press("indent", items[2]) == f"{EDITOR}#item-{items[2].pk}"
    assert order(meeting) == [("1", "A"), ("1.1", "C"), ("2", "B")]
    press("outdent", items[2])
    press("down", items[0])
    assert order(meeting) == [("1", "C"), ("2", "A"), ("3", "B")]
    press("after", items[2], after=items[1].pk)
    assert order(meeting) == [("1", "A"), ("2", "B"), ("3", "C")]
    press("after", items[2], after="")
    assert order(meeting) == [("1", "C"), ("2", "A"), ("3", "B")]
    assert press("remove", items[0]) == EDITOR
    assert order(meeting) == [("1", "C"), ("2", "B")]


@pytest.mark.parametrize("do", ["", "up", "up:", "fly:1", "up:999999", "up:" + "9" * 5000, "up:²"])
def test_a_button_that_means_nothing_changes_nothing(desk, meeting, do):
    make_item(meeting)
    assert "no longer on the agenda" in desk.post(f"{EDITOR}place/", {"do": do}, follow=True).content.decode()


def test_a_refusal_is_said_at_the_top(desk, meeting):
    item = make_item(meeting)
    answer = desk.post(f"{EDITOR}place/", {"do": f"indent:{item.pk}"}, follow=True)
    assert "Put a main item before this one first." in answer.content.decode()


def test_every_item_says_when_it_begins_and_what_runs_over(desk, meeting):
    for minutes in (5, None, 170, 10):
        make_item(meeting, minutes_allotted=minutes)
    page = shown(desk)
    assert re.findall(r'<time datetime="[^"]+T(\d\d:\d\d):00\+07:00">', page) == [
        "09:00",
        "09:05",
        "09:05",
        "11:55",
    ]
    assert page.count("Beyond the end") == 1
    assert "185 minutes allotted of 180." in page
    assert "5 minutes too long" in page


def test_the_organisation_follows_from_the_presenter(desk, meeting):
    seat = make_seat(make_organisation("Paper Boat"))
    facts = {"title_en": "Fees", "purpose": "decision", "audience": "public", "presenter": seat.person_id}
    desk.post(EDITOR, facts)
    item = meeting.agenda_items.get()
    assert (item.presenter, item.presented_by) == (seat.person, seat.organisation)


def test_released_changed_and_released_again(desk, meeting):
    make_item(meeting)
    assert "Release the agenda" in shown(desk)
    form = {"once_key": "0123456789abcdef"}
    for _twice in range(2):
        desk.post(f"{EDITOR}release/", form)
    assert set(AgendaVersion.objects.values_list("number", flat=True)) == {1}
    page = shown(desk)
    assert "Version 1, released on" in page
    assert "not released yet" not in page
    make_item(meeting, "Late")
    page = shown(desk)
    assert "Changed since version 1, not released yet" in page
    assert "Release version 2" in page
    desk.post(f"{EDITOR}release/")
    assert "What changed in the agenda" in shown(desk)


def test_after_adoption_it_is_only_shown(desk, meeting):
    item = make_item(meeting)
    Minutes.objects.create(meeting=meeting, state="adopted")
    page = shown(desk)
    assert "The agenda no longer changes." in page
    assert "<button" not in page.split('id="order"')[1].split("</main>")[0]
    refused = desk.post(f"{EDITOR}place/", {"do": f"remove:{item.pk}"}, follow=True)
    assert "Later changes are errata." in refused.content.decode()


def test_the_proposed_agenda_is_ticked_and_taken(desk, meeting):
    last = make_meeting(date(2030, 2, 14), state=MeetingState.HELD, number=1)
    make_item(last, "Forum", state="put_off")
    page = shown(desk, f"{EDITOR}proposed/")
    (key,) = re.findall(r'name="take" value="([^"]+)" checked', page)
    assert "Put off: First meeting." in page
    answer = desk.post(f"{EDITOR}proposed/", {"take": key}, follow=True)
    assert "One item is added." in answer.content.decode() or "1 item is added." in answer.content.decode()
    assert order(meeting) == [("1", "Forum")]
    assert "Nothing is left for this agenda" in shown(desk, f"{EDITOR}proposed/")
    assert "Carried over from the first meeting" in shown(desk, "/en/meetings/2030-03/")


def test_papers_are_added_replaced_and_withdrawn(desk, meeting):
    make_item(meeting)
    add = f"{EDITOR}1/papers/"
    form = {"title": "Budget", "language": "fr", "audience": "public", "once_key": "0123456789abcdef"}
    for _twice in range(2):
        done = desk.post(add, {**form, "file": SimpleUploadedFile("b.pdf", b"%PDF-1.7")})
        assert done["Location"] == f"{EDITOR}1/#papers"
    paper = Paper.objects.get()
    wrong = desk.post(
        add, {**form, "once_key": "", "title": "Kept words", "file": SimpleUploadedFile("b.exe", b"MZ")}
    )
    assert wrong.status_code == 422
    assert "Files of this kind are not taken." in wrong.content.decode()
    assert "Kept words" in wrong.content.decode()
    revise = f"/en/secretariat/meetings/2030-03/papers/{paper.pk}/"
    assert "Revision 1 stands." in shown(desk, revise)
    desk.post(revise, {"title": "Budget", "language": "fr", "link": "https://papers.example/b"})
    assert Paper.objects.get(revision=2).replaces == paper
    late = desk.post(revise, {"title": "Budget", "language": "fr", "link": "https://papers.example/c"})
    assert "A later revision of this paper is there already." in late.content.decode()
    desk.post(f"{revise}withdraw/")
    assert list(Paper.objects.values_list("revision", flat=True)) == [2]


@pytest.mark.parametrize("size", [1, 3, 200])
def test_queries_do_not_grow(desk, meeting, size, django_assert_num_queries):
    person = make_person()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            number=number,
            label=str(number),
            title_en=f"Item {number}",
            presenter=person,
            minutes_allotted=5,
        )
        for number in range(1, size + 1)
    )
    desk.get(EDITOR)
    with django_assert_num_queries(10):
        desk.get(EDITOR)
