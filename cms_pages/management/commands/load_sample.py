"""`manage.py load_sample`: the sample group, its meetings, pages and sign-ins; twice changes nothing."""

import base64
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cms_pages.sample.constitutive import load_constitutive
from cms_pages.sample.meetings import Run
from cms_pages.sample.pages import load_pages
from cms_pages.sample.people import ACCOUNTS, load_accounts, load_organisations, load_people
from hub.actors import SYSTEM
from hub.models import Setting

LOADED = "sample_loaded"


class Command(BaseCommand):
    help = (
        "Load the sample once: invented organisations and meetings, pages in three languages, seven sign-ins."
    )

    def handle(self, *args, **options):
        if Setting.objects.current(LOADED):
            self.stdout.write("The sample is loaded already; nothing was changed.")
            return
        password = settings.SAMPLE_PASSWORD or secrets.token_urlsafe(12)
        secret = settings.SAMPLE_TOTP_SECRET or base64.b32encode(secrets.token_bytes(20)).decode()
        with transaction.atomic():
            organisations = load_organisations()
            people = load_people(organisations)
            load_constitutive(organisations)
            Run(organisations, people, timezone.localdate()).load()
            load_pages()
            load_accounts(people, password=password, totp_secret=secret)
            Setting.objects.put(LOADED, True, by=SYSTEM)
        self.report(password, secret)

    def report(self, password: str, secret: str) -> None:
        """Say who can sign in; a password or secret is shown only if it was made here."""
        self.stdout.write("The sample is loaded. Sign-ins:")
        for account in ACCOUNTS:
            factor = ", second factor" if account.privileged else ""
            self.stdout.write(f"  {account.address:<28} {account.what}{factor}")
        shown = password if not settings.SAMPLE_PASSWORD else "(the one in HUB_SAMPLE_PASSWORD)"
        self.stdout.write(f"  password: {shown}")
        shown = secret if not settings.SAMPLE_TOTP_SECRET else "(the one in HUB_SAMPLE_TOTP_SECRET)"
        self.stdout.write(f"  TOTP secret of the privileged: {shown}")
