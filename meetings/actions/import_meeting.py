"""A meeting that somebody else reported on, entered after the fact: figures as stated, outcomes as decisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.agenda import add_item
from meetings.actions.attendance import record_attendance
from meetings.actions.decisions import decide
from meetings.actions.planning import announce, hold, plan_meeting
from meetings.enums import DecisionMode, MeetingKind, MeetingState, Precision, Purpose
from meetings.models import Announcement, Meeting, Venue
from members.enums import NameOrder, OrganisationClass
from members.models import Organisation, Person

ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z&-]{1,14})\)\s*$")


@dataclass(frozen=True)
class StatedGuest:
    """Somebody named as present in addition ("HANG Vannak", an office, a capacity), or a group without a name."""

    name: str
    title: str
    capacity: str
    honorific: str = ""


@dataclass(frozen=True)
class StatedOutcome:
    """A decision as the source words it; `title` is the short form."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class StatedAnnouncement:
    date: Day
    title: str
    source: str = ""


@dataclass(frozen=True)
class StatedNext:
    """The next meeting the source speaks of, to the day or to the month, and what is to be confirmed there."""

    date: Day
    precision: str
    item: str = ""


def import_meeting(
    *,
    by: Actor,
    date: Day,
    start_time: time,
    end_time: time,
    kind: str = MeetingKind.ORDINARY,
    number: int | None = None,
    host: str = "",
    facilitator: str = "",
    place: str = "",
    stated_representatives: int | None = None,
    stated_organisations: int | None = None,
    stated_source: str = "",
    language: str = "en",
    guests: Sequence[StatedGuest] = (),
    outcomes: Sequence[StatedOutcome] = (),
    announcements: Sequence[StatedAnnouncement] = (),
    next_meeting: StatedNext | None = None,
    now: datetime | None = None,
) -> Meeting:
    """Record a held meeting from a report of it, in one transaction; all times are those of Phnom Penh.

    Planned, announced and held in one go, so it gets its number; if `number` is given and another would come out,
    all is refused. Host and facilitator are found by acronym or name, or made. Nobody is counted: the figures stay
    "stated", guests are in addition. Outcomes become decisions "as stated by the source"; the next meeting is
    planned, not announced, unless there is one that month. Refused if a meeting on that day is recorded.
    """
    with transaction.atomic():
        _refuse_twice(date)
        hosting = _organisation(host, OrganisationClass.HOST)
        meeting = plan_meeting(
            by=by,
            date=date,
            start_time=start_time,
            end_time=end_time,
            took_place=True,
            kind=kind,
            venue=_venue(place, hosting, language),
            host=hosting,
            facilitator=_organisation(facilitator, OrganisationClass.COURT_UNIT),
            stated_representatives=stated_representatives,
            stated_organisations=stated_organisations,
            stated_source=stated_source[:300],
        )
        announce(meeting, by=by)
        meeting = hold(meeting, by=by, now=now)
        if number and meeting.number != number:
            raise Refused(
                _(
                    "The source calls it meeting number %(stated)s, here it would be number %(given)s. "
                    "Record earlier meetings first, or leave the number empty."
                )
                % {"stated": number, "given": meeting.number},
                field="number",
            )
        for guest in guests:
            _attend(meeting, guest, language, by=by)
        for outcome in outcomes:
            decide(
                meeting,
                by=by,
                title={language: outcome.title[:200]},
                text={language: outcome.text[:2000]},
                mode=DecisionMode.STATED,
            )
        for told in announcements:
            row = Announcement.objects.create(
                meeting=meeting,
                date=told.date,
                source=_organisation(told.source, OrganisationClass.COURT_UNIT),
                **_titled("title", told.title[:250], language),
            )
            record("announcement.told", row, by=by, label=meeting.reference)
        if next_meeting:
            _plan_next(next_meeting, (start_time, end_time), language, by=by)
        record("meeting.imported", meeting, by=by, label=meeting.reference)
    return meeting


