"""Who comes into the room and who leaves it, as the run sheet notes it on the day."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.attendance import (
    NOTHING_HERE,
    Entry,
    change_entry,
    entry_of,
    keep,
    lock_entry,
    write_entry,
)
from meetings.actions.rows import demand, lock_held_record
from meetings.enums import Capacity, Presence
from meetings.models import Attendance, Invitation, Meeting
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import may_run
from members.models import Membership, Seat

Expected = Seat | Membership | Invitation | Attendance
NOT_IN_THE_ROOM = _("This person is not in the room. Let them arrive first.")


def facts_of(who: Expected) -> dict[str, Any]:
    """{person, organisation, capacity} of somebody expected: by a seat, as an advocate, as invited, as recorded."""
    if isinstance(who, Membership):
        return {"person": who.person, "organisation": None, "capacity": Capacity.ADVOCATE}
    capacity = who.kind if isinstance(who, Seat) else who.capacity
    return {"person": who.person, "organisation": who.organisation, "capacity": capacity}


def hour_of(meeting: Meeting, now: datetime) -> time | None:
    """The hour of Phnom Penh to the minute; None on another day than the meeting's, where an hour says nothing."""
    local = now.astimezone(PHNOM_PENH)
    return local.time().replace(second=0, microsecond=0) if local.date() == meeting.date else None


def arrive(meeting: Meeting, who: Expected, *, by: Actor, now: datetime | None = None) -> Attendance:
    """Somebody is in the room from `now` (aware) on; who comes back keeps the hour they first came.

    Refused before the meeting is held, after its minutes are adopted, and for somebody who sits there for another
    organisation already. A second time changes nothing.
    """
    demand(may_run(meeting), by)
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        row = _row(meeting, who)
        came_before = row is not None and row.presence == Presence.PRESENT
        since = row.present_from if row and came_before else hour_of(meeting, now or timezone.now())
        facts: dict[str, Any] = {"presence": Presence.PRESENT, "hours": (since, None)}
        if row is not None and isinstance(who, Attendance):
            changed = change_entry(meeting, row, entry_of(row, **facts), by=by)
        else:
            seat = facts_of(who)
            if row is not None and came_before and row.organisation == seat["organisation"]:
                seat["capacity"] = row.capacity
            row, changed = write_entry(meeting, Entry(**seat, **facts), by=by)
        if changed:
            keep(meeting)
    return row


def leave(meeting: Meeting, row: Attendance, *, by: Actor, now: datetime | None = None) -> Attendance:
    """Somebody has left at `now` (aware); they still took part. Refused for whoever is not in the room."""
    demand(may_run(meeting), by)
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        row = _entry(meeting, row)
        if row.presence != Presence.PRESENT or row.present_until:
            raise Refused(NOT_IN_THE_ROOM)
        hour = hour_of(meeting, now or timezone.now())
        if hour is None:
            raise Refused(_("The day of this meeting is over. Write the hour on the attendance page."))
        row.present_until = hour
        row.save(update_fields=["present_until"])
        record("attendance.left", row, by=by, label=meeting.slug, fields=["present_until"])
    return row


def _entry(meeting: Meeting, row: Attendance) -> Attendance:
    """An entry of this meeting as it stands now, locked."""
    row = lock_entry(row)
    if row.meeting_id != meeting.pk:
        raise Refused(NOTHING_HERE)
    return row


def _row(meeting: Meeting, who: Expected) -> Attendance | None:
    """The entry of somebody expected, locked, if there is one."""
    if isinstance(who, Attendance):
        return _entry(meeting, who)
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    return rows.filter(meeting=meeting, person=who.person).first()


def is_in_the_room(row: Attendance, at: time | None) -> bool:
    """Whether a row counts at an hour of Phnom Penh; with None, whether they had not left when the day ended."""
    if row.presence != Presence.PRESENT:
        return False
    if at is None:
        return row.present_until is None
    return (row.present_from is None or row.present_from <= at) and (
        row.present_until is None or at < row.present_until
    )
