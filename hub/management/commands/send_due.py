"""`send_due`: send now what is due, for an installation whose worker does not run all the time."""

from django.core.management.base import BaseCommand

from hub.outbox import send_all_due


class Command(BaseCommand):
    help = "Send the mail that is due now (the background worker does the same by itself)."

    def handle(self, *args, **options):
        handled = send_all_due()
        self.stdout.write(f"Mail handled: {handled}.")
