"""Agenda, notes, attendance, decisions and actions: what they keep, refuse and count."""

from datetime import date

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import action_items, agenda, attendance, decisions, notes, planning
from meetings.enums import ACTION_MOVES, ActionState, Audience, Capacity, MeetingState, Progress
from meetings.models import Action, AgendaItem, Note
from meetings.public.attendance import counts_of
from members.enums import MembershipKind
from members.models import Membership
from tests.builders import (
    LONG_AGO,
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting(date(2022, 10, 13), state=MeetingState.HELD, number=2, slug="2022-10")


def order(meeting):
    return list(meeting.agenda_items.order_by("number").values_list("number", "title_en"))


# --- Agenda ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "to", "result"),
    [
        (1, 4, "BCDA"),
        (4, 1, "DABC"),
        (2, 3, "ACBD"),
        (3, 3, "ABCD"),
    ],
)
def test_items_move_and_their_numbers_stay_one_to_n(meeting, start, to, result):
    items = [agenda.add_item(meeting, by=SYSTEM, title_en=letter) for letter in "ABCD"]
    moved = agenda.move_item(items[start - 1], by=SYSTEM, to=to)
    assert moved.number == to
    assert order(meeting) == list(enumerate(result, start=1))


@pytest.mark.parametrize("to", [0, 5, -1])
def test_there_is_no_place_beyond_the_agenda(meeting, to):
    items = [agenda.add_item(meeting, by=SYSTEM, title_en=letter) for letter in "ABCD"]
    with pytest.raises(Refused) as refusal:
        agenda.move_item(items[0], by=SYSTEM, to=to)
    assert refusal.value.field == "to"


def test_a_removed_item_leaves_no_gap(meeting):
    items = [agenda.add_item(meeting, by=SYSTEM, title_en=letter) for letter in "ABCD"]
    agenda.remove_item(items[1], by=SYSTEM)
    assert order(meeting) == [(1, "A"), (2, "C"), (3, "D")]


def test_an_item_with_something_recorded_under_it_stays(meeting):
    item = make_item(meeting)
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="Said.")
    with pytest.raises(Refused, match="Something is recorded"):
        agenda.remove_item(item, by=SYSTEM)
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="")
    agenda.remove_item(item, by=SYSTEM)
    assert not AgendaItem.objects.exists()


def test_an_item_needs_a_title_in_some_language(meeting):
    with pytest.raises(Refused) as refusal:
        agenda.add_item(meeting, by=SYSTEM, title_en=" ")
    assert refusal.value.field == "title_en"
    item = agenda.add_item(meeting, by=SYSTEM, title_km="ក្រុមតាមប្រធានបទ")
    with pytest.raises(Refused):
        agenda.edit_item(item, by=SYSTEM, facts={"title_km": ""})


# --- Notes ----------------------------------------------------------------------------------------------------


def write(item, text, **facts):
    return notes.write_note(
        item, **{"by": SYSTEM, "audience": "public", "language": "en", **facts, "text": text}
    )


def test_plain_lines_become_paragraphs_and_pasted_html_is_cleaned(meeting):
    item = make_item(meeting)
    assert write(item, "One & two.\n\nThree.").text == "<p>One &amp; two.</p><p>Three.</p>"
    assert write(item, '<p onclick="x()">Four<script>alert(1)</script></p>').text == "<p>Four</p>"


def test_a_text_that_cannot_be_cleaned_is_refused_with_its_field(meeting):
    with pytest.raises(Refused) as refusal:
        write(make_item(meeting), "<div>" * 20_000)
    assert refusal.value.field == "text"
    assert not Note.objects.exists()


def test_nobody_overwrites_what_they_have_not_seen(meeting):
    item = make_item(meeting)
    first = write(item, "First.", seen_edits=0)
    assert write(item, "Second.", seen_edits=first.edits).edits == 2
    with pytest.raises(Refused, match="Somebody else"):
        write(item, "Mine.", seen_edits=first.edits)
    assert write(item, "Second.", seen_edits=first.edits).edits == 2  # the same text twice is no conflict
    with pytest.raises(Refused, match="Somebody else"):
        write(item, "Mine.", seen_edits=0)


def test_a_translation_knows_which_edit_it_follows(meeting):
    item = make_item(meeting)
    write(item, "First.")
    khmer = write(item, "ទីមួយ", language="km")
    assert (khmer.translated_from.language, khmer.translated_from_edit) == ("en", 1)
    write(item, "Second.")
    khmer.refresh_from_db()
    assert khmer.translated_from.edits - khmer.translated_from_edit == 1


