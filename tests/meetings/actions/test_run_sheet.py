"""The day itself: every move of an item, what it took, and whose verbs these are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import action_items, decisions, run_sheet
from meetings.enums import ITEM_MOVES, Audience, ItemState, MeetingState, MinutesState
from meetings.models import Meeting, Minutes, Note
from members.enums import RoleKind
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    make_seat,
)

pytestmark = pytest.mark.django_db
DAY = date(2030, 3, 14)
NINE = datetime(2030, 3, 14, 2, tzinfo=UTC)  # 09:00 in Phnom Penh
S = ItemState


def after(minutes):
    return NINE + timedelta(minutes=minutes)


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def begun(clerk):
    meeting = make_meeting(DAY)
    for _item in range(4):
        make_item(meeting)
    return run_sheet.begin(meeting, by=clerk, now=NINE)


def states(meeting):
    return list(meeting.agenda_items.order_by("number").values_list("state", flat=True))


# --- Beginning ------------------------------------------------------------------------------------------------------


def test_beginning_holds_the_meeting_and_a_second_time_changes_nothing(clerk, begun):
    assert (begun.state, begun.number, begun.began_at) == (MeetingState.HELD, 1, NINE)
    assert run_sheet.begin(begun, by=clerk, now=after(5)).began_at == NINE
    assert AuditEntry.objects.about(begun).filter(verb="meeting.began").count() == 1


def test_a_meeting_that_was_recorded_as_held_only_begins(clerk):
    meeting = make_meeting(DAY, state=MeetingState.HELD, number=7)
    make_item(meeting)
    meeting = run_sheet.begin(meeting, by=clerk, now=NINE)
    assert (meeting.number, meeting.began_at) == (7, NINE)


@pytest.mark.parametrize(
    ("facts", "now", "sentence"),
    [
        ({"state": MeetingState.PLANNED}, NINE, "Announce the meeting first"),
        ({"state": MeetingState.CANCELLED}, NINE, "Restore it first"),
        ({"state": MeetingState.POSTPONED}, NINE, "Restore it or give it a new day first"),
        ({}, NINE - timedelta(hours=9, seconds=1), "has not begun"),
        ({"precision": "month", "start_time": None, "end_time": None}, NINE, "Set its day first"),
    ],
)
def test_what_would_have_to_happen_before_it_begins(clerk, facts, now, sentence):
    meeting = make_meeting(DAY, **facts)
    make_item(meeting)
    with pytest.raises(Refused, match=sentence):
        run_sheet.begin(meeting, by=clerk, now=now)
    meeting.refresh_from_db()
    assert (meeting.began_at, meeting.number) == (None, None)


def test_without_an_agenda_nothing_begins(clerk):
    with pytest.raises(Refused, match="The agenda is empty"):
        run_sheet.begin(make_meeting(DAY), by=clerk, now=NINE)
    assert Meeting.objects.get().state == MeetingState.ANNOUNCED


# --- Items ----------------------------------------------------------------------------------------------------------

VERBS = {S.RUNNING: run_sheet.take_up, S.DONE: run_sheet.finish, S.PUT_OFF: run_sheet.put_off}


@pytest.mark.parametrize("wanted", VERBS)
@pytest.mark.parametrize("state", S)
def test_every_move_of_the_table_and_no_other(clerk, begun, state, wanted):
    item = begun.agenda_items.first()
    item.state, item.running_since = state, NINE if state == S.RUNNING else None
    item.save()
    audited = AuditEntry.objects.count()
    if wanted in ITEM_MOVES[state]:
        assert VERBS[wanted](item, by=clerk, now=after(3)).state == wanted
        assert AuditEntry.objects.count() == audited + 1
    else:
        with pytest.raises(Refused) as refused:
            VERBS[wanted](item, by=clerk, now=after(3))
        assert str(refused.value).endswith(".")
        item.refresh_from_db()
        assert (item.state, AuditEntry.objects.count()) == (state, audited)


def test_going_on_finishes_the_item_and_going_back_leaves_it_open(clerk, begun):
    first, second, third, _last = begun.agenda_items.all()
    run_sheet.take_up(first, by=clerk, now=NINE)
    run_sheet.take_up(third, by=clerk, now=after(10))
    assert states(begun) == [S.DONE, S.WAITING, S.RUNNING, S.WAITING]
    run_sheet.take_up(second, by=clerk, now=after(12))
    assert states(begun) == [S.DONE, S.RUNNING, S.WAITING, S.WAITING]
    run_sheet.take_up(first, by=clerk, now=after(20))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.seconds_at(after(25)) == 15 * 60
    assert (second.seconds_used, second.running_since) == (8 * 60, None)


def test_a_clock_that_runs_backwards_takes_nothing_away(clerk, begun):
    item = run_sheet.take_up(begun.agenda_items.first(), by=clerk, now=after(10))
    assert run_sheet.finish(item, by=clerk, now=after(5)).seconds_used == 0


def test_a_reason_joins_what_is_noted_in_its_language(clerk, begun):
    item = begun.agenda_items.first()
    Note.objects.create(item=item, audience=Audience.PUBLIC, language="en", text="<p>Said before.</p>")
    run_sheet.put_off(item, by=clerk, reason="Not ready <yet>", now=after(1))
    note = item.notes.get()
    assert note.text == "<p>Said before.</p><p>Put off: Not ready &lt;yet&gt;</p>"
    assert note.edits == 2


def test_before_it_begins_and_after_it_is_closed_no_item_moves(clerk, begun):
    other = make_meeting(DAY + timedelta(days=1), state=MeetingState.HELD, number=9)
    for act in VERBS.values():
        with pytest.raises(Refused, match="Begin it first"):
            act(make_item(other), by=clerk)
    run_sheet.close_day(begun, by=clerk, now=after(60))
    for act in VERBS.values():
        with pytest.raises(Refused, match="The day of this meeting is closed"):
            act(begun.agenda_items.first(), by=clerk)


# --- The end --------------------------------------------------------------------------------------------------------


def test_closing_stops_the_clock_and_starts_the_minutes(clerk, begun):
    run_sheet.take_up(begun.agenda_items.first(), by=clerk, now=NINE)
    closed = run_sheet.close_day(begun, by=clerk, now=after(30))
    assert closed.ended_at == after(30)
    assert run_sheet.close_day(begun, by=clerk, now=after(40)).ended_at == after(30)
    assert (states(begun)[0], begun.agenda_items.first().seconds_used) == (S.DONE, 1800)
    assert Minutes.objects.get().state == MinutesState.DRAFT
    assert run_sheet.open_again(begun, by=clerk).ended_at is None
    with pytest.raises(Refused, match="not closed"):
        run_sheet.open_again(begun, by=clerk)


def test_a_day_that_never_began_is_not_closed(clerk):
    with pytest.raises(Refused, match="Begin it first"):
        run_sheet.close_day(make_meeting(DAY, state=MeetingState.HELD, number=1), by=clerk)
    with pytest.raises(Refused, match="Record the meeting as held first"):
        run_sheet.close_day(make_meeting(DAY), by=clerk)


def test_after_adoption_the_day_stays_closed(clerk, begun):
    run_sheet.close_day(begun, by=clerk, now=after(30))
    Minutes.objects.update(state=MinutesState.ADOPTED)
    for act in (run_sheet.open_again, run_sheet.close_day):
        with pytest.raises(Refused, match="adopted"):
            act(begun, by=clerk)


# --- Whose verbs ----------------------------------------------------------------------------------------------------


def test_a_member_runs_nothing(begun):
    member = make_person()
    make_seat(make_organisation(), member)
    item = begun.agenda_items.first()
    acts = [*(lambda act=act: act(item, by=member) for act in VERBS.values())]
    acts += [
        lambda act=act: act(begun, by=member)
        for act in (run_sheet.begin, run_sheet.close_day, run_sheet.open_again)
    ]
    for act in acts:
        with pytest.raises(Refused, match="Only the chair of this meeting, or the secretariat"):
            act()


def decided(meeting, by, **facts):
    return decisions.decide(meeting, by=by, title={"en": "Adopted"}, text={"en": "Adopted."}, **facts)


def agreed(meeting, by, **facts):
    owner = make_organisation()
    return action_items.agree_action(meeting, by=by, title={"en": "Print"}, owner_organisation=owner, **facts)


@pytest.mark.parametrize("verb", [decided, agreed])
def test_the_chair_records_on_the_day_what_is_not_for_the_secretariat_alone(clerk, begun, verb):
    own = make_person()
    Meeting.objects.update(chair=own)
    begun.refresh_from_db()
    hidden = make_item(begun, audience=Audience.SECRETARIAT)
    elsewhere = make_meeting(date(2030, 2, 14), state=MeetingState.HELD, number=8, began_at=NINE)
    for chair in (own, make_role(RoleKind.CHAIR)):
        assert verb(begun, chair, agenda_item=begun.agenda_items.first()).meeting == begun
        for facts in ({"audience": Audience.SECRETARIAT}, {"agenda_item": hidden}):
            with pytest.raises(Refused, match="Only the secretariat keeps the record"):
                verb(begun, chair, **facts)
    with pytest.raises(Refused, match="Only the secretariat keeps the record"):
        verb(elsewhere, own)
    Meeting.objects.filter(pk=begun.pk).update(began_at=None)
    begun.refresh_from_db()
    with pytest.raises(Refused, match="Only the secretariat keeps the record"):
        verb(begun, own)
    assert verb(begun, clerk, agenda_item=hidden, audience=Audience.SECRETARIAT)


def test_hours_are_not_needed_on_the_way(clerk):
    meeting = make_meeting(DAY, start_time=time(14), end_time=time(15))
    make_item(meeting)
    assert run_sheet.begin(meeting, by=clerk, now=NINE).began_at == NINE  # people came early


def test_a_chair_puts_no_words_into_a_note_that_chairs_do_not_read(begun):
    item = begun.agenda_items.first()
    item.audience = Audience.SECRETARIAT
    item.save()
    chair = make_role(RoleKind.CHAIR)
    with pytest.raises(Refused, match="Only the secretariat writes here"):
        run_sheet.put_off(item, by=chair, reason="No time.", now=NINE)
    assert run_sheet.put_off(item, by=chair, now=NINE).state == S.PUT_OFF
    assert not Note.objects.exists()
