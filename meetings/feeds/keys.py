"""Who stands behind the secret in the address of a private feed, and what their feed depends on; one query."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from hub.keys import hashed
from meetings.enums import COUNTED_CAPACITIES, Audience
from meetings.models import Invitation
from meetings.models.invitation import SEATLESS_CAPACITIES
from meetings.models.meeting import PHNOM_PENH
from members.models import CalendarKey, Membership

_NAMES = ("family_name", "given_name", "name_order", "khmer_name")
_OF_SEAT = {
    "seat": "pk",
    "seat_organisation": "organisation",
    "seat_person": "person",
    "seat_since": "since",
    "seat_until": "until",
    "seat_active": "person__is_active",
    **{f"seat_{name}": f"person__{name}" for name in _NAMES},
}


@dataclass(frozen=True)
class SeatRow:
    """A seat, held or given up: of one's own organisations, present and former."""

    pk: int
    organisation: int
    person: int
    since: date
    until: date | None
    active: bool
    names: tuple[str, ...]

    def is_current(self, on: date) -> bool:
        """Whether it is held on that day by somebody active."""
        return self.active and self.since <= on and (self.until is None or self.until >= on)

    def moves(self, on: date) -> list[date]:
        """The days up to `on` at which it began or had ended."""
        begun = [self.since] if self.since <= on else []
        return begun + ([self.until] if self.until and self.until < on else [])


@dataclass(frozen=True)
class Opened:
    """A usable key, with the seats of everybody whose answers its feed may show."""

    key: CalendarKey
    for_member: bool
    seats: tuple[SeatRow, ...]
    today: date

    @property
    def audience(self) -> Audience:
        """Whose meetings the feed shows without an invitation. What is for the secretariat alone is in no feed."""
        return Audience.MEMBERS if self.for_member else Audience.PUBLIC

    @property
    def people(self) -> set[int]:
        """Everybody who ever shared an organisation with the holder, and the holder: so the sum of their answers never falls."""
        own = set() if self.key.organisation_id else {self.key.person_id}
        return own | {seat.person for seat in self.seats}

    @property
    def held(self) -> set[tuple[int, int]]:
        """(organisation, person) of the seats held today."""
        return {(seat.organisation, seat.person) for seat in self.seats if seat.is_current(self.today)}

    @property
    def own_organisations(self) -> set[int]:
        """The organisations the holder speaks for today."""
        return {organisation for organisation, person in self.held if person == self.key.person_id}

    @property
    def moves(self) -> list[date]:
        """The days at which seats began or had ended; they only ever get more."""
        return [day for seat in self.seats for day in seat.moves(self.today)]

    @property
    def moved_at(self) -> datetime:
        """The last of them, or when the key was made: a moment at which the feed may have changed by itself."""
        days = self.moves
        return datetime.combine(max(days), time(0), PHNOM_PENH) if days else self.key.made_at

    @property
    def facts(self) -> tuple:
        """What of all this the feed shows, for its validator."""
        key, person = self.key, self.key.person
        seats = tuple((seat, seat.is_current(self.today)) for seat in self.seats)
        switches = (key.discreet, key.with_actions, key.without_invited, self.for_member)
        return (key.pk, switches, person.language, person.key_version, seats)

    def is_alive(self, invitation: Invitation) -> bool:
        """`InvitationQuerySet.alive`, asked of what is known already."""
        seatless = invitation.organisation_id is None or invitation.capacity in SEATLESS_CAPACITIES
        return invitation.withdrawn_at is None and (
            seatless or (invitation.organisation_id, invitation.person_id) in self.held
        )

    def counts(self, invitation: Invitation) -> bool:
        """Whether it is one of those that cover its organisation."""
        return (
            self.is_alive(invitation)
            and invitation.capacity in COUNTED_CAPACITIES
            and invitation.organisation_id is not None
        )


def open_key(secret: str, *, of_organisation: bool, now: datetime) -> Opened | None:
    """The usable key of this secret, or None for whatever reason; a key of the other kind opens nothing here."""
    seats = "organisation__seats" if of_organisation else "person__seats__organisation__seats"
    memberships = Membership.objects.current()
    belongs = (
        memberships.counted().filter(organisation=OuterRef("organisation"))
        if of_organisation
        else memberships.through(OuterRef("person"))
    )
    rows = list(
        CalendarKey.objects.usable()
        .filter(hash=hashed(secret), organisation__isnull=not of_organisation)
        .select_related("person", "organisation")
        .annotate(
            for_member=Exists(belongs),
            **{name: F(f"{seats}__{path}") for name, path in _OF_SEAT.items()},
        )
        .order_by("seat")
    )
    if not rows:
        return None
    found = {
        row.seat: SeatRow(
            row.seat,
            row.seat_organisation,
            row.seat_person,
            row.seat_since,
            row.seat_until,
            row.seat_active,
            tuple(getattr(row, f"seat_{name}") for name in _NAMES),
        )
        for row in rows
        if row.seat is not None
    }
    return Opened(rows[0], rows[0].for_member, tuple(found.values()), timezone.localdate(now))
