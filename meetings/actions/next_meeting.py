"""The next meeting, set at the end of the day by whoever runs it."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.planning import edit_meeting, move, plan_meeting
from meetings.actions.rows import demand, lock_held_record, lock_meeting
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import may_run
from members.models import Organisation, Person


def following(meeting: Meeting) -> Meeting | None:
    """The first meeting that is on after the day of this one, planned or announced.

    Of those for the secretariat alone none follows a meeting that others run: they would see its day, and move it.
    """
    reads = Audience.SECRETARIAT if meeting.audience == Audience.SECRETARIAT else Audience.MEMBERS
    return (
        Meeting.objects.with_places()
        .filter(audience__in=reads.reads)
        .still_on()
        .filter(date__gt=meeting.date, state__in=[MeetingState.PLANNED, MeetingState.ANNOUNCED])
        .in_order()
        .first()
    )


def proposed_day(meeting: Meeting) -> date | None:
    """The day that the series' rule names next; None without a series, or where it names none within a year."""
    if meeting.series is None:
        return None
    first = meeting.date.year * 12 + meeting.date.month
    for months in range(first, first + 12):
        year, month = divmod(months, 12)
        if day := meeting.series.day_in(year, month + 1):
            return day
    return None


def set_next_meeting(
    meeting: Meeting,
    *,
    by: Actor,
    day: date,
    start_time: time | None,
    end_time: time | None,
    host: Organisation | None = None,
    chair: Person | None = None,
    now: datetime | None = None,
) -> Meeting:
    """Plan the meeting after this one, or settle day, host and chair of the one that is planned already.

    Nobody is told: the secretariat announces it. Refused on or before the day of this meeting, and for a next meeting
    that is announced already, because moving that one sends mail: the secretariat does so after a preview.
    The hub plans it in the name of whoever sets it, who stands in the audit entry.
    """
    demand(may_run(meeting), by)
    today = (now or timezone.now()).astimezone(PHNOM_PENH).date()
    if day <= max(meeting.date, today):
        raise Refused(_("The next meeting must lie after this one."), field="date")
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        after = following(meeting)
        if after is None:
            after = plan_meeting(
                by=SYSTEM,
                date=day,
                series=meeting.series,
                start_time=start_time,
                end_time=end_time,
                venue=meeting.venue if meeting.series is None else None,
                host=host,
                chair=chair,
                audience=Audience(meeting.audience),  # what nobody outside knew of is not public next time
            )
        else:
            after = lock_meeting(after)
            if after.state != MeetingState.PLANNED:
                raise Refused(
                    _(
                        "The next meeting is announced already. The secretariat moves it, and sees first who is told."
                    )
                )
            move(after, by=SYSTEM, date=day, start_time=start_time, end_time=end_time)
            after = edit_meeting(after, by=SYSTEM, facts={"host": host, "chair": chair})
        record("meeting.set_as_next", after, by=by, label=after.slug, fields=["date", "host", "chair"])
    return after
