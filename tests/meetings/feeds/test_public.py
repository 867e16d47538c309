"""The public feed, point by point (the numbers are those of the checklist for feeds)."""

import gzip
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import icalendar
import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.calendar_entries import refresh_all, refresh_entry, refresh_outdated
from meetings.enums import Audience, MeetingState, Precision
from meetings.models import CalendarEntry, Meeting, Venue
from tests.builders import make_invitation, make_item, make_meeting, make_person
from tests.meetings.ical.reading import events, physical_lines, read, unescape

pytestmark = pytest.mark.django_db
KHMER = "ការប្រជុំពិភាក្សាអំពីរបៀបវារៈ និងសេចក្តីសម្រេច​របស់ក្រុមការងារ សម្រាប់ជនរងគ្រោះនៃរបបខ្មែរក្រហម" * 2


@pytest.fixture
def venue():
    return Venue.objects.create(
        name_en="Seven Palms Archive", name_km="បណ្ណសារត្នោតប្រាំពីរ", address_en="Street 21, Phnom Penh"
    )


@pytest.fixture
def meeting(venue):
    meeting = make_meeting(summary_en="Thematic groups; terms, and dates", summary_km=KHMER, venue=venue)
    refresh_entry(meeting)
    return meeting


def fetch(client, path="/calendar/public.ics", **headers):
    return client.get(path, headers=headers)


def event(client, meeting, path="/calendar/public.ics"):
    return events(fetch(client, path).content)[meeting.uid]


def test_feeds_01_content_type(client, meeting):
    assert fetch(client).headers["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_feeds_02_03_line_ends_and_folding(client, meeting, language):
    lines = physical_lines(fetch(client, f"/calendar/public.{language}.ics").content)
    assert lines[-1] == b"END:VCALENDAR"
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert any(line.startswith(b" ") for line in lines)


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_feeds_04_parsers_agree(client, meeting, language):
    body = fetch(client, f"/calendar/public.{language}.ics").content
    ours = events(body)[meeting.uid]
    (theirs,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    third = vobject.readOne(body.decode()).vevent
    description = unescape(ours.one("DESCRIPTION"))
    assert description == str(theirs["DESCRIPTION"]) == third.description.value
    assert unescape(ours.one("SUMMARY")) == str(theirs["SUMMARY"]) == third.summary.value
    start = datetime(2030, 3, 14, 2, tzinfo=UTC)
    assert theirs.start.astimezone(UTC) == third.dtstart.value.astimezone(UTC) == start
    assert (KHMER in description) == (language == "km")


def test_feeds_05_06_head(client, meeting):
    calendar = read(fetch(client).content)
    assert {name: calendar.one(name) for name in ("VERSION", "PRODID", "CALSCALE", "METHOD")} == {
        "VERSION": "2.0",
        "PRODID": "-//Working Group Hub//Calendar//EN",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }
    assert calendar.one("NAME") == calendar.one("X-WR-CALNAME") != ""
    assert (calendar.one("REFRESH-INTERVAL"), calendar.params("REFRESH-INTERVAL")) == (
        "PT1H",
        {"VALUE": "DURATION"},
    )
    assert calendar.one("X-PUBLISHED-TTL") == "PT1H"
    assert calendar.one("SOURCE") == "http://localhost:8000/calendar/public.ics"
    assert calendar.one("URL") == "http://localhost:8000/en/calendar/"


def test_feeds_07_one_time_zone_without_history(client, meeting):
    calendar = read(fetch(client).content)
    (zone,) = calendar.parts("VTIMEZONE")
    assert zone.one("TZID") == "Asia/Phnom_Penh"
    (standard,) = zone.parts("STANDARD")
    assert (standard.one("TZOFFSETFROM"), standard.one("TZOFFSETTO")) == ("+0700", "+0700")
    found = event(client, meeting)
    assert found.one("DTSTART") == "20300314T090000"
    assert found.params("DTSTART") == found.params("DTEND") == {"TZID": "Asia/Phnom_Penh"}


def test_feeds_08_uid_stays(client, meeting, venue):
    uid = meeting.uid
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(14), end_time=time(16))
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Something else"})
    (only,) = events(fetch(client).content)
    assert only == uid


def test_feeds_09_unchanged_is_identical(client, meeting):
    first = fetch(client)
    assert first.content == fetch(client).content
    assert refresh_all() == 0
    second = fetch(client)
    assert (first.content, first["ETag"], first["Last-Modified"]) == (
        second.content,
        second["ETag"],
        second["Last-Modified"],
    )


def test_feeds_10_sequence_rises_with_every_visible_change(client, meeting, venue):
    changes = [
        lambda: planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Another sentence"}),
        lambda: planning.move(
            meeting, by=SYSTEM, date=date(2030, 4, 4), start_time=time(9), end_time=time(12)
        ),
        lambda: planning.edit_meeting(meeting, by=SYSTEM, facts={"place_is_public": False}),
        lambda: planning.cancel(meeting, by=SYSTEM),
        lambda: planning.restore(meeting, by=SYSTEM),
        lambda: planning.edit_meeting(meeting, by=SYSTEM, facts={"place_is_public": True}),
        lambda: (Venue.objects.update(name_en="Eight Palms Archive"), refresh_all()),
    ]
    seen = [fetch(client)]
    for change in changes:
        change()
        seen.append(fetch(client))
    bodies = [response.content for response in seen]
    assert len(set(bodies)) == len(bodies)
    assert len({response["ETag"] for response in seen}) == len(bodies)
    sequences = [int(events(body)[meeting.uid].one("SEQUENCE")) for body in bodies]
    assert all(before < after for before, after in pairwise(sequences))
    stamps = [events(body)[meeting.uid].one("DTSTAMP") for body in bodies]
    assert stamps == sorted(stamps)


def test_feeds_10_a_caller_that_saves_afterwards_does_not_lower_the_sequence(client, meeting):
    Venue.objects.update(name_en="Eight Palms Archive")
    refresh_entry(meeting)
    meeting.save()
    assert event(client, meeting).one("SEQUENCE") == str(Meeting.objects.get().feed_sequence) == "1"


def test_feeds_10_a_new_address_of_the_site_reaches_every_entry(client, meeting, settings):
    refresh_outdated()
    assert refresh_outdated() is None
    before = int(event(client, meeting).one("SEQUENCE"))
    settings.BASE_URL = "https://hub.example"
    assert refresh_outdated() == 1
    found = event(client, meeting)
    assert found.one("URL").startswith("https://hub.example/")
    assert int(found.one("SEQUENCE")) > before
    assert refresh_outdated() is None


def test_feeds_10_a_change_nobody_sees_changes_nothing(client, meeting):
    before = fetch(client)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"stated_source": "A letter"})
    assert fetch(client, **{"If-None-Match": before["ETag"]}).status_code == 304


