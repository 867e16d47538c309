"""Answers out of an IMAP folder, for those whose mail somebody else hosts."""

import contextlib
import imaplib
import logging
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from meetings.actions.mail_in import Outcome, invitation_of, receive
from meetings.enums import MailOutcome
from meetings.ical.letters import recipients
from meetings.ical.mime import MAX_BYTES

logger = logging.getLogger(__name__)
TIMEOUT = 30  # seconds that the server may take for one command
AT_ONCE = 500  # mails of one round
PROCESSED, HELD = "Processed", "Held"
_DONE = (
    MailOutcome.RECORDED,
    MailOutcome.STALE,
    MailOutcome.DUPLICATE,
    MailOutcome.BOUNCE,
    MailOutcome.IGNORED,
)
_PREFIX = re.compile(rb'\(\("([^"]*)" (?:"(.)"|NIL)')


class MailboxAway(Exception):
    """The server cannot be reached, refuses the password, or has no such folder; says which, and no address."""


def poll(*, now: datetime | None = None) -> Counter:
    """Take in what lies in the folder of `HUB_IMAP_URL`; how many mails of each outcome.

    Every mail is moved when it was taken in: to Held if it waits in the tray or nobody is known at its address,
    else to Processed. One that cannot be handled stays for the next round and holds up no other; only a database
    or a server that is away ends the round, which is logged without addresses.
    """
    outcomes: Counter = Counter()
    try:
        with _opened(settings.IMAP_URL) as mailbox:
            for uid in mailbox.waiting():
                outcomes[_take(mailbox, uid, now or timezone.now())] += 1
    except (OperationalError, InterfaceError, MailboxAway, OSError, imaplib.IMAP4.error) as problem:
        told = str(problem) if isinstance(problem, MailboxAway) else type(problem).__name__
        logger.warning("The mailbox of answers was not read to its end: %s", told)
    return outcomes


def why_away() -> str:
    """Why the folder of `HUB_IMAP_URL` cannot be read now, without addresses; empty when it can. Takes in nothing."""
    try:
        with _opened(settings.IMAP_URL):
            return ""
    except (MailboxAway, ImproperlyConfigured) as problem:
        return str(problem).rstrip(".")
    except (OSError, imaplib.IMAP4.error) as problem:
        return type(problem).__name__


def _take(mailbox: "Mailbox", uid: str, now: datetime) -> str:
    try:
        raw = mailbox.fetch(uid)
        outcome = _receive(raw, arrival=f"{mailbox.arrival}:{uid}", now=now)
        mailbox.move(uid, PROCESSED if outcome.kind in _DONE else HELD)
    except (OperationalError, InterfaceError, imaplib.IMAP4.abort, OSError):
        raise
    except Exception as problem:
        logger.exception(
            "A mail in the mailbox of answers could not be taken in (%s)", type(problem).__name__
        )
        return "failed"
    return outcome.kind.value


def _receive(raw: bytes, *, arrival: str, now: datetime) -> Outcome:
    """A mailbox has no envelope: of the addresses in its header, the first that is one of ours."""
    known = (address for address in recipients(raw) if invitation_of(address, now=now))
    return receive(
        raw,
        recipient=next(known, ""),
        envelope_sender=None,
        now=now,
        source="imap",
        arrival=arrival,
        may_refuse=False,
    )


@contextlib.contextmanager
def _opened(url: str) -> Iterator["Mailbox"]:
    address = urlsplit(url)
    if address.scheme not in ("imap", "imaps") or not address.hostname:
        raise ImproperlyConfigured("HUB_IMAP_URL has the form imaps://user:password@host/FOLDER.")
    if address.scheme == "imap" and address.hostname not in settings.LOOPBACK:
        raise ImproperlyConfigured("HUB_IMAP_URL: plain imap is accepted for this machine only; use imaps.")
    try:
        server = _connected(address)
    except OSError as problem:
        raise MailboxAway(f"the server cannot be reached ({type(problem).__name__})") from problem
    try:
        try:
            server.login(unquote(address.username or ""), unquote(address.password or ""))
        except imaplib.IMAP4.error as problem:
            raise MailboxAway("the server refuses the user or the password") from problem
        yield Mailbox(server, unquote(address.path.strip("/")) or "INBOX")
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connected(address: SplitResult) -> imaplib.IMAP4:
    """The certificate is checked: imaplib by itself would give the password to whoever answers."""
    host = address.hostname or ""
    if address.scheme == "imap":
        return imaplib.IMAP4(host, address.port or 143, timeout=TIMEOUT)
    return imaplib.IMAP4_SSL(
        host, address.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
    )


class Mailbox:
    """One open folder; mails are named by UID."""

    def __init__(self, server: imaplib.IMAP4, folder: str):
        self.server = server
        self.made: set[str] = set()
        if server.select(_quoted(folder))[0] != "OK":
            raise MailboxAway("there is no such folder")
        validity = server.response("UIDVALIDITY")[1]
        self.arrival = f"{folder}:{(validity[0] or b'').decode('ascii', 'replace')}"
        self.prefix = self._prefix()

    def _prefix(self) -> str:
        """Where folders of one's own may be made: some servers keep them below "INBOX."."""
        if "NAMESPACE" not in self.server.capabilities:
            return ""
        kind, data = self.server.namespace()
        found = _PREFIX.search(data[0]) if kind == "OK" and data and isinstance(data[0], bytes) else None
        return found[1].decode("ascii", "replace") if found else ""

    def waiting(self) -> list[str]:
        """UIDs of what lies there, oldest first."""
        kind, data = self.server.uid("SEARCH", "UNDELETED")
        return (data[0] or b"").decode("ascii").split()[:AT_ONCE] if kind == "OK" and data else []

    def fetch(self, uid: str) -> bytes:
        """The mail, cut right behind the cap so that a larger one is known as such; it stays unseen."""
        kind, data = self.server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MAX_BYTES + 1}>)")
        found = next((item[1] for item in data if isinstance(item, tuple)), None)
        if kind != "OK" or found is None:
            raise LookupError("the server does not give the mail out")
        return found

    def move(self, uid: str, folder: str) -> None:
        """Into a folder of ours, which is made if it is not there yet."""
        target = _quoted(self.prefix + folder)
        if target not in self.made:
            self.server.create(target)  # says NO where it exists
            self.made.add(target)
        if "MOVE" in self.server.capabilities:
            self._must(self.server.uid("MOVE", uid, target))
            return
        self._must(self.server.uid("COPY", uid, target))
        self._must(self.server.uid("STORE", uid, "+FLAGS", r"(\Deleted)"))
        if "UIDPLUS" in self.server.capabilities:
            self.server.uid("EXPUNGE", uid)
        else:
            self.server.expunge()

    def _must(self, answer: tuple) -> None:
        if answer[0] != "OK":
            raise LookupError("the server does not move the mail")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
