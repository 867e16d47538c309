"""What `doctor` says of the ways in for answers by mail and of the tray."""

import socket
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import checks
from meetings.enums import HeldReason, HeldState
from meetings.models import HeldMail
from tests.meetings.importers.imap_server import Store, running

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def said_by(check):
    """[(serious, message)] of one check; each message comes with its cure."""
    found = check(None)
    assert all(message.hint for message in found)
    return [(message.is_serious(30), message.msg) for message in found]


@pytest.fixture
def no_way_in(settings):
    settings.LMTP_PORT, settings.IMAP_URL = 0, ""
    return settings


def test_no_way_in_is_wrong_only_where_mail_really_leaves(no_way_in):
    text = "No way in for answers by mail is set: unless receive_mail is called, they come back to their senders."
    no_way_in.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert said_by(checks.answers_by_mail_come_in) == [(False, text)]
    no_way_in.EMAIL_BACKEND = SMTP
    assert said_by(checks.answers_by_mail_come_in) == [(True, text)]


@pytest.mark.parametrize(
    ("greeting", "told"), [(b"220 hub\r\n", None), (b"SSH-2.0", "something else listens there")]
)
def test_a_mail_door_that_greets_is_at_work(no_way_in, greeting, told):
    with socket.create_server(("127.0.0.1", 0)) as server:
        no_way_in.LMTP_PORT = port = server.getsockname()[1]

        def greet():
            line = server.accept()[0]
            line.sendall(greeting)
            line.close()

        threading.Thread(target=greet, daemon=True).start()
        said = said_by(checks.answers_by_mail_come_in)
    assert said == ([(True, f"Nothing takes in answers by LMTP on port {port}: {told}.")] if told else [])


def test_a_mail_door_that_is_shut(no_way_in):
    with socket.create_server(("127.0.0.1", 0)) as server:
        no_way_in.LMTP_PORT = port = server.getsockname()[1]
    assert said_by(checks.answers_by_mail_come_in) == [
        (True, f"Nothing takes in answers by LMTP on port {port}: connection refused.")
    ]


def test_the_mailbox_is_tried_and_nothing_is_taken_in(no_way_in):
    store = Store()
    with running(store) as url:
        no_way_in.IMAP_URL = url
        assert said_by(checks.answers_by_mail_come_in) == []
        no_way_in.IMAP_URL = url.replace("a%3Ab", "wrong")
        assert said_by(checks.answers_by_mail_come_in) == [
            (True, "The mailbox of answers is not read: the server refuses the user or the password.")
        ]
    no_way_in.IMAP_URL = "imap://reader:x@mail.example/INBOX"
    said = said_by(checks.answers_by_mail_come_in)
    assert said[0][1].endswith("plain imap is accepted for this machine only; use imaps.")
    assert "reader" not in said[0][1]


@pytest.mark.django_db
def test_mail_that_waits_in_the_tray_for_days():
    held = HeldMail.objects.create(reason=HeldReason.values[0], once_key="a")
    assert said_by(checks.the_tray_is_emptied) == []
    HeldMail.objects.update(received_at=timezone.now() - timedelta(days=4))
    assert said_by(checks.the_tray_is_emptied) == [
        (True, "Mail that has waited in the tray for over three days: 1.")
    ]
    held.state = HeldState.DISCARDED
    held.save(update_fields=["state"])
    assert said_by(checks.the_tray_is_emptied) == []