def test_nothing_is_noted_before_the_meeting_is_held():
    with pytest.raises(Refused, match="held first"):
        write(make_item(make_meeting()), "Early.")


# --- Attendance -----------------------------------------------------------------------------------------------


def come(meeting, person=None, capacity=Capacity.REPRESENTATIVE, **facts):
    return attendance.record_attendance(
        meeting, **{"by": SYSTEM, "person": person, "capacity": capacity, **facts}
    )


def test_the_counting_rules(meeting):
    bodies = [make_organisation() for _body in range(9)]
    for number, body in enumerate(bodies):
        come(meeting, make_person(), organisation=body)
        if number < 7:
            come(meeting, make_person(), Capacity.ALTERNATE, organisation=body)
    advocate = make_person()
    Membership.objects.create(person=advocate, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
    come(meeting, advocate, Capacity.ADVOCATE)
    for capacity in (Capacity.COURT_UNIT, Capacity.HOST, Capacity.SECRETARIAT):
        come(meeting, make_person(), capacity)
    come(meeting, make_person(), organisation=bodies[0], presence="regrets")
    come(meeting, capacity=Capacity.COURT_UNIT, group_name={"en": "additional staff"})
    counts = counts_of(list(meeting.attendances.all()))
    assert (counts.representatives, counts.organisations) == (16, 9)
    assert (counts.advocates, counts.guests, counts.unnamed_groups) == (1, 3, True)
    come(meeting, make_person(), Capacity.ALTERNATE, organisation=bodies[8])
    counts = counts_of(list(meeting.attendances.all()))
    assert (counts.representatives, counts.organisations) == (17, 9)


def test_the_names_of_the_day_stay(meeting):
    body = make_organisation("Paper Boat Theatre", name_fr="Théâtre")
    person = make_person("Hang", "Vannak", title="Director", khmer_name="ហង្ស វណ្ណៈ")
    come(meeting, person, organisation=body)
    person.family_name, person.title, body.name_en = "Other", "Retired", "Other"
    person.save(), body.save()
    row = come(meeting, person, organisation=body, presence="regrets")
    assert meeting.attendances.count() == 1
    assert (row.day_name, row.day_khmer_name, row.day_title) == ("HANG Vannak", "ហង្ស វណ្ណៈ", "Director")
    assert (row.day_organisation_en, row.day_organisation_fr) == ("Paper Boat Theatre", "Théâtre")


def test_the_same_twice_is_one_record_and_one_entry(meeting):
    person, body = make_person(), make_organisation()
    for _twice in range(2):
        row = come(meeting, person, organisation=body)
        group = come(meeting, capacity=Capacity.HOST, group_name={"en": "staff"})
    assert meeting.attendances.count() == 2
    assert AuditEntry.objects.about(row).count() == AuditEntry.objects.about(group).count() == 1


def observer_body():
    body = make_organisation(member=False)
    Membership.objects.create(organisation=body, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    return body


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "organisation"),
        ({"organisation": observer_body}, "organisation"),
        ({"organisation": lambda: make_organisation(member=False)}, "organisation"),
        ({"capacity": Capacity.ADVOCATE}, "capacity"),
        ({"person": None}, "person"),
        ({"person": None, "group_name": {"en": "friends"}}, "capacity"),
        ({"group_name": {"en": "friends"}}, "person"),
    ],
    ids=["no body", "an observer's", "no member's", "no advocate", "nobody", "a counted group", "both"],
)
def test_who_would_count_wrongly_is_refused_with_the_field(meeting, facts, field):
    facts = {"person": make_person(), **facts}
    if callable(facts.get("organisation")):
        facts["organisation"] = facts["organisation"]()
    with pytest.raises(Refused) as refusal:
        come(meeting, **facts)
    assert refusal.value.field == field
    assert not meeting.attendances.exists()


def test_regrets_come_in_before_the_day_but_not_for_a_cancelled_meeting():
    ahead = make_meeting(date(2090, 3, 9))
    assert come(ahead, make_person(), Capacity.GUEST, presence="regrets").presence == "regrets"
    with pytest.raises(Refused, match="cancelled"):
        come(planning.cancel(make_meeting(), by=SYSTEM), make_person(), Capacity.GUEST)


