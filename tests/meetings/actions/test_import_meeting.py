"""A meeting entered from a report of it: all or nothing, nobody counted, names of that day."""

from datetime import date, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions.import_meeting import (
    StatedAnnouncement,
    StatedGuest,
    StatedNext,
    StatedOutcome,
    find_organisation,
    import_meeting,
)
from meetings.enums import Capacity, Precision
from meetings.models import Attendance, Meeting, Venue
from members.models import Organisation, Person
from tests.builders import make_meeting, make_organisation, make_person

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 15)


def imported(**facts) -> Meeting:
    facts = {"date": DAY, "start_time": time(9), "end_time": time(12), **facts}
    return import_meeting(by=SYSTEM, **facts)


def test_the_whole_record():
    meeting = imported(
        host="Invented Centre for Memory (ICM)",
        place="Street 1, Phnom Penh",
        stated_representatives=12,
        stated_organisations=7,
        stated_source="Invented News, 16 June 2023",
        guests=[
            StatedGuest("NOU Chan", "Director of the ICM", Capacity.HOST, "Dr."),
            StatedGuest("", "staff of the library", Capacity.GUEST),
        ],
        outcomes=[StatedOutcome("The group publishes a list of helplines.", "A list of helplines")],
        announcements=[StatedAnnouncement(date(2023, 7, 1), "The library opens", "")],
        next_meeting=StatedNext(date(2023, 7, 13), Precision.DAY, "Budget"),
    )
    assert (meeting.number, meeting.state, meeting.slug) == (1, "held", "2023-06")
    assert (meeting.host.acronym, meeting.venue.name_en, meeting.venue.address_en) == (
        "ICM",
        "Invented Centre for Memory",
        "Street 1, Phnom Penh",
    )
    assert list(Attendance.objects.counted()) == []
    person, group = meeting.attendances.order_by("pk")
    assert (person.day_name, person.day_title, person.organisation) == (
        "NOU Chan",
        "Director of the ICM",
        meeting.host,
    )
    assert group.group_name_en == "staff of the library"
    assert meeting.decisions.get().reference == "WG/2023/01-D1"
    coming = Meeting.objects.get(slug="2023-07")
    assert (coming.date, coming.start_time, coming.state) == (date(2023, 7, 13), time(9), "planned")
    assert coming.agenda_items.get().title_en == "Budget"
    assert AuditEntry.objects.about(meeting).filter(verb="meeting.imported").count() == 1


def test_a_french_report_fills_the_french_columns():
    meeting = imported(
        language="fr",
        outcomes=[StatedOutcome("Le groupe publie une liste.", "Une liste")],
        announcements=[StatedAnnouncement(date(2023, 7, 1), "La salle ouvre")],
    )
    decision = meeting.decisions.get()
    assert (decision.text_fr, decision.text_en) == ("Le groupe publie une liste.", "")
    assert meeting.announcements.get().title_fr == "La salle ouvre"


def test_known_people_and_bodies_are_found_again():
    body = make_organisation("Invented Court Unit", acronym="ICU", member=False)
    known = make_person("Nou", "Chan", title="Retired")
    meeting = imported(host="icu", guests=[StatedGuest("NOU Chan", "Chief of the ICU", Capacity.COURT_UNIT)])
    assert meeting.host == body
    attendance = meeting.attendances.get()
    assert (attendance.person, attendance.day_title, attendance.organisation) == (
        known,
        "Chief of the ICU",
        body,
    )
    assert (Person.objects.count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "family", "given", "shown"),
    [
        ("HANG Vannak", "Hang", "Vannak", "HANG Vannak"),
        ("Falguni DEBNATH", "Debnath", "Falguni", "Falguni DEBNATH"),
        ("Neth Pheaktra", "Neth", "Pheaktra", "NETH Pheaktra"),
        ("SOK", "Sok", "", "SOK"),
    ],
)
def test_names(name, family, given, shown):
    imported(guests=[StatedGuest(name, "", Capacity.GUEST)])
    person = Person.objects.get()
    assert (person.family_name, person.given_name, person.display_name) == (family, given, shown)


def test_refused_whole_when_the_number_does_not_fit():
    make_meeting(date(2020, 1, 9), state="held", number=1)
    with pytest.raises(Refused, match="number 2") as refusal:
        imported(number=1, host="Invented Centre", guests=[StatedGuest("SOK Dara", "", Capacity.GUEST)])
    assert refusal.value.field == "number"
    assert (
        Meeting.objects.count(),
        Person.objects.count(),
        Organisation.objects.count(),
        Venue.objects.count(),
    ) == (1, 0, 0, 0)


def test_refused_when_the_day_has_a_meeting():
    make_meeting(DAY)
    with pytest.raises(Refused, match="in the record already") as refusal:
        imported()
    assert refusal.value.field == "date"


def test_next_meeting_of_that_month_is_used_and_not_doubled():
    there = make_meeting(date(2023, 7, 20))
    imported(next_meeting=StatedNext(date(2023, 7, 1), Precision.MONTH, "Budget"))
    assert there.agenda_items.get().title_en == "Budget"
    assert Meeting.objects.count() == 2


def test_find_organisation_by_nothing():
    make_organisation("Paper Boat", acronym="")
    assert find_organisation("") is None
