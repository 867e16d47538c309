"""A whole sheet entered at once: each row is merged with what others wrote since the form was made."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from meetings.actions.attendance import Entry, check_who, drop_entry, keep, lock_entry, lock_list, write_entry
from meetings.actions.roster import Line, Roster
from meetings.actions.rows import demand_desk
from meetings.enums import AttendanceMode, Presence
from meetings.models import Attendance, Meeting


@dataclass(frozen=True)
class Tick:
    """What a form says of one line: its key, how it stood when the form was made (`mark_of`), and the entry wanted.

    `entry` None: nothing is ticked, so the line is not written down.
    """

    key: str
    seen: str
    entry: Entry | None


class SheetRefused(Refused):
    """Some rows cannot be written, so none is. `errors` holds a sentence for each of them, by key."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(
            _("Some rows need a look. Nothing is written down yet, and nothing you entered is lost.")
        )
        self.errors = errors


@dataclass
class Entered:
    """Whose rows were written, and whom somebody else has changed since the form was made."""

    names: list[str] = field(default_factory=list)
    meanwhile: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return len(self.names)


def mark_of(row: Attendance | None) -> str:
    """How a line stands, in a form's hidden field: "present|online|09:30|", "regrets|||", "" if not written down."""
    if row is None:
        return ""
    return _mark(row.presence, row.mode, row.present_from, row.present_until)


def _mark(presence: str, mode: str, begin: Any, end: Any) -> str:
    if presence == Presence.REGRETS:
        return f"{Presence.REGRETS}|||"
    hours = "|".join(f"{hour:%H:%M}" if hour else "" for hour in (begin, end))
    return f"{presence}|{mode or AttendanceMode.IN_PERSON}|{hours}"


def record_sheet(
    meeting: Meeting, *, by: Actor, ticks: Sequence[Tick], guests: Sequence[Entry] = ()
) -> Entered:
    """Write a sheet down: what is ticked otherwise than it stood, and `guests` of the blank rows by name.

    Sent twice, or an hour late, it changes nothing twice. Where somebody else wrote meanwhile: a row left as it was
    keeps what they wrote; a row that says otherwise is refused with what stands there, and is written when the form,
    which then knows it, comes again. All or nothing: SheetRefused holds the sentences.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_list(meeting)
        entered = merge_sheet(meeting, ticks, guests, by=by)
        if entered.written:
            keep(meeting)
    return entered


def merge_sheet(meeting: Meeting, ticks: Sequence[Tick], guests: Sequence[Entry], *, by: Actor) -> Entered:
    """The same on a list that is locked already."""
    lines = {line.key: line for line in Roster.of(meeting).lines}
    entered, errors = Entered(), {}
    for tick in ticks:
        try:
            _merge(meeting, tick, lines.get(tick.key), entered, by=by)
        except Refused as refusal:
            errors[tick.key] = refusal.sentence
    for number, guest in enumerate(guests, start=1):
        try:
            check_who(guest)
            _row, changed = write_entry(meeting, guest, by=by)
            if changed:
                entered.names.append(guest.name)
        except Refused as refusal:
            errors[f"g{number}"] = refusal.sentence
    if errors:
        raise SheetRefused(errors)
    return entered


def _merge(meeting: Meeting, tick: Tick, line: Line | None, entered: Entered, *, by: Actor) -> None:
    wanted = ""
    if tick.entry is not None:
        wanted = _mark(tick.entry.presence, tick.entry.mode, *(tick.entry.hours or (None, None)))
    now = mark_of(line.here) if line else ""
    if wanted == now:
        return
    if wanted == tick.seen:
        if line:
            entered.meanwhile.append(line.name)
        return
    if line is None:
        raise Refused(_("This row is not on the list any more."))
    if now != tick.seen:
        raise Refused(
            _(
                "Somebody else has written this row meanwhile: look at what stands there, and send yours again."
            )
        )
    if tick.entry is None:
        if line.here:
            drop_entry(meeting, lock_entry(line.here), by=by)
    else:
        entry = replace(
            tick.entry, person=line.person, organisation=line.organisation, capacity=line.capacity
        )
        if line.person is None and line.here:  # a group, or a guest of the day: the row is known by itself
            entry = replace(entry, group_name=_group(line.here), name=line.here.day_name)
        check_who(entry)
        write_entry(meeting, entry, by=by)
    entered.names.append(line.name)


def _group(row: Attendance) -> dict[str, str]:
    names = {code: getattr(row, f"group_name_{code}") for code in ("en", "km", "fr")}
    return {code: name for code, name in names.items() if name}
