"""Date polls on screen: the secretariat asks and chooses, everybody answers behind a link."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hub.models import OutboxMail
from meetings.actions import date_polls as verbs
from meetings.actions.date_polls import Slot
from meetings.actions.invitations import Invitee
from meetings.enums import Capacity, MeetingState, PollState
from meetings.models import DatePoll, Meeting, PollVote
from tests.builders import make_clerk, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db
LIST = "/en/secretariat/polls/"


@pytest.fixture
def clerk(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    return clerk


@pytest.fixture
def seat():
    return make_seat(make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara", sign_in=True))


def slots(n=2):
    today = timezone.localdate()
    start = timezone.datetime(2030, 1, 1, 9).time()
    return [Slot(today + timedelta(days=20 + i), start, start.replace(hour=11)) for i in range(n)]


def make(clerk, *seats, sent=True):
    poll = verbs.make_poll(
        by=clerk,
        title={"en": "The budget"},
        slots=slots(),
        people=[Invitee(seat.person, seat.organisation, Capacity.REPRESENTATIVE) for seat in seats],
        closes_on=timezone.localdate() + timedelta(days=5),
    )
    if sent:
        verbs.send_poll(poll, by=clerk)
        poll.refresh_from_db()
    return poll


def filled(seat, n=2, **facts):
    data = {
        "once_key": "k" * 24,
        "title_en": "The budget",
        "kind": "extraordinary",
        "closes_on": (timezone.localdate() + timedelta(days=5)).isoformat(),
        "people": [str(seat.person.pk)],
        "dates-TOTAL_FORMS": "6",
        "dates-INITIAL_FORMS": "0",
    }
    for i, slot in enumerate(slots(n)):
        data |= {
            f"dates-{i}-date": slot.date.isoformat(),
            f"dates-{i}-start_time": "09:00",
            f"dates-{i}-end_time": "11:00",
        }
    return data | facts


def shown(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def test_from_the_cockpit_to_the_mail_and_to_the_meeting(client, clerk, seat):
    assert f'href="{LIST}"' in shown(client, "/en/secretariat/")
    assert f'href="{LIST}new/"' in shown(client, LIST)
    assert "Dara, Paper Boat Theatre" in shown(client, f"{LIST}new/").replace("SOK ", "")
    made = client.post(f"{LIST}new/", filled(seat))
    poll = DatePoll.objects.get()
    assert made["Location"] == f"{LIST}{poll.pk}/"
    page = shown(client, made["Location"])
    assert "Nobody was asked yet." in page
    assert "Which day suits you? The budget" in page
    assert not OutboxMail.objects.exists()
    client.post(f"{LIST}{poll.pk}/send/")
    assert OutboxMail.objects.filter(kind="date_poll").count() == 1
    date = poll.dates.first()
    looked = client.post(f"{LIST}{poll.pk}/choose/{date.pk}/")
    assert "Announce and invite" in looked.content.decode()
    assert not Meeting.objects.exists()
    client.post(f"{LIST}{poll.pk}/choose/{date.pk}/", {"confirmed": "1", "audience": "members"})
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.state, meeting.audience) == (date.date, MeetingState.ANNOUNCED, "members")
    assert meeting.slug in shown(client, LIST)


def test_the_same_form_sent_twice_makes_one(client, clerk, seat):
    first = client.post(f"{LIST}new/", filled(seat))
    again = client.post(f"{LIST}new/", filled(seat))
    assert first["Location"] == again["Location"]
    assert DatePoll.objects.count() == 1


def test_what_was_typed_comes_back_with_the_sentence(client, clerk, seat):
    response = client.post(f"{LIST}new/", filled(seat, n=1, title_en="Half a budget"))
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert "Propose two to 10 dates." in page
    assert 'value="Half a budget"' in page
    assert slots(1)[0].date.isoformat() in page
    half = client.post(f"{LIST}new/", filled(seat) | {"dates-1-end_time": ""})
    assert "Give the day and both hours." in unescape(half.content.decode())
    assert not DatePoll.objects.exists()


def test_an_answer_behind_the_link(client, clerk, seat):
    poll = make(clerk, seat)
    voter = poll.voters.get()
    link = f"/poll/{voter.poll_token}/"
    visitor = Client(enforce_csrf_checks=True)
    page = shown(visitor, link)
    assert "Paper Boat Theatre" in page
    assert not PollVote.objects.exists()
    proof = page.partition('name="proof" value="')[2].partition('"')[0]
    one, two = poll.dates.all()
    half = visitor.post(link, {"proof": proof, f"date_{one.pk}": "yes"})
    assert half.status_code == 422
    assert "Say of each date how it suits you." in unescape(half.content.decode())
    done = visitor.post(
        link, {"proof": proof, f"date_{one.pk}": "yes", f"date_{two.pk}": "no", "comment": "After ten"}
    )
    assert done.status_code == 303
    assert "Your answer is recorded" in shown(visitor, done["Location"])
    grid = shown(client, f"{LIST}{poll.pk}/")
    assert "After ten" in grid
    assert "Suits: 1. If need be: 0. 1 member organisation could come." in grid
    assert "Suits most." in grid


def test_a_form_without_its_proof_records_nothing(client, clerk, seat):
    poll = make(clerk, seat)
    voter = poll.voters.get()
    dates = {f"date_{date.pk}": "yes" for date in poll.dates.all()}
    assert client.post(f"/poll/{voter.poll_token}/", dates).status_code == 422
    assert not PollVote.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_dead_link_says_so(client, clerk, seat, method):
    poll = make(clerk, seat)
    token = poll.voters.get().poll_token
    seat.person.is_active = False
    seat.person.save()
    assert getattr(client, method)(f"/poll/{token}/").status_code == 404
    assert getattr(client, method)(f"/poll/{token[:-1]}x/").status_code == 404


def test_after_the_choice_the_link_names_the_day(client, clerk, seat):
    poll = make(clerk, seat)
    meeting = verbs.choose(poll, poll.dates.first(), by=clerk)
    page = shown(client, f"/poll/{poll.voters.get().poll_token}/")
    assert "The day is chosen already." in page
    assert f"{meeting.date.day} {meeting.date:%B %Y}" in page


def test_it_is_withdrawn_or_thrown_away(client, clerk, seat):
    sent, unsent = make(clerk, seat), make(clerk, seat, sent=False)
    client.post(f"{LIST}{sent.pk}/end/")
    client.post(f"{LIST}{unsent.pk}/end/")
    assert DatePoll.objects.get().state == PollState.WITHDRAWN


def test_members_find_the_question_on_their_page(clerk, seat):
    poll = make(clerk, seat)
    mine = sign_in(Client(), seat.person)
    assert f"/poll/{poll.voters.get().poll_token}/" in shown(mine, "/en/my/")
    verbs.withdraw_poll(poll, by=clerk)
    assert "/poll/" not in shown(mine, "/en/my/")


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, clerk, size, django_assert_num_queries):
    seats = [make_seat(make_organisation(), make_person(sign_in=True)) for _ in range(size)]
    for _ in range(size):
        poll = make(clerk, *seats)
    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(10):
        client.get(f"{LIST}{poll.pk}/")
