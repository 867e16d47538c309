"""The agenda that is proposed: every source, a sensible order, once and not twice, in a constant number of queries."""

from datetime import date

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from meetings.actions import action_items, agenda, minutes, notes, proposals
from meetings.actions.next_agenda import suggestions, take
from meetings.enums import Audience, ItemKind, ItemState, MeetingState, ProposalState
from meetings.models import AgendaItem, Proposal, Series, SeriesItem
from members.enums import ApplicantKind, ApplicationState
from members.models import Application
from tests.builders import make_clerk, make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db
TODAY = date(2030, 4, 1)


@pytest.fixture
def series():
    series = Series.objects.create(name_en="Monthly", start_time="09:00", end_time="12:00")
    for number, title in enumerate(("Welcome", "News", "Any other business"), start=1):
        SeriesItem.objects.create(series=series, number=number, title_en=title, audience="public")
    return series


@pytest.fixture
def coming(series):
    return make_meeting(date(2030, 4, 11), slug="2030-04", series=series)


@pytest.fixture
def last():
    """A meeting that left everything it could: minutes, an action, a topic put off."""
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=2, slug="2030-03")
    body = make_organisation()
    item = agenda.add_item(meeting, by=SYSTEM, title_en="Fees")
    agenda.add_item(meeting, by=SYSTEM, title_en="Forum", presented_by=body, minutes_allotted=20)
    AgendaItem.objects.filter(title_en="Forum").update(state=ItemState.PUT_OFF, audience=Audience.MEMBERS)
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="Said.")
    minutes.circulate(minutes.start_minutes(meeting, by=SYSTEM), by=SYSTEM)
    action_items.agree_action(
        meeting, by=SYSTEM, title={"en": "Ask"}, owner_organisation=body, due_date=date(2030, 3, 20)
    )
    return meeting


def apply(name="Lotus Hands"):
    return Application.objects.create(
        reference=f"J-{name}", kind=ApplicantKind.ORGANISATION, name=name, statement="x", form_token=name
    )


def propose(title="Touring plan", **facts):
    member = make_seat(make_organisation("Paper Boat")).person
    return proposals.propose(by=member, title=title, language="en", once_key=title, **facts)


def titles(meeting):
    return list(meeting.agenda_items.order_by("number").values_list("title_en", flat=True))


def keys(meeting):
    return [one.key for one in suggestions(meeting, today=TODAY)]


def test_every_source_in_a_sensible_order(coming, last):
    apply()
    propose()
    clerk = make_clerk()
    found = suggestions(coming, today=TODAY)
    assert [one.why for one in found] == [
        "Standing item of the series.",
        "Circulated and not adopted yet.",
        "1 open action, 1 due by this meeting, 1 overdue.",
        "Standing item of the series.",
        "Put off: Second meeting.",
        "Application of Lotus Hands.",
        "Proposed by Paper Boat.",
        "Standing item of the series.",
    ]
    assert take(coming, {one.key for one in found}, by=clerk, today=TODAY) == 8
    assert titles(coming) == [
        "Welcome",
        "Minutes of the second meeting",
        "Follow-up of actions",
        "News",
        "Forum",
        "Application to join, J-Lotus Hands",
        "Touring plan",
        "Any other business",
    ]
    rows = {item.title_en: item for item in coming.agenda_items.all()}
    adoption = rows["Minutes of the second meeting"]
    assert (adoption.kind, adoption.adopts) == (ItemKind.ADOPTION, last.minutes)
    assert adoption.title_fr.startswith("Procès-verbal")
    assert rows["Forum"].carried_over_from == last.agenda_items.get(title_en="Forum")
    assert (rows["Forum"].audience, rows["Forum"].minutes_allotted) == (Audience.MEMBERS, 20)
    assert Proposal.objects.get().state == ProposalState.ACCEPTED