def test_feeds_11_last_modified_in_utc(client, meeting):
    assert event(client, meeting).one("LAST-MODIFIED") == f"{meeting.changed_at:%Y%m%dT%H%M%SZ}"


def test_feeds_12_cancelled_is_kept(client, meeting):
    before = int(event(client, meeting).one("SEQUENCE"))
    planning.cancel(meeting, by=SYSTEM)
    found = event(client, meeting)
    assert (found.one("STATUS"), found.one("TRANSP"), found.parts("VALARM")) == (
        "CANCELLED",
        "TRANSPARENT",
        [],
    )
    assert unescape(found.one("SUMMARY")).startswith("Cancelled: ")
    assert int(found.one("SEQUENCE")) > before


def test_feeds_12_put_off_is_shown_as_not_taking_place(client, meeting):
    planning.postpone(meeting, by=SYSTEM, month=None)
    assert event(client, meeting).one("STATUS") == "CANCELLED"


def test_feeds_13_no_attendee_and_no_foreign_address(client, meeting):
    invitation = make_invitation(meeting, make_person(email="rep@private.example"))
    refresh_entry(meeting)
    body = fetch(client).content
    assert b"ATTENDEE" not in body
    assert invitation.person.email.encode() not in body
    assert body.count(b"@") == body.count(b"@working-group-hub") + body.count(b"mailto:hub@localhost")


def test_feeds_14_etag(client, meeting):
    tag = fetch(client)["ETag"]
    assert tag.startswith('"')
    for asked in (tag, f"W/{tag}", f'"other", {tag}, W/"third"', "*"):
        response = fetch(client, **{"If-None-Match": asked})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag), asked
        assert "Content-Type" not in response
    assert fetch(client, **{"If-None-Match": '"other"'}).status_code == 200


def test_feeds_15_if_modified_since(client, meeting):
    changed = fetch(client)["Last-Modified"]
    assert fetch(client, **{"If-Modified-Since": changed}).status_code == 304
    before = http_date((timezone.now() - timedelta(hours=1)).timestamp())
    assert fetch(client, **{"If-Modified-Since": before}).status_code == 200
    assert fetch(client, **{"If-Modified-Since": changed, "If-None-Match": '"other"'}).status_code == 200
    assert fetch(client, **{"If-Modified-Since": "yesterday"}).status_code == 200


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_feeds_16_head(client, meeting, encoding):
    headers = {"Accept-Encoding": encoding}
    read_ = client.get("/calendar/public.ics", headers=headers)
    asked = client.head("/calendar/public.ics", headers=headers)
    assert asked.content == b""
    assert dict(asked.items()) == dict(read_.items())
    assert int(asked["Content-Length"]) == len(read_.content)


