"""The finished calendar text of a meeting, so that reading a feed is a join and not a computation."""

from django.db import models

from meetings.models.meeting import Meeting
from members.enums import Language


class CalendarEntry(models.Model):
    """One folded VEVENT (CRLF, at most 75 octets a line) of the public facts of one meeting in one language.

    Written in the transaction of the change it shows. It holds no personal line: those are joined when read.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_entries")
    language = models.CharField(max_length=2, choices=Language.choices)
    is_public = models.BooleanField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "language"], name="meetings_calendar_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.language}"
