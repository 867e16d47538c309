"""A person's message to an answer address reaches the secretariat's mailbox, without running in circles."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.models import OutboxMail
from meetings.actions import tray
from meetings.actions.mail_in import receive
from meetings.enums import HeldReason, MailOutcome
from meetings.notices.tray import LONGEST_TEXT, MOST_A_DAY, compose
from tests.builders import make_clerk, make_held_mail, make_invitation, make_meeting, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.SECRETARIAT_EMAIL = "secretariat@hub.example"
    settings.DEFAULT_FROM_EMAIL = "Working Group Hub <hub@hub.example>"
    settings.MAIL_DOMAIN = "hub.example"
    settings.BASE_URL = "https://hub.example"


@pytest.fixture
def invitation():
    return make_invitation(make_meeting(), make_person("Lim", "Borey"))


def message(invitation, **facts):
    facts.setdefault("sender", "លឹម បូរី <borey@people.example>")
    return make_held_mail(invitation, reason=HeldReason.MESSAGE, **facts)


def forward(held):
    tray.forward_message(held)
    outbox.send_all_due()
    return mail.outbox


def test_a_message_goes_to_the_secretariat_and_its_reply_to_the_writer(invitation):
    held = message(invitation, subject="ខ្ញុំ\r\nយឺត", text="ខ្ញុំនឹងមកយឺត។\nI will be late.")
    (sent,) = forward(held)
    assert (sent.to, sent.reply_to, sent.from_email) == (
        ["secretariat@hub.example"],
        ["borey@people.example"],
        "Working Group Hub <hub@hub.example>",
    )
    assert sent.subject == "ខ្ញុំ យឺត"
    assert "ខ្ញុំនឹងមកយឺត។\nI will be late." in sent.body
    for words in (
        "LIM Borey",
        "Meeting of March 2030",
        f"https://hub.example/en/secretariat/tray/{held.pk}/",
    ):
        assert words in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.attachments == []
    assert "rsvp" not in sent.message().as_string()


def test_only_messages_are_forwarded_and_each_once(invitation):
    held = message(invitation)
    for _twice in range(2):
        forward(held)
    for reason in set(HeldReason) - {HeldReason.MESSAGE}:
        forward(make_held_mail(invitation, reason=reason))
    assert len(mail.outbox) == OutboxMail.objects.count() == 1


@pytest.mark.parametrize(
    "sender",
    [
        "Hub <HUB@hub.example>",
        "secretariat@hub.example",
        "rsvp+1-aaaaaaaaaaaaaaaaaaaaaaaaaa@hub.example",
        "rsvp-1-aaaaaaaaaaaaaaaaaaaaaaaaaa@Hub.Example",
    ],
)
def test_our_own_echo_is_not_forwarded(invitation, sender):
    assert forward(message(invitation, sender=sender)) == []


@pytest.mark.parametrize("sender", ["", "Nobody", "x@", "\r\nBcc: c@d.example"])
def test_a_writer_without_an_address_is_forwarded_without_reply_to(invitation, sender):
    (sent,) = forward(message(invitation, sender=sender))
    assert sent.reply_to == []
    assert "Bcc" not in sent.message()


def test_a_flood_reaches_the_mailbox_five_times_a_day(invitation):
    for _mail in range(MOST_A_DAY + 3):
        forward(message(invitation))
    assert len(mail.outbox) == MOST_A_DAY
    forward(message(make_invitation(invitation.meeting)))
    assert len(mail.outbox) == MOST_A_DAY + 1
    OutboxMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    forward(message(invitation))
    assert len(mail.outbox) == MOST_A_DAY + 2


def test_a_long_text_is_cut(invitation):
    (sent,) = forward(message(invitation, text="ក" * (LONGEST_TEXT + 5)))
    assert sent.body.count("ក") <= LONGEST_TEXT + 100
    assert "The rest of it stands in the tray." in sent.body


def test_what_was_settled_first_is_not_forwarded(invitation):
    held = message(invitation)
    tray.discard(held, by=make_clerk())
    assert forward(held) == []
    held.delete()
    assert compose({"held": 999}) is None


def test_a_message_without_an_invitation_is_forwarded_too():
    (sent,) = forward(message(None, subject=""))
    assert sent.subject == "A message without a subject"


def test_two_hubs_that_write_to_each_other_stop_after_one_mail(invitation):
    """The mailbox that messages go to is an answer address of another hub, here the same one."""
    other = make_invitation(invitation.meeting)
    (sent,) = forward(message(invitation))
    outcome = receive(
        sent.message().as_bytes(),
        recipient=f"rsvp+{other.mail_token}@hub.example",
        envelope_sender="hub@elsewhere.example",
        now=timezone.now(),
        source="test",
    )
    outbox.send_all_due()
    assert (outcome.kind, len(mail.outbox)) == (MailOutcome.IGNORED, 1)
