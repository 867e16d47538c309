"""One step on screen: nothing leaves without a POST of what was seen, and a form sent twice sends once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.models import OutboxMail, Setting
from meetings.enums import MeetingState
from meetings.models import StepMark
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db
STEP_QUERIES = 15


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def meeting():
    return make_meeting(timezone.localdate() + timedelta(days=20))


def address(meeting, step="call"):
    return f"/en/secretariat/meetings/{meeting.slug}/steps/{step}/"


def member(**facts):
    return make_seat(make_organisation(), make_person(**facts)).person


def form(page):
    mails = page.context["mails"]
    return {"seen": mails.seen, "once_key": page.context["once_key"]}


def test_looking_sends_nothing_and_shows_who_gets_what(desk, meeting):
    member(language="km")
    member()
    page = desk.get(address(meeting))
    text = page.content.decode()
    assert "2 people get a mail." in text
    assert "Please propose them by" in text
    assert "Send 2 mails" in text
    assert "/reminders/…/" in text
    assert not OutboxMail.objects.exists()


def test_a_form_sent_twice_sends_once(desk, meeting):
    member()
    posted = form(desk.get(address(meeting)))
    for _twice in range(2):
        response = desk.post(address(meeting), posted, follow=True)
        assert "1 mail is on its way." in response.content.decode()
    assert OutboxMail.objects.count() == 1


def test_what_changed_meanwhile_is_shown_anew_and_nothing_is_sent(desk, meeting):
    member()
    posted = form(desk.get(address(meeting)))
    member()
    response = desk.post(address(meeting), posted)
    assert response.status_code == 409
    assert "Somebody has changed this meeting meanwhile." in response.content.decode()
    assert response.context["mails"].people == 2
    assert not OutboxMail.objects.exists()
    assert desk.post(address(meeting), form(response)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_a_step_asks_the_same_number_of_questions(desk, meeting, count, django_assert_num_queries):
    for _each in range(count):
        member()
    desk.get(address(meeting))
    with django_assert_num_queries(STEP_QUERIES):
        assert desk.get(address(meeting)).context["mails"].people == count


def test_steps_without_mail_say_what_is_missing_and_where_it_is_done(desk, meeting):
    page = desk.get(address(meeting, "invitations")).content.decode()
    assert "Nobody is invited yet" in page
    assert "No chair yet" in page
    assert f'href="/en/secretariat/meetings/{meeting.slug}/invite/"' in page
    assert "Send" not in page.split("<main")[1].split("</main")[0].replace("Sent", "")


@pytest.mark.parametrize(
    "step",
    ["call", "agenda", "invitations", "reminder", "day", "draft", "corrections", "adoption", "publication"],
)
@pytest.mark.parametrize("state", list(MeetingState))
def test_every_step_of_every_meeting_has_a_page(desk, step, state):
    number = 1 if state in (MeetingState.HELD, MeetingState.CLOSED) else None
    meeting = make_meeting(timezone.localdate() - timedelta(days=1), state=state, number=number)
    assert desk.get(address(meeting, step)).status_code == 200


def test_a_step_that_is_not_one_of_the_nine_is_not_found(desk, meeting):
    assert desk.get(address(meeting, "party")).status_code == 404


def test_a_step_is_marked_as_not_needed_and_back(desk, meeting):
    page = desk.post(address(meeting) + "mark/", follow=True).content.decode()
    assert "The step is marked as not needed." in page
    assert StepMark.objects.get().skipped
    page = desk.post(address(meeting) + "mark/", {"needed": "1"}, follow=True).content.decode()
    assert "The step is back in its place." in page
    assert not StepMark.objects.exists()
    assert desk.get(address(meeting) + "mark/").status_code == 405


def test_the_days_are_set_with_their_history_and_wrong_ones_are_kept_in_the_form(desk):
    form = {
        "call": 21,
        "agenda": 10,
        "invitations": 7,
        "reminders": 1,
        "reminder": 1,
        "draft": 3,
        "corrections": 10,
    }
    page = desk.post("/en/secretariat/cycle/", form | {"agenda": 30})
    assert page.status_code == 200
    assert 'value="30"' in page.content.decode()
    assert page.context["form"].errors
    assert not Setting.objects.exists()
    page = desk.post("/en/secretariat/cycle/", form | {"call": 28}, follow=True).content.decode()
    assert "The days are set." in page
    assert "28 days before" in page
