"""Answer links, point by point: each test is named after the points of the checklist that it proves."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from hub.keys import token_for
from hub.models import AuditEntry, OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import withdraw
from meetings.actions.responses import record_response
from meetings.enums import Answer, Precision
from meetings.models import Invitation, Meeting, Proposal, Response
from meetings.models.meeting import PHNOM_PENH
from meetings.views.rsvp import link_ends_at
from members.models import Person, Seat
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db

# Who fetches links in mails without a person: scanners of mail providers, previews, prefetching browsers, proxies.
READERS = {
    "plain": {},
    "barracuda": {"User-Agent": "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))"},
    "outlook": {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Microsoft Office/16.0 (Microsoft Outlook)"},
    "slack": {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
    "google proxy": {"User-Agent": "GoogleImageProxy", "Range": "bytes=0-100"},
    "prefetch": {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch"},
    "preview": {"X-Purpose": "preview", "Accept": "image/*"},
}
QUERIES = [
    "",
    "?answer=accepted",
    "?recorded=1",
    "?undo=1",
    "?undone=1",
    "?proposal=1&title=x",
    "?zone=Europe/Paris",
]


@pytest.fixture
def invitation():
    organisation = make_organisation("Paper Boat Theatre")
    seat = make_seat(organisation, make_person("Sok", "Dara"))
    return make_invitation(make_meeting(), seat.person, organisation=organisation)


@pytest.fixture
def strict():
    """A browser that takes no cookies, from somewhere else: what an in-app mail view is."""
    return Client(enforce_csrf_checks=True)


def path(invitation):
    return f"/rsvp/{invitation.answer_token}/"


def fields(client, invitation):
    """What the page's forms would send besides the button."""
    page = client.get(path(invitation)).content.decode()
    (proof,) = set(re.findall(r'name="proof" value="([^"]+)"', page))
    return {"proof": unescape(proof), "comment": "", "delegated_to": ""}


def tap(client, invitation, **button):
    return client.post(path(invitation), fields(client, invitation) | button, headers={"Origin": "null"})


def everything(invitation):
    """All that an answer could change."""
    kept = Invitation.objects.values_list("answer", "comment", "needs", "calendar_revision").get(
        pk=invitation.pk
    )
    tables = (Response, Proposal, Invitation, AuditEntry, OutboxMail)
    return kept, [table.objects.count() for table in tables]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_p24_reading_changes_nothing_twice_over(client, invitation, reader, method):
    tap(client, invitation, answer="tentative")
    before = everything(invitation)
    for query in QUERIES * 2:
        response = getattr(client, method)(path(invitation) + query, headers=READERS[reader])
        assert response.status_code == 200
        getattr(client, method)(path(invitation) + "meeting.ics" + query, headers=READERS[reader])
    assert everything(invitation) == before


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_p24_other_methods_are_refused(client, invitation, method):
    before = everything(invitation)
    assert getattr(client, method)(path(invitation) + "?answer=accepted").status_code == 405
    assert everything(invitation) == before


def test_p24_the_answer_in_an_address_only_puts_the_focus_there(client, invitation):
    page = client.get(path(invitation) + "?answer=declined").content.decode()
    (button,) = re.findall(r"<button[^>]*autofocus[^>]*>", page)
    assert 'value="declined"' in button
    assert 'aria-pressed="false"' in button
    assert "autofocus" not in client.get(path(invitation) + "?answer=delegated").content.decode()
    assert "autofocus" not in client.get(path(invitation) + "?answer=rubbish").content.decode()


def test_p25_a_tap_records_without_cookie_account_or_origin(strict, invitation):
    page = strict.get(path(invitation))
    assert not page.cookies
    response = tap(strict, invitation, answer="accepted", comment="by bus", needs=["diet"], needs_shown="1")
    assert (response.status_code, response["Location"]) == (303, path(invitation) + "?recorded=1")
    assert not response.cookies
    row = Response.objects.get()
    assert (row.answer, row.channel, row.comment, row.needs, row.applied) == (
        "accepted",
        "link",
        "by bus",
        ["diet"],
        True,
    )
    shown = strict.get(response["Location"]).content.decode()
    assert "Your answer is recorded. You can change it until the meeting begins." in shown


