"""`manage.py compile_catalogues [--collect]`: our Khmer and French catalogues, without gettext's tools."""

from django.core.management.base import BaseCommand

from hub.languages import catalogues


class Command(BaseCommand):
    help = (
        "Compiles hub/locale/*/LC_MESSAGES/django.po; with --collect first takes in new messages of the code."
    )

    def add_arguments(self, parser):
        parser.add_argument("--collect", action="store_true", help="take in new messages, drop unused ones")

    def handle(self, *args, collect, **options):
        if collect:
            for language in catalogues.LANGUAGES:
                came, went = catalogues.collect(language)
                self.stdout.write(f"{language}: {came} new, {went} no longer used")
        for path in catalogues.compile_catalogues():
            self.stdout.write(f"Wrote {path.relative_to(catalogues.ROOT)}")
        for language in catalogues.LANGUAGES:
            catalogue = catalogues.read_catalogue(language)
            missing = [entry.msgid for entry in catalogue if not entry.translated()]
            if missing:
                self.stdout.write(f"{language}: {len(missing)} not yet translated")
