"""Corrections of the attendance list once the minutes are adopted: said in public, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.languages.counting import Counts
from hub.models.audit import record
from meetings.actions.attendance import Entry, keep, lock_list, write_women
from meetings.actions.attendance_sheet import Tick, merge_sheet
from meetings.actions.rows import columns, demand_desk, lock_meeting
from meetings.enums import LOCKED_MINUTES
from meetings.models import AttendanceCorrection, Meeting, Minutes
from meetings.public.attendance import leading_counts


def correct(
    meeting: Meeting,
    *,
    by: Actor,
    reason: Mapping[str, str],
    ticks: Sequence[Tick] = (),
    guests: Sequence[Entry] = (),
    women: Any = ...,
) -> AttendanceCorrection:
    """Correct the list of a meeting whose minutes are adopted, as `record_sheet` writes it. The secretariat's verb.

    `reason` is a sentence for readers, in one language at least. The correction keeps the counts before and after;
    whose entry changed stands in the audit trail alone. The frozen versions of the minutes stay as they are: readers
    see the new sentence with a notice that says the old one. `women` is a total or None; left out, it stays.
    """
    demand_desk(by)
    texts = {name: text for name, text in columns("reason", reason).items() if text}
    if not texts:
        raise Refused(_("Say why in at least one language: readers see it."), field="reason_en")
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if not Minutes.objects.filter(meeting=meeting, state__in=LOCKED_MINUTES).exists():
            lock_list(meeting)  # where there is no list yet, that is what is said
            raise Refused(
                _("The minutes are not adopted yet: change the list itself, no correction is needed.")
            )
        before = _counts(meeting)
        names = merge_sheet(meeting, ticks, guests, by=by).names
        if women is not ... and women != meeting.women:
            write_women(meeting, women, by=by)
        elif not names:
            raise Refused(_("Nothing differs from what is recorded."))
        correction = AttendanceCorrection.objects.create(
            meeting=meeting, before=before, after=_counts(meeting), **texts
        )
        label = ": ".join(part for part in (meeting.reference, ", ".join(names)) if part)
        record("attendance.corrected", correction, by=by, label=label[:200], fields=["attendance"])
        keep(meeting)
    return correction


def _counts(meeting: Meeting) -> dict[str, Any]:
    return asdict(leading_counts(meeting, list(meeting.attendances.all())) or Counts())
