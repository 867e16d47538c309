"""Who was there, kept with the names, titles and organisations of that day."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import LIFELESS, NOT_HELD_YET, columns, lock_open_record
from meetings.enums import COUNTED_CAPACITIES, HELD_STATES, Capacity, MeetingState, Presence
from meetings.models import Attendance, Meeting
from members.enums import Language, MembershipKind
from members.models import Membership, Organisation, Person


def _lock(meeting: Meeting) -> Meeting:
    """Regrets come in before the day, so an announced meeting takes attendance too."""
    meeting = lock_open_record(meeting)
    if meeting.state not in (MeetingState.ANNOUNCED, *HELD_STATES):
        raise Refused(LIFELESS.get(MeetingState(meeting.state), NOT_HELD_YET))
    return meeting


def record_attendance(
    meeting: Meeting,
    *,
    by: Actor,
    capacity: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    presence: str = Presence.PRESENT,
    group_name: Mapping[str, str] | None = None,
) -> Attendance:
    """Record a person, or an unnamed group such as {"en": "additional staff"}, in one capacity.

    The same person (or the same group) again changes that record; the name and title of the day stay as first
    written. Refused with its field: a representative or alternate without an organisation that is a member on
    that day, an individual advocate who is none, a group that would count.
    """
    group = {name: text for name, text in columns("group_name", group_name or {}).items() if text}
    _check_who(person, group, capacity)
    with transaction.atomic():
        meeting = _lock(meeting)
        _check_capacity(meeting, person, organisation, capacity)
        facts: dict[str, Any] = {"capacity": capacity, "organisation": organisation, "presence": presence}
        row = _known(meeting, person, group, capacity)
        if row and all(getattr(row, name) == value for name, value in {**facts, **group}.items()):
            return row
        if row is None:
            row = Attendance(meeting=meeting, person=person)
            if person:
                row.day_name = person.display_name
                row.day_khmer_name = person.khmer_name
                row.day_title = person.title
        if organisation and organisation.pk != row.organisation_id:
            for code in Language.values:
                setattr(row, f"day_organisation_{code}", getattr(organisation, f"name_{code}"))
        for name, value in {**facts, **group}.items():
            setattr(row, name, value)
        row.save()
        _keep(meeting)
        record("attendance.recorded", row, by=by, label=meeting.slug, fields=["capacity", "presence"])
    return row


def remove_attendance(attendance: Attendance, *, by: Actor) -> None:
    """Take somebody off the list who was entered by mistake."""
    with transaction.atomic():
        meeting = _lock(attendance.meeting)
        attendance = Attendance.objects.select_for_update().get(pk=attendance.pk)
        record("attendance.removed", attendance, by=by, label=meeting.slug)
        attendance.delete()
        _keep(meeting)


def _keep(meeting: Meeting) -> None:
    """The counts of a held meeting are public."""
    keep_revision(meeting, Weight.VISIBLE if meeting.state in HELD_STATES else Weight.SILENT)


def _check_who(person: Person | None, group: Mapping[str, str], capacity: str) -> None:
    if bool(person) == bool(group):
        raise Refused(_("Name either a person or an unnamed group."), field="person")
    if group and capacity in (*COUNTED_CAPACITIES, Capacity.ADVOCATE):
        raise Refused(
            _("An unnamed group is shown without a number. Name those who represent a member."),
            field="capacity",
        )


def _check_capacity(
    meeting: Meeting, person: Person | None, organisation: Organisation | None, capacity: str
) -> None:
    """Counting rule 1: representatives and alternates speak for an organisation that is a member on that day."""
    members = Membership.objects.current(on=meeting.date)
    if capacity in COUNTED_CAPACITIES:
        if organisation is None:
            raise Refused(
                _("A representative or alternate speaks for an organisation."), field="organisation"
            )
        if not members.counted().filter(organisation=organisation).exists():
            raise Refused(
                _("This organisation is not a member on that day. Record its people as guests or observers."),
                field="organisation",
            )
    if capacity == Capacity.ADVOCATE and not (
        person and members.filter(person=person, kind=MembershipKind.INDIVIDUAL).exists()
    ):
        raise Refused(
            _("This person is not a member as an individual advocate on that day. Record them as a guest."),
            field="capacity",
        )


def _known(
    meeting: Meeting, person: Person | None, group: Mapping[str, str], capacity: str
) -> Attendance | None:
    rows = Attendance.objects.select_for_update(of=("self",)).filter(meeting=meeting)
    if person:
        return rows.filter(person=person).first()
    return rows.filter(person=None, capacity=capacity, **group).first()
