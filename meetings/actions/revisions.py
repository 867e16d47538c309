"""How much a change matters to calendars, and the counters that follow from it."""

from datetime import datetime
from enum import IntEnum

from django.utils import timezone

from meetings.actions.calendar_entries import refresh_entry
from meetings.models import Meeting


class Weight(IntEnum):
    """Silent: no calendar shows it. Visible: the feed's text changes. Significant: answers must be asked again."""

    SILENT = 0
    VISIBLE = 1
    SIGNIFICANT = 2


def keep_revision(meeting: Meeting, weight: Weight, *, now: datetime | None = None) -> None:
    """Raise the counters of a locked meeting, save it, and write its calendar entry anew where one changes.

    `feed_sequence` and `itip_sequence` become the feed's and the invitation's SEQUENCE (RFC 5546 section 2.1.4);
    `changed_at` becomes DTSTAMP, so it moves with visible changes only.
    """
    meeting.revision += 1
    if weight >= Weight.VISIBLE:
        meeting.feed_sequence = meeting.revision
        meeting.changed_at = now or timezone.now()
    if weight >= Weight.SIGNIFICANT:
        meeting.itip_sequence = meeting.revision
    meeting.save()
    if weight >= Weight.VISIBLE:
        refresh_entry(meeting)
