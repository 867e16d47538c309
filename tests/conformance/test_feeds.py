"""The feeds, points 1 to 13 and 20 of the list of the protocol: what stands in a calendar, for every kind and language."""

import json
import re
import subprocess
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.action_items import change_action
from meetings.actions.calendar_entries import refresh_all, refresh_venue
from meetings.actions.responses import record_response
from meetings.models import Meeting, Venue
from meetings.models.meeting import PHNOM_PENH
from members.models import Seat
from tests.conformance.feed_world import (
    FOREIGN,
    KINDS,
    LANGUAGES,
    SOON,
    build_world,
)
from tests.meetings.ical.reading import events, physical_lines, unescape
from tests.services import NODE, PARSERS

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("kind", KINDS)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def world():
    return build_world()


@everywhere
def test_p01_content_type(world, kind):
    for language in LANGUAGES:
        assert world.get(kind, language)["Content-Type"] == "text/calendar; charset=utf-8"


@everywhere
def test_p02_p03_line_ends_and_folding(world, kind):
    for language in LANGUAGES:
        lines = physical_lines(world.get(kind, language).content)
        assert lines[-1] == b"END:VCALENDAR"
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode()


# --- Point 4: five readers understand the same ---------------------------------------------------------------


def ours(body: bytes) -> list[dict]:
    """The facts of the events as our own strict reader finds them, in the form of `read.mjs`."""
    facts = []
    for uid, event in sorted(events(body).items()):
        times = {}
        for name in ("DTSTART", "DTEND"):
            value = event.one(name)
            if event.params(name).get("VALUE") == "DATE":
                times[name] = date.fromisoformat(value).isoformat()
            else:
                local = datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=PHNOM_PENH)
                times[name] = moment(local)
        facts.append(
            {
                "uid": uid,
                "summary": unescape(event.one("SUMMARY")),
                "description": unescape("".join(event.all("DESCRIPTION"))),
                "location": unescape("".join(event.all("LOCATION"))),
                "start": times["DTSTART"],
                "end": times["DTEND"],
                "status": event.one("STATUS"),
                "sequence": int(event.one("SEQUENCE")),
            }
        )
    return facts


