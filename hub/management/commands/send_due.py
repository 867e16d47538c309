"""`send_due`: do now what is due. `run` calls it every ten minutes; other installations let cron or a timer do it."""

import logging

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from hub.outbox import send_all_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what is due now: things that go by the clock, then the mail (the worker sends mail by itself)."

    def handle(self, *args, **options):
        now = timezone.now()
        failed = []
        for name in settings.DUE:
            try:
                import_string(name)(now=now)
            except Exception:  # one thing that goes wrong keeps no reminder and no mail from leaving
                logger.exception("What goes by the clock went wrong: %s", name)
                failed.append(name)
        call_command("publish_scheduled", verbosity=0)  # pages whose embargo or go-live time has come
        handled = send_all_due()
        self.stdout.write(f"Mail handled: {handled}.")
        if failed:
            raise CommandError(f"Went wrong, see the log: {', '.join(failed)}.")
