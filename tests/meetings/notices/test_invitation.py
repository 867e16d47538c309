"""Whom an invitation goes to, in which language, and when it says nothing any more."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.actors import SYSTEM
from hub.errors import Refused
from meetings.actions.invitations import invite, invitees, withdraw
from meetings.enums import Capacity, Precision
from meetings.models import Invitation, Venue
from members.enums import MembershipKind
from members.models import Membership
from tests.builders import LONG_AGO, make_clerk, make_meeting, make_organisation, make_person, make_seat
from tests.meetings.ical.reading import events, unescape

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    venue = Venue.objects.create(
        name_en="Seven Palms Archive", name_km="បណ្ណសារត្នោតប្រាំពីរ", access_note_en="Ring twice"
    )
    return make_meeting(venue=venue, place_is_public=False, summary_en="Thematic groups")


@pytest.fixture
def seat():
    return make_seat(
        make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara", khmer_name="សុខ ដារា")
    )


def send(now=None):
    """What has left since the last call, as parsed messages."""
    before = len(mail.outbox)
    outbox.send_all_due(now=now)
    return [message_from_bytes(sent.message().as_bytes(), policy=default) for sent in mail.outbox[before:]]


def ask(meeting, **facts):
    made = invite(meeting, by=SYSTEM, people=[one for one in invitees(meeting) if one.is_new], **facts)
    return made, send()


def calendar_part(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part


def ics(message):
    return calendar_part(message).get_payload(decode=True)


def event(message):
    (found,) = events(ics(message)).values()
    return found


def test_each_in_their_own_language(meeting, seat):
    seat.person.language = "km"
    seat.person.save()
    _made, (message,) = ask(meeting)
    assert "សុខ ដារា" in message.get_body(("plain",)).get_content()
    assert "បណ្ណសារត្នោតប្រាំពីរ" in unescape(event(message).one("LOCATION"))


def test_nobody_elses_name_or_address_is_in_a_mail(meeting, seat):
    make_seat(make_organisation("canary organisation"), make_person("Canary"))
    _made, messages = ask(meeting)
    (message,) = [one for one in messages if one["To"] == seat.person.email]
    everything = message.as_string() + ics(message).decode() + message.get_body(("plain",)).get_content()
    assert "canary" not in everything.lower()


def test_whom_to_ask(meeting):
    theatre, circle = make_organisation("Paper Boat Theatre"), make_organisation("Long Memory Circle")
    unit = make_organisation("Court Unit", member=False, organisation_class="court_unit")
    watcher = make_organisation("Watcher", member=False)
    former, stranger = make_organisation("Former", member=False), make_organisation("Stranger", member=False)
    Membership.objects.create(organisation=watcher, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    Membership.objects.create(organisation=former, since=LONG_AGO, until=date(2030, 1, 1))
    rep = make_seat(theatre, make_person("B")).person
    alternate = make_seat(theatre, make_person("A"), alternate=True).person
    both = make_seat(circle, make_person("C"), alternate=True).person
    make_seat(watcher, both)
    make_seat(theatre, make_person("Gone", is_active=False))
    make_seat(theatre, make_person("Past"), until=date(2030, 3, 13))
    make_seat(former), make_seat(stranger)
    meeting.facilitator = unit
    meeting.save()
    official = make_seat(unit).person
    advocate = make_person("Advocate")
    Membership.objects.create(person=advocate, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
    observer = make_seat(watcher, make_person("Observer")).person
    assert [(one.person, one.organisation, one.capacity) for one in invitees(meeting)] == [
        (both, circle, Capacity.ALTERNATE),
        (rep, theatre, Capacity.REPRESENTATIVE),
        (alternate, theatre, Capacity.ALTERNATE),
        (advocate, None, Capacity.ADVOCATE),
        (official, unit, Capacity.COURT_UNIT),
        (observer, watcher, Capacity.OBSERVER),
    ]


def test_inviting_twice_asks_once(meeting, seat):
    people = invitees(meeting)
    assert len(invite(meeting, by=SYSTEM, people=people)) == 1
    assert invite(meeting, by=SYSTEM, people=people) == []
    assert len(send()) == 1
    assert invitees(meeting)[0].invitation == Invitation.objects.get()


def test_somebody_without_an_address_is_invited_without_a_mail(meeting, seat):
    seat.person.email = ""
    seat.person.save()
    (invitation,), messages = ask(meeting)
    assert (messages, invitation.sent_at) == ([], None)
    withdraw(invitation, by=make_clerk())
    assert send() == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "planned"}, "Announce the meeting first"),
        ({"state": "cancelled"}, "announced meetings only"),
        ({"precision": Precision.MONTH, "start_time": None, "end_time": None}, "Only the month"),
        ({"day": date(2020, 1, 1)}, "is over"),
    ],
)
def test_nobody_is_invited_to_what_does_not_take_place(facts, sentence):
    facts = dict(facts)
    meeting = make_meeting(facts.pop("day", date(2030, 3, 14)), **facts)
    with pytest.raises(Refused, match=sentence):
        invite(meeting, by=SYSTEM, people=[])


def test_nothing_is_sent_about_what_is_over(meeting, seat):
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    type(meeting).objects.update(date=timezone.localdate() - timedelta(days=2))
    assert send() == []
