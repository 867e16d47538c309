"""`serve_lmtp`: answers come in from a mail server on this machine, by LMTP (RFC 2033)."""

import asyncio
import logging
import signal

from aiosmtpd.lmtp import LMTP
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from meetings.actions.mail_in import receive, recipient_is_known
from meetings.enums import MailOutcome
from meetings.ical.mime import MAX_BYTES

HOST = "127.0.0.1"
MOST_RECIPIENTS = 50
OK = "250 2.0.0 Taken"
NO_SUCH_ADDRESS = "550 5.1.1 No such address"
TOO_LARGE = "552 5.3.4 Larger than an answer can be, or too many parts"
TOO_MANY = "452 4.5.3 Too many recipients"
TRY_AGAIN = "451 4.3.0 Try again later"
logger = logging.getLogger(__name__)


# What aiosmtpd says itself to a whole mail; in LMTP every recipient is owed that reply (RFC 2033 section 4.2).
_SAID_ONCE = ("552 Error: Too much mail data", "500 Line too long")


class Door(LMTP):
    """Long lines are allowed: not every mail server in front of us folds them."""

    line_length_limit = MAX_BYTES

    async def push(self, status):
        if isinstance(status, str) and status.startswith(_SAID_ONCE) and self.envelope.rcpt_tos:
            status = "\r\n".join([TOO_LARGE] * len(self.envelope.rcpt_tos))
        await super().push(status)


class Handler:
    """What LMTP asks. Each recipient gets a reply of their own after DATA (RFC 2033 section 4.2)."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        answer = await sync_to_async(_knows)(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answers = [
            await sync_to_async(_take)(envelope.content, recipient, envelope.mail_from or "")
            for recipient in envelope.rcpt_tos
        ]
        return "\r\n".join(answers)

    async def handle_exception(self, error):
        logger.error("LMTP: %s", type(error).__name__)
        return TRY_AGAIN


def _knows(address: str) -> str:
    close_old_connections()
    try:
        return OK if recipient_is_known(address, now=timezone.now()) else NO_SUCH_ADDRESS
    except (OperationalError, InterfaceError):
        return TRY_AGAIN


def _take(content: bytes, recipient: str, sender: str) -> str:
    close_old_connections()
    try:
        outcome = receive(
            content, recipient=recipient, envelope_sender=sender, now=timezone.now(), source="lmtp"
        )
    except (OperationalError, InterfaceError) as problem:
        logger.error("A mail was not taken in: %s", type(problem).__name__)
        return TRY_AGAIN
    return {MailOutcome.UNKNOWN_TOKEN: NO_SUCH_ADDRESS, MailOutcome.TOO_LARGE: TOO_LARGE}.get(
        outcome.kind, OK
    )


async def serve(port: int, *, stop: asyncio.Event, ready=None) -> None:
    """Serve until `stop` is set; `ready` is called with the port once mail is taken."""
    loop = asyncio.get_running_loop()
    handler = Handler()

    def door() -> Door:
        return Door(handler, enable_SMTPUTF8=True, data_size_limit=MAX_BYTES, ident="hub", loop=loop)

    server = await loop.create_server(door, HOST, port)
    async with server:
        if ready:
            ready(server.sockets[0].getsockname()[1])
        await stop.wait()
    await sync_to_async(connections.close_all)()


class Command(BaseCommand):
    help = "Takes in answers by LMTP on this machine, until SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument(
            "--port",
            type=int,
            default=settings.LMTP_PORT,
            help="Default: HUB_LMTP_PORT; 0 takes any free port.",
        )

    def handle(self, *, port, **options):
        for name in ("mail.log", "mail.debug"):  # aiosmtpd's own log holds addresses
            logging.getLogger(name).propagate = False
            logging.getLogger(name).addHandler(logging.NullHandler())
        try:
            asyncio.run(self.serve(port))
        except OSError as error:
            raise CommandError(f"LMTP cannot listen on port {port}: {error.strerror}") from error

    async def serve(self, port):
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(port, stop=stop, ready=self.say)

    def say(self, port):
        self.stdout.write(f"Answers are taken in by LMTP on {HOST} port {port}.")
        self.stdout.flush()
