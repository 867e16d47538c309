"""The LMTP door, over a real socket."""

import asyncio
import contextlib
import os
import signal
import smtplib
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings

from meetings.enums import Answer
from meetings.management.commands.serve_lmtp import serve
from meetings.models import HeldMail, Invitation
from tests import replies
from tests.builders import make_invitation, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]


@contextlib.contextmanager
def serving():
    """The port of a door that runs in a thread of its own."""
    opened, held = threading.Event(), {}

    async def run():
        held["loop"], held["stop"] = asyncio.get_running_loop(), asyncio.Event()

        def ready(port):
            held["port"] = port
            opened.set()

        await serve(0, stop=held["stop"], ready=ready)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert opened.wait(30)
        yield held["port"]
    finally:
        held["loop"].call_soon_threadsafe(held["stop"].set)
        thread.join(30)


@pytest.fixture
def client():
    with serving() as port, smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        yield client


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


def answers(*invitations):
    return [Invitation.objects.get(pk=row.pk).answer for row in invitations]


def reply(invitation, partstat="ACCEPTED"):
    return replies.reply(invitation, partstat)


def test_p41_an_answer_comes_in_and_an_unknown_token_is_refused_before_the_mail(client, invitation):
    client.sendmail("person@people.example", [replies.token_address(invitation)], reply(invitation))
    assert answers(invitation) == [Answer.ACCEPTED]
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail("person@people.example", ["rsvp+1-aaaaaaaaaaaaaaaaaaaaaaaaaa@localhost"], b"x")
    (code, _text) = next(iter(refused.value.recipients.values()))
    assert code == 550


def test_every_recipient_gets_a_reply_of_their_own(client, invitation):
    other = make_invitation(invitation.meeting)
    client.ehlo()
    client.mail("person@people.example")
    codes = [
        client.rcpt(address)[0]
        for address in (replies.token_address(other), "nobody@localhost", replies.token_address(invitation))
    ]
    assert codes == [250, 550, 250]
    code, _text = client.data(reply(invitation))
    assert [code, client.getreply()[0]] == [250, 250]
    assert answers(invitation, other) == [Answer.ACCEPTED, Answer.NEEDS_ACTION]
    assert HeldMail.objects.get().invitation == other  # it answers for another address than theirs
    assert client.noop()[0] == 250


def test_p49_a_mail_over_the_cap_is_refused_for_each_and_the_door_stays_open(client, invitation):
    other = make_invitation(invitation.meeting)
    bomb = reply(invitation) + (b"x" * 98 + b"\r\n") * 200_000
    client.ehlo()
    with pytest.raises(smtplib.SMTPSenderRefused):
        client.sendmail("person@people.example", [replies.token_address(invitation)], bomb)
    client.mail("person@people.example")
    for row in (invitation, other):
        client.rcpt(replies.token_address(row))
    code, _text = client.data(bomb)
    assert [code, client.getreply()[0]] == [552, 552]
    client.sendmail(
        "person@people.example", [replies.token_address(invitation)], reply(invitation, "DECLINED")
    )
    assert answers(invitation, other) == [Answer.DECLINED, Answer.NEEDS_ACTION]


def test_p49_too_many_parts_are_refused_and_long_lines_are_not(client, invitation):
    parts = [replies.text() for _number in range(60)]
    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail(
            "person@people.example",
            [replies.token_address(invitation)],
            replies.in_multipart(invitation, "mixed", *parts),
        )
    assert refused.value.smtp_code == 552
    words = replies.person(invitation, "I come by bus. " * 1000)
    client.sendmail("person@people.example", [replies.token_address(invitation)], words)
    assert HeldMail.objects.get().text.startswith("I come by bus. I come")


def test_p46_the_null_path_is_seen(client, invitation):
    client.sendmail("", [replies.token_address(invitation)], replies.person(invitation, "Away"))
    assert HeldMail.objects.count() == 0


def test_sigterm_stops_it_cleanly():
    environ = {**os.environ, "HUB_NO_BOOTSTRAP": "1", "HUB_DATA_DIR": str(settings.DATA_DIR)}
    command = [sys.executable, "manage.py", "serve_lmtp", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    port = int(process.stdout.readline().split()[-1].rstrip(b"."))
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        assert client.ehlo()[0] == 250
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=60)
    assert (process.returncode, said, complained) == (0, b"", b"")
