"""Mail scanners, link previews and browsers that load ahead follow every link there is: nothing may change by it."""

import re
from datetime import datetime, time, timedelta
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from hub.keys import hashed
from hub.models.outbox import OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import Invitee, invite, withdraw
from meetings.actions.reminders import remind
from meetings.actions.responses import record_response
from meetings.enums import Answer, Capacity, Channel
from meetings.models import Invitation, Venue
from meetings.models.meeting import PHNOM_PENH
from members.models import CalendarKey
from tests.builders import make_meeting, make_organisation, make_person, make_seat, sign_in
from tests.doors import Guest

ADDRESS = re.compile(r"(?:https?|webcals?)://[^\s<>\"'\\;,)]+")
AGENTS = ["Mozilla/5.0 (compatible; Barracuda Sentinel)", "Google-Calendar-Importer", ""]
# What a reader leaves behind by reading, which answers nothing: when a device last fetched, and a session.
NO_FACTS = {"members.CalendarKey", "members.AppPassword", "sessions.Session", "usersessions.UserSession"}


@pytest.fixture
def sent(settings):
    """Everything that leaves the hub because of one representative: five kinds of mail, then the feeds.

    Returns (the representative, {where: text}).
    """
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    today = timezone.now().astimezone(PHNOM_PENH).date()
    organisation = make_organisation("Stone Bridge Legal Aid")
    person = make_person("Prak", "Nita", sign_in=True)
    make_seat(organisation, person)
    make_seat(organisation, make_person("Lim", "Borey"), alternate=True)
    venue = Venue.objects.create(name_en="Seven Palms Archive")
    one = Invitee(person, organisation, Capacity.REPRESENTATIVE)
    meetings = [make_meeting(today + timedelta(days=days), venue=venue) for days in (1, 30, 60, 90)]
    for meeting in meetings:
        planning.edit_meeting(meeting, by=SYSTEM, facts={"note_for_invited_en": "Bring the map."})
        invite(meeting, by=SYSTEM, people=[one])
    texts = leave("invited")
    _tomorrow, moved, cancelled, left = meetings
    for meeting in (moved, cancelled):
        invitation = Invitation.objects.get(meeting=meeting, person=person)
        record_response(invitation, Answer.ACCEPTED, by=person, channel=Channel.LINK)
    planning.move(
        moved,
        by=SYSTEM,
        date=moved.date,
        start_time=moved.start_time.replace(hour=7),
        end_time=moved.end_time,
    )
    planning.cancel(cancelled, by=SYSTEM)
    withdraw(Invitation.objects.get(meeting=left, person=person), by=SYSTEM)
    texts |= leave("changed")
    Invitation.objects.filter(meeting=meetings[0]).update(sent_at=timezone.now() - timedelta(days=3))
    remind(now=datetime.combine(today, time(10), PHNOM_PENH))
    texts |= leave("due")
    for kind in ({}, {"discreet": True}, {"with_actions": True}, {"organisation": organisation}):
        secret = "-".join(["key", *kind])
        CalendarKey.objects.create(person=person, name="phone", hash=hashed(secret), **kind)
        texts[f"feed {secret}"] = read(f"/calendar/{'o' if 'organisation' in kind else 'p'}/{secret}.ics")
    for language in ("en", "km", "fr"):
        texts[f"feed {language}"] = read(f"/calendar/public.{language}.ics")
    coming = Invitation.objects.select_related("meeting", "person").get(meeting=meetings[0], person=person)
    texts["CalDAV"] = Guest(coming).calendar_object()
    return person, texts


def leave(name):
    """Send what waits; {name of each mail: its parts as text, calendar lines unfolded}."""
    call_command("send_due")
    texts = {}
    for number, message in enumerate(mail.outbox):
        parts = [
            part.get_payload(decode=True).decode()
            for part in message.message().walk()
            if not part.is_multipart()
        ]
        headers = [f"{key}: {value}" for key, value in message.message().items()]
        texts[f"{name} {number}"] = "\n".join([*headers, *parts]).replace("\r\n ", "")
    mail.outbox.clear()
    return texts


def read(path):
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().replace("\r\n ", "")


def addresses(texts, base):
    """Every address of our own in the texts, as a path; and that there is none of anybody else's."""
    found = {unescape(address) for text in texts.values() for address in ADDRESS.findall(text)}
    ours = {
        urldefrag(address).url.rstrip(".")
        for address in found
        if urlsplit(address).netloc == urlsplit(base).netloc
    }
    return sorted(address.partition(urlsplit(base).netloc)[2] for address in ours)


def facts():
    """Every row of every table of ours but those that only say who has read."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label not in NO_FACTS
        and model._meta.app_label in ("hub", "members", "meetings", "cms_pages", "django_tasks_database")
    }


@pytest.mark.django_db(transaction=True)
def test_scanners_change_nothing(sent, settings):
    person, texts = sent
    asked = addresses(texts, settings.BASE_URL)
    kinds = set(OutboxMail.objects.values_list("kind", flat=True))
    assert {"invitation", "cancellation", "reminder"} <= kinds
    assert any(path.startswith("/rsvp/") for path in asked)
    readers = [Client(headers={"User-Agent": agent}) for agent in AGENTS]
    readers.append(sign_in(Client(), person))
    before = facts()
    for reader in readers:
        for path in asked:
            for method in ("GET", "HEAD", "OPTIONS") * 2:
                answer = reader.generic(method, path)
                assert answer.status_code < 500, (method, path)
                assert method != "GET" or answer.status_code in (200, 301, 302, 404, 410), path
    assert facts() == before


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_browsers_that_run_scripts_change_nothing(live_server, chromium, sent, settings):
    _person, texts = sent
    asked = addresses(texts, settings.BASE_URL)
    before = facts()
    for path in asked:
        for _visit in range(2):
            scanner = chromium.new_context(accept_downloads=False)
            page = scanner.new_page()
            page.set_default_timeout(60_000)
            if path.endswith(".ics"):  # a browser saves those
                assert page.request.get(live_server.url + path).status in (200, 404)
            else:
                answer = page.goto(live_server.url + path, wait_until="load")
                assert answer.status in (200, 404, 410), path
                page.evaluate("document.readyState")
            scanner.close()
    assert facts() == before