def test_somebody_entered_by_mistake_is_taken_off(meeting):
    row = come(meeting, make_person(), Capacity.GUEST)
    attendance.remove_attendance(row, by=SYSTEM)
    assert not meeting.attendances.exists()
    assert AuditEntry.objects.filter(verb="attendance.removed").count() == 1


# --- Decisions ------------------------------------------------------------------------------------------------


def decide(meeting, words="Dates are set.", **facts):
    return decisions.decide(meeting, by=SYSTEM, title={}, text={"en": words}, **facts)


def test_numbers_of_decisions_are_permanent(meeting):
    item = make_item(meeting, audience=Audience.MEMBERS)
    taken = [decide(meeting), decide(meeting, agenda_item=item), decide(meeting)]
    assert [decision.reference for decision in taken] == ["WG/2022/02-D1", "WG/2022/02-D2", "WG/2022/02-D3"]
    assert taken[0].decided_on == date(2022, 10, 13)


def test_a_later_decision_takes_the_place_of_an_earlier_one(meeting):
    first = decide(meeting)
    decide(meeting, "Other dates.", supersedes=first)
    first.refresh_from_db()
    assert first.progress == Progress.SUPERSEDED
    with pytest.raises(Refused, match="later decision"):
        decisions.set_progress(first, by=SYSTEM, progress="done", note={})


@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.CANCELLED])
def test_nothing_is_decided_before_the_meeting_is_held(state):
    with pytest.raises(Refused):
        decide(make_meeting(state=state))


def test_a_decision_says_something_about_its_own_meeting(meeting):
    with pytest.raises(Refused, match="at least one language"):
        decide(meeting, " ")
    with pytest.raises(Refused, match="another meeting"):
        decide(meeting, agenda_item=make_item(make_meeting()))


# --- Actions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ActionState)
@pytest.mark.parametrize("now", ActionState)
def test_every_move_of_an_action_and_no_other(meeting, now, wanted):
    action = Action.objects.create(meeting=meeting, number=1, title_en="Propose", state=now)
    if wanted in ACTION_MOVES[now]:
        done = action_items.change_action(
            action, by=SYSTEM, to=wanted, outcome={"en": "So."}, on=date(2022, 11, 8)
        )
        assert (done.state, done.outcome_en) == (wanted, "So.")
        assert done.done_on == (date(2022, 11, 8) if wanted == ActionState.DONE else None)
    else:
        with pytest.raises(Refused) as refusal:
            action_items.change_action(action, by=SYSTEM, to=wanted, outcome=None)
        assert str(refusal.value).endswith(".")
    assert AuditEntry.objects.about(action).count() == (wanted in ACTION_MOVES[now])


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("secretariat", True),
        ("owner", True),
        ("alternate of the owner", True),
        ("the person named", True),
        ("another member", False),
        ("a seat that has ended", False),
    ],
)
def test_who_may_change_an_action(meeting, who, may):
    body, named = make_organisation(), make_person()
    people = {
        "secretariat": lambda: make_clerk(),
        "owner": lambda: make_seat(body).person,
        "alternate of the owner": lambda: make_seat(body, alternate=True).person,
        "the person named": lambda: named,
        "another member": lambda: make_seat(make_organisation()).person,
        "a seat that has ended": lambda: make_seat(body, until=date(2021, 1, 1)).person,
    }
    action = action_items.agree_action(
        meeting, by=SYSTEM, title={"en": "Propose"}, owner_organisation=body, owner_person=named
    )
    if may:
        assert action_items.change_action(action, by=people[who](), to="done", outcome=None).state == "done"
    else:
        with pytest.raises(Refused, match="took this on"):
            action_items.change_action(action, by=people[who](), to="done", outcome=None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": {"en": " "}}, "title_en"),
        ({"owner_organisation": None}, "owner_organisation"),
        ({"due_date": date(2022, 12, 1), "due_next_meeting": True}, "due_date"),
        ({"agenda_item": lambda: make_item(make_meeting())}, "agenda_item"),
    ],
)
def test_an_action_says_what_who_and_when(meeting, facts, field):
    facts = {"title": {"en": "Propose"}, "owner_organisation": make_organisation(), **facts}
    facts = {name: value() if callable(value) else value for name, value in facts.items()}
    with pytest.raises(Refused) as refusal:
        action_items.agree_action(meeting, by=SYSTEM, **facts)
    assert refusal.value.field == field
    assert not Action.objects.exists()
