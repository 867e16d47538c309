"""The secretariat sees whose calendar is behind, and mails those after a look at the text."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from members.actions.calendar_keys import make_key
from members.models import CalendarKey
from tests.builders import make_clerk, make_invitation, make_meeting, make_organisation, make_seat, sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/en/secretariat/meetings/2030-03/freshness/"
CHANGED = timezone.now() - timedelta(hours=5)


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


def invited(meeting, hours):
    seat = make_seat(make_organisation())
    invitation = make_invitation(meeting, seat.person, organisation=seat.organisation)
    make_key(seat.person, name="my secret device", discreet=False, by=seat.person)
    fetched_at = CHANGED + timedelta(hours=hours)
    CalendarKey.objects.filter(person=seat.person).update(seen_at=fetched_at)
    return invitation


def test_the_board_counts_previews_and_mails(desk):
    meeting = make_meeting(slug="2030-03", changed_at=CHANGED, feed_sequence=7)
    behind, _fresh = invited(meeting, -1), invited(meeting, 1)
    make_invitation(meeting)
    page = desk.get(ADDRESS).content.decode()
    for words in ("1 Has the change", "1 No own calendar", "1 Not since the change", "Send 1 mail<"):
        assert words in page
    assert "Your calendar may be out of date: Meeting of March 2030" in page
    assert behind.answer_token not in page
    assert (
        "my secret device" not in page
    )  # what somebody calls their telephone is not the secretariat's to read
    page = desk.post(ADDRESS, {"sequence": "7"}, follow=True).content.decode()
    assert "1 mail is on its way." in page
    assert "Nobody needs a mail about this change." in page
    outbox.send_all_due()
    assert [one.to for one in mail.outbox] == [[behind.person.email]]


@pytest.mark.parametrize("shown", ["6", "", "x", "-1"])
def test_a_list_out_of_date_mails_nobody(desk, shown):
    invited(make_meeting(slug="2030-03", changed_at=CHANGED, feed_sequence=7), -1)
    page = desk.post(ADDRESS, {"sequence": shown}, follow=True).content.decode()
    assert "The meeting has changed again meanwhile." in page
    assert "Send 1 mail<" in page


def test_without_invitations_it_says_what_will_stand_here(desk):
    make_meeting(slug="2030-03")
    assert "One row for each person stands here" in desk.get(ADDRESS).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(desk, size, django_assert_num_queries):
    meeting = make_meeting(slug="2030-03", changed_at=CHANGED)
    for _one in range(size):
        invited(meeting, -1)
    desk.get(ADDRESS)
    with django_assert_num_queries(8):
        desk.get(ADDRESS)
