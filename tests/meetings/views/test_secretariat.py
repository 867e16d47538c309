"""The secretariat's screens: what they show, what they refuse with, and that nothing typed is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.enums import Audience, MeetingState, MinutesState, Presence
from meetings.models import Attendance, Meeting, Minutes, Note
from members.enums import RoleKind
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    """A client signed in as the clerk."""
    return sign_in(client, clerk)


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


# --- Agenda ---------------------------------------------------------------------------------------------------


def test_items_are_added_changed_moved_and_removed(desk):
    meeting = make_meeting()
    for title in ("Welcome", "Groups", "Next meeting"):
        facts = {"title_en": title, "purpose": "discussion", "audience": "public"}
        desk.post(address("agenda_edit", meeting.slug), facts)
    facts = {"title_en": "Thematic groups", "title_km": "ក្រុម", "purpose": "decision", "audience": "public"}
    desk.post(address("agenda_item", meeting.slug, 2), facts)
    items = {item.number: item.pk for item in meeting.agenda_items.all()}
    desk.post(address("agenda_place", meeting.slug), {"do": f"up:{items[2]}"})
    desk.post(address("agenda_place", meeting.slug), {"do": f"remove:{items[3]}"})
    found = list(meeting.agenda_items.order_by("number").values_list("number", "title_en"))
    assert found == [(1, "Thematic groups"), (2, "Welcome")]


def test_an_item_without_a_title_is_refused(desk):
    answer = desk.post(
        address("agenda_edit", make_meeting().slug), {"purpose": "decision", "audience": "public"}
    )
    assert answer.context["form"].errors["title_en"] == ["Write this in at least one language."]


def test_too_many_minutes_are_shown(desk):
    meeting = make_meeting()
    make_item(meeting, minutes_allotted=200)
    assert "20 minutes too long" in desk.get(address("agenda_edit", meeting.slug)).content.decode()


# --- Attendance -----------------------------------------------------------------------------------------------


@pytest.fixture
def today_meeting():
    return make_meeting(timezone.localdate(), state=MeetingState.HELD, number=1, slug="now")


def test_one_tap_writes_an_expected_person_down(desk, today_meeting):
    seat = make_seat(make_organisation())
    page = desk.get(address("attendance", "now")).content.decode()
    assert seat.person.display_name in page
    desk.post(address("attendance_seat", "now", seat.pk), {"presence": "present"})
    row = Attendance.objects.get()
    assert (row.person, row.organisation, row.presence) == (seat.person, seat.organisation, Presence.PRESENT)
    assert "1 representative of one organisation" in desk.get(
        address("attendance", "now")
    ).content.decode().replace("One representative", "1 representative")


def test_a_name_is_found_in_latin_and_in_khmer_letters(desk, today_meeting):
    person = make_person("Sok", "Malis", khmer_name="សុខ ម្លិះ")
    make_seat(make_organisation(), person)
    for typed in ("sok mal", "ម្លិះ"):
        found = desk.get(address("people", "now"), {"name": typed}).content.decode()
        assert "SOK Malis" in found
    assert "SOK Malis" not in desk.get(address("people", "now"), {"name": "xyz"}).content.decode()


def test_a_typed_name_follows_its_seat(desk, today_meeting):
    seat = make_seat(make_organisation(), make_person("Sok", "Malis"), alternate=True)
    desk.post(address("attendance", "now"), {"name": "sok malis", "presence": "present"})
    row = Attendance.objects.get()
    assert (row.capacity, row.organisation) == ("alternate", seat.organisation)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "name"),
        ({"name": "Nobody Known"}, "name"),
        ({"name": "VANN Sothea"}, "capacity"),
        ({"name": "VANN Sothea", "capacity": "representative"}, "organisation"),
    ],
)
def test_attendance_refuses_by_field_and_keeps_what_was_typed(desk, today_meeting, facts, field):
    make_person("Vann", "Sothea")
    answer = desk.post(address("attendance", "now"), {"presence": "present", **facts})
    assert field in answer.context["form"].errors
    assert facts.get("name", "") in answer.content.decode()
    assert not Attendance.objects.exists()


def test_an_unnamed_group_stands_without_a_number(desk, today_meeting):
    desk.post(address("attendance", "now"), {"group_name_en": "additional staff", "presence": "present"})
    row = Attendance.objects.get()
    assert (row.group_name_en, row.capacity, row.is_group) == ("additional staff", "guest", True)
    desk.post(address("attendance_remove", "now", row.pk))
    assert not Attendance.objects.exists()


# --- Minutes --------------------------------------------------------------------------------------------------


@pytest.fixture
def minuted(desk, today_meeting):
    make_item(today_meeting)
    desk.post(address("minutes_state", "now", "start"))
    return today_meeting


def write(desk, audience, text, seen=0):
    return desk.post(address("note_edit", "now", 1, audience, "en"), {"text": text, "seen_edits": seen})


def test_notes_of_two_audiences_are_rows_of_their_own(desk, minuted):
    write(desk, "public", "Three themes.")
    write(desk, "members", "Two asked for time.")
    found = Note.objects.values_list("audience", "text")
    assert set(found) == {
        (Audience.PUBLIC, "<p>Three themes.</p>"),
        (Audience.MEMBERS, "<p>Two asked for time.</p>"),
    }


def test_a_second_writer_never_overwrites_the_first(desk, minuted):
    write(desk, "public", "First.")
    write(desk, "public", "Second.", seen=1)
    answer = write(desk, "public", "Third, from an old page.", seen=1)
    page = answer.content.decode()
    assert "Third, from an old page." in page
    assert "Second." in page
    assert Note.objects.get().text == "<p>Second.</p>"


def test_a_hostile_text_is_refused_or_cleaned_with_the_text_kept(desk, minuted):
    write(desk, "public", "<p>Fine<script>alert(1)</script></p>")
    assert "script" not in Note.objects.get().text
    deep = "<b>" * 20_000 + "x"
    answer = write(desk, "public", deep, seen=1)
    assert answer.status_code == 200
    assert "Somebody else saved" not in answer.content.decode()
    assert answer.context["form"].errors
    assert answer.context["form"]["text"].value() == deep


def test_decisions_and_actions_are_recorded_with_their_numbers(desk, minuted):
    organisation = make_organisation("Paper Boat Theatre")
    facts = {
        "title_en": "Groups",
        "text_en": "Three groups begin.",
        "mode": "consensus",
        "audience": "public",
    }
    desk.post(address("decision_new", "now"), facts)
    facts = {"title_en": "Gather names", "owner_organisation": organisation.pk, "audience": "public"}
    desk.post(address("action_new", "now"), {**facts, "due_next_meeting": "on"})
    assert minuted.decisions.get().reference == f"WG/{minuted.date.year}/01-D1"
    assert minuted.actions.get().reference == f"WG/{minuted.date.year}/01-A1"
    page = desk.get(address("minutes_entry", "now")).content.decode()
    assert "Paper Boat Theatre" in page


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title_en": "Gather names"}, "owner_organisation"),
        ({}, "title_en"),
        ({"title_en": "x", "due_date": "2030-01-01", "due_next_meeting": "on"}, "due_date"),
    ],
)
def test_an_action_is_refused_by_field(desk, minuted, facts, field):
    answer = desk.post(address("action_new", "now"), {"audience": "public", **facts})
    assert field in answer.context["form"].errors


def test_only_the_chair_adopts_and_only_the_secretariat_publishes(desk, minuted):
    write(desk, "public", "Three themes.")
    desk.post(address("minutes_state", "now", "circulate"))
    refused = desk.post(address("minutes_state", "now", "adopt"), follow=True)
    assert "chair" in refused.content.decode()
    chair = make_role(RoleKind.CHAIR)
    chairs = sign_in(type(desk)(), chair)
    assert "Adopt" in chairs.get(address("minutes_entry", "now")).content.decode()
    chairs.post(address("minutes_state", "now", "adopt"))
    minuted.refresh_from_db()
    assert minuted.minutes.state == MinutesState.ADOPTED
    chairs.post(address("minutes_state", "now", "publish"))
    minuted.minutes.refresh_from_db()
    assert minuted.minutes.state == MinutesState.ADOPTED
    desk.post(address("minutes_state", "now", "publish"))
    minuted.minutes.refresh_from_db()
    assert minuted.minutes.state == MinutesState.PUBLISHED
    late = write(desk, "public", "Changed afterwards.", seen=1)
    assert late.context["form"].errors


def test_the_chair_reads_nothing_that_is_for_the_secretariat_alone(desk, minuted):
    hidden = make_item(minuted, "canary-item", audience=Audience.SECRETARIAT)
    item = minuted.agenda_items.exclude(pk=hidden.pk).first()
    Note.objects.create(item=item, audience=Audience.SECRETARIAT, language="en", text="canary-note")
    Note.objects.create(item=item, audience=Audience.MEMBERS, language="en", text="for members")
    for number, name in enumerate(("decision_new", "action_new"), start=1):
        facts = {
            "title_en": f"canary-{number}",
            "text_en": "x",
            "mode": "consensus",
            "audience": "secretariat",
        }
        owner = make_organisation(f"Owner {number}").pk
        desk.post(address(name, "now"), {**facts, "owner_organisation": owner})
    page = desk.get(address("minutes_entry", "now")).content.decode()
    assert all(f"canary-{thing}" in page for thing in ("item", "note", "1", "2"))
    chairs = sign_in(type(desk)(), make_role(RoleKind.CHAIR))
    page = chairs.get(address("minutes_entry", "now")).content.decode()
    assert "for members" in page
    assert "canary" not in page
    Meeting.objects.filter(pk=minuted.pk).update(audience=Audience.SECRETARIAT)
    assert chairs.get(address("minutes_entry", "now")).status_code == 404


def test_the_chair_reads_the_minutes_without_ways_to_change_them(desk, minuted):
    write(desk, "public", "Three themes.")
    facts = {"title_en": "Go", "text_en": "We go.", "mode": "consensus", "audience": "public"}
    desk.post(address("decision_new", "now"), facts)
    ways = [
        address("note_edit", "now", 1, "public", "en"),
        address("decision_progress", minuted.decisions.get().pk),
    ]
    page = desk.get(address("minutes_entry", "now")).content.decode()
    assert all(way in page for way in ways)
    chairs = sign_in(type(desk)(), make_role(RoleKind.CHAIR))
    page = chairs.get(address("minutes_entry", "now")).content.decode()
    assert "Three themes." in page
    assert not any(way in page for way in ways)


def test_the_chair_adopts_and_does_nothing_else(desk, minuted):
    chairs = sign_in(type(desk)(), make_role(RoleKind.CHAIR))
    write(desk, "public", "Three themes.")
    for verb in ("start", "circulate", "correct", "publish"):
        assert chairs.post(address("minutes_state", "now", verb)).status_code == 403
    assert Minutes.objects.filter(meeting=minuted).exclude(state=MinutesState.DRAFT).count() == 0


@pytest.mark.parametrize("name", ["cockpit", "plan"])
def test_a_member_sees_none_of_it(client, name):
    member = make_seat(make_organisation(), make_person(sign_in=True)).person
    assert sign_in(client, member).get(address(name)).status_code == 403
