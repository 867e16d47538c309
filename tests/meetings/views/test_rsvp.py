"""The answer page. What a link must never do is proved point by point in `tests/conformance/test_links.py`."""

import gzip
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Meeting, Proposal, Response, Venue
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    organisation = make_organisation("Paper Boat Theatre")
    seat = make_seat(organisation, make_person("Sok", "Dara", khmer_name="សុខ ដារា", honorific="Mr."))
    venue = Venue.objects.create(name_en="Seven Palms Archive", address_en="Street 21")
    meeting = make_meeting(venue=venue, place_is_public=False)
    return make_invitation(meeting, seat.person, organisation=organisation)


@pytest.fixture
def strict():
    """A browser that takes no cookies, from somewhere else: what an in-app mail view is."""
    return Client(enforce_csrf_checks=True)


def path(invitation):
    return f"/rsvp/{invitation.answer_token}/"


def fields(page):
    """What the page's form would send besides the button."""
    (proof, *_same) = set(re.findall(r'name="proof" value="([^"]+)"', page.content.decode()))
    return {"proof": unescape(proof), "comment": "", "delegated_to": ""}


def tap(client, invitation, answer, **more):
    page = client.get(path(invitation))
    return client.post(path(invitation), fields(page) | {"answer": answer} | more)


def current(invitation):
    return Invitation.objects.values_list("answer", flat=True).get(pk=invitation.pk)


def test_links_25_a_tap_records_without_cookie_and_account(strict, invitation):
    page = strict.get(path(invitation))
    assert not page.cookies
    response = strict.post(
        path(invitation),
        fields(page) | {"answer": "accepted", "comment": "by bus"},
        headers={"Origin": "null"},
    )
    assert (response.status_code, response["Location"]) == (303, path(invitation) + "?recorded=1")
    shown = strict.get(response["Location"]).content.decode()
    assert "Your answer is recorded. You can change it until the meeting begins." in shown
    assert "Mr. SOK Dara" in shown
    assert invitation.person.email not in shown
    row = Response.objects.get()
    assert (row.answer, row.channel, row.comment) == ("accepted", "link", "by bus")
    assert row.invitation.responses.count() == 1


def test_links_25_a_double_tap_is_one_answer(client, invitation):
    page = client.get(path(invitation))
    for _twice in range(2):
        assert client.post(path(invitation), fields(page) | {"answer": "declined"}).status_code == 303
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choose one of the answers."),
        ({"answer": "accepted", "proof": ""}, "This page has been open for too long."),
        ({"answer": "accepted", "comment": "y" * 1001}, "Ensure this value has at most 1000 characters"),
        ({"answer": "delegated"}, "Choose who will come in your place."),
        ({"proposal": "1", "title": "", "reason": "kept"}, "This field is required."),
    ],
)
def test_what_is_wrong_stands_at_the_top(client, invitation, sent, told):
    page = client.post(path(invitation), fields(client.get(path(invitation))) | sent)
    assert page.status_code == 422
    note = page.content.decode().partition('role="alert"')[2].partition("</div>")[0]
    assert "This was not recorded." in note
    assert told in note


def test_links_28_it_cannot_sign_in_and_can_be_taken_back(client, invitation):
    tap(client, invitation, "accepted")
    assert client.get("/en/my/").status_code == 302
    assert not client.session.keys()
    tap(client, invitation, "needs_action")
    assert current(invitation) == "needs_action"
    assert "Your answer is taken back." in client.get(path(invitation) + "?recorded=1").content.decode()


def test_naming_an_alternate(client, invitation):
    alternate = make_seat(invitation.organisation, make_person("Lim", "Borey"), alternate=True).person
    stranger = make_person("Stranger")
    page = client.get(path(invitation)).content.decode()
    assert "LIM Borey" in page
    assert "STRANGER" not in page
    nobody = tap(client, invitation, "delegated")
    assert (nobody.status_code, "Choose who will come in your place." in nobody.content.decode()) == (
        422,
        True,
    )
    assert tap(client, invitation, "delegated", delegated_to=stranger.pk).status_code == 422
    assert tap(client, invitation, "delegated", delegated_to=alternate.pk).status_code == 303
    assert current(invitation) == Answer.DELEGATED
    assert Invitation.objects.get(person=alternate).organisation == invitation.organisation


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_the_page_speaks_the_persons_language_unless_asked(client, invitation, language):
    invitation.person.language = language
    invitation.person.save()
    page = client.get(path(invitation), headers={"Accept-Language": "fr"})
    assert f'<html lang="{language}">' in page.content.decode()
    assert page["Content-Language"] == language
    asked = client.get(path(invitation) + "?lang=en")
    assert '<html lang="en">' in asked.content.decode()
    assert f'action="{path(invitation)}?lang=en"' in asked.content.decode()
    saved = client.post(path(invitation) + "?lang=en", fields(asked) | {"answer": "accepted"})
    assert saved["Location"].endswith("?recorded=1&lang=en")


