"""Who comes into the room and who leaves it, as the run sheet notes it on the day."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.attendance import record_attendance
from meetings.actions.rows import changed_fields, demand, lock_held_record
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
        if row is None or row.presence != Presence.PRESENT:
            row = _recorded(meeting, who, by=by)
            facts = {"present_from": hour_of(meeting, now or timezone.now()), "present_until": None}
        else:
            _same_seat(row, who)
            facts = {"present_until": None}
        if fields := changed_fields(row, facts):
            row.save(update_fields=fields)
            record("attendance.arrived", row, by=by, label=meeting.slug, fields=fields)
    return row


def leave(meeting: Meeting, row: Attendance, *, by: Actor, now: datetime | None = None) -> Attendance:
    """Somebody has left at `now` (aware); they still took part. Refused for whoever is not in the room."""
    demand(may_run(meeting), by)
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        row = Attendance.objects.select_for_update(of=("self",)).get(pk=row.pk, meeting=meeting)
        if row.presence != Presence.PRESENT or row.present_until:
            raise Refused(NOT_IN_THE_ROOM)
        hour = hour_of(meeting, now or timezone.now())
        if hour is None:
            raise Refused(_("The day of this meeting is over. Write the hour on the attendance page."))
        row.present_until = hour
        row.save(update_fields=["present_until"])
        record("attendance.left", row, by=by, label=meeting.slug, fields=["present_until"])
    return row


def _row(meeting: Meeting, who: Expected) -> Attendance | None:
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("organisation", "person")
    if isinstance(who, Attendance):
        return rows.get(pk=who.pk, meeting=meeting)
    return rows.filter(meeting=meeting, person=who.person).first()


def _recorded(meeting: Meeting, who: Expected, *, by: Actor) -> Attendance:
    """On the list as present, with the name and title of the day."""
    facts = facts_of(who)
    if facts["person"] is None:  # an unnamed group that sent regrets: nobody counts it
        facts["group_name"] = {code: getattr(who, f"group_name_{code}") for code in ("en", "km", "fr")}
    return record_attendance(meeting, by=by, presence=Presence.PRESENT, **facts)


def _same_seat(row: Attendance, who: Expected) -> None:
    """One person speaks for one organisation at a time."""
    organisation = facts_of(who)["organisation"]
    if organisation and row.organisation_id and organisation.pk != row.organisation_id:
        raise Refused(
            _("%(person)s is here for %(organisation)s already. Change that on the attendance page.")
            % {"person": row.day_name, "organisation": row.day_organisation_en or row.organisation}
        )


def is_in_the_room(row: Attendance, at: time | None) -> bool:
    """Whether a row counts at an hour of Phnom Penh; with None, whether they had not left when the day ended."""
    if row.presence != Presence.PRESENT:
        return False
    if at is None:
        return row.present_until is None
    return (row.present_from is None or row.present_from <= at) and (
        row.present_until is None or at < row.present_until
    )
