"""Personal feeds, point by point (the numbers are those of the checklist for feeds)."""

import gzip
import logging
import re
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from hub.keys import derive
from meetings.actions import planning
from meetings.actions.calendar_entries import refresh_all
from meetings.actions.invitations import Invitee, invite, withdraw
from meetings.actions.responses import record_response
from meetings.enums import Audience, Capacity, MeetingState, Precision
from meetings.feeds.window import Window
from meetings.models import Venue
from meetings.models.meeting import PHNOM_PENH
from members.actions.calendar_keys import make_key, revoke_key
from members.models import CalendarKey, Person, Seat
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.meetings.ical.reading import events, physical_lines, read, unescape

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=40)


@pytest.fixture
def person():
    return make_seat(make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara")).person


@pytest.fixture
def address(person):
    _key, secret = make_key(person, name="phone", discreet=False, by=person)
    return f"/calendar/p/{secret}.ics"


@pytest.fixture
def meeting():
    venue = Venue.objects.create(name_en="Seven Palms Archive", access_note_en="Ring twice")
    meeting = make_meeting(
        SOON,
        venue=venue,
        place_is_public=False,
        call_url="https://call.example/room",
        note_for_invited_en="Bring the list",
    )
    refresh_all()
    return meeting


def fetch(client, address, **headers):
    return client.get(address, headers=headers)


def event(client, address, meeting):
    return events(fetch(client, address).content)[meeting.uid]


def test_feeds_01_to_06_head(client, address, meeting):
    response = fetch(client, address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(map(len, physical_lines(response.content))) <= 75
    calendar = read(response.content)
    assert (calendar.one("METHOD"), calendar.one("PRODID")) == (
        "PUBLISH",
        "-//Working Group Hub//Calendar//EN",
    )
    assert calendar.one("NAME") == calendar.one("X-WR-CALNAME") == "Working group: my meetings"
    assert calendar.one("X-PUBLISHED-TTL") == calendar.one("REFRESH-INTERVAL") == "PT1H"
    assert calendar.one("SOURCE") == "http://localhost:8000" + address


def test_an_invitation_shows_what_only_those_invited_know(client, address, meeting, person):
    before = event(client, address, meeting)
    assert (before.all("LOCATION"), before.all("CONFERENCE")) == ([], [])
    invitation = make_invitation(meeting, person)
    shown = event(client, address, meeting)
    description = unescape(shown.one("DESCRIPTION"))
    assert unescape(shown.one("LOCATION")) == "Seven Palms Archive"
    assert shown.one("CONFERENCE") == "https://call.example/room"
    assert f"http://localhost:8000/rsvp/{invitation.answer_token}/" in description
    assert "Bring the list" in description
    assert "Ring twice" in description


@pytest.mark.parametrize(
    ("answer", "status", "transparency"),
    [
        ("accepted", "CONFIRMED", "OPAQUE"),
        ("tentative", "TENTATIVE", "OPAQUE"),
        ("declined", "CONFIRMED", "TRANSPARENT"),
    ],
)
def test_the_own_answer_shows_and_raises_the_sequence(
    client, address, meeting, person, answer, status, transparency
):
    invitation = make_invitation(meeting, person)
    silent, tag = event(client, address, meeting), fetch(client, address)["ETag"]
    assert (silent.one("STATUS"), silent.all("ATTENDEE")) == ("TENTATIVE", [])
    record_response(invitation, answer, by=person, channel="link")
    assert fetch(client, address, **{"If-None-Match": tag}).status_code == 200
    answered = event(client, address, meeting)
    assert (answered.one("STATUS"), answered.one("TRANSP")) == (status, transparency)
    assert invitation.responses.get().get_answer_display() in unescape(answered.one("SUMMARY"))
    assert int(answered.one("SEQUENCE")) > int(silent.one("SEQUENCE"))


def test_feeds_10_the_sequence_never_falls(client, address, meeting, person):
    one = Invitee(person, None, Capacity.ADVOCATE)
    seen = [event(client, address, meeting)]

    def look():
        seen.append(event(client, address, meeting))

    (invitation,) = invite(meeting, by=SYSTEM, people=[one])
    look()
    record_response(invitation, "accepted", by=person, channel="web")
    look()
    withdraw(invitation, by=SYSTEM)
    look()
    invite(meeting, by=SYSTEM, people=[one])
    record_response(invitation, "declined", by=person, channel="web")
    look()
    planning.move(meeting, by=SYSTEM, date=SOON, start_time=time(14), end_time=time(15))
    look()
    planning.cancel(meeting, by=SYSTEM)
    look()
    sequences = [int(found.one("SEQUENCE")) for found in seen]
    assert sequences == sorted(set(sequences))
    assert seen[-1].one("STATUS") == "CANCELLED"


def test_feeds_09_14_unchanged_is_304(client, address, meeting, person, django_assert_num_queries):
    make_invitation(meeting, person)
    first = fetch(client, address)
    assert first.content == fetch(client, address).content
    with django_assert_num_queries(2):
        response = fetch(client, address, **{"If-None-Match": first["ETag"]})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", first["ETag"])
    assert fetch(client, address, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    zipped = fetch(client, address, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == first.content


def test_feeds_13_nobody_elses_facts(client, address, meeting, person):
    make_invitation(meeting, person)
    other = make_seat(
        make_organisation("canary organisation"), make_person("Canary", email="canary@else.example")
    )
    invitation = make_invitation(meeting, other.person, organisation=other.organisation)
    record_response(invitation, "accepted", by=other.person, channel="link", comment="canary comment")
    body = fetch(client, address).content
    assert b"canary" not in body.lower()
    assert invitation.answer_token.encode() not in body.replace(b"\r\n ", b"")
    assert b"ATTENDEE" not in body
    assert set(re.findall(rb"mailto:[^\r]*", body)) == {b"mailto:hub@localhost"}


def test_feeds_16_head(client, address, meeting):
    asked = client.head(address)
    read_ = client.get(address)
    assert (asked.content, dict(asked.items())) == (b"", dict(read_.items()))


def test_feeds_18_private(client, address, meeting):
    response = fetch(client, address, Cookie="sessionid=abc")
    assert response["Cache-Control"].startswith("private")
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert not response.cookies


def test_feeds_19_revoked_unknown_and_foreign(client, address, meeting, person):
    assert fetch(client, address).status_code == 200
    key = CalendarKey.objects.get()
    assert key.hash not in address
    assert len(re.search(r"/p/(.*)\.ics", address)[1]) >= 26  # 128 bits in base 32
    wrong = [
        f"/calendar/p/{key.hash}.ics",
        f"/calendar/p/{derive('x', 1)}.ics",
        address.upper(),
        "/calendar/p/x.ics",
    ]
    assert {client.get(path).status_code for path in wrong} == {404}
    revoke_key(key, by=person)
    assert fetch(client, address).status_code == client.head(address).status_code == 404


def test_feeds_19_a_deactivated_person_has_no_feed(client, address, person):
    Person.objects.update(is_active=False)
    assert fetch(client, address).status_code == 404


@pytest.mark.parametrize("change", ["", "x", "?a=b", "/"])
def test_feeds_19_no_token_in_the_log(client, address, meeting, caplog, change):
    caplog.set_level("INFO", logger="django")
    token = re.search(r"/p/(.*)\.ics", address)[1]
    for method in ("get", "post", "head"):
        getattr(client, method)(address.removesuffix(".ics") + change)
        getattr(client, method)(address + change)
    handler = logging.getLogger("django").handlers[0]
    assert all(token not in handler.format(record) for record in caplog.records if handler.filter(record))


def test_feeds_21_what_a_member_sees(client, address, person):
    facts = {"summary_en": "canary"}
    make_meeting(SOON, state=MeetingState.PLANNED, **facts)
    make_meeting(SOON, audience=Audience.SECRETARIAT, **facts)
    make_meeting(SOON.replace(day=1), precision=Precision.MONTH, start_time=None, end_time=None, **facts)
    members = make_meeting(SOON, audience=Audience.MEMBERS)
    public = make_meeting(SOON)
    closed = make_meeting(SOON, audience=Audience.SECRETARIAT)
    make_invitation(closed, person)
    refresh_all()
    body = fetch(client, address).content
    assert set(events(body)) == {members.uid, public.uid, closed.uid}
    assert b"canary" not in body
    tag = fetch(client, address)["ETag"]
    Seat.objects.update(until=timezone.localdate() - timedelta(days=1))
    after = fetch(client, address, **{"If-None-Match": tag})
    assert set(events(after.content)) == {public.uid, closed.uid}


def test_a_withdrawn_invitation_leaves_the_public_facts(client, address, person, meeting):
    hidden = make_meeting(SOON, audience=Audience.SECRETARIAT)
    for one in (meeting, hidden):
        withdraw(make_invitation(one, person), by=SYSTEM)
    found = events(fetch(client, address).content)
    assert list(found) == [meeting.uid]
    assert "rsvp" not in found[meeting.uid].one("DESCRIPTION")
    assert found[meeting.uid].all("LOCATION") == []


def test_a_discreet_feed_says_no_word(client, meeting, person):
    _key, secret = make_key(person, name="phone", discreet=True, by=person)
    public = make_meeting(SOON, summary_en="canary sentence")
    refresh_all()
    invitation = make_invitation(meeting, person)
    response = fetch(client, f"/calendar/p/{secret}.ics")
    body = response.content
    calendar = read(body)
    found = events(body)
    assert set(found) == {public.uid, meeting.uid}
    assert calendar.one("NAME") == "Appointments"
    assert response["Content-Disposition"] == 'inline; filename="calendar.ics"'
    for one in found.values():
        assert one.one("SUMMARY") == "Appointment"
        assert [one.all(name) for name in ("LOCATION", "URL", "CATEGORIES", "CONFERENCE")] == [[], [], [], []]
    assert f"/rsvp/{invitation.answer_token}/" in found[meeting.uid].one("DESCRIPTION")
    for word in (b"canary", b"Palms", b"orking group", b"Boat", b"Dara", b"call.example"):
        assert word not in body


def test_the_feed_speaks_the_persons_language(client, address, meeting, person):
    Person.objects.filter(pk=person.pk).update(language="fr")
    assert "/fr/meetings/" in event(client, address, meeting).one("URL")


def test_the_last_use_is_noted_once_an_hour(client, address, meeting, django_assert_num_queries):
    fetch(client, address, **{"User-Agent": "DAVx5/4.4 (Android 15; private details)"})
    key = CalendarKey.objects.get()
    assert (key.client, key.last_used_at is not None) == ("Android", True)
    fetch(client, address, **{"User-Agent": "Thunderbird"})
    assert CalendarKey.objects.get().client == "Android"
    CalendarKey.objects.update(last_used_at=timezone.now() - timedelta(hours=2))
    tag = fetch(client, address)["ETag"]
    CalendarKey.objects.update(last_used_at=timezone.now() - timedelta(hours=2))
    with django_assert_num_queries(3):
        assert fetch(client, address, **{"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2030, 3, 14), date(2029, 12, 1), date(2031, 9, 30)),
        (date(2030, 6, 30), date(2030, 4, 1), date(2031, 12, 31)),
        (date(2030, 7, 1), date(2030, 4, 1), date(2032, 1, 31)),
    ],
)
def test_the_window_is_whole_months(today, first, last):
    noon = datetime.combine(today, time(12), PHNOM_PENH)
    window = Window.around(noon)
    assert (window.first, window.last) == (first, last)
    moved = window.opened_at(noon)
    assert Window.around(moved) == window
    assert Window.around(moved - timedelta(seconds=1)) != window


def test_only_the_window_is_shown(client, address, person):
    today = timezone.localdate()
    inside = [today - timedelta(days=90), today + timedelta(days=540)]
    outside = [today - timedelta(days=125), today + timedelta(days=620)]
    meetings = [make_meeting(day) for day in inside + outside]
    make_invitation(meetings[2], person)
    refresh_all()
    assert set(events(fetch(client, address).content)) == {meeting.uid for meeting in meetings[:2]}


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, address, person, size, django_assert_num_queries):
    for _more in range(size):
        make_invitation(make_meeting(SOON), person)
        make_meeting(SOON)
    refresh_all()
    fetch(client, address)
    with django_assert_num_queries(5):
        assert len(events(fetch(client, address).content)) == 2 * size