def test_feeds_17_gzip(client, meeting):
    plain = fetch(client)
    zipped = fetch(client, **{"Accept-Encoding": "deflate, gzip;q=0.5"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert plain["ETag"] != zipped["ETag"]
    for tag in (plain["ETag"], zipped["ETag"]):
        assert fetch(client, **{"If-None-Match": tag, "Accept-Encoding": "gzip"}).status_code == 304
    assert "Content-Encoding" not in fetch(client, **{"Accept-Encoding": "gzip;q=0, identity"})


def test_feeds_18_public_cache_without_cookies(client, meeting, django_assert_num_queries):
    response = fetch(client, Cookie="sessionid=abc; csrftoken=def; django_language=fr")
    assert response["Cache-Control"].startswith("public, max-age=")
    assert not response.cookies
    with django_assert_num_queries(1) as context:
        fetch(client, **{"If-None-Match": response["ETag"]})
    assert "session" not in context.captured_queries[0]["sql"]


INJECTIONS = [
    "a\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT\r\n",
    "a\nATTENDEE:mailto:evil@example.org",
    'quote " semicolon ; colon : comma , backslash \\ caret ^ end',
    "\\nBEGIN:VALARM\\n",
    "nul\x00 vt\x0b ff\x0c nel\x85 ls\u2028 ps\u2029 bidi\u202e\u2066 bom\ufeff",
    "END:VCALENDAR",
    " \ttabs\t and trailing ",
]


@pytest.mark.parametrize("nasty", INJECTIONS)
def test_feeds_20_text_is_inert(client, nasty, settings):
    settings.SECRETARIAT_EMAIL = "hub@localhost"
    venue = Venue.objects.create(name_en=nasty, address_en=nasty)
    meeting = make_meeting(summary_en=nasty, venue=venue)
    refresh_entry(meeting)
    body = fetch(client).content
    found = event(client, meeting)
    assert " ".join(name for name, _params, _value in found.properties) == (
        "UID DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY STATUS TRANSP DESCRIPTION LOCATION URL"
        " CATEGORIES ORGANIZER"
    )
    assert (found.children, len(read(body).parts("VEVENT"))) == ([], 1)
    (theirs,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(theirs["LOCATION"]) == unescape(found.one("LOCATION"))


def test_feeds_21_what_is_not_public_is_absent(client, venue):
    hidden = {
        "planned": make_meeting(date(2030, 5, 1), state=MeetingState.PLANNED, summary_en="canary-planned"),
        "members": make_meeting(date(2030, 5, 2), audience=Audience.MEMBERS, summary_en="canary-members"),
        "secretariat": make_meeting(
            date(2030, 5, 3), audience=Audience.SECRETARIAT, summary_en="canary-secretariat"
        ),
        "month": make_meeting(
            date(2030, 6, 1),
            precision=Precision.MONTH,
            start_time=None,
            end_time=None,
            summary_en="canary-month",
        ),
    }
    shown = make_meeting(
        date(2030, 7, 1),
        summary_en="shown",
        note_for_invited_en="canary-note",
        call_url="https://call.example/canary",
        venue=Venue.objects.create(name_en="canary-place", access_note_en="canary-access"),
        place_is_public=False,
    )
    make_item(shown, "canary-item", audience=Audience.MEMBERS)
    refresh_all()
    body = fetch(client).content
    assert list(events(body)) == [shown.uid]
    assert b"canary" not in body
    assert CalendarEntry.objects.filter(meeting=hidden["members"], body__contains="canary-members").exists()


def test_feeds_21_a_month_becomes_a_day_and_a_month_again(client, meeting):
    planning.postpone(meeting, by=SYSTEM, month=date(2030, 5, 1))
    assert events(fetch(client).content) == {}
    planning.set_day(meeting, by=SYSTEM, date=date(2030, 5, 9), start_time=time(9), end_time=time(12))
    assert event(client, meeting).one("DTSTART") == "20300509T090000"


def test_feeds_22_queries(client, django_assert_num_queries):
    for day in range(1000):
        make_meeting(date(2026, 1, 1) + timedelta(days=day), slug=f"m{day}", summary_en="Work")
    refresh_all()
    tag = fetch(client)["ETag"]
    with django_assert_num_queries(1):
        assert fetch(client, **{"If-None-Match": tag}).status_code == 304
    with django_assert_num_queries(1):
        assert len(fetch(client).content) > 500_000


def test_feeds_23_no_redirect(client, meeting):
    for path in ("/calendar/public.ics", "/calendar/public.km.ics"):
        response = client.generic("GET", path)
        assert response.status_code == 200
    assert client.get("/calendar/public.de.ics").status_code == 404
    assert client.post("/calendar/public.ics").status_code == 405
    assert reverse("calendar_public") == "/calendar/public.ics"
