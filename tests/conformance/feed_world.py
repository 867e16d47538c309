"""A group with meetings in every state, and every kind of feed that reads it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.action_items import agree_action
from meetings.actions.calendar_entries import refresh_all
from meetings.actions.responses import record_response
from meetings.enums import Audience, Capacity, MeetingState
from meetings.models import Action, Invitation, Meeting, Series, Venue
from members.actions.calendar_keys import make_key
from members.models import CalendarKey, Organisation, Person
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.meetings.ical.reading import Component, events, read

LANGUAGES = ("en", "km", "fr")
KINDS = ("public", "own", "own discreet", "organisation", "organisation discreet")
PRIVATE_KINDS = KINDS[1:]
KHMER = "ការប្រជុំពិភាក្សាអំពីរបៀបវារៈ និងសេចក្តីសម្រេច​របស់ក្រុមការងារ សម្រាប់ជនរងគ្រោះនៃរបបខ្មែរក្រហម"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)
FOREIGN = "canary@else.example"


@dataclass
class World:
    """`meetings` by what became of them; `me` and `colleague` speak for `organisation`, `stranger` for another one."""

    me: Person
    colleague: Person
    stranger: Person
    organisation: Organisation
    meetings: dict[str, Meeting]
    mine: Invitation
    theirs: Invitation
    action: Action
    series: Series
    addresses: dict[str, str]

    def path(self, kind: str, language: str = "en") -> str:
        """Where a feed of this kind is read in a language; of private ones it is that of their holder."""
        if kind == "public":
            return f"/calendar/public.{language}.ics"
        Person.objects.filter(pk=self.me.pk).update(language=language)
        return self.addresses[kind]

    def get(self, kind: str, language: str = "en", show: str = "", **headers):
        query = f"?show={show}" if show else ""
        return Client().get(self.path(kind, language) + query, headers=headers)

    def calendar(self, kind: str, language: str = "en", show: str = "") -> Component:
        return read(self.get(kind, language, show).content)

    def events(self, kind: str, language: str = "en", show: str = "") -> dict[str, Component]:
        return events(self.get(kind, language, show).content)

    def event(self, kind: str, meeting: str = "asked", language: str = "en") -> Component:
        return self.events(kind, language)[self.meetings[meeting].uid]


def key_of(person: Person, kind: str, **switches) -> tuple[CalendarKey, str]:
    """A key of a private kind with its address."""
    organisation = person.seats.get().organisation if kind.startswith("organisation") else None
    key, secret = make_key(
        person, name=kind, discreet="discreet" in kind, by=person, organisation=organisation, **switches
    )
    return key, f"/calendar/{'o' if organisation else 'p'}/{secret}.ics"


def build_world() -> World:
    organisation = make_organisation("Paper Boat Theatre")
    me = make_seat(organisation, make_person("Sok", "Dara")).person
    colleague = make_seat(organisation, make_person("Chan", "Bopha"), alternate=True).person
    other = make_organisation("Canary organisation")
    stranger = make_seat(other, make_person("Canary", "Stranger", email=FOREIGN)).person
    series = Series.objects.create(name_en="Monthly", start_time="09:00", end_time="12:00")
    venue = Venue.objects.create(
        name_en="Seven Palms Archive; east, wing",
        name_km="បណ្ណសារត្នោតប្រាំពីរ",
        address_en="Street 21\\22, Phnom Penh",
        map_url="https://map.example/palms",
        access_note_en='Ring "twice"',
    )
    texts = {
        "summary_en": "Thematic groups; terms, and dates: a sentence that is folded over several lines",
        "summary_km": KHMER,
        "summary_fr": "Groupes thématiques ; mandat, dates et « suite »",
        "venue": venue,
    }
    days = iter(range(60))

    def meeting(**facts) -> Meeting:
        return make_meeting(SOON + timedelta(days=next(days)), **(texts | facts))

    meetings = {
        "asked": meeting(
            call_url="https://call.example/room", note_for_invited_en="Bring the list", place_is_public=False
        ),
        "open": meeting(series=series),
        "members": meeting(audience=Audience.MEMBERS),
        "cancelled": meeting(),
        "put off": meeting(),
        "held": make_meeting(TODAY - timedelta(days=20), number=1, state=MeetingState.HELD, **texts),
    }
    invitations = {
        (name, person.pk): make_invitation(
            meetings[name],
            person,
            organisation=person.seats.get().organisation,
            capacity=Capacity.ALTERNATE if person == colleague else Capacity.REPRESENTATIVE,
        )
        for name in ("asked", "cancelled")
        for person in (me, colleague, stranger)
    }
    action = agree_action(
        meetings["held"],
        by=SYSTEM,
        title={"en": "Send the list; then, print it", "km": KHMER},
        owner_organisation=organisation,
        due_date=SOON,
    )
    refresh_all()
    planning.cancel(meetings["cancelled"], by=SYSTEM)
    planning.postpone(meetings["put off"], by=SYSTEM, month=None)
    record_response(invitations["asked", colleague.pk], "accepted", by=colleague, channel="link")
    record_response(
        invitations["asked", stranger.pk], "accepted", by=stranger, channel="link", comment="canary comment"
    )
    switches = {"with_actions": True}
    addresses = {kind: key_of(me, kind, **switches)[1] for kind in PRIVATE_KINDS}
    return World(
        me,
        colleague,
        stranger,
        organisation,
        meetings,
        invitations["asked", me.pk],
        invitations["asked", stranger.pk],
        action,
        series,
        addresses,
    )


def secret_in(address: str) -> str:
    found = re.search(r"/([a-z2-7]{26})\.ics$", address)
    assert found, address
    return found[1]


def sequences(calendar: dict[str, Component]) -> dict[str, int]:
    return {uid: int(event.one("SEQUENCE")) for uid, event in calendar.items()}


def whole_days(found: dict[str, Component]) -> dict[str, date]:
    """The day of each event of a whole day, by UID."""
    return {
        uid: date.fromisoformat(event.one("DTSTART"))
        for uid, event in found.items()
        if event.params("DTSTART").get("VALUE") == "DATE"
    }