@pytest.mark.parametrize(
    "button",
    [
        {"answer": "accepted"},
        {"answer": "declined", "comment": "ill"},
        {"undo": "1"},
        {"proposal": "1", "title": "Touring plan"},
    ],
    ids=["yes", "no", "undo", "proposal"],
)
def test_p25_the_same_form_sent_again_has_one_effect(client, invitation, button):
    tap(client, invitation, answer="tentative")
    data = fields(client, invitation) | button
    assert client.post(path(invitation), data).status_code == 303
    once = everything(invitation)
    for _again in range(3):
        assert client.post(path(invitation), data).status_code == 303
    assert everything(invitation) == once


@pytest.mark.parametrize("button", [{"answer": "accepted"}, {"undo": "1"}, {"proposal": "1", "title": "x"}])
@pytest.mark.parametrize("proof", [None, "", "made:up:here", "of another", "of a password reset"])
def test_p25_a_form_made_elsewhere_is_refused(strict, invitation, proof, button):
    tap(strict, invitation, answer="tentative")
    other = make_invitation(invitation.meeting)
    signed = fields(strict, other)["proof"]
    values = {"of another": signed, "of a password reset": "1-" + signed.partition(":")[2]}
    data = button | ({} if proof is None else {"proof": values.get(proof, proof)})
    before = everything(invitation)
    response = strict.post(path(invitation), data, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 422
    assert "This was not recorded." in response.content.decode()
    assert everything(invitation) == before


def test_p25_the_signature_holds_for_two_weeks(client, invitation, monkeypatch):
    data = fields(client, invitation) | {"answer": "accepted"}
    later = timezone.now().timestamp() + 14 * 24 * 3600 + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    page = client.post(path(invitation), data)
    assert (page.status_code, "open for too long" in page.content.decode()) == (422, True)
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"answer": ""}, 422),
        ({"answer": "maybe"}, 422),
        ({"answer": "ACCEPTED"}, 422),
        ({"answer": "accepted", "needs": ["helicopter"], "needs_shown": "1"}, 422),
        ({"answer": "accepted", "comment": "x" * 1001}, 422),
        ({"answer": "delegated"}, 422),
        ({"answer": "delegated", "delegated_to": "999999"}, 422),
        ({"answer": "delegated", "delegated_to": "\x00"}, 422),
        ({"proposal": "1", "title": ""}, 422),
        ({"proposal": "1", "title": "x" * 201}, 422),
    ],
)
def test_p26_other_choices_are_refused_with_the_page(client, invitation, data, status):
    before = everything(invitation)
    response = tap(client, invitation, **data)
    assert response.status_code == status
    assert everything(invitation) == before


def wrong(invitation):
    """Tokens that open nothing, by what is wrong with them."""
    other = make_invitation(invitation.meeting)
    token = invitation.answer_token
    pk, _dash, secret = token.partition("-")
    return {
        "tampered": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "of another member": f"{other.answer_token.partition('-')[0]}-{secret}",
        "of the mail door": invitation.mail_token,
        "cut": token[:-4],
        "longer": token + "aaaa",
        "unknown": token_for("rsvp", 10**9),
        "another version": token_for("rsvp", invitation.pk, invitation.link_version + 1),
        "no secret": f"{pk}-",
        "no shape": "rubbish",
        "huge number": "zzzzzzzzzz-" + "a" * 26,
        "long": "1-" + "a" * 5000,
        "khmer": "១-ក",
    }


def test_p26_every_wrong_link_is_the_same_404_for_every_method(client, invitation):
    before, pages = everything(invitation)[0], set()
    for name, token in wrong(invitation).items():
        for response in (
            client.get(f"/rsvp/{token}/"),
            client.post(f"/rsvp/{token}/", {"answer": "accepted"}),
            client.post(f"/rsvp/{token}/", {"undo": "1"}),
            client.get(f"/rsvp/{token}/meeting.ics"),
        ):
            assert response.status_code == 404, name
            pages.add(re.sub(rb'href="[^"]*rsvp[^"]*"', b"", response.content))
    assert len(pages) == 1
    assert everything(invitation)[0] == before
    assert not Response.objects.exists()


DEAD = {
    "expired": lambda row: Meeting.objects.update(date=timezone.localdate() - timedelta(days=2)),
    "withdrawn": lambda row: withdraw(row, by=SYSTEM),
    "deactivated": lambda row: Person.objects.update(is_active=False),
    "seat removed": lambda row: Seat.objects.update(until=date(2021, 1, 1)),
    "key renewed": lambda row: Invitation.objects.update(key_version=2),
    "all keys of the person renewed": lambda row: Person.objects.update(key_version=2),
}


