"""The pipe: what a mail server hands over, and the exit code it gets."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from meetings.enums import Answer, HeldReason
from meetings.models import HeldMail, Invitation
from tests import replies
from tests.builders import make_invitation, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


@pytest.fixture
def pipe(monkeypatch):
    """Hand a mail over; the exit code."""
    for name in ("ORIGINAL_RECIPIENT", "SENDER"):
        monkeypatch.delenv(name, raising=False)

    def hand_over(raw, **environ):
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        with pytest.raises(SystemExit) as ended:
            call_command("receive_mail", stderr=io.StringIO())
        return ended.value.code

    return hand_over


def current(invitation):
    return Invitation.objects.get(pk=invitation.pk).answer


def test_the_envelope_says_whose_answer_it_is(invitation, pipe):
    raw = replies.reply(invitation)
    assert pipe(raw, ORIGINAL_RECIPIENT=replies.token_address(invitation), SENDER="x@people.example") == 0
    assert current(invitation) == Answer.ACCEPTED


def test_without_an_envelope_delivered_to_says_it(invitation, pipe):
    delivered = f"Delivered-To: {replies.token_address(invitation)}\r\n".encode()
    assert pipe(delivered + replies.reply(invitation, "DECLINED", mail={"To": "list@people.example"})) == 0
    assert current(invitation) == Answer.DECLINED


@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff" * 5000, b"To: nobody@people.example\r\n\r\n"])
def test_p41_an_unknown_token_is_exit_67(invitation, pipe, raw):
    assert pipe(raw, ORIGINAL_RECIPIENT="rsvp+1-aaaaaaaaaaaaaaaaaaaaaaaaaa@localhost") == 67
    assert pipe(raw, ORIGINAL_RECIPIENT="") == 67


def test_p49_over_the_caps_is_exit_69_or_65(invitation, pipe):
    to = {"ORIGINAL_RECIPIENT": replies.token_address(invitation)}
    assert pipe(replies.reply(invitation) + b"x" * 1_100_000, **to) == 69
    assert pipe(replies.in_multipart(invitation, "mixed", *[replies.text()] * 60), **to) == 65
    assert HeldMail.objects.count() == 0


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\xff" * 5000, b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR"]
)
def test_a_bad_mail_is_kept_and_never_tried_again(invitation, pipe, raw):
    assert pipe(raw, ORIGINAL_RECIPIENT=replies.token_address(invitation), SENDER="x@people.example") == 0
    assert HeldMail.objects.get().reason in (HeldReason.MESSAGE, HeldReason.UNREADABLE)