def test_who_asks_to_join_stands_in_no_title(coming):
    apply("Somebody by name")
    take(coming, set(keys(coming)), by=make_clerk(), today=TODAY)
    item = coming.agenda_items.get(kind=ItemKind.APPLICATION)
    assert item.audience == Audience.MEMBERS
    shown = f"{item.title_en} {item.title_km} {item.title_fr}".replace(item.application.reference, "")
    assert "Somebody" not in shown


def test_twice_is_once(coming, last):
    apply()
    propose()
    clerk, all_keys = make_clerk(), set(keys(coming))
    take(coming, all_keys, by=clerk, today=TODAY)
    before = titles(coming)
    assert keys(coming) == []
    assert take(coming, all_keys, by=clerk, today=TODAY) == 0
    assert titles(coming) == before


def test_only_what_is_ticked_and_only_between_what_is_there(coming, last):
    agenda.add_item(coming, by=SYSTEM, title_en="Welcome", kind=ItemKind.STANDING)
    agenda.add_item(coming, by=SYSTEM, title_en="Venue")
    agenda.add_item(coming, by=SYSTEM, title_en="Rent", level=1)
    agenda.add_item(coming, by=SYSTEM, title_en="Any other business", kind=ItemKind.STANDING)
    wanted = {key for key in keys(coming) if key.startswith(("minutes", "put_off"))}
    assert take(coming, wanted, by=make_clerk(), today=TODAY) == 2
    assert titles(coming) == [
        "Welcome",
        "Minutes of the second meeting",
        "Venue",
        "Rent",
        "Forum",
        "Any other business",
    ]


def test_what_is_not_left_is_not_suggested(coming, last):
    later = make_meeting(date(2030, 5, 9), slug="2030-05")
    forum = last.agenda_items.get(title_en="Forum")
    agenda.add_item(later, by=SYSTEM, title_en="Forum", carried_over_from=forum)
    decided = apply("Decided")
    Application.objects.filter(pk=decided.pk).update(state=ApplicationState.ADMITTED)
    elsewhere = apply("Elsewhere")
    agenda.add_item(later, by=SYSTEM, title_en="x", application=elsewhere, kind=ItemKind.APPLICATION)
    propose(meeting=later)
    found = [key.partition(":")[0] for key in keys(coming)]
    assert found == ["standing", "minutes", "follow_up", "standing", "standing"]


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_nothing_is_taken_to_a_meeting_that_is_over_or_off(coming, state):
    coming.state = state
    coming.save()
    with pytest.raises(Refused, match=r"still to come|Restore it first"):
        take(coming, set(keys(coming)), by=make_clerk(), today=TODAY)
    assert not coming.agenda_items.exists()


def test_others_take_nothing(coming):
    with pytest.raises(Refused, match="Only the secretariat"):
        take(coming, {"follow_up"}, by=make_seat(make_organisation()).person, today=TODAY)


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(coming, last, size, django_assert_num_queries):
    for number in range(size):
        apply(f"Body {number}")
        propose(f"Plan {number}")
        agenda.add_item(last, by=SYSTEM, title_en=f"Left {number}")
    AgendaItem.objects.filter(title_en__startswith="Left").update(state=ItemState.PUT_OFF)
    with django_assert_num_queries(7):
        suggestions(coming, today=TODAY)


@pytest.mark.parametrize("closed", [Audience.MEMBERS, Audience.SECRETARIAT])
def test_what_was_put_off_at_a_closed_meeting_stays_closed_elsewhere(coming, last, closed):
    AgendaItem.objects.filter(title_en="Forum").update(audience=Audience.PUBLIC)
    type(last).objects.filter(pk=last.pk).update(audience=closed)
    found = next(one for one in suggestions(coming, today=TODAY) if one.key.startswith("put_off:"))
    take(coming, [found.key], by=make_clerk(), today=TODAY)
    assert coming.agenda_items.get(title_en="Forum").audience == closed