@pytest.mark.parametrize("how", DEAD)
def test_p26_a_link_that_died_looks_like_one_that_never_was(client, invitation, how):
    address, data = path(invitation), fields(client, invitation) | {"answer": "accepted"}
    never = client.get("/rsvp/rubbish/")
    DEAD[how](invitation)
    for response in (client.get(address), client.post(address, data)):
        assert (response.status_code, strip(response)) == (never.status_code, strip(never))
    assert not Response.objects.exclude(channel="secretariat").exists()


def strip(page):
    return re.sub(rb'href="[^"]*rsvp[^"]*"', b"", page.content)


@pytest.mark.parametrize(
    ("month", "status"), [(timezone.localdate().replace(day=1), 200), (date(2024, 2, 1), 404)]
)
def test_p26_a_link_to_a_month_ends_a_week_after_it(client, invitation, month, status):
    """Without a day the meeting has no end; its link still has one."""
    Meeting.objects.update(precision=Precision.MONTH, date=month, start_time=None, end_time=None)
    assert client.get(path(invitation)).status_code == status
    if status == 404:
        assert link_ends_at(Meeting.objects.get()) == datetime(2024, 3, 8, tzinfo=PHNOM_PENH)


CLOSED = {
    "cancelled": (
        lambda meeting: planning.cancel(meeting, by=SYSTEM),
        "This meeting was cancelled. No answer is needed.",
    ),
    "put off": (
        lambda meeting: planning.postpone(meeting, by=SYSTEM, month=date(2030, 5, 1)),
        "This meeting was put off.",
    ),
    "held": (
        lambda meeting: Meeting.objects.update(state="held"),
        "This meeting is over. Answers are closed.",
    ),
    "ended an hour ago": (
        lambda meeting: Meeting.objects.update(
            date=timezone.localdate() - timedelta(days=1), start_time=time(23), end_time=time(23, 59)
        ),
        "This meeting is over. Answers are closed.",
    ),
}


@pytest.mark.parametrize("button", [{"answer": "declined"}, {"undo": "1"}, {"proposal": "1", "title": "x"}])
@pytest.mark.parametrize("how", CLOSED)
def test_p27_after_cancel_or_end_refused_politely(client, invitation, how, button):
    tap(client, invitation, answer="accepted")
    data = fields(client, invitation) | button
    change, sentence = CLOSED[how]
    change(invitation.meeting)
    page = client.get(path(invitation)).content.decode()
    assert sentence in page
    assert 'method="post"' not in page
    before = everything(invitation)
    refused = client.post(path(invitation), data)
    assert (refused.status_code, sentence in refused.content.decode()) == (409, True)
    assert everything(invitation) == before


def test_p28_the_link_signs_nobody_in(client, invitation):
    tap(client, invitation, answer="accepted")
    assert not client.session.keys()
    assert client.get("/en/my/").status_code == 302
    assert client.get("/en/secretariat/").status_code in (302, 403)


@pytest.mark.parametrize("before", [None, "accepted", "declined", "tentative"])
def test_p28_undo_brings_the_answer_before_back(client, invitation, before):
    if before:
        tap(client, invitation, answer=before, comment="kept", needs=["transport"], needs_shown="1")
    tap(client, invitation, answer="declined" if before == "accepted" else "accepted", comment="slip")
    undone = tap(client, invitation, undo="1")
    assert undone["Location"].endswith("?undone=1")
    assert "Undone." in client.get(undone["Location"]).content.decode()
    invitation.refresh_from_db()
    expected = (before, "kept", ["transport"]) if before else (Answer.NEEDS_ACTION, "", [])
    assert (invitation.answer, invitation.comment, invitation.needs) == expected
    assert Response.objects.last().undoes is not None


def test_p28_an_answer_by_mail_or_calendar_is_undone_by_the_link_within_a_day(client, invitation):
    record_response(invitation, "declined", by=invitation.person, channel="caldav", stamp=timezone.now())
    assert "Undo: take my answer back" in client.get(path(invitation)).content.decode()
    tap(client, invitation, undo="1")
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.channel) == ("needs_action", "link")
    Response.objects.update(received_at=timezone.now() - timedelta(days=2))
    Response.objects.filter(undoes__isnull=False).delete()
    page = client.get(path(invitation)).content.decode()
    assert "Undo" not in page
    late = tap(client, invitation, undo="1")
    assert (late.status_code, "Undo works for one day." in late.content.decode()) == (409, True)
