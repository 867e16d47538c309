"""`manage.py run`: from whatever state the machine is in to a site that serves, saying each step."""

import sys
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.urls import reverse

from hub import first_run, preparation, quick_start, serving
from hub.bootstrap import STEPS

SAMPLE_DOMAIN = "@hub.example"


class Command(BaseCommand):
    help = (
        "Sets up everything, migrates, loads the sample once, and serves the site with its background worker."
    )
    requires_system_checks: list[str] = []  # `doctor` says what is wrong; a start does not wait for it

    def add_arguments(self, parser):
        parser.add_argument(
            "--port", type=int, default=serving.PORT, help="Port on this machine (default 8000)."
        )
        parser.add_argument(
            "--no-sample",
            action="store_true",
            help="Start empty: no sample, and a link for the first administrator.",
        )

    def handle(self, *, port, no_sample, **options):
        try:
            serving.refuse_taken(port)
            quick_start.forget()
            just_loaded = self.prepare(no_sample)
            call_command("refresh_calendar", stdout=StringIO())
            words = f"{addresses()}\n{sample_sign_ins()}".strip()
            # After loading, load_sample itself has said the sign-ins, with their password.
            self.stdout.write(addresses() if just_loaded else words)
            if first_run.is_needed():
                self.stdout.write(first_link())
            else:
                quick_start.remember(words)
        except serving.PortTaken as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"The database does not do its part: {str(error).strip().splitlines()[0]}"
            ) from error
        connections.close_all()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        serving.become(port)

    def prepare(self, no_sample):
        """Bring everything up to date; True when the sample has just been loaded."""
        missing = preparation.pending_migrations()
        if missing:
            self.step(3, f"Bringing the database up to date ({missing} migrations)")
            preparation.bring_database_up_to_date()
        else:
            self.step(3, "The database is up to date")
        if preparation.static_is_current():
            self.step(4, "The static files are up to date")
        else:
            self.step(4, "Collecting and compressing the static files")
            preparation.collect_static()
        if no_sample:
            preparation.decline_sample()
            self.step(5, "Without the sample")
        elif preparation.sample_is_wanted():
            self.step(5, "Loading the sample")
            call_command("load_sample", stdout=self.stdout)
            return True
        else:
            self.step(5, "The sample needs no loading")
        return False

    def step(self, number, what):
        self.stdout.write(f"step {number} of {STEPS}: {what}")
        self.stdout.flush()


def addresses() -> str:
    """What a person needs to look around; no secrets."""
    base = settings.BASE_URL
    lines = ["Addresses:"]
    lines += [f"  {base}/{code}/  {name}" for code, name in settings.LANGUAGES]
    lines += [f"  {base}{reverse('account_login')}  sign in"]
    lines += [f"  {base}{reverse('wagtailadmin_home')}  the secretariat's pages and people"]
    return "\n".join(lines)


def sample_sign_ins() -> str:
    """The addresses of the sample's accounts; empty without a sample."""
    samples = get_user_model().objects.filter(email__endswith=SAMPLE_DOMAIN).values_list("email", flat=True)
    if not samples:
        return ""
    heading = "Sample sign-ins (password: HUB_SAMPLE_PASSWORD, else as printed when the sample was loaded):"
    return "\n  ".join([heading, *samples])


def first_link() -> str:
    path = reverse("first_run", kwargs={"token": first_run.issue_token()})
    return (
        f"Nobody can sign in yet. The first administrator, by this link, once:\n  {settings.BASE_URL}{path}"
    )
