"""Answers out of a mailbox: taken once, moved away, and none holds up another."""

import logging
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from meetings.enums import Answer, HeldReason
from meetings.importers.mailbox import poll
from meetings.models import HeldMail, Invitation, Meeting
from tests import replies
from tests.builders import make_invitation, make_meeting
from tests.meetings.importers.imap_server import Store, running
from tests.replies import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


DAY = timedelta(days=1)


@pytest.fixture(params=[{}, {"moves": False, "prefix": "INBOX."}], ids=["MOVE", "COPY, prefix"])
def mailbox(request, settings):
    store = Store(**request.param)
    with running(store) as settings.IMAP_URL:
        yield store


def current(invitation):
    return Invitation.objects.get(pk=invitation.pk).answer


def test_every_mail_is_taken_and_moved(mailbox, invitation):
    mailbox.put(b"Delivered-To: other@hub.example\r\n" + replies.reply(invitation))
    mailbox.put(replies.person(invitation))
    mailbox.put(replies.person(invitation, **{"Auto-Submitted": "auto-replied"}))
    mailbox.put(b"To: nobody@hub.example\r\n\r\nNews")
    mailbox.put(replies.person(invitation, "x" * 1_100_000))
    mailbox.put(b"\0\xff" * 50)
    assert dict(poll(now=NOW)) == {
        "recorded": 1,
        "forwarded": 1,
        "ignored": 1,
        "unknown_token": 2,
        "held": 1,
    }
    assert current(invitation) == Answer.ACCEPTED
    prefix = mailbox.prefix
    assert mailbox.count() == {"INBOX": 0, f"{prefix}Processed": 2, f"{prefix}Held": 4}
    large = HeldMail.objects.get(reason=HeldReason.TOO_LARGE)
    assert (large.sender, len(large.raw)) == (invitation.person.email, 64 * 1024)
    assert dict(poll(now=NOW)) == {}


def test_the_same_copy_and_the_same_mail_are_once(mailbox, invitation):
    raw = replies.person(invitation, **{"Message-ID": None})
    mailbox.put(raw)
    poll(now=NOW)
    mailbox.next_uid = 1  # found again where it was, as after a move that the server forgot
    mailbox.deleted.clear()
    mailbox.put(raw)
    assert dict(poll(now=NOW)) == {"duplicate": 1}
    mailbox.validity += 1  # another mailbox: its numbers mean nothing any more
    mailbox.next_uid = 1
    mailbox.deleted.clear()
    mailbox.put(raw)
    assert dict(poll(now=NOW)) == {"forwarded": 1}
    mailbox.deleted.clear()
    answer = replies.reply(invitation)
    for _copy in range(2):
        mailbox.put(answer)
    assert dict(poll(now=NOW)) == {"recorded": 1, "duplicate": 1}


def test_a_mail_that_cannot_be_read_holds_up_no_other(mailbox, invitation, caplog):
    mailbox.hides = {1}
    mailbox.put(replies.reply(invitation))
    mailbox.put(replies.reply(invitation, "DECLINED"))
    with caplog.at_level(logging.WARNING):
        assert dict(poll(now=NOW)) == {"failed": 1, "recorded": 1}
    assert current(invitation) == Answer.DECLINED
    assert list(mailbox.folders["INBOX"]) == [1]
    assert invitation.person.email not in caplog.text
    assert invitation.mail_token not in caplog.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda url: url.replace("a%3Ab", "wrong"), "refuses the user or the password"),
        (lambda url: url.replace("INBOX", "Elsewhere"), "no such folder"),
        (lambda url: "imap://reader:x@127.0.0.1:1/INBOX", "cannot be reached"),
    ],
)
def test_a_mailbox_that_is_away_is_said_without_its_address(settings, caplog, change, told):
    with running(Store()) as url, caplog.at_level(logging.WARNING):
        settings.IMAP_URL = change(url)
        assert dict(poll(now=NOW)) == {}
    assert told in caplog.text
    assert "reader" not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_the_password_is_told_to_nobody_without_a_certificate(settings, caplog, tmp_path):
    """imaplib by itself takes any certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    own = x509.CertificateBuilder(name, name, key.public_key(), 1, today - DAY, today + DAY)
    own = own.sign(key, hashes.SHA256())
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "own.pem").write_bytes(written + own.public_bytes(Encoding.PEM))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "own.pem")
    store = Store()
    with running(store, tls=tls) as settings.IMAP_URL:
        assert dict(poll(now=NOW)) == {}
    assert store.asked == []
    assert "cannot be reached (SSLCertVerificationError)" in caplog.text


@pytest.mark.parametrize("url", ["imap://reader:x@mail.example/INBOX", "https://mail.example", "nonsense"])
def test_an_address_that_would_tell_the_password_is_refused(settings, url):
    settings.IMAP_URL = url
    with pytest.raises(ImproperlyConfigured, match="HUB_IMAP_URL"):
        poll(now=NOW)
    with pytest.raises(CommandError, match="HUB_IMAP_URL"):
        call_command("poll_mailbox")


def test_the_command_says_what_came(mailbox, invitation, capsys):
    Meeting.objects.update(date=NOW.date() + timedelta(days=13))
    mailbox.put(replies.reply(invitation, stamp=None))
    call_command("poll_mailbox")
    assert capsys.readouterr().out == "Mails taken in: 1 recorded.\n"