def test_nothing_of_the_page_travels_on(client, invitation):
    for address in (path(invitation), path(invitation) + "meeting.ics", "/rsvp/rubbish/"):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("address", ["{}", "/rsvp/{token}x/", "/rsvp/{token}"])
def test_no_token_in_the_log(client, invitation, caplog, address):
    caplog.set_level("INFO", logger="django")
    token = invitation.answer_token
    client.get(address.format(path(invitation), token=token))
    client.post(path(invitation), {"answer": "rubbish"})
    client.put(path(invitation))
    handler = __import__("logging").getLogger("django").handlers[0]
    for record in caplog.records:
        assert not handler.filter(record) or token not in handler.format(record)


def test_it_is_small_and_needs_no_script(client, invitation):
    page = client.get(path(invitation)).content
    assert len(page) < 20_000
    files = [
        Path(settings.BASE_DIR, "hub/static/hub", name).read_bytes()
        for name in ("hub.css", "hub.js", "favicon.svg")
    ]
    assert (
        sum(len(gzip.compress(part)) for part in (page, *files)) < 20_000
    )  # all of a first visit but the fonts
    assert b"<script" not in page.replace(b'<script src="/static/', b"")
    assert page.count(b'name="answer"') == 3


def test_what_changed_since_the_answer(client, invitation):
    tap(client, invitation, "accepted")
    planning.edit_meeting(invitation.meeting, by=SYSTEM, facts={"mode": "hybrid"})
    assert "Changed since you answered." in client.get(path(invitation)).content.decode()
    meeting = Meeting.objects.get()
    planning.move(
        meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=meeting.start_time, end_time=meeting.end_time
    )
    page = client.get(path(invitation)).content.decode()
    assert "You are asked again." in page
    assert "No answer yet" in page


def test_the_calendar_file_shows_the_answer_and_no_attendee(client, invitation):
    record_response(invitation, "accepted", by=invitation.person, channel=Channel.LINK)
    response = client.get(path(invitation) + "meeting.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert (event["STATUS"], "Accepted" in event["SUMMARY"], "ATTENDEE" in event) == (
        "CONFIRMED",
        True,
        False,
    )
    assert event["LOCATION"] == "Seven Palms Archive, Street 21"


def test_what_changed_is_said_concretely(client, invitation):
    tap(client, invitation, "accepted")
    hall = Venue.objects.create(name_en="Old hall", address_en="Street 63")
    planning.edit_meeting(invitation.meeting, by=SYSTEM, facts={"venue": hall})
    page = client.get(path(invitation)).content.decode()
    assert (
        "<li>Place: <strong>Old hall, Street 63</strong>. Before: Seven Palms Archive, Street 21.</li>"
        in page
    )
    meeting = Meeting.objects.get()
    planning.move(
        meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=meeting.start_time, end_time=meeting.end_time
    )
    page = client.get(path(invitation)).content.decode()
    assert "You are asked again." in page
    assert (
        "<li>Day and time: <strong>Thursday 21 March 2030, 09:00 to 12:00</strong>. "
        "Before: Thursday 14 March 2030, 09:00 to 12:00.</li>" in page
    )
    tap(client, invitation, "accepted")
    assert "Before:" not in client.get(path(invitation)).content.decode()


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("", None),
        ("?zone=Europe/Paris", "In Paris: 03:00 to 06:00"),
        ("?zone=America/Los_Angeles", "In Los Angeles: Wednesday, 19:00 to 22:00"),
        ("?zone=America/Argentina/Buenos_Aires", "In Buenos Aires: Wednesday, 23:00 to 02:00"),
        ("?zone=Asia/Bangkok", None),  # the same time
        ("?zone=../../etc/passwd", None),
        ("?zone=%00", None),
        ("?zone=Europe/Paris&lang=fr", "À Paris"),
    ],
)
def test_the_time_where_the_reader_is(client, invitation, query, line):
    page = client.get(path(invitation) + query).content.decode()
    assert "09:00 to 12:00" in page or "9\xa0h" in page or "9 h" in page
    if line and "fr" not in query:
        assert line in page
    assert ("data-starts" in page) == (line is None)
    if "passwd" in query:
        assert "passwd" not in page.replace("action=", "")