def moment(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.isoformat()


def with_icalendar(body: bytes) -> list[dict]:
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    facts = [
        {
            name: str(event.get(name.upper(), ""))
            for name in ("uid", "summary", "description", "location", "status")
        }
        | {"start": moment(event.start), "end": moment(event.end), "sequence": int(event["SEQUENCE"])}
        for event in found
    ]
    return sorted(facts, key=lambda event: event["uid"])


def with_vobject(body: bytes) -> list[dict]:
    def text(event, name):
        return getattr(event, name).value if hasattr(event, name) else ""

    facts = [
        {name: text(event, name) for name in ("uid", "summary", "description", "location", "status")}
        | {"start": moment(event.dtstart.value), "end": moment(event.dtend.value)}
        | {"sequence": int(event.sequence.value)}
        for event in vobject.readOne(body.decode()).vevent_list
    ]
    return sorted(facts, key=lambda event: event["uid"])


def with_node(parser: str, body: bytes) -> list[dict]:
    done = subprocess.run(
        [NODE, str(PARSERS / "read.mjs"), parser], input=body, capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


@everywhere
def test_p04_python_parsers_agree(world, kind):
    for language in LANGUAGES:
        body = world.get(kind, language, show="meetings,actions").content
        assert with_icalendar(body) == with_vobject(body) == ours(body), language
        assert len(ours(body)) >= 6


@pytest.mark.service("Node")
@pytest.mark.parametrize("parser", ["ical.js", "node-ical"])
@everywhere
def test_p04_node_parsers_agree(world, kind, parser):
    for language in LANGUAGES:
        body = world.get(kind, language, show="meetings,actions").content
        assert with_node(parser, body) == ours(body), language


# --- The head and the time zone ------------------------------------------------------------------------------


@in_each_language
@everywhere
def test_p05_p06_head(world, kind, language):
    calendar = world.calendar(kind, language)
    assert {name: calendar.one(name) for name in ("VERSION", "PRODID", "CALSCALE", "METHOD")} == {
        "VERSION": "2.0",
        "PRODID": "-//Working Group Hub//Calendar//EN",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }
    assert calendar.one("NAME") == calendar.one("X-WR-CALNAME") != ""
    assert calendar.one("REFRESH-INTERVAL") == calendar.one("X-PUBLISHED-TTL") == "PT1H"
    assert calendar.params("REFRESH-INTERVAL") == {"VALUE": "DURATION"}
    assert calendar.one("SOURCE") == "http://localhost:8000" + world.path(kind, language)
    assert calendar.one("URL") == f"http://localhost:8000/{language}/calendar/"


@everywhere
def test_p06_the_source_of_a_part_is_the_part(world, kind):
    source = world.calendar(kind, show="actions,%20meetings&utm=x").one("SOURCE")
    assert source == f"http://localhost:8000{world.path(kind)}?show=meetings,actions"


@everywhere
def test_p07_one_time_zone_without_history(world, kind):
    calendar = world.calendar(kind)
    (zone,) = calendar.parts("VTIMEZONE")
    (standard,) = zone.parts("STANDARD")
    assert zone.one("TZID") == "Asia/Phnom_Penh"
    assert (standard.one("TZOFFSETFROM"), standard.one("TZOFFSETTO")) == ("+0700", "+0700")
    for event in calendar.parts("VEVENT"):
        for name in ("DTSTART", "DTEND"):
            assert event.params(name) in ({"TZID": "Asia/Phnom_Penh"}, {"VALUE": "DATE"})


# --- What changes and what stays -----------------------------------------------------------------------------


@everywhere
def test_p08_uids_are_unique_and_stay(world, kind):
    meeting, before = world.meetings["open"], set(world.events(kind, show="meetings,actions"))
    hours = {"start_time": meeting.start_time, "end_time": meeting.end_time}
    planning.move(meeting, by=SYSTEM, date=SOON + timedelta(days=70), **hours)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Something else"})
    change_action(world.action, by=SYSTEM, to="in_progress", outcome={})
    assert set(world.events(kind, show="meetings,actions")) == before
    assert all(re.fullmatch(r"(a\d+-)?[0-9a-f-]{36}@working-group-hub", uid) for uid in before)


@everywhere
@in_each_language
def test_p09_unchanged_is_identical(world, kind, language):
    first = world.get(kind, language, show="meetings,actions")
    assert refresh_all() == 0
    second = world.get(kind, language, show="meetings,actions")
    assert first.content == second.content
    assert [first[name] for name in ("ETag", "Last-Modified")] == [
        second[name] for name in ("ETag", "Last-Modified")
    ]


def rename(venue):
    Venue.objects.filter(pk=venue.pk).update(name_en="Eight Palms Archive")
    refresh_venue(venue)


def changes(world):
    """Each makes a change that some feed shows, one after the other."""
    asked, today = world.meetings["asked"], timezone.localdate()
    hours = {"start_time": asked.start_time, "end_time": asked.end_time}
    edit = planning.edit_meeting
    yield lambda: edit(asked, by=SYSTEM, facts={"summary_en": "Another sentence"})
    yield lambda: record_response(world.mine, "declined", by=world.me, channel="web")
    yield lambda: record_response(
        asked.invitations.get(person=world.colleague), "tentative", by=world.colleague, channel="mail"
    )
    yield lambda: record_response(world.mine, "accepted", by=world.me, channel="caldav")
    yield lambda: planning.move(asked, by=SYSTEM, date=SOON + timedelta(days=80), **hours)
    yield lambda: rename(asked.venue)
    yield lambda: change_action(world.action, by=SYSTEM, to="in_progress", outcome={})
    yield lambda: Seat.objects.filter(person=world.colleague).update(until=today - timedelta(days=1))
    yield lambda: planning.cancel(asked, by=SYSTEM)
    yield lambda: planning.restore(asked, by=SYSTEM)


@everywhere
def test_p10_sequence_rises_with_every_visible_change(world, kind):
    before, seen = world.events(kind, show="meetings,actions"), 0
    for change in changes(world):
        tag = world.get(kind, show="meetings,actions")["ETag"]
        change()
        after = world.events(kind, show="meetings,actions")
        for uid, event in after.items():
            was = before[uid]
            assert int(event.one("SEQUENCE")) >= int(was.one("SEQUENCE"))
            assert event.one("DTSTAMP") >= was.one("DTSTAMP")
            if visible(event) != visible(was):
                seen += 1
                assert int(event.one("SEQUENCE")) > int(was.one("SEQUENCE"))
        if after != before:
            assert world.get(kind, show="meetings,actions")["ETag"] != tag
        before = after
    assert seen >= 4


def visible(event) -> list:
    counters = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
    return [one for one in event.properties if one[0] not in counters]


@everywhere
def test_p11_last_modified_in_utc(world, kind):
    for event in world.events(kind, show="meetings,actions").values():
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.one("LAST-MODIFIED"))
        assert event.one("LAST-MODIFIED") == event.one("DTSTAMP")


@everywhere
@pytest.mark.parametrize("state", ["cancelled", "put off"])
def test_p12_cancelled_is_kept_without_taking_time(world, kind, state):
    event = world.event(kind, state)
    assert (event.one("STATUS"), event.one("TRANSP"), event.parts("VALARM")) == (
        "CANCELLED",
        "TRANSPARENT",
        [],
    )
    if "discreet" not in kind:
        prefix = {"cancelled": "Cancelled: ", "put off": "Put off: "}[state]
        assert unescape(event.one("SUMMARY")).startswith(prefix)


@everywhere
def test_p12_cancelled_is_kept_for_ninety_days(world, kind):
    long_ago = timezone.localdate() - timedelta(days=90)
    Meeting.objects.filter(pk=world.meetings["cancelled"].pk).update(date=long_ago)
    refresh_all()
    assert world.event(kind, "cancelled").one("STATUS") == "CANCELLED"


@everywhere
@in_each_language
def test_p13_no_attendee_and_nobody_elses_facts(world, kind, language):
    body = world.get(kind, language, show="meetings,actions").content.replace(b"\r\n ", b"")
    assert b"ATTENDEE" not in body
    assert set(re.findall(rb"[\w.+-]+@[\w.-]+", body)) - {b"hub@localhost"} == {
        uid.encode() for uid in set(re.findall(r"[\w-]+@working-group-hub", body.decode()))
    }
    for foreign in (FOREIGN.encode(), world.theirs.answer_token.encode(), b"canary", b"CANARY", b"Canary"):
        assert foreign not in body
    assert (world.mine.answer_token.encode() in body) == kind.startswith("own")
    named = b"CHAN Bopha" in body
    assert named == (kind in ("own", "organisation"))


# --- What a feed tells its reader ----------------------------------------------------------------------------


def test_the_own_answer_stands_beside_that_of_the_organisation(world):
    first = unescape(world.event("own").one("DESCRIPTION")).split("\n")[0]
    assert first == "You: no answer yet · Organisation: covered by CHAN Bopha"
    record_response(world.mine, "accepted", by=world.me, channel="web")
    record_response(
        world.meetings["asked"].invitations.get(person=world.colleague),
        "declined",
        by=world.colleague,
        channel="web",
    )
    event = world.event("own")
    assert unescape(event.one("DESCRIPTION")).startswith("You: accepted · Organisation: covered by you\n")
    assert (event.one("STATUS"), event.one("TRANSP")) == ("CONFIRMED", "OPAQUE")


def test_an_own_entry_leads_to_the_answer_the_agenda_the_map_and_the_call(world):
    event = world.event("own")
    text = unescape(event.one("DESCRIPTION"))
    for part in (
        f"/rsvp/{world.mine.answer_token}/",
        f"/en/meetings/{world.meetings['asked'].slug}/",
        "Map: https://map.example/palms",
        "Join online: https://call.example/room",
        "Bring the list",
        'Ring "twice"',
    ):
        assert part in text
    assert unescape(event.one("LOCATION")).startswith("Seven Palms Archive; east, wing")
    assert event.one("CONFERENCE") == "https://call.example/room"


@pytest.mark.parametrize(
    ("answers", "line", "status", "transparency"),
    [
        ("accepted tentative", "Organisation: covered by SOK Dara", "CONFIRMED", "OPAQUE"),
        ("declined tentative", "Organisation: not sure yet", "TENTATIVE", "OPAQUE"),
        ("declined declined", "Organisation: nobody can come", "CONFIRMED", "TRANSPARENT"),
    ],
)
def test_the_state_of_the_organisation(world, answers, line, status, transparency):
    for person, answer in zip((world.me, world.colleague), answers.split(), strict=True):
        invitation = world.meetings["asked"].invitations.get(person=person)
        record_response(invitation, answer, by=person, channel="web")
    event = world.event("organisation")
    text = unescape(event.one("DESCRIPTION"))
    assert text.startswith(line + "\n")
    assert "http://localhost:8000/en/my/" in text
    assert "rsvp" not in text
    assert (event.one("STATUS"), event.one("TRANSP")) == (status, transparency)
    assert [event.all(name) for name in ("LOCATION", "CONFERENCE")] == [[], []]


def test_nobody_has_answered_yet(world):
    Seat.objects.filter(person=world.colleague).update(until=timezone.localdate() - timedelta(days=1))
    assert unescape(world.event("organisation").one("DESCRIPTION")).startswith(
        "Organisation: no answer yet\n"
    )
