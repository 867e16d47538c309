"""`poll_mailbox [--watch]`: answers out of the IMAP folder of HUB_IMAP_URL, once or again and again."""

import time

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from meetings.importers.mailbox import poll


class Command(BaseCommand):
    help = (
        "Takes in the answers that lie in the IMAP folder of HUB_IMAP_URL; moves them to Processed or Held."
    )

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Go on, until stopped.")
        parser.add_argument("--every", type=int, default=60, help="With --watch: seconds between two looks.")

    def handle(self, *, watch, every, **options):
        if not settings.IMAP_URL:
            raise CommandError("Set HUB_IMAP_URL: imaps://user:password@host/FOLDER.")
        try:
            self.look()
            while watch:
                time.sleep(max(every, 1))
                close_old_connections()
                self.look()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error

    def look(self):
        outcomes = poll()
        told = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
        self.stdout.write(f"Mails taken in: {told or 'none'}.")
        self.stdout.flush()
