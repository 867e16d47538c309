"""The tray on screen: what waits and why, one mail, and what is done with it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from meetings.actions import tray as verbs
from meetings.enums import Answer, Capacity, HeldReason, HeldState
from meetings.models import HeldMail
from tests.builders import (
    make_clerk,
    make_held_mail,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
TRAY = "/en/secretariat/tray/"
TRAY_QUERIES = 6


@pytest.fixture
def clerk(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    return clerk


@pytest.fixture
def invitation():
    return make_invitation(make_meeting(slug="2030-03"), make_person("Lim", "Borey"))


def unreachable(**facts):
    return make_person(bounced_at=timezone.now(), bounce_status="5.1.1", **facts)


@pytest.mark.parametrize("count", [1, 3])
def test_the_tray_asks_the_same_number_of_questions(client, clerk, count, django_assert_num_queries):
    meeting = make_meeting()
    for _each in range(count):
        make_held_mail(make_invitation(meeting))
        verbs.discard(make_held_mail(make_invitation(meeting)), by=clerk)
        unreachable()
    client.get(TRAY)
    with django_assert_num_queries(TRAY_QUERIES):
        page = client.get(TRAY).content.decode()
    assert page.count("It answers for another address than the one invited.") == 2 * count
    assert page.count(" came back.</p>") == count


def test_what_waits_comes_first_oldest_first(client, clerk, invitation):
    settled = make_held_mail(invitation, subject="Long settled")
    verbs.discard(settled, by=clerk)
    make_held_mail(invitation, subject="First", reason=HeldReason.NEW_TIME)
    make_held_mail(invitation, subject="Second", sender="Dara <dara@people.example>")
    page = client.get(TRAY).content.decode()
    places = [page.index(words) for words in ("First", "Second", "Long settled")]
    assert places == sorted(places)
    for words in (
        "It proposes another time.",
        "Dara &lt;dara@people.example&gt;",
        "LIM Borey",
        "2 things wait for a decision.",
        clerk.display_name,
    ):
        assert words in page


def test_many_mails_come_in_pages(client, clerk, invitation):
    for number in range(26):
        make_held_mail(invitation, subject=f"Mail number {number}.")
    first, second = client.get(TRAY).content.decode(), client.get(f"{TRAY}?page=2").content.decode()
    assert ("Page 1 of 2" in first, "Mail number 25." in first) == (True, False)
    assert "Mail number 25." in second


def test_one_kind_is_shown_alone(client, clerk, invitation):
    make_held_mail(invitation, subject="The only mail")
    unreachable()
    page = client.get(f"{TRAY}?kind=bounce").content.decode()
    assert ("The only mail" in page, " came back.</p>" in page) == (False, True)
    assert "Replies that fit nobody (1)" in page
    assert 'href="?kind=bounce" aria-current="page"' in page
    assert "The only mail" in client.get(f"{TRAY}?kind=nonsense").content.decode()


def test_an_empty_tray_says_what_will_stand_there(client, clerk):
    assert "Nothing waits." in client.get(TRAY).content.decode()


def test_the_mail_is_shown_as_text_and_its_calendar_in_words(client, clerk, invitation):
    zone = ZoneInfo("Europe/London")
    held = make_held_mail(
        invitation,
        reason=HeldReason.NEW_TIME,
        subject="<b>Tuesday?</b>",
        text='<script>alert("1")</script>\nTuesday would be better.',
        comment="Tuesday",
        answer=Answer.TENTATIVE,
        attendee="borey@people.example",
        proposed_start=datetime(2030, 3, 19, 7, tzinfo=zone),
        proposed_end=datetime(2030, 3, 19, 9, tzinfo=zone),
    )
    page = client.get(f"{TRAY}{held.pk}/").content.decode()
    assert "Tuesday 19 March 2030, 14:00 to 16:00 (Phnom Penh time)" in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<br>Tuesday would be better." in page
    assert "&lt;b&gt;Tuesday?&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Tuesday" not in page
    assert "/en/secretariat/meetings/2030-03/move/" in page


def test_looking_changes_nothing(client, clerk, invitation):
    held = make_held_mail(invitation)
    before = HeldMail.objects.values().get(pk=held.pk)
    for address in (TRAY, f"{TRAY}{held.pk}/", f"{TRAY}{held.pk}/mail.txt"):
        for _twice in range(2):
            assert client.get(address).status_code == client.head(address).status_code == 200
    assert client.get(f"{TRAY}{held.pk}/discard/").status_code == 405
    assert HeldMail.objects.values().get(pk=held.pk) == before


@pytest.mark.parametrize("known", [True, False])
def test_person_and_answer_are_chosen_already(client, clerk, invitation, known):
    other = make_invitation(invitation.meeting)
    held = make_held_mail(
        invitation,
        answer=Answer.DECLINED,
        attendee=other.person.email.upper() if known else "elsewhere@people.example",
    )
    form = client.get(f"{TRAY}{held.pk}/").context["form"]
    assert form["invitation"].value() == (other if known else invitation).pk
    assert form["answer"].value() == Answer.DECLINED


def test_assigning_records_the_answer(client, clerk, invitation):
    held = make_held_mail(invitation, answer=Answer.ACCEPTED)
    page = client.post(
        f"{TRAY}{held.pk}/", {"invitation": invitation.pk, "answer": "accepted"}, follow=True
    ).content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == Answer.ACCEPTED
    assert "The answer is recorded." in page
    assert "Nothing waits." in page
    settled = client.get(f"{TRAY}{held.pk}/").content.decode()
    assert f"{clerk.display_name} recorded it as an answer" in settled
    assert "<form" not in settled.split("<main", 1)[1].split("</main>")[0]


def test_a_superseded_answer_is_told_as_such(client, clerk, invitation):
    invitation.sent_sequence = 4
    invitation.save()
    held = make_held_mail(invitation, sequence=1)
    facts = {"invitation": invitation.pk, "answer": "accepted"}
    assert "not as the current one" in client.post(f"{TRAY}{held.pk}/", facts, follow=True).content.decode()


def test_what_is_missing_or_strange_is_said(client, clerk, invitation):
    held = make_held_mail(invitation)
    stranger = make_invitation(make_meeting())
    for facts in ({}, {"invitation": stranger.pk, "answer": "accepted"}, {"answer": "delegated"}):
        page = client.post(f"{TRAY}{held.pk}/", facts)
        assert (page.status_code, "field--error" in page.content.decode()) == (200, True)
    held.refresh_from_db()
    assert held.state == HeldState.WAITING


def test_the_second_clerk_gets_a_sentence(client, clerk, invitation):
    held = make_held_mail(invitation)
    verbs.discard(held, by=clerk)
    facts = {"invitation": invitation.pk, "answer": "accepted"}
    for address in (f"{TRAY}{held.pk}/", f"{TRAY}{held.pk}/discard/"):
        assert "settled already" in client.post(address, facts, follow=True).content.decode()
    assert invitation.responses.count() == 0


def test_a_mail_that_belongs_to_nobody_can_be_put_aside(client, clerk):
    held = make_held_mail(None)
    assert "Nobody is invited any more" in client.get(f"{TRAY}{held.pk}/").content.decode()
    assert "The mail is discarded." in client.post(f"{TRAY}{held.pk}/discard/", follow=True).content.decode()


def test_the_mail_as_it_came_is_a_file_that_nothing_opens(client, clerk, invitation):
    raw = b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>\xff\x00"
    held = make_held_mail(invitation, raw=raw)
    response = client.get(f"{TRAY}{held.pk}/mail.txt")
    assert response.content == raw
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="mail-{held.pk}.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    verbs.discard(held, by=clerk)
    assert client.get(f"{TRAY}{held.pk}/mail.txt").status_code == 404


def test_an_address_that_works_again(client, clerk, invitation):
    person = invitation.person
    person.bounced_at, person.bounce_status = timezone.now(), "5.1.1"
    person.save()
    board = "/en/secretariat/meetings/2030-03/answers/"
    sentence = f"The mail to {person.display_name} came back."
    for address in (TRAY, board):
        page = client.get(address).content.decode()
        assert sentence in page
        assert person.email in page
    assert sentence in client.get("/en/secretariat/").content.decode()
    page = client.post(f"{TRAY}people/{person.pk}/", follow=True).content.decode()
    assert "is taken to arrive again" in page
    person.refresh_from_db()
    assert (person.bounced_at, person.bounce_status) == (None, "")
    assert sentence not in client.get(board).content.decode()


def test_the_cockpit_counts_what_waits(client, clerk, invitation):
    cockpit = "/en/secretariat/"
    assert "Nothing waits." in client.get(cockpit).content.decode()
    for _mail in range(14):
        make_held_mail(invitation)
    page = client.get(cockpit).content.decode()
    assert "14 things wait for a decision" in page
    assert page.count("It answers for another address than the one invited.") == 12
    assert f'href="{TRAY}">The whole tray</a>' in page


def test_a_mail_that_sends_somebody_else(client, clerk):
    """A message in plain words: the clerk records whom the organisation sends."""
    organisation = make_organisation()
    coming = make_seat(organisation, alternate=True).person
    absent = make_invitation(
        make_meeting(date(2099, 3, 12)),
        make_seat(organisation).person,
        organisation=organisation,
        capacity=Capacity.REPRESENTATIVE,
    )
    held = make_held_mail(absent)
    data = {"invitation": absent.pk, "answer": "delegated"}
    half = client.post(f"{TRAY}{held.pk}/", data)
    assert "Choose who will come instead." in half.content.decode()
    client.post(f"{TRAY}{held.pk}/", data | {"delegated_to": coming.pk})
    absent.refresh_from_db()
    assert absent.answer == Answer.DELEGATED
    assert absent.meeting.invitations.filter(person=coming, withdrawn_at=None).exists()
