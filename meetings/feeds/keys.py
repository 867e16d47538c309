"""Who stands behind the secret in the address of a private feed, and what their feed depends on; one query."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from hub.compiled import Compiled
from hub.keys import hashed
from meetings.enums import COUNTED_CAPACITIES, Audience
from meetings.models import Invitation
from meetings.models.invitation import SEATLESS_CAPACITIES
from meetings.models.meeting import PHNOM_PENH
from members.models import CalendarKey, Membership

_OF_SEAT = ("pk", "organisation", "person", "since", "until", "person__is_active")
_NAMES = tuple(f"person__{name}" for name in ("family_name", "given_name", "name_order", "khmer_name"))


@dataclass(frozen=True)
class KeyRow:
    """What a feed needs of its key and of the person who holds it, with the names of `CalendarKey`'s own fields."""

    pk: int
    person_id: int
    organisation_id: int | None
    discreet: bool
    with_actions: bool
    without_invited: bool
    made_at: datetime
    last_used_at: datetime | None
    seen: str
    language: str
    version: int


_OF_KEY = (
    *("pk", "person", "organisation", "discreet", "with_actions", "without_invited"),
    *("made_at", "last_used_at", "seen", "person__language", "person__key_version"),
)


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

    key: KeyRow
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
        key = self.key
        seats = tuple((seat, seat.is_current(self.today)) for seat in self.seats)
        switches = (key.discreet, key.with_actions, key.without_invited, self.for_member)
        return (key.pk, switches, key.language, key.version, seats)

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


def _rows(*, of_organisation: bool, hash: str, today: date) -> QuerySet:
    """The usable key of this hash with its seats, one row for each, or one if there are none."""
    seats = "organisation__seats" if of_organisation else "person__seats__organisation__seats"
    memberships = Membership.objects
    belongs = (
        memberships.current(today).counted().filter(organisation=OuterRef("organisation"))
        if of_organisation
        else memberships.current(today).through(OuterRef("person"), today)
    )
    return (
        CalendarKey.objects.usable(today)
        .filter(hash=hash, organisation__isnull=not of_organisation)
        .order_by(f"{seats}__pk")
        .values_list(*_OF_KEY, Exists(belongs), *(f"{seats}__{path}" for path in _OF_SEAT + _NAMES))
    )


# Writing the queries anew took the ORM nine tenths of the CPU of a poll: 6.5 times a bare view of one query, 0.64
# with their SQL kept (`tests/benchmarks/feed.py`). Whether the key is usable is asked of the database every time.
_KEYS = {
    kind: Compiled(partial(_rows, of_organisation=kind), hash="the hash", today=date(1, 1, 1))
    for kind in (False, True)
}


def open_key(secret: str, *, of_organisation: bool, now: datetime) -> Opened | None:
    """The usable key of this secret, or None for whatever reason; a key of the other kind opens nothing here."""
    today = timezone.localdate(now)
    rows = _KEYS[of_organisation].rows(hash=hashed(secret), today=today)
    if not rows:
        return None
    behind = len(_OF_KEY) + 1
    key, for_member = KeyRow(*rows[0][: len(_OF_KEY)]), rows[0][len(_OF_KEY)]
    own = len(_OF_SEAT)
    found = {
        row[0]: SeatRow(*row[:own], row[own:])
        for row in (whole[behind:] for whole in rows)
        if row[0] is not None
    }
    return Opened(key, bool(for_member), tuple(found.values()), today)
