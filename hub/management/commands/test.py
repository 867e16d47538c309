"""`manage.py test [pytest arguments]`: whatever the tests need, then the tests."""

import os
import shutil
import subprocess
import sys

from django.core.management.base import BaseCommand

from hub.bootstrap import ROOT, STEPS

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install --yes --no-install-recommends chromium fonts-dejavu-core"


class Command(BaseCommand):
    help = "Runs all tests; with arguments, pytest with just these."

    def run_from_argv(self, argv):
        """Every argument is pytest's, also -k and --help; so Django's own parser never sees them."""
        self.provide_browser()
        self.say(f"step 5 of {STEPS}: Running the tests")
        # Settings of an installation must not change what the tests see.
        environ = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environ |= {name: value for name, value in os.environ.items() if name.startswith("HUB_TEST_")}
        environ["HUB_NO_BOOTSTRAP"] = "1"
        program = ["-m", "pytest", *argv[2:]] if argv[2:] else ["-m", "tests.passes"]
        sys.exit(subprocess.run([sys.executable, *program], cwd=ROOT, env=environ).returncode)

    def provide_browser(self):
        """Install Chromium where this process may, else print the one line that does it."""
        if any(map(shutil.which, BROWSERS)):
            return
        if not shutil.which("apt-get"):
            self.say(f"step 4 of {STEPS}: No Chromium here: install it for the tests that drive a browser")
        elif os.geteuid():
            self.say(
                f"step 4 of {STEPS}: No Chromium here; for the tests that drive a browser: sudo {INSTALL}"
            )
        else:
            self.say(f"step 4 of {STEPS}: Installing Chromium for the tests that drive a browser")
            quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
            subprocess.run(["apt-get", "update"], **quiet)
            if subprocess.run(INSTALL.split(), **quiet).returncode:
                self.say("  apt-get could not; the tests that drive a browser are left out.")

    def say(self, what):
        self.stdout.write(what)
        self.stdout.flush()
