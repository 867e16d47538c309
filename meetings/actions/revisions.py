"""How much a change matters to calendars, and the counters that follow from it."""

from collections.abc import Collection
from datetime import datetime
from enum import IntEnum

from django.utils import timezone

from meetings.actions.calendar_entries import refresh_entry
from meetings.enums import HELD_STATES, MeetingState
from meetings.models import Meeting
from members.enums import Language


class Weight(IntEnum):
    """Silent: no calendar shows it. Visible: the feed's text changes. Significant: those invited get a mail."""

    SILENT = 0
    VISIBLE = 1
    SIGNIFICANT = 2


# Every field of a meeting stands in exactly one of these sets, and a test asks for it by name. Who changes a field
# of the first four is weighed; the fifth is given once; the last follows from other changes.
TIMES = {"precision", "date", "start_time", "end_time"}  # answers to another time are asked for again
SIGNIFICANT_FACTS = {"venue", "mode", "call_url"}
VISIBLE_FACTS = {"kind", "number", "audience", "place_is_public", "host", "facilitator", "chair"}
VISIBLE_FACTS |= {f"{name}_{code}" for name in ("summary", "note_for_invited") for code in Language.values}
SILENT_FACTS = {"series", "regime", "minute_taker"}
SILENT_FACTS |= {"stated_representatives", "stated_organisations", "stated_source", "women"}
GIVEN_ONCE = {"id", "slug", "uid", "created_at", "is_sample"}
FOLLOWING = {"state", "moved_from", "began_at", "ended_at"}
FOLLOWING |= {"revision", "feed_sequence", "itip_sequence", "changed_at"}

_S = MeetingState
_GONE = (_S.CANCELLED, _S.POSTPONED)
_STATES: dict[tuple[str, str], Weight] = {
    (_S.PLANNED, _S.ANNOUNCED): Weight.VISIBLE,
    (_S.ANNOUNCED, _S.HELD): Weight.VISIBLE,
    (_S.HELD, _S.CLOSED): Weight.SILENT,
    (_S.ANNOUNCED, _S.CANCELLED): Weight.SIGNIFICANT,
    (_S.ANNOUNCED, _S.POSTPONED): Weight.SIGNIFICANT,
    (_S.POSTPONED, _S.CANCELLED): Weight.SIGNIFICANT,
    (_S.CANCELLED, _S.ANNOUNCED): Weight.SIGNIFICANT,
    (_S.POSTPONED, _S.ANNOUNCED): Weight.SIGNIFICANT,
}


def weigh(fields: Collection[str], *, before: str, after: str | None = None) -> Weight:
    """The weight of changing these fields of a meeting in the state `before`, which goes to `after` (default: stays).

    A move from state to state has its own weight. A planned meeting is in no calendar; a correction to one that was
    held, cancelled or put off asks nobody to answer again.
    """
    if after is not None and after != before:
        return _STATES[before, after]
    if before == _S.PLANNED or not set(fields) - SILENT_FACTS:
        return Weight.SILENT
    if before in (*HELD_STATES, *_GONE) or not set(fields) & (TIMES | SIGNIFICANT_FACTS):
        return Weight.VISIBLE
    return Weight.SIGNIFICANT


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
