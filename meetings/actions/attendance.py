"""Who was there, kept with the names, titles and organisations of that day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.languages.fallback import best_text
from hub.models.audit import record
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import (
    LIFELESS,
    NOT_HELD_YET,
    changed_fields,
    columns,
    demand_desk,
    lock_open_record,
)
from meetings.enums import (
    COUNTED_CAPACITIES,
    HELD_STATES,
    AttendanceMode,
    Capacity,
    MeetingState,
    Mode,
    Presence,
)
from meetings.models import Attendance, Meeting
from meetings.rules import may_run
from members.enums import Language, MembershipKind
from members.models import Membership, Organisation, Person

NOTHING_HERE = _("This entry is not there any more. Somebody else has removed it.")


@dataclass(frozen=True)
class Entry:
    """One line of the list: a person, or an unnamed group such as {"en": "additional staff"}, in one capacity.

    `name` (and `title`) stand for a guest of the day of whom the hub keeps no record beside this entry.
    `mode` empty and `hours` None leave what is there (at first: in the room, from beginning to end). `hours` are
    (from, until) of Phnom Penh, each may be None. `instead` says that the person really is moved from the
    organisation they are written down for.
    """

    capacity: str
    person: Person | None = None
    organisation: Organisation | None = None
    presence: str = Presence.PRESENT
    group_name: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    title: str = ""
    mode: str = ""
    hours: tuple[time | None, time | None] | None = None
    instead: bool = False

    @property
    def group(self) -> dict[str, str]:
        return {name: text for name, text in columns("group_name", self.group_name).items() if text}


def record_attendance(meeting: Meeting, *, by: Actor, **facts: Any) -> Attendance:
    """Write one `Entry` of these facts down. For whoever runs the meeting, and for the hub when regrets come in.

    The same person (or the same group) again changes that record; the name and title of the day stay as first
    written. Refused with its field: a representative or alternate without an organisation that is a member on
    that day, an individual advocate who is none, a group that would count, hours that run backwards, and
    ("instead") somebody who is written down for another organisation, unless the entry says that it is meant.
    """
    entry = Entry(**{**facts, "group_name": facts.get("group_name") or {}})
    demand_desk(by, may_run(meeting))
    check_who(entry)
    with transaction.atomic():
        meeting = lock_list(meeting)
        row, changed = write_entry(meeting, entry, by=by)
        if changed:
            keep(meeting)
    return row


def edit_attendance(
    attendance: Attendance, *, by: Actor, day_title: str | None = None, **facts: Any
) -> Attendance:
    """Change an entry that is there. Its person stays; everything else is as given, and meant to be so."""
    demand_desk(by, may_run(attendance.meeting))
    with transaction.atomic():
        meeting = lock_list(attendance.meeting)
        row = lock_entry(attendance)
        entry = entry_of(row, **facts)
        check_who(entry)
        if change_entry(meeting, row, entry, by=by, day_title=day_title):
            keep(meeting)
    return row


def remove_attendance(attendance: Attendance, *, by: Actor) -> None:
    """Take somebody off the list who was entered by mistake."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_list(attendance.meeting)
        drop_entry(meeting, lock_entry(attendance), by=by)
        keep(meeting)


