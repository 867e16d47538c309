"""The feeds, points 14 to 23 of the list of the protocol: who gets what, how often, and at what cost."""

import gzip
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from hub.actors import SYSTEM
from hub.models import Version
from meetings.actions.action_items import agree_action
from meetings.actions.calendar_entries import refresh_all
from meetings.actions.invitations import withdraw
from meetings.actions.responses import record_response
from meetings.enums import Audience, MeetingState, Precision
from meetings.feeds.public import bodies, parts
from meetings.models import Series
from members.actions.calendar_keys import revoke_key
from members.actions.people import deactivate_person
from members.models import CalendarKey, Membership, Seat
from tests.builders import make_invitation, make_item, make_meeting, make_seat
from tests.conformance.feed_world import (
    KINDS,
    PRIVATE_KINDS,
    SOON,
    build_world,
    key_of,
    secret_in,
    whole_days,
)
from tests.meetings.ical.reading import events, unescape

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("kind", KINDS)
in_private = pytest.mark.parametrize("kind", PRIVATE_KINDS)
VALIDATORS = ("ETag", "Last-Modified", "Cache-Control", "Vary")


@pytest.fixture
def world():
    return build_world()


@everywhere
def test_p14_if_none_match_in_every_form(world, kind):
    tag = world.get(kind)["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}, W/"third"', "*"):
        response = world.get(kind, **{"If-None-Match": asked})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag), asked
        assert "Content-Type" not in response
    assert world.get(kind, **{"If-None-Match": '"other"'}).status_code == 200


@everywhere
def test_p15_if_modified_since(world, kind):
    changed = world.get(kind)["Last-Modified"]
    assert world.get(kind, **{"If-Modified-Since": changed}).status_code == 304
    before = http_date((timezone.now() - timedelta(days=70)).timestamp())
    assert world.get(kind, **{"If-Modified-Since": before}).status_code == 200
    both = {"If-Modified-Since": changed, "If-None-Match": '"other"'}
    assert world.get(kind, **both).status_code == 200


@everywhere
def test_p16_head_has_the_same_headers(world, kind):
    for encoding in ("", "gzip"):
        headers = {"Accept-Encoding": encoding}
        asked = Client().head(world.path(kind), headers=headers)
        read = Client().get(world.path(kind), headers=headers)
        assert (asked.content, dict(asked.items())) == (b"", dict(read.items()))
        assert int(asked["Content-Length"]) == len(read.content)


