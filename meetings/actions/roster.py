"""Who may come to a meeting and what is written down of each: the rows of the attendance list and of its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language

from hub.languages.fallback import best_text
from hub.languages.sorting import sort_key
from meetings.actions.invitations import capacity_of
from meetings.enums import COUNTED_CAPACITIES, Capacity, Presence
from meetings.models import Attendance, Meeting
from members.enums import MembershipKind
from members.models import Membership, Organisation, Person, Seat


@dataclass(frozen=True)
class Line:
    """Somebody who may come, for one organisation in one capacity; or an entry that nobody expected.

    `key` is "s12" for a seat, "p7" for a person without one, "a31" for an entry beside both. `row` is what is
    written down; with `elsewhere` it is written down for another organisation, or in another capacity without one.
    """

    key: str
    capacity: str
    person: Person | None = None
    organisation: Organisation | None = None
    row: Attendance | None = None
    elsewhere: bool = False

    @property
    def pk(self) -> int:
        """Of the seat, the person or the entry that the key names."""
        return int(self.key[1:])

    @property
    def here(self) -> Attendance | None:
        """What is written down of this very line."""
        return None if self.elsewhere else self.row

    @property
    def is_present(self) -> bool:
        return self.here is not None and self.here.presence == Presence.PRESENT

    @property
    def name(self) -> str:
        """As on that day, once written down; an unnamed group in the language of the page."""
        if self.row and self.row.is_group:
            return best_text(self.row, "group_name", _language()).text
        return self.row.day_name if self.row else self.person.display_name if self.person else ""

    @property
    def khmer_name(self) -> str:
        return self.row.day_khmer_name if self.row else self.person.khmer_name if self.person else ""

    @property
    def title(self) -> str:
        return self.row.day_title if self.row else self.person.title if self.person else ""

    @property
    def organisation_name(self) -> str:
        if self.here and self.here.organisation_id:
            return best_text(self.here, "day_organisation", _language()).text
        return best_text(self.organisation, "name", _language()).text if self.organisation else ""

    @property
    def capacity_word(self) -> str:
        return str(Capacity(self.capacity).label)


@dataclass(frozen=True)
class Roster:
    """`bodies` are the member organisations with their lines, by name; `beside` stands "in addition"."""

    bodies: list[tuple[str, list[Line]]]
    advocates: list[Line]
    beside: list[Line]

    @classmethod
    def of(cls, meeting: Meeting) -> "Roster":
        """Seats, advocates and invitations of the meeting's day and the entries there are; four queries."""
        rows = list(meeting.attendances.select_related("person", "organisation").order_by("pk"))
        by_person = {row.person_id: row for row in rows if row.person_id}
        lines = [_with_row(line, by_person) for line in _expected(meeting)]
        shown = {line.row.pk for line in lines if line.row and not line.elsewhere}
        lines += [
            Line(f"a{row.pk}", row.capacity, row.person, row.organisation, row)
            for row in rows
            if row.pk not in shown
        ]
        return cls._sorted(lines)

    @classmethod
    def _sorted(cls, lines: Iterable[Line]) -> "Roster":
        bodies: dict[int, list[Line]] = {}
        advocates: list[Line] = []
        beside: list[Line] = []
        for line in sorted(lines, key=_in_order):
            if line.capacity in COUNTED_CAPACITIES and line.organisation:
                bodies.setdefault(line.organisation.pk, []).append(line)
            else:
                (advocates if line.capacity == Capacity.ADVOCATE else beside).append(line)
        named = [(group[0].organisation_name, group) for group in bodies.values()]
        return cls(sorted(named, key=lambda body: sort_key(body[0])), advocates, beside)

    @property
    def lines(self) -> list[Line]:
        return [line for _name, group in self.bodies for line in group] + self.advocates + self.beside

    @property
    def rows(self) -> list[Attendance]:
        """Every entry, once."""
        return [line.row for line in self.lines if line.row and not line.elsewhere]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)


def _expected(meeting: Meeting) -> list[Line]:
    """Holders of seats on the day, of members and of those beside them; advocates; then others who were invited."""
    memberships = list(Membership.objects.current(meeting.date).select_related("person"))
    members = (MembershipKind.FULL, MembershipKind.ASSOCIATE)
    counted = {row.organisation_id for row in memberships if row.kind in members}
    observing = {row.organisation_id for row in memberships if row.kind == MembershipKind.OBSERVER}
    bodies = (counted | observing | {meeting.host_id, meeting.facilitator_id}) - {None}
    seats = Seat.objects.current(meeting.date).filter(organisation__in=bodies, person__is_active=True)
    lines = [
        Line(f"s{seat.pk}", capacity_of(seat, counted), seat.person, seat.organisation)
        for seat in seats.select_related("person", "organisation")
    ]
    lines += [
        Line(f"p{row.person_id}", Capacity.ADVOCATE, row.person)
        for row in memberships
        if row.kind == MembershipKind.INDIVIDUAL and row.person and row.person.is_active
    ]
    there = {line.person.pk for line in lines if line.person}
    invited = meeting.invitations.standing().select_related("person", "organisation")
    return lines + [
        Line(f"p{row.person_id}", row.capacity, row.person, row.organisation)
        for row in invited
        if row.person_id not in there
        and (row.capacity not in COUNTED_CAPACITIES or row.organisation_id in counted)
    ]


def _with_row(line: Line, by_person: dict[int, Attendance]) -> Line:
    """An entry belongs to the line of its organisation, whatever its capacity there."""
    row = by_person.get(line.person.pk) if line.person else None
    if row is None:
        return line
    if row.organisation_id == (line.organisation.pk if line.organisation else None):
        return replace(line, row=row, capacity=row.capacity)
    return replace(line, row=row, elsewhere=True)


def _in_order(line: Line) -> tuple:
    order = list(Capacity)
    return (
        line.row is not None and line.row.is_group,
        order.index(Capacity(line.capacity)),
        sort_key(line.organisation_name),
        sort_key(line.name),
        line.key,
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
