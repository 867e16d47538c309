"""Nested items: labels that every verb keeps, blocks that move whole, and agendas of two hundred items."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import agenda, minutes, notes
from meetings.actions.agenda_order import end_of_block, moved
from meetings.enums import ItemKind, ItemState, MeetingState
from meetings.models import AgendaItem, Meeting, Paper
from meetings.models.agenda import labelled
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_role, make_seat

pytestmark = pytest.mark.django_db


def lay_out(meeting, outline):
    """Items from "A a b B": capitals are main items, small letters sub-items; returns them by letter."""
    return {
        letter: agenda.add_item(meeting, by=SYSTEM, title_en=letter, level=int(letter.islower()))
        for letter in outline.split()
    }


def outline(meeting):
    rows = meeting.agenda_items.order_by("number").values_list("number", "label", "title_en")
    assert [number for number, _label, _title in rows] == list(range(1, len(rows) + 1))
    return " ".join(f"{label}{title}" for _number, label, title in rows)


def test_labels_follow_the_levels():
    meeting = make_meeting()
    lay_out(meeting, "A a b B C c")
    assert outline(meeting) == "1A 1.1a 1.2b 2B 3C 3.1c"


@pytest.mark.parametrize(
    ("who", "to", "result"),
    [
        ("B", 1, "1B 2A 2.1a 2.2b 3C"),  # before the whole block of A
        ("B", 3, "1B 2A 2.1a 2.2b 3C"),  # never in its midst
        ("A", 2, "1B 2A 2.1a 2.2b 3C"),  # with its sub-items
        ("A", 5, "1B 2C 3A 3.1a 3.2b"),
        ("C", 2, "1C 2A 2.1a 2.2b 3B"),
        ("b", 2, "1A 1.1b 1.2a 2B 3C"),
        ("b", 4, "1A 1.1a 2B 2.1b 3C"),  # a sub-item moves alone
    ],
)
def test_a_main_item_takes_its_sub_items_along(who, to, result):
    meeting = make_meeting()
    items = lay_out(meeting, "A a b B C")
    agenda.move_item(items[who], by=SYSTEM, to=to)
    assert outline(meeting) == result


def test_indented_and_outdented():
    meeting = make_meeting()
    items = lay_out(meeting, "A B C")
    agenda.indent_item(items["B"], by=SYSTEM)
    agenda.indent_item(items["C"], by=SYSTEM)
    assert outline(meeting) == "1A 1.1B 1.2C"
    item = agenda.outdent_item(items["B"], by=SYSTEM)
    assert (item.label, item.level) == ("2", 0)
    assert outline(meeting) == "1A 2B 2.1C"
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))[-3:]
    assert verbs == ["agenda_item.indented", "agenda_item.indented", "agenda_item.outdented"]


@pytest.mark.parametrize(
    ("verb", "who", "sentence"),
    [
        (agenda.indent_item, "A", "Put a main item before this one first"),
        (agenda.indent_item, "a", "sub-item already"),
        (agenda.indent_item, "B", "Make them main items first"),
        (agenda.outdent_item, "B", "main item already"),
        (agenda.remove_item, "B", "Remove them first, or move them"),
    ],
)
def test_what_would_break_the_order_is_refused(verb, who, sentence):
    meeting = make_meeting()
    items = lay_out(meeting, "A a B b")
    with pytest.raises(Refused, match=sentence):
        verb(items[who], by=SYSTEM)
    assert outline(meeting) == "1A 1.1a 2B 2.1b"


def test_no_sub_item_comes_first():
    meeting = make_meeting()
    with pytest.raises(Refused, match="begins with a main item"):
        lay_out(meeting, "a")
    items = lay_out(meeting, "A a")
    with pytest.raises(Refused, match="begins with a main item"):
        agenda.move_item(items["a"], by=SYSTEM, to=1)
    with pytest.raises(Refused, match="begins with a main item"):
        agenda.arrange(meeting, [items["a"].pk], by=SYSTEM)
    assert outline(meeting) == "1A 1.1a"


def test_the_whole_order_at_once():
    meeting = make_meeting()
    items = lay_out(meeting, "A B C D")
    agenda.arrange(meeting, [items["D"].pk, items["B"].pk, 999], by=SYSTEM)
    assert outline(meeting) == "1D 2B 3A 4C"


def test_an_item_that_somebody_removed_meanwhile():
    meeting = make_meeting()
    items = lay_out(meeting, "A B")
    agenda.remove_item(items["A"], by=SYSTEM)
    for verb in (agenda.indent_item, agenda.remove_item):
        with pytest.raises(Refused, match="no longer on the agenda"):
            verb(items["A"], by=SYSTEM)


def test_what_happened_on_the_day_and_papers_keep_an_item():
    meeting = make_meeting()
    items = lay_out(meeting, "A B C")
    AgendaItem.objects.filter(pk=items["A"].pk).update(state=ItemState.DONE)
    Paper.objects.create(item=items["B"], title="Budget", language="en", link="https://papers.example/b")
    with pytest.raises(Refused, match="Something is recorded"):
        agenda.remove_item(items["A"], by=SYSTEM)
    with pytest.raises(Refused, match="Withdraw them first"):
        agenda.remove_item(items["B"], by=SYSTEM)


def test_titles_keep_emoji_and_lose_what_turns_text_around():
    meeting = make_meeting()
    item = agenda.add_item(meeting, by=SYSTEM, title_en="Budget 🪷 \u202egnp.exe\u2066 \x00of\n2023")
    assert item.title_en == "Budget 🪷 gnp.exe of 2023"
    agenda.edit_item(item, by=SYSTEM, facts={"title_km": "ថវិកា\u200bឆ្នាំ \u202e២០២៣"})
    item.refresh_from_db()
    assert item.title_km == "ថវិកា\u200bឆ្នាំ ២០២៣"  # the invisible space of Khmer stays
    with pytest.raises(Refused, match="Give the item a title"):
        agenda.add_item(meeting, by=SYSTEM, title_en="\u202e\u2066")


def test_what_an_item_is_about_is_said_when_it_is_added():
    meeting = make_meeting()
    before = make_item(make_meeting())
    item = agenda.add_item(
        meeting, by=SYSTEM, title_en="Fees", kind=ItemKind.STANDING, carried_over_from=before
    )
    assert (item.kind, item.carried_over_from) == (ItemKind.STANDING, before)
    with pytest.raises(TypeError):
        agenda.edit_item(item, by=SYSTEM, facts={"kind": ItemKind.TOPIC})


def test_it_is_the_secretariats_verb():
    meeting = make_meeting()
    member, chair = make_seat(make_organisation()).person, make_role(RoleKind.CHAIR)
    item = agenda.add_item(meeting, by=make_clerk(), title_en="Fees")
    for person in (member, chair):
        for verb in (
            lambda by: agenda.add_item(meeting, by=by, title_en="Mine"),
            lambda by: agenda.edit_item(item, by=by, facts={"title_en": "Mine"}),
            lambda by: agenda.move_item(item, by=by, to=1),
            lambda by: agenda.indent_item(item, by=by),
            lambda by: agenda.outdent_item(item, by=by),
            lambda by: agenda.arrange(meeting, [item.pk], by=by),
            lambda by: agenda.remove_item(item, by=by),
        ):
            with pytest.raises(Refused, match="Only the secretariat"):
                verb(person)
    assert outline(meeting) == "1Fees"


def test_after_adoption_the_order_stands():
    meeting = make_meeting(state=MeetingState.HELD, number=2, chair=make_role(RoleKind.CHAIR))
    items = lay_out(meeting, "A B")
    notes.write_note(items["A"], by=SYSTEM, audience="public", language="en", text="Said.")
    text = minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)
    minutes.adopt(text, by=meeting.chair)
    for verb in (
        lambda: agenda.indent_item(items["B"], by=SYSTEM),
        lambda: agenda.move_item(items["B"], by=SYSTEM, to=1),
        lambda: agenda.add_item(meeting, by=SYSTEM, title_en="Late"),
    ):
        with pytest.raises(Refused, match="Later changes are errata"):
            verb()


def two_hundred(meeting):
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, number=n, label=str(n), title_en=f"Item {n}") for n in range(1, 201)
    )
    return list(meeting.agenda_items.order_by("number"))


@pytest.mark.parametrize(
    "verb",
    [
        lambda item: agenda.move_item(item, by=SYSTEM, to=200),
        lambda item: agenda.remove_item(item, by=SYSTEM),
        lambda item: agenda.add_item(item.meeting, by=SYSTEM, title_en="One more"),
        lambda item: agenda.move_item(item, by=SYSTEM, to=2),
    ],
)
def test_two_hundred_items_take_a_bounded_number_of_statements(verb, django_assert_max_num_queries):
    items = two_hundred(make_meeting())
    with django_assert_max_num_queries(20):
        verb(items[0])
    outline(Meeting.objects.get())


def test_there_is_an_end(monkeypatch):
    monkeypatch.setattr(agenda, "MOST", 2)
    meeting = make_meeting()
    lay_out(meeting, "A B")
    with pytest.raises(Refused, match="holds 2 items at most"):
        lay_out(meeting, "C")


levels = st.lists(st.integers(0, 1), min_size=1, max_size=12).map(lambda found: [0, *found[1:]])


@settings(deadline=None)
@given(levels, st.data())
def test_every_move_keeps_every_item_and_every_block(found, data):
    start = data.draw(st.integers(0, len(found) - 1))
    to = data.draw(st.integers(0, len(found) - 1))
    order = list(range(len(found)))
    after = moved(order, found, start, to)
    assert sorted(after) == order
    if found[start] == 0:
        block = order[start : end_of_block(found, start)]
        at = after.index(start)
        assert after[at : at + len(block)] == block
        # The sub-items of every other main item still follow it, too.
        for one in order:
            if found[one] == 0:
                mine = order[one : end_of_block(found, one)]
                assert after[after.index(one) : after.index(one) + len(mine)] == mine
        assert found[after[0]] == 0


@settings(deadline=None)
@given(levels)
def test_labels_are_unique_and_in_order(found):
    names = labelled(found)
    assert len(set(names)) == len(names)
    keys = [tuple(int(part) for part in name.split(".")) for name in names]
    assert keys == sorted(keys)