def set_women(meeting: Meeting, *, by: Actor, women: int | None) -> None:
    """The total that somebody counted in the room, or None; never derived from names."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_list(meeting)
        if meeting.women != women:
            write_women(meeting, women, by=by)
            keep(meeting)


# --- The parts, for verbs that hold the lock already --------------------------------------------------------------


def lock_list(meeting: Meeting) -> Meeting:
    """Regrets come in before the day, so an announced meeting takes attendance too."""
    meeting = lock_open_record(meeting)
    if meeting.state not in (MeetingState.ANNOUNCED, *HELD_STATES):
        raise Refused(LIFELESS.get(MeetingState(meeting.state), NOT_HELD_YET))
    return meeting


def lock_entry(attendance: Attendance) -> Attendance:
    """The entry as it stands now; refused if it is gone."""
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    row = rows.filter(pk=attendance.pk).first()
    if row is None:
        raise Refused(NOTHING_HERE)
    return row


def entry_of(row: Attendance, **facts: Any) -> Entry:
    """What a row says, with these facts instead."""
    return Entry(
        **{
            "capacity": row.capacity,
            "person": row.person,
            "organisation": row.organisation,
            "presence": row.presence,
            "group_name": {code: getattr(row, f"group_name_{code}") for code in Language.values},
            "mode": row.mode,
            "hours": (row.present_from, row.present_until),
            "name": "" if row.person_id else row.day_name,
            "instead": True,
            **facts,
        }
    )


def write_entry(meeting: Meeting, entry: Entry, *, by: Actor) -> tuple[Attendance, bool]:
    """The row of an entry on the locked list, made or changed, and whether it really changed."""
    row = _known(meeting, entry)
    if row is not None:
        _check_instead(row, entry)
        return row, change_entry(meeting, row, entry, by=by)
    person = entry.person
    mode = AttendanceMode.ONLINE if meeting.mode == Mode.ONLINE else AttendanceMode.IN_PERSON
    row = Attendance(meeting=meeting, person=person, mode=mode)
    row.day_name, row.day_title = " ".join(entry.name.split()), entry.title.strip()
    if person:
        row.day_name, row.day_khmer_name, row.day_title = person.display_name, person.khmer_name, person.title
    return row, change_entry(meeting, row, entry, by=by)


def change_entry(
    meeting: Meeting, row: Attendance, entry: Entry, *, by: Actor, day_title: str | None = None
) -> bool:
    """Write an entry onto its row; False if nothing changed. Names of the day follow a change of organisation."""
    _check_capacity(meeting, entry)
    facts: dict[str, Any] = {
        "capacity": entry.capacity,
        "organisation": entry.organisation,
        "presence": entry.presence,
        **columns("group_name", entry.group_name),
    }
    if entry.mode:
        facts["mode"] = AttendanceMode(entry.mode)
    if entry.hours is not None:
        facts["present_from"], facts["present_until"] = entry.hours
    if day_title is not None:
        facts["day_title"] = day_title.strip()
    if (entry.organisation.pk if entry.organisation else None) != row.organisation_id:
        for code in Language.values:
            name = getattr(entry.organisation, f"name_{code}") if entry.organisation else ""
            facts[f"day_organisation_{code}"] = name
    is_new, changed = row.pk is None, changed_fields(row, facts)
    if not is_new and not changed:
        return False
    row.save()
    fields = ["capacity", "presence"] if is_new else changed
    record("attendance.recorded", row, by=by, label=meeting.slug, fields=fields)
    return True


def drop_entry(meeting: Meeting, row: Attendance, *, by: Actor) -> None:
    record("attendance.removed", row, by=by, label=meeting.slug)
    row.delete()


def write_women(meeting: Meeting, women: int | None, *, by: Actor) -> None:
    """Refused if it is more than there were people; with unnamed groups nobody knows how many there were."""
    present = list(meeting.attendances.present())
    people = sum(not row.is_group for row in present)
    if women is not None and people and women > people and people == len(present):
        raise Refused(
            _("Only %(people)s people are written down as present.") % {"people": people}, field="women"
        )
    meeting.women = women
    record("attendance.women", meeting, by=by, label=meeting.slug, fields=["women"])


def keep(meeting: Meeting) -> None:
    """The counts of a held meeting are public."""
    keep_revision(meeting, Weight.VISIBLE if meeting.state in HELD_STATES else Weight.SILENT)


# --- What is refused -----------------------------------------------------------------------------------------------


def check_who(entry: Entry) -> None:
    """A person or a group, in a capacity it can have, at hours that run forward; asked before the lock."""
    if sum(map(bool, (entry.person, entry.group, entry.name.strip()))) != 1:
        raise Refused(_("Name either a person or an unnamed group."), field="person")
    if entry.name and entry.capacity in (*COUNTED_CAPACITIES, Capacity.ADVOCATE):
        raise Refused(
            _(
                "Who is not known to the hub comes in addition. Add the person first if they represent a member."
            ),
            field="capacity",
        )
    if entry.group and entry.capacity in (*COUNTED_CAPACITIES, Capacity.ADVOCATE):
        raise Refused(
            _("An unnamed group is shown without a number. Name those who represent a member."),
            field="capacity",
        )
    begin, end = entry.hours or (None, None)
    if begin and end and end <= begin:
        raise Refused(_("They left before they came: check both hours."), field="present_until")


def _check_instead(row: Attendance, entry: Entry) -> None:
    """One person speaks for one organisation at a meeting; who is moved from one to another is moved knowingly."""
    wanted = entry.organisation.pk if entry.organisation else None
    if entry.instead or row.organisation_id in (None, wanted):
        return
    for_whom = best_text(row, "day_organisation", get_language() or Language.EN.value).text
    raise Refused(
        _(
            "%(name)s is written down for %(organisation)s (%(capacity)s). "
            "One person speaks for one organisation at a meeting. Say that this is meant, and it is changed."
        )
        % {"name": row.day_name, "organisation": for_whom, "capacity": Capacity(row.capacity).label},
        field="instead",
    )


def _check_capacity(meeting: Meeting, entry: Entry) -> None:
    """Counting rule 1: representatives and alternates speak for an organisation that is a member on that day."""
    members = Membership.objects.current(on=meeting.date)
    if entry.capacity in COUNTED_CAPACITIES:
        if entry.organisation is None:
            raise Refused(
                _("A representative or alternate speaks for an organisation."), field="organisation"
            )
        if not members.counted().filter(organisation=entry.organisation).exists():
            raise Refused(
                _("This organisation is not a member on that day. Record its people as guests or observers."),
                field="organisation",
            )
    if entry.capacity == Capacity.ADVOCATE and not (
        entry.person and members.filter(person=entry.person, kind=MembershipKind.INDIVIDUAL).exists()
    ):
        raise Refused(
            _("This person is not a member as an individual advocate on that day. Record them as a guest."),
            field="capacity",
        )


def _known(meeting: Meeting, entry: Entry) -> Attendance | None:
    rows = Attendance.objects.select_for_update(of=("self",)).filter(meeting=meeting)
    if entry.person:
        return rows.filter(person=entry.person).first()
    if entry.name:
        return rows.filter(person=None, day_name=" ".join(entry.name.split())).first()
    return rows.filter(person=None, day_name="", capacity=entry.capacity, **entry.group).first()