def test_the_zone_and_the_language_stay_from_page_to_page(client, invitation):
    page = client.get(path(invitation) + "?zone=Europe/Paris&lang=en").content.decode()
    assert f'action="{path(invitation)}?lang=en&amp;zone=Europe%2FParis"' in page
    proof = fields(client.get(path(invitation)))
    saved = client.post(path(invitation) + "?zone=Europe/Paris", proof | {"answer": "accepted"})
    assert saved["Location"] == path(invitation) + "?recorded=1&zone=Europe%2FParis"


def test_needs_are_kept_until_the_page_says_otherwise(client, invitation):
    tap(client, invitation, "accepted", needs=["transport", "diet"], needs_shown="1")
    invitation.refresh_from_db()
    assert invitation.needs == ["transport", "diet"]
    page = client.get(path(invitation)).content.decode()
    assert len(re.findall(r'name="needs" value="(?:transport|diet)"[^>]* checked', page)) == 2
    tap(client, invitation, "tentative")  # no boxes on that page
    invitation.refresh_from_db()
    assert invitation.needs == ["transport", "diet"]
    tap(client, invitation, "tentative", needs_shown="1")
    invitation.refresh_from_db()
    assert invitation.needs == []


def test_calendars_on_the_web_get_public_facts_only(client, invitation):
    Meeting.objects.update(call_url="https://call.example/canary")
    page = unescape(client.get(path(invitation)).content.decode())
    found = [address for address in re.findall(r'href="([^"]+)"', page) if "calendar" in address]
    google = next(address for address in found if "calendar.google.com" in address)
    outlook = next(address for address in found if "outlook.live.com" in address)
    assert "dates=20300314T020000Z%2F20300314T050000Z" in google
    assert "startdt=2030-03-14T02%3A00%3A00Z" in outlook
    for address in (google, outlook):
        assert not any(word in address for word in ("Seven", "canary", invitation.answer_token))
    Meeting.objects.update(precision="month", date=timezone.localdate().replace(day=1), start_time=None)
    assert "calendar.google.com" not in client.get(path(invitation)).content.decode()


def test_an_item_is_proposed_without_an_account(client, invitation):
    done = tap(client, invitation, "", proposal="1", title="Touring\nplan", reason="<b>March</b>")
    assert done["Location"] == path(invitation) + "?proposed=1"
    assert "Your proposal is with the secretariat." in client.get(done["Location"]).content.decode()
    row = Proposal.objects.get()
    assert (row.title, row.reason, row.language, row.person, row.organisation, row.meeting) == (
        "Touring plan",
        "<b>March</b>",
        "en",
        invitation.person,
        invitation.organisation,
        invitation.meeting,
    )
    empty = tap(client, invitation, "", proposal="1", reason="kept words")
    assert (empty.status_code, "kept words" in empty.content.decode()) == (422, True)
    Invitation.objects.update(capacity="guest")
    assert "Propose an agenda item" not in client.get(path(invitation)).content.decode()


def test_one_sees_ones_own_answers(client, invitation):
    tap(client, invitation, "accepted", comment="canary")
    record_response(
        invitation,
        "declined",
        by=SYSTEM,
        channel=Channel.MAIL,
        stamp=timezone.now() - timedelta(hours=1),
    )
    page = client.get(path(invitation)).content.decode()
    ledger = page[page.index("My answers so far") :]
    assert "Does not count: it was sent before the answer that stood." in ledger
    assert "canary" not in ledger  # whoever a link is forwarded to reads no messages


def test_an_undone_alternate_is_told_of(client, invitation):
    alternate = make_seat(invitation.organisation, make_person("Lim", "Borey"), alternate=True).person
    tap(client, invitation, "delegated", delegated_to=alternate.pk)
    undone = tap(client, invitation, "", undo="1")
    page = client.get(undone["Location"]).content.decode()
    assert "The invitation of LIM Borey is withdrawn." in page


def test_queries_do_not_grow(client, invitation, django_assert_num_queries):
    for _more in range(3):
        make_seat(invitation.organisation, alternate=True)
        make_invitation(invitation.meeting)
    with django_assert_num_queries(6):
        client.get(path(invitation))
