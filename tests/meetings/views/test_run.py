"""The run sheet: who opens it, what stands on it, and forms that come twice, late, or too late."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings.actions import run_sheet
from meetings.enums import (
    Audience,
    Capacity,
    DecisionMode,
    ItemState,
    MeetingState,
    MinutesState,
    Presence,
    Purpose,
)
from meetings.models import Action, Attendance, Decision, Meeting, Minutes
from members.enums import RoleKind
from members.models import Membership
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
KEY = "k" * 22


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def client(clerk):
    return sign_in(Client(), clerk)


def make_day(items=3, bodies=1, **facts):
    """A meeting of today, announced, with items and member organisations that have a seat each."""
    meeting = make_meeting(timezone.localdate(), slug="today", **facts)
    for number in range(items):
        make_item(meeting, f"Item number {number + 1}", minutes_allotted=10, purpose=Purpose.DECISION)
    for _body in range(bodies):
        make_seat(make_organisation())
    return meeting


@pytest.fixture
def day(clerk):
    """The same, begun, with its first item on the table."""
    meeting = run_sheet.begin(make_day(), by=clerk)
    run_sheet.take_up(meeting.agenda_items.first(), by=clerk)
    return meeting


def here(meeting, tail=""):
    return f"/en/secretariat/meetings/{meeting.slug}/run/{tail}"


def post(client, meeting, tail, **data):
    return client.post(here(meeting, tail), {"once_key": KEY, **data})


# --- Who opens it --------------------------------------------------------------------------------------------------


def test_the_chair_of_this_meeting_runs_it_without_a_role_but_not_without_the_second_factor():
    chair = make_person(sign_in=True)
    meeting = make_day(chair=chair)
    client = Client()
    client.force_login(chair.user)
    assert client.get(here(meeting))["Location"].startswith("/accounts/2fa/")
    assert sign_in(client, chair).get(here(meeting)).status_code == 200
    other = make_meeting(date(2030, 4, 11), slug="2030-04")
    assert client.get(here(other)).status_code == 403


def test_a_member_learns_nothing_of_a_meeting_that_is_not_announced():
    member = sign_in(Client(), make_person(sign_in=True))
    make_meeting(state=MeetingState.PLANNED, slug="hidden")
    answers = [member.get(f"/en/secretariat/meetings/{slug}/run/") for slug in ("hidden", "nowhere")]
    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_chair_reads_no_word_of_what_is_for_the_secretariat(clerk):
    meeting = run_sheet.begin(make_day(), by=clerk)
    hidden = make_item(meeting, "A matter in confidence", audience=Audience.SECRETARIAT)
    chair = sign_in(Client(), make_role(RoleKind.CHAIR))
    page = chair.get(here(meeting, f"{hidden.number}/"))
    assert "confidence" not in page.content.decode()
    assert "Item in closed session" in page.content.decode()
    assert (
        chair.post(here(meeting, f"{hidden.number}/decision/"), {"text": "x", "how": "consensus"}).status_code
        == 404
    )
    assert chair.post(here(meeting, f"{hidden.number}/action/"), {"line": "x"}).status_code == 404
    taken = chair.post(here(meeting, f"{hidden.number}/take-up/"), {"once_key": KEY})
    assert taken.status_code == 302
    hidden.refresh_from_db()
    assert hidden.state == ItemState.RUNNING


# --- Before, during, after -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": MeetingState.PLANNED}, "announced first"),
        ({"state": MeetingState.CANCELLED}, "Restore it first"),
        ({"state": MeetingState.POSTPONED}, "new day first"),
    ],
)
def test_before_it_begins_the_page_says_what_is_missing(client, facts, sentence):
    meeting = make_day(**facts)
    page = client.get(here(meeting)).content.decode()
    assert sentence in page
    assert "Begin the meeting" not in page
    assert client.get(here(meeting, "1/"))["Location"] == here(meeting)
    assert post(client, meeting, "begin/").status_code == 302
    meeting.refresh_from_db()
    assert meeting.began_at is None


def test_a_day_that_has_not_come_and_an_empty_agenda(client):
    ahead = make_meeting(timezone.localdate() + timedelta(days=1), slug="tomorrow")
    page = client.get(here(ahead)).content.decode()
    assert "Its day has not come yet" in page
    assert "Its agenda is empty" in page


def test_beginning_gives_the_number_and_leads_to_the_first_item(client):
    meeting = make_day()
    assert post(client, meeting, "begin/")["Location"] == here(meeting)
    assert client.get(here(meeting))["Location"] == here(meeting, "1/")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.number) == (MeetingState.HELD, 1)
    page = client.get(here(meeting, "1/")).content.decode()
    assert "Take up 1" in page
    post(client, meeting, "1/take-up/")
    assert "On to 2" in client.get(here(meeting, "1/")).content.decode()


def test_the_order_shows_what_was_planned_and_used_and_an_overrun(client, day):
    item = day.agenda_items.get(number=1)
    item.running_since = timezone.now() - timedelta(minutes=12, seconds=5)
    item.save()
    page = client.get(here(day, "1/")).content.decode()
    assert "12 of 10 min, 2 over" in page
    assert "12 of 10 minutes, 2 over" in page
    assert '<progress class="run__bar run__bar--over" max="10" value="10"' in page


def test_on_to_the_next_item_and_the_same_form_again(client, day):
    for _time in range(2):
        assert post(client, day, "2/take-up/")["Location"] == here(day, "2/")
    states = list(day.agenda_items.values_list("state", flat=True))
    assert states == [ItemState.DONE, ItemState.RUNNING, ItemState.WAITING]
    post(client, day, "3/take-up/", once_key="another key of 16 signs")
    assert post(client, day, "3/finish/", once_key="a third key of 16 signs")["Location"] == here(day, "end/")


def test_a_button_pressed_while_the_line_was_down_counts_from_then(client, day):
    pressed = timezone.now() - timedelta(seconds=90)
    if timezone.localdate(pressed) != timezone.localdate():
        pytest.skip("just after midnight in Phnom Penh")
    item = day.agenda_items.get(number=1)
    item.running_since = pressed - timedelta(minutes=5)
    item.save()
    post(client, day, "2/take-up/", pressed_at=pressed.isoformat())
    item.refresh_from_db()
    assert item.seconds_used == 300


@pytest.mark.parametrize(
    "said", ["", "nonsense", "2030-02-31T10:00:00Z", "2999-01-01T00:00:00Z", "2001-01-01T00:00:00"]
)
def test_a_time_that_is_none_counts_as_now(client, day, said):
    assert post(client, day, "2/take-up/", pressed_at=said).status_code == 302
    assert abs(day.agenda_items.get(number=2).running_since - timezone.now()) < timedelta(minutes=1)


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


# --- The room -------------------------------------------------------------------------------------------------------


def test_arrives_leaves_and_comes_back(client, day):
    seat = make_seat(make_organisation("Paper Boat"))
    page = client.get(here(day, "1/")).content.decode()
    assert f'value="seat:{seat.pk}"' in page
    assert post(client, day, "room/arrives/", who=f"seat:{seat.pk}", item="1")["Location"] == here(
        day, "1/#room"
    )
    row = Attendance.objects.get()
    assert (row.presence, row.capacity, row.present_until) == (
        Presence.PRESENT,
        Capacity.REPRESENTATIVE,
        None,
    )
    assert row.present_from is not None
    post(client, day, "room/leaves/", who=f"row:{row.pk}", item="1", once_key="key of leaving 12345")
    row.refresh_from_db()
    assert row.present_until is not None
    post(client, day, "room/arrives/", who=f"row:{row.pk}", item="1", once_key="key of return 12345")
    row.refresh_from_db()
    assert row.present_until is None
    assert client.get(here(day, "1/")).content.decode().count(f'value="row:{row.pk}"') == 1


@pytest.mark.parametrize("who", ["", "seat:", "seat:x", "thing:1", "row:999999", "seat:99999999999"])
def test_nobody_arrives_who_is_nobody(client, day, who):
    assert post(client, day, "room/arrives/", who=who).status_code == 404


def test_advocates_and_guests_stand_apart(client, day):
    advocate = make_person("Advocate")
    one = Membership.objects.create(person=advocate, kind="individual", since=date(2020, 1, 1))
    post(client, day, "room/arrives/", who=f"advocate:{one.pk}")
    assert Attendance.objects.get().capacity == Capacity.ADVOCATE
    assert "Individual advocates" in client.get(here(day, "1/")).content.decode()


# --- The end --------------------------------------------------------------------------------------------------------


def test_the_day_is_closed_and_the_minutes_start_as_a_draft(client, clerk, day):
    run_sheet.put_off(day.agenda_items.get(number=2), by=clerk)
    page = client.get(here(day, "end/")).content.decode()
    assert "1 item was not taken up." in page
    for _time in range(2):
        assert post(client, day, "end/close/")["Location"] == here(day, "end/")
    day.refresh_from_db()
    assert day.ended_at is not None
    assert Minutes.objects.get().state == MinutesState.DRAFT
    assert client.get(here(day))["Location"] == here(day, "end/")
    post(client, day, "end/close/", open="1", once_key="key of opening 12345")
    day.refresh_from_db()
    assert day.ended_at is None


def test_the_next_meeting_is_planned_once(client, day):
    facts = {"date": str(day.date + timedelta(days=28)), "start_time": "09:00", "end_time": "12:00"}
    for _time in range(2):
        assert post(client, day, "end/next/", **facts).status_code == 302
    after = Meeting.objects.exclude(pk=day.pk).get()
    assert (after.state, str(after.date)) == (MeetingState.PLANNED, facts["date"])


@pytest.mark.parametrize(
    "facts", [{}, {"date": "2001-01-01", "start_time": "09:00", "end_time": "12:00"}, {"date": "2999-01-01"}]
)
def test_a_next_meeting_that_cannot_be_keeps_what_was_typed(client, day, facts):
    answer = post(client, day, "end/next/", **facts)
    assert answer.status_code == 422
    assert facts.get("date", "") in answer.content.decode()
    assert Meeting.objects.count() == 1


# --- How many questions ---------------------------------------------------------------------------------------------

QUERIES = 15


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_however_much_stands_on_it(client, clerk, size, django_assert_num_queries):
    meeting = run_sheet.begin(make_day(items=size, bodies=size), by=clerk)
    owner = make_organisation()
    for item in meeting.agenda_items.all():
        run_sheet.take_up(item, by=clerk)
    for number in range(size):
        post(
            client,
            meeting,
            "1/decision/",
            text=f"Decided {number}",
            how="consensus",
            once_key=f"{KEY}{number}",
        )
        facts = {"title": f"Do {number}", "owner_organisation": owner.pk, "step": "keep"}
        post(client, meeting, "1/action/", once_key=f"{KEY}a{number}", **facts)
    client.get(here(meeting, "1/"))
    with django_assert_num_queries(QUERIES):
        client.get(here(meeting, "1/"))