@everywhere
def test_p17_gzip(world, kind):
    plain, zipped = world.get(kind), world.get(kind, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain.content
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert world.get(kind, **{"If-None-Match": zipped["ETag"]}).status_code == 304


@everywhere
def test_p18_caches_and_cookies(world, kind):
    response = world.get(kind, Cookie="sessionid=abc; csrftoken=def; django_language=fr")
    scope = "public, max-age=" if kind == "public" else "private"
    assert response["Cache-Control"].startswith(scope)
    assert not response.cookies
    if kind != "public":
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
    with CaptureQueriesContext(connection) as asked:
        world.get(kind, Cookie="sessionid=abc")
    assert not [query for query in asked.captured_queries if "session" in query["sql"]]


@in_private
def test_p19_revoked_is_gone_at_once(world, kind):
    key, address = key_of(world.colleague, kind)
    assert Client().get(address).status_code == 200
    revoke_key(key, by=world.colleague)
    assert {Client().get(address).status_code, Client().head(address).status_code} == {404}


@in_private
def test_p19_dead_with_its_person(world, kind):
    deactivate_person(world.me, by=SYSTEM)
    assert world.get(kind).status_code == 404


@pytest.mark.parametrize("kind", ["organisation", "organisation discreet"])
def test_p19_dead_with_the_seat(world, kind):
    Seat.objects.filter(person=world.me).update(until=timezone.localdate() - timedelta(days=1))
    assert world.get(kind).status_code == 404


@pytest.mark.parametrize("kind", ["own", "own discreet"])
def test_p19_a_dead_seat_leaves_what_is_open_to_everybody(world, kind):
    tag = world.get(kind)["ETag"]
    Seat.objects.filter(person=world.me).update(until=timezone.localdate() - timedelta(days=1))
    response = world.get(kind, **{"If-None-Match": tag})
    body = response.content.replace(b"\r\n ", b"")
    for lost in (world.mine.answer_token, "call.example", "CHAN Bopha"):
        assert lost.encode() not in body
    assert world.meetings["members"].uid.encode() not in body
    (asked,) = [
        event for uid, event in events(response.content).items() if uid == world.meetings["asked"].uid
    ]
    assert asked.all("LOCATION") == []


@in_private
def test_p19_a_key_opens_its_own_feed_and_no_other(world, kind):
    secret = secret_in(world.addresses[kind])
    wrong = "o" if kind.startswith("own") else "p"
    paths = [
        f"/calendar/{wrong}/{secret}.ics",
        f"/calendar/p/{CalendarKey.objects.first().hash}.ics",
        f"/calendar/o/{CalendarKey.objects.first().hash}.ics",
        world.addresses[kind].upper(),
        world.addresses[kind].replace(secret, secret[::-1]),
        f"/calendar/o/{secret}%00.ics",
    ]
    assert {Client().get(path).status_code for path in paths} == {404}


@in_private
def test_p19_token_a_never_shows_b(world, kind):
    _key, address = key_of(world.stranger, kind)
    theirs, ours = Client().get(address).content, world.get(kind).content
    for mine, other in ((ours, theirs), (theirs, ours)):
        assert mine != other
    joined = theirs.replace(b"\r\n ", b"")
    for word in (b"Bopha", b"Dara", b"Paper Boat", world.mine.answer_token.encode()):
        assert word not in joined


@in_private
def test_p19_no_token_in_the_log(world, kind, caplog):
    caplog.set_level("INFO", logger="django")
    secret = secret_in(world.addresses[kind])
    for change in ("", "x", "?show=a", "?show=series:x", "/"):
        for method in ("get", "post", "head"):
            getattr(Client(), method)(world.addresses[kind] + change)
            getattr(Client(), method)(world.addresses[kind].removesuffix(".ics") + change)
    handler = logging.getLogger("django").handlers[0]
    assert all(secret not in handler.format(record) for record in caplog.records if handler.filter(record))


@everywhere
def test_p21_what_one_may_not_read_is_absent(world, kind):
    facts = {"summary_en": "canary", "summary_km": "canary", "summary_fr": "canary"}
    make_meeting(SOON, state=MeetingState.PLANNED, **facts)
    make_meeting(SOON, audience=Audience.SECRETARIAT, **facts)
    make_meeting(SOON.replace(day=1), precision=Precision.MONTH, start_time=None, end_time=None, **facts)
    held = make_meeting(SOON - timedelta(days=60), number=2, state=MeetingState.HELD)
    hidden = make_item(held, audience=Audience.SECRETARIAT)
    for audience, item in (
        (Audience.MEMBERS, None),
        (Audience.SECRETARIAT, None),
        (Audience.PUBLIC, hidden),
    ):
        agree_action(
            held,
            by=SYSTEM,
            title={"en": "canary"},
            owner_organisation=world.organisation,
            owner_person=world.me,
            due_date=SOON,
            audience=audience,
            agenda_item=item,
        )
    stranger = make_meeting(SOON, audience=Audience.SECRETARIAT, summary_en="canary")
    make_invitation(stranger, world.stranger)
    refresh_all()
    for language in ("en", "km", "fr"):
        found = world.events(kind, language, show="meetings,actions")
        assert b"canary" not in world.get(kind, language, show="meetings,actions").content
        assert (world.meetings["members"].uid in found) == (kind != "public")
        assert stranger.uid not in found
        # Of what members alone read, an entry has the number and the day, and not the title.
        assert len(whole_days(found)) == (1 if kind == "public" else 2)


@in_private
def test_p21_who_is_no_member_any_more_sees_what_is_public(world, kind):
    tag = world.get(kind)["ETag"]
    Membership.objects.update(until=timezone.localdate() - timedelta(days=1))
    after = world.get(kind, **{"If-None-Match": tag})
    assert world.meetings["members"].uid not in events(after.content)


# --- Cost ----------------------------------------------------------------------------------------------------


@everywhere
@pytest.mark.parametrize("show", ["", "meetings,actions", "series:1"])
def test_p22_unchanged_costs_three_queries_at_most(world, kind, show):
    tag = world.get(kind, show=show)["ETag"]
    address = world.path(kind) + (f"?show={show}" if show else "")
    for hours in (0, 2):  # two hours later the use of a key is noted, too
        CalendarKey.objects.update(last_used_at=timezone.now() - timedelta(hours=hours))
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
        assert len(asked) <= 3 + (hours > 0 and show.startswith("series"))


@everywhere
@pytest.mark.parametrize("size", [1, 3])
def test_p22_queries_do_not_grow(world, kind, size):
    for number in range(size):
        meeting = make_meeting(SOON + timedelta(days=number))
        for _more in range(size):
            seat = make_seat(world.organisation)
            invitation = make_invitation(meeting, seat.person, organisation=world.organisation)
            record_response(invitation, "accepted", by=seat.person, channel="link")
        make_invitation(meeting, world.me, organisation=world.organisation)
        agree_action(
            world.meetings["held"],
            by=SYSTEM,
            title={"en": "Write"},
            owner_person=world.me,
            due_date=SOON,
        )
    refresh_all()
    world.get(kind, show="meetings,actions")
    bodies.kept.clear()
    parts.kept.clear()
    address = world.path(kind) + "?show=meetings,actions"
    with CaptureQueriesContext(connection) as asked:
        Client().get(address)
    assert len(asked) == {"public": 5, "organisation discreet": 6, "organisation": 8}.get(kind, 7)


@everywhere
def test_p23_no_redirect_whatever_is_accepted(world, kind):
    for method in ("get", "head"):
        response = getattr(Client(), method)(world.path(kind), headers={"Accept-Language": "km"})
        assert response.status_code == 200
    bare = Client().generic("GET", world.path(kind))
    assert bare.status_code == 200
    assert Client().post(world.path(kind)).status_code == 405


# --- Parts and switches --------------------------------------------------------------------------------------


@everywhere
def test_a_part_of_the_calendar(world, kind):
    every = world.events(kind, show="meetings,actions")
    days = whole_days(every)
    series = {world.meetings["open"].uid}
    number = world.series.pk
    assert set(days.values()) == {SOON}
    assert set(world.events(kind, show="actions")) == set(days)
    assert set(world.events(kind, show="meetings")) == set(every) - set(days)
    assert set(world.events(kind, show=f"series:{number}")) == series
    assert set(world.events(kind, show=f"actions,series:{number},series:999")) == series | set(days)
    assert set(world.events(kind, show="series:999")) == set()
    assert set(world.events(kind)) == set(every) - (set(days) if kind == "public" else set())


MISSPELT = (
    "series",
    "series:",
    "series:x",
    "series:1;2",
    "series:-1",
    "meeting",
    "actions,all",
    "x" * 600,
    "a&show=" * 30,
    ",".join(f"series:{number}" for number in range(11)),
)


@everywhere
def test_a_misspelt_part_says_so(world, kind):
    for show in MISSPELT:
        response = world.get(kind, show=show)
        assert (response.status_code, response["Cache-Control"]) == (400, "no-store"), show
        assert b"series:NUMBER" in response.content
        assert Client().get(f"/calendar/p/nobody.ics?show={show}").status_code == 404


@everywhere
def test_a_part_notices_what_joins_and_leaves_its_series(world, kind):
    show = f"series:{world.series.pk}"
    tag = world.get(kind, show=show)["ETag"]
    Series.objects.all().delete()
    gone = world.get(kind, show=show, **{"If-None-Match": tag})
    assert (gone.status_code, events(gone.content)) == (200, {})


def test_parts_push_no_whole_feed_out_of_memory(world):
    for number in range(40):
        world.get("public", show=f"series:{number}")
    assert len(parts.kept) <= parts.size
    world.get("public")
    assert [feed for feed in bodies.kept if feed]


@pytest.mark.parametrize("kind", ["own", "own discreet"])
def test_what_comes_by_mail_can_be_left_out(world, kind):
    _key, address = key_of(world.me, kind, without_invited=True)
    shown = events(Client().get(address).content)
    assert set(world.events(kind, show="meetings")) - set(shown) == {
        world.meetings[name].uid for name in ("asked", "cancelled")
    }
    withdraw(world.mine, by=SYSTEM)
    assert world.meetings["asked"].uid in events(Client().get(address).content)


def test_due_at_the_next_meeting_follows_that_meeting(world):
    action = agree_action(
        world.meetings["held"],
        by=SYSTEM,
        title={"en": "Report"},
        owner_person=world.me,
        due_next_meeting=True,
    )
    uid = f"a{action.number}-{world.meetings['held'].uid}"
    found = world.events("own")[uid]
    assert whole_days(world.events("own"))[uid] == world.meetings["asked"].date
    assert unescape(found.one("SUMMARY")) == "Due: Report"
    assert (found.one("STATUS"), found.one("TRANSP")) == ("CONFIRMED", "TRANSPARENT")


# --- What the freshness board asks ---------------------------------------------------------------------------


@in_private
def test_what_was_handed_out_is_noted_when_it_is_new(world, kind):
    address = world.path(kind)
    CalendarKey.objects.update(seen="", seen_at=None)

    def seen():
        return list(CalendarKey.objects.exclude(seen="").values_list("seen", "seen_at"))

    Client().head(address)
    Client().get(address + "?show=actions")
    assert seen() == []
    tag = Client().get(address)["ETag"]
    first = seen()
    assert [found for found, _at in first] == [tag.strip('"')]
    Client().get(address, headers={"If-None-Match": tag})
    assert seen() == first
    moment = timezone.now()
    Version.objects.bump("calendar")
    assert CalendarKey.objects.not_fetched_since(moment).filter(seen_at__isnull=False).exists()
    Client().get(address)
    assert CalendarKey.objects.fetched_since(moment).count() == 1
