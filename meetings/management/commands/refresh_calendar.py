"""`refresh_calendar`: bring the stored calendar texts up to date with the words and addresses of this installation."""

from django.core.management.base import BaseCommand

from meetings.actions.calendar_entries import refresh_outdated


class Command(BaseCommand):
    help = "Write the calendar texts anew if the site's address or the words of this release have changed."

    def handle(self, *args, **options):
        changed = refresh_outdated()
        if changed is None:
            self.stdout.write("The calendar texts are up to date.")
        else:
            self.stdout.write(f"Calendar texts written anew: {changed} meetings changed.")
