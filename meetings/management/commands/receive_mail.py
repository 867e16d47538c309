"""`receive_mail`: one mail from standard input, as a mail server's pipe hands it over."""

import os
import sys

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from meetings.actions.mail_in import receive
from meetings.enums import MailOutcome
from meetings.ical.letters import recipients
from meetings.ical.mime import MAX_BYTES

# sysexits.h: what a mail server makes of the exit code. 75 makes it try again for days, so a bad mail never gets it.
TAKEN, BAD_MAIL, NO_SUCH_ADDRESS, TOO_LARGE, TRY_AGAIN = 0, 65, 67, 69, 75


class Command(BaseCommand):
    help = "Takes in one mail to an answer address from standard input. Exit 67: no such address; 65, 69: over the caps; 75: try again."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        sys.exit(self.take(sys.stdin.buffer.read(MAX_BYTES + 1)))

    def take(self, raw: bytes) -> int:
        """The envelope is in ORIGINAL_RECIPIENT and SENDER (Postfix sets them), else in Delivered-To."""
        named = os.environ.get("ORIGINAL_RECIPIENT", "")
        recipient = named or next(iter(recipients(raw)), "")
        try:
            outcome = receive(
                raw,
                recipient=recipient,
                envelope_sender=os.environ.get("SENDER") if named else None,
                now=timezone.now(),
                source="pipe",
            )
        except (OperationalError, InterfaceError) as problem:
            self.stderr.write(f"The database is away: {type(problem).__name__}")
            return TRY_AGAIN
        if outcome.kind == MailOutcome.UNKNOWN_TOKEN:
            self.stderr.write("No such address.")
            return NO_SUCH_ADDRESS
        if outcome.kind == MailOutcome.TOO_LARGE:
            self.stderr.write("Larger than an answer can be, or too many parts.")
            return TOO_LARGE if len(raw) > MAX_BYTES else BAD_MAIL
        return TAKEN
