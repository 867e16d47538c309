"""The run sheet: who opens it, how an item follows another, and what a page costs."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings.actions import run_sheet
from meetings.enums import Audience, ItemState, MeetingState, MinutesState
from meetings.models import Meeting, Minutes
from members.enums import RoleKind
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    sign_in,
)
from tests.meetings.days import KEY, begun, here, make_day, post

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


def test_a_day_that_is_over(client):
    meeting = make_day()
    Meeting.objects.update(date=timezone.localdate() - timedelta(days=2))
    assert "The day of this meeting is over" in client.get(here(meeting)).content.decode()


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        ({}, True),
        ({"state": MeetingState.PLANNED}, False),
        ({"state": MeetingState.HELD, "number": 1}, True),
        ({"state": MeetingState.HELD, "number": 1, "ended_at": timezone.now()}, False),
        ({"state": MeetingState.CLOSED, "number": 1}, False),
        ({"date": date(2030, 4, 11)}, False),
        ({"date": date(2020, 4, 9), "state": MeetingState.HELD, "number": 1}, False),
        (
            {"date": date(2020, 4, 9), "state": MeetingState.HELD, "number": 1, "began_at": timezone.now()},
            True,
        ),
    ],
)
def test_desk_and_chairs_page_lead_to_the_run_sheet_on_the_day(client, facts, runs):
    chair = make_person(sign_in=True)
    meeting = make_day(chair=chair)
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    own, desk = sign_in(Client(), chair).get("/en/my/"), client.get("/en/secretariat/meetings/today/")
    for page in (own, desk):
        assert ("Open the run sheet" in page.content.decode()) == runs


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


def test_an_item_that_adopts_minutes_leads_to_them(client, clerk):
    before = make_meeting(date(2020, 3, 12), slug="2020-03", state=MeetingState.HELD, number=1)
    written = Minutes.objects.create(meeting=before, state=MinutesState.CIRCULATED)
    meeting = make_day()
    meeting.agenda_items.filter(number=2).update(adopts=written)
    run_sheet.begin(meeting, by=clerk)
    chair = sign_in(Client(), make_role(RoleKind.CHAIR))
    assert (
        'href="/en/secretariat/meetings/2020-03/minutes/"' in client.get(here(meeting, "2/")).content.decode()
    )
    assert 'href="/en/meetings/2020-03/minutes/"' in chair.get(here(meeting, "2/")).content.decode()
    assert "/2020-03/" not in client.get(here(meeting, "1/")).content.decode()


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
