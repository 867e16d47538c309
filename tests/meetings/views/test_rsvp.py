"""The answer page, point by point (the numbers are those of the checklist for links)."""

import re
from datetime import date, timedelta
from html import unescape

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from hub.keys import token_for
from meetings.actions import planning
from meetings.actions.invitations import withdraw
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Meeting, Response, Venue
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


SCANNERS = [
    {},
    {"User-Agent": "Mozilla/5.0 (compatible; Barracuda Sentinel)"},
    {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    {"User-Agent": "GoogleImageProxy", "Range": "bytes=0-100"},
]


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch", "trace"])
@pytest.mark.parametrize("headers", SCANNERS, ids=["plain", "scanner", "prefetch", "proxy"])
def test_links_24_reading_changes_nothing(client, invitation, method, headers):
    for _twice in range(2):
        response = getattr(client, method)(path(invitation) + "?answer=accepted", headers=headers)
        assert response.status_code == {"get": 200, "head": 200, "options": 200}.get(method, 405)
    assert (current(invitation), Response.objects.count()) == ("needs_action", 0)


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


@pytest.mark.parametrize("proof", [None, "", "made:up:here", "other"])
def test_links_25_a_form_from_elsewhere_is_not_recorded(strict, invitation, proof):
    data = {"answer": "accepted", "comment": "kept words"}
    if proof == "other":
        other = make_invitation(invitation.meeting)
        data["proof"] = fields(strict.get(path(other)))["proof"]
    elif proof is not None:
        data["proof"] = proof
    response = strict.post(path(invitation), data)
    assert response.status_code == 422
    assert "This was not recorded." in response.content.decode()
    assert "kept words" in response.content.decode()
    assert current(invitation) == "needs_action"


def wrong_links(invitation):
    other = make_invitation(invitation.meeting)
    token = invitation.answer_token
    return {
        "tampered": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "of another": f"{other.answer_token.split('-')[0]}-{token.split('-')[1]}",
        "other purpose": invitation.mail_token,
        "unknown": token_for("rsvp", 10**9),
        "renewed": token_for("rsvp", invitation.pk, invitation.link_version + 1),
        "no shape": "rubbish",
        "huge": "zzzzzzzzzz-" + "a" * 26,
        "long": "1-" + "a" * 5000,
        "khmer": "១-ក",
    }


def test_links_26_every_wrong_link_gives_the_same_page(client, invitation):
    shown = set()
    for name, token in wrong_links(invitation).items():
        for response in (
            client.get(f"/rsvp/{token}/"),
            client.post(f"/rsvp/{token}/", {"answer": "accepted"}),
        ):
            assert response.status_code == 404, name
            shown.add(re.sub(rb'href="[^"]*rsvp[^"]*"', b"", response.content))
    (page,) = shown
    assert b"This link is no longer valid. Write to the secretariat for a new one." in page
    assert not Response.objects.exists()


@pytest.mark.parametrize("how", ["expired", "withdrawn", "deactivated", "key renewed", "person renewed"])
def test_links_26_a_dead_link_looks_like_a_wrong_one(client, invitation, how):
    address = path(invitation)
    if how == "expired":
        Meeting.objects.update(date=timezone.localdate() - timedelta(days=2))
    elif how == "withdrawn":
        withdraw(invitation, by=SYSTEM)
    elif how == "deactivated":
        type(invitation.person).objects.update(is_active=False)
    elif how == "key renewed":
        Invitation.objects.update(key_version=2)
    else:
        type(invitation.person).objects.update(key_version=2)
    assert client.get(address).status_code == client.post(address, {"answer": "accepted"}).status_code == 404
    assert current(invitation) == "needs_action"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda meeting: planning.cancel(meeting, by=SYSTEM),
            "This meeting was cancelled. No answer is needed.",
        ),
        (lambda meeting: Meeting.objects.update(state="held"), "This meeting is over. Answers are closed."),
        (
            lambda meeting: planning.postpone(meeting, by=SYSTEM, month=date(2030, 5, 1)),
            "This meeting was put off.",
        ),
    ],
)
def test_links_27_refused_politely(client, invitation, change, sentence):
    data = fields(client.get(path(invitation))) | {"answer": "accepted"}
    change(invitation.meeting)
    page = client.get(path(invitation))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert 'name="answer"' not in page.content.decode()
    refused = client.post(path(invitation), data)
    assert (refused.status_code, sentence in refused.content.decode()) == (409, True)
    assert current(invitation) == "needs_action"


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


def test_queries_do_not_grow(client, invitation, django_assert_num_queries):
    for _more in range(3):
        make_seat(invitation.organisation, alternate=True)
        make_invitation(invitation.meeting)
    with django_assert_num_queries(6):
        client.get(path(invitation))
