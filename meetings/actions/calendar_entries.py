"""What calendars read is brought up to date in the transaction of the change it shows."""

from hub.models import Version
from meetings.models import Meeting


def refresh_entry(meeting: Meeting) -> None:
    """Say that a public calendar fact of this meeting changed; feeds read the version as their validator."""
    Version.objects.bump("calendar")
