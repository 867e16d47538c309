"""`send_due`: do now what is due. `run` calls it every ten minutes; other installations let cron or a timer do it."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

from hub.outbox import send_all_due


class Command(BaseCommand):
    help = "Do what is due now: things that go by the clock, then the mail (the worker sends mail by itself)."

    def handle(self, *args, **options):
        now = timezone.now()
        for name in settings.DUE:
            import_string(name)(now=now)
        call_command("publish_scheduled", verbosity=0)  # pages whose embargo or go-live time has come
        handled = send_all_due()
        self.stdout.write(f"Mail handled: {handled}.")
