"""The loop for real: an invitation leaves through Postfix, lies in a Dovecot mailbox, a calendar program answers it,
and the answer comes back by LMTP, or out of a mailbox by IMAP, and stands on every screen and in every calendar.
"""

import smtplib
from io import StringIO

import pytest
from django.core.management import call_command

from hub.outbox import send_all_due
from meetings.actions.invitations import withdraw
from meetings.actions.tray import assign
from meetings.enums import Answer, Channel, HeldReason
from meetings.models import HeldMail, Response
from meetings.notices.invitation import asked
from members.models import Person
from tests.calendar_program import calendar_of, letter_to
from tests.mail_servers import HOST
from tests.stories.post import GONE, HOSTED, HUB, SECRETARIAT, open_post, wait_for
from tests.stories.round import Round

pytestmark = [pytest.mark.service("Postfix", "Dovecot"), pytest.mark.django_db(transaction=True)]
BOTH_WAYS = pytest.mark.parametrize("domain", [HUB, HOSTED], ids=["LMTP", "IMAP"])
NOBODY = "rsvp+1-aaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(scope="module")
def post(tmp_path_factory, django_db_setup):
    with open_post(tmp_path_factory.mktemp("post")) as post:
        yield post


@pytest.fixture
def at(post):
    """Begins a round at a domain, with the hub's settings for it: `at(HUB)`."""
    ways = []

    def begin(domain, **facts):
        ways.append(post.of(domain))
        ways[-1].__enter__()
        return Round.begin(post, domain, **facts)

    yield begin
    for way in ways:
        way.__exit__(None, None, None)


@BOTH_WAYS
def test_an_invitation_is_answered_from_a_calendar_and_every_door_shows_it(at, domain):
    one = at(domain)
    message = one.invited()
    assert "Nobody has said yes yet." in one.board()
    assert "PARTSTAT=NEEDS-ACTION" in one.caldav()
    seconds = one.answer(message, "ACCEPTED")
    assert seconds < 30
    (response,) = Response.objects.filter(invitation=one.invitation)
    assert (response.channel, response.applied) == (Channel.MAIL, True)
    assert "Yes so far: one representative of one organisation." in one.board()
    assert "Accepted" in one.answer_page()
    assert "You: accepted" in one.own_feed()
    assert "PARTSTAT=ACCEPTED" in one.caldav()


@BOTH_WAYS
def test_who_thinks_again_from_outlook_is_heard(at, domain):
    one = at(domain)
    message = one.invited()
    one.answer(message, "TENTATIVE")
    one.answer(message, "DECLINED", outlook=True)
    assert "Cannot come" in one.board()
    assert list(Response.objects.values_list("answer", flat=True)) == [Answer.TENTATIVE, Answer.DECLINED]


def test_the_address_and_khmer_arrive_as_they_left(at):
    one = at(HUB, language="km")
    message = one.invited()
    address = f"rsvp+{one.invitation.mail_token}@{HUB}"
    words = asked(one.invitation, "km")
    (event,) = calendar_of(message).walk("VEVENT")
    assert message["Return-Path"] == f"<{address}>"
    assert message["From"].addresses[0].addr_spec == address
    assert event["ORGANIZER"] == f"mailto:{address}"
    assert message["Subject"].strip() == words.subject
    assert any("\u1780" <= letter <= "\u17ff" for letter in words.subject)
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == words.text.strip()


def test_the_plus_address_of_an_answer_stays_whole_in_a_mailbox(at, post):
    one = at(HOSTED)
    message = one.invited()
    post.send(letter_to(message, "Accepted", "Yes, with pleasure."))
    (came,) = wait_for(lambda: post.mailbox(f"rsvp@{HOSTED}")[-1:])
    assert came["Delivered-To"] == f"rsvp+{one.invitation.mail_token}@{HOSTED}"
    call_command("poll_mailbox", stdout=StringIO())


def test_an_unknown_token_is_refused_while_the_writer_still_waits(at, post):
    """Our own server says 550 at RCPT, and so does Postfix that asks it: nobody gets a mail that came back."""
    one = at(HUB)
    with smtplib.LMTP(HOST, post.lmtp) as server:
        server.ehlo()
        server.mail("writer@people.example")
        assert server.rcpt(f"{NOBODY}@{HUB}")[0] == 550
        assert server.rcpt(f"rsvp+{one.invitation.mail_token}@{HUB}")[0] == 250
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post.send(letter_to(one.invited(), "Hello", "Is this the right address?"), to=f"{NOBODY}@{HUB}")
    assert [code for code, _text in refused.value.recipients.values()] == [550]
    assert HeldMail.objects.count() == 0


def test_a_cancellation_comes_after_what_it_cancels(at, post):
    one = at(HUB)
    one.invited()
    withdraw(one.invitation, by=one.clerk)
    send_all_due()
    post.wait_for_mail(one.address, 2)
    first, second = (calendar_of(message) for message in post.mailbox(one.address))
    (asking,), (ending,) = first.walk("VEVENT"), second.walk("VEVENT")
    assert [str(first["METHOD"]), str(second["METHOD"])] == ["REQUEST", "CANCEL"]
    assert ending["SEQUENCE"] > asking["SEQUENCE"]
    for name in ("UID", "ORGANIZER"):
        assert ending[name] == asking[name]


def test_words_of_a_person_reach_the_secretariat_and_can_be_made_an_answer(at, post):
    one = at(HUB)
    message = one.invited()
    before = len(post.mailbox(SECRETARIAT))
    post.send(letter_to(message, "ខ្ញុំនឹងមក", "I will come, ten minutes late.\n"))
    held = wait_for(lambda: HeldMail.objects.filter(invitation=one.invitation).first())
    assert held.reason == HeldReason.MESSAGE
    send_all_due()
    forwarded = post.wait_for_mail(SECRETARIAT, before + 1)
    assert forwarded["Subject"] == "ខ្ញុំនឹងមក"
    assert forwarded["Reply-To"].addresses[0].addr_spec == one.address
    assert "I will come, ten minutes late." in forwarded.get_content()
    assign(held, by=one.clerk, invitation=one.invitation, answer=Answer.ACCEPTED)
    assert "Yes so far: one representative of one organisation." in one.board()


def test_an_invitation_that_comes_back_marks_the_address(at):
    one = at(HUB, email=f"moved.away@{GONE}")
    send_all_due()
    person = wait_for(lambda: Person.objects.unreachable().filter(pk=one.invitation.person_id).first())
    assert person.bounce_status.startswith("5.1")
    assert f"The mail to {person.display_name} came back." in one.board()
    assert one.answered(Answer.NEEDS_ACTION)
