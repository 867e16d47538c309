"""`manage.py doctor`: what is wrong with this installation, and how to mend it."""

import sys

from django.core import checks
from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules


class Command(BaseCommand):
    help = "Says what is wrong with this installation and how to mend it; exit code 1 if anything is."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        autodiscover_modules("checks")  # the checks.py of every app
        found = sorted(checks.run_checks(tags=["doctor"]), key=lambda message: (-message.level, message.id))
        wrong = [message for message in found if message.level >= checks.WARNING]
        for message in found:
            self.stdout.write(f"{'wrong' if message in wrong else 'note'}: {message.msg}")
            self.stdout.write(f"       {message.hint}")
        asked = sum("doctor" in check.tags for check in checks.registry.registry.registered_checks)
        self.stdout.write(
            f"{asked} checks, {len(wrong)} found wrong." if wrong else f"{asked} checks, all is well."
        )
        sys.exit(1 if wrong else 0)
