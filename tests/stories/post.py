"""The post between the hub and its people: Postfix, Dovecot and `serve_lmtp` as processes, and who reads which mailbox."""

import contextlib
import imaplib
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from io import StringIO
from pathlib import Path
from typing import TypeVar

from django.core.management import call_command
from django.test import override_settings

from tests.mail_servers import HOST, MAILBOXES, PASSWORD, MailServers, running
from tests.servers import Server, free_port, hub_environment

HUB, HOSTED = "hub.example", "mailbox.example"  # answers to the first come by LMTP, to the second by IMAP
PEOPLE, GONE = "people.example", "gone.example"  # everybody has a mailbox there; nobody is known there
SECRETARIAT = f"secretariat@{PEOPLE}"
PATIENCE = 60  # seconds that anything may take on a busy machine
Found = TypeVar("Found")


def wait_for(look: Callable[[], Found]) -> Found:
    """What `look` returns, as soon as that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise TimeoutError("it did not come")


@dataclass(frozen=True)
class Post:
    servers: MailServers
    lmtp: int

    @contextlib.contextmanager
    def of(self, domain: str) -> Iterator[None]:
        """The hub of this process sends through Postfix, with answer addresses at `domain`."""
        answers = f"imap://rsvp%40{domain}:{PASSWORD}@{HOST}:{self.servers.imap}/INBOX"
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST=HOST,
            EMAIL_PORT=self.servers.smtp,
            MAIL_DOMAIN=domain,
            DEFAULT_FROM_EMAIL=f"Working Group Hub <hub@{domain}>",
            SECRETARIAT_EMAIL=SECRETARIAT,
            IMAP_URL=answers if domain == HOSTED else "",
        ):
            yield

    def send(self, message: EmailMessage, *, to: str = "") -> None:
        """Hand a mail to Postfix as its writer's own mail server would; raises what smtplib raises."""
        writer = parseaddr(message["From"])[1]
        with smtplib.SMTP(HOST, self.servers.smtp, timeout=PATIENCE) as server:
            server.send_message(message, writer, [to or message["To"]])

    def mailbox(self, address: str) -> list[EmailMessage]:
        """All mails in somebody's mailbox, in the order in which they came."""
        with imaplib.IMAP4(HOST, self.servers.imap, timeout=PATIENCE) as server:
            server.login(address, PASSWORD)
            server.select("INBOX", readonly=True)
            numbers = server.search(None, "ALL")[1][0].split()
            found = [server.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]
        return [message_from_bytes(raw, policy=policy.default) for raw in found]

    def wait_for_mail(self, address: str, number: int = 1) -> EmailMessage:
        """The mail of that number in somebody's mailbox, as soon as it lies there."""
        return wait_for(lambda: self.mailbox(address)[number - 1 : number])[0]

    def take_in(self, has_come: Callable[[], object], *, domain: str) -> None:
        """Wait until something has come in; at HOSTED by looking into the mailbox as often as it takes."""

        def look() -> object:
            if domain == HOSTED:
                call_command("poll_mailbox", stdout=StringIO())
            return has_come()

        wait_for(look)


@contextlib.contextmanager
def open_post(folder: Path) -> Iterator[Post]:
    """Start all three. `serve_lmtp` works on the database of this process; `folder` becomes its data folder."""
    port = free_port()
    environment = hub_environment(folder, HUB_MAIL_DOMAIN=HUB, HUB_NO_BOOTSTRAP="1")
    command = [sys.executable, "manage.py", "serve_lmtp", "--port", str(port)]
    server = Server(command, port, env=environment, log=folder / "serve_lmtp.log")
    try:
        server.wait()
        ways = {HUB: port, HOSTED: MAILBOXES, PEOPLE: MAILBOXES, GONE: port}
        with running(ways, asked=(HUB,)) as servers:
            yield Post(servers, port)
    finally:
        server.stop()