def _refuse_twice(date: Day) -> None:
    there = Meeting.objects.filter(date=date, precision=Precision.DAY).exclude(state=MeetingState.CANCELLED)
    if known := there.first():
        raise Refused(
            _("A meeting on that day is in the record already: %(slug)s.") % {"slug": known.slug},
            field="date",
        )


def find_organisation(text: str) -> Organisation | None:
    """The organisation a source means: by the acronym in brackets, else by acronym or name alone."""
    match = ACRONYM.search(text)
    name = ACRONYM.sub("", text).strip()
    found = Organisation.objects.filter(acronym__iexact=match[1]).first() if match else None
    return (
        found
        or Organisation.objects.filter(name_en__iexact=name).first()
        or Organisation.objects.filter(acronym__iexact=name).exclude(acronym="").first()
    )


def _organisation(text: str, kind: str) -> Organisation | None:
    text = text.strip()
    if not text:
        return None
    match = ACRONYM.search(text)
    return find_organisation(text) or Organisation.objects.create(
        name_en=ACRONYM.sub("", text)[:200], acronym=match[1] if match else "", organisation_class=kind
    )


def _venue(place: str, host: Organisation | None, language: str) -> Venue | None:
    place = place.strip()
    if not place and not host:
        return None
    name = str(host) if host else place[:200]
    known = Venue.objects.filter(name_en__iexact=name).first()
    return known or Venue.objects.create(name_en=name, **_titled("address", place[:300], language))


def _attend(meeting: Meeting, guest: StatedGuest, language: str, *, by: Actor) -> None:
    """The title of that day is kept, whatever office the person holds by now."""
    if not guest.name.strip():
        record_attendance(meeting, by=by, capacity=guest.capacity, group_name={language: guest.title[:200]})
        return
    person = _person(guest, language)
    body = _body_in(guest.title)
    row = record_attendance(
        meeting, by=by, person=person, capacity=guest.capacity, organisation=body, instead=True
    )
    if guest.title and row.day_title != guest.title:
        row.day_title = guest.title[:200]
        row.save(update_fields=["day_title"])


def _person(guest: StatedGuest, language: str) -> Person:
    """Found by name, or made: family name is the one in capitals, else the first."""
    words = guest.name.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    family = " ".join(capitals) or words[0]
    given = " ".join(word for word in words if word not in (capitals or words[:1]))
    first = words[0] in (capitals or words[:1])
    known = Person.objects.filter(family_name__iexact=family, given_name__iexact=given).first()
    return known or Person.objects.create(
        family_name=family.title()[:100],
        given_name=given[:100],
        name_order=NameOrder.FAMILY_FIRST if first else NameOrder.GIVEN_FIRST,
        honorific=guest.honorific[:40],
        title=guest.title[:200],
        language=language,
    )


def _body_in(title: str) -> Organisation | None:
    """The organisation whose name, or acronym as a word, stands in a title of office."""
    lower, words = title.casefold(), set(re.findall(r"\w+", title))
    for body in Organisation.objects.order_by("pk"):
        if str(body).casefold() in lower or (body.acronym and body.acronym in words):
            return body
    return None


def _plan_next(stated: StatedNext, hours: tuple[time, time], language: str, *, by: Actor) -> None:
    month = Meeting.objects.filter(date__year=stated.date.year, date__month=stated.date.month)
    coming = month.exclude(state=MeetingState.CANCELLED).in_order().first()
    if coming is None:
        exact = stated.precision == Precision.DAY
        coming = plan_meeting(
            by=by,
            date=stated.date,
            precision=stated.precision,
            start_time=hours[0] if exact else None,
            end_time=hours[1] if exact else None,
            took_place=True,  # an old document: its next meeting may be long past too
        )
    if stated.item:
        add_item(coming, by=by, purpose=Purpose.DECISION, **_titled("title", stated.item[:250], language))


def _titled(field: str, text: str, language: str) -> dict[str, str]:
    """The text in its language; English as well where the record cannot do without."""
    columns = {f"{field}_{language}": text}
    return columns if language == "en" or field != "title" else {**columns, f"{field}_en": text}
