"""The sheet as it comes back from the room: a row of ticks for each line, and the blank rows for guests."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.actions.attendance import Entry
from meetings.actions.attendance_sheet import SheetRefused, Tick, mark_of
from meetings.actions.roster import Line, Roster
from meetings.enums import AttendanceMode, Capacity, Mode, Presence
from meetings.forms.translated import TranslatedFieldsForm, columns
from meetings.models import AttendanceCorrection, Meeting

BLANK_ROWS = 6
_hour = forms.TimeField(required=False)


@dataclass
class Row:
    """One line with its boxes as they stand on the page; `seen` is how the line stood when the page was made."""

    line: Line
    seen: str
    present: bool = False
    online: bool = False
    regrets: bool = False
    begin: str = ""
    end: str = ""
    errors: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.line.key

    @classmethod
    def of(cls, line: Line) -> "Row":
        here = line.here
        row = cls(line, mark_of(here))
        if here and here.presence == Presence.REGRETS:
            row.regrets = True
        elif here:
            row.online = here.mode == AttendanceMode.ONLINE
            row.present = not row.online
            row.begin, row.end = (
                f"{hour:%H:%M}" if hour else "" for hour in (here.present_from, here.present_until)
            )
        return row

    def fill(self, data: QueryDict) -> None:
        """What was sent; a line that the form did not hold stays as it stands."""
        if f"{self.key}-seen" not in data:
            return
        self.seen = data[f"{self.key}-seen"][:60]
        for name in ("present", "online", "regrets"):
            setattr(self, name, f"{self.key}-{name}" in data)
        self.begin, self.end = (data.get(f"{self.key}-{name}", "")[:20] for name in ("from", "until"))

    def entry(self, *, online_only: bool) -> Entry | None:
        """The entry that the boxes ask for, None if none is ticked; what they cannot mean goes to `errors`."""
        begin, end = self._time(self.begin), self._time(self.end)
        there = self.present or self.online
        if self.regrets and there:
            self.errors.append(_("Present and regrets are both ticked: leave one."))
        if (begin or end) and not there:
            self.errors.append(_("Hours are given, but nobody is ticked as present."))
        if not there and not self.regrets:
            return None
        online = self.online or online_only
        return Entry(
            capacity=self.line.capacity,
            presence=Presence.REGRETS if self.regrets else Presence.PRESENT,
            mode=AttendanceMode.ONLINE if online and there else AttendanceMode.IN_PERSON,
            hours=(begin, end),
        )

    def _time(self, typed: str) -> time | None:
        try:
            return _hour.clean(typed.strip())
        except ValidationError:
            self.errors.append(_("Write hours as 09:30."))
            return None


@dataclass
class Blank:
    """One of the blank rows for guests."""

    key: str
    name: str = ""
    title: str = ""
    errors: list[Any] = field(default_factory=list)

    def entry(self) -> Entry:
        return Entry(capacity=Capacity.GUEST, name=self.name, title=self.title)


class ReasonForm(TranslatedFieldsForm):
    """Why the list is corrected, as readers will see it."""

    translated = needs_text = ("reason",)

    class Meta:
        model = AttendanceCorrection
        fields = columns("reason")


class SheetForm:
    """All rows of one meeting's sheet, in the order of the printed one."""

    def __init__(self, meeting: Meeting, data: QueryDict | None = None):
        self.meeting = meeting
        self.online_only = meeting.mode == Mode.ONLINE
        self.roster = Roster.of(meeting)
        self.rows = [Row.of(line) for line in self.roster.lines if not line.elsewhere]
        self.blanks = [Blank(f"g{number}") for number in range(1, BLANK_ROWS + 1)]
        self.refused = ""
        if data is not None:
            self._fill(data)

    def _fill(self, data: QueryDict) -> None:
        for row in self.rows:
            row.fill(data)
        for blank in self.blanks:
            blank.name = " ".join(data.get(f"{blank.key}-name", "").split())[:250]
            blank.title = data.get(f"{blank.key}-title", "").strip()[:200]
        self.sent = {name.removesuffix("-seen") for name in data if name.endswith("-seen")}
        self.ticks = [
            Tick(row.key, row.seen, row.entry(online_only=self.online_only))
            for row in self.rows
            if row.key in self.sent
        ]
        self.guests = [blank for blank in self.blanks if blank.name]
        for blank in self.blanks:
            if blank.title and not blank.name:
                blank.errors.append(_("Write the name too."))

    def is_valid(self) -> bool:
        return not any(one.errors for one in (*self.rows, *self.blanks))

    def refuse(self, refusal: SheetRefused) -> None:
        """Put the sentences on their rows; what others wrote meanwhile counts as seen from now on."""
        self.refused = str(refusal.sentence)
        guests = {f"g{number}": blank for number, blank in enumerate(self.guests, start=1)}
        for key, sentence in refusal.errors.items():
            for row in self.rows:
                if row.key == key:
                    row.errors.append(sentence)
                    row.seen = mark_of(row.line.here)
            if key in guests:
                guests[key].errors.append(sentence)

    @property
    def faults(self) -> list[tuple[str, str, list[Any]]]:
        """(key, name, sentences) of the rows that need a look, for the summary."""
        rows = [(row.key, row.line.name, row.errors) for row in self.rows if row.errors]
        return rows + [(blank.key, blank.name, blank.errors) for blank in self.blanks if blank.errors]
