"""The link under a reminder: a GET shows, one click without a cookie switches off (RFC 8058)."""

import pytest
from django.test import Client
from django.utils import translation

from hub.logs import without_tokens
from hub.models import AuditEntry
from tests.builders import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def address(person):
    return f"/reminders/{person.reminders_token}/"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_switches_nothing(client, person, address, method):
    for _twice in range(2):
        assert getattr(client, method)(address).status_code == 200
    person.refresh_from_db()
    assert person.wants_reminders
    assert not AuditEntry.objects.exists()


def test_one_click_of_a_mail_program_switches_off(client, person, address):
    strict = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    person.refresh_from_db()
    assert not person.wants_reminders
    assert [entry.verb for entry in AuditEntry.objects.about(person)] == ["person.reminders_off"]


def test_the_button_switches_off_and_on(client, person, address):
    assert "No reminders any more" in client.get(address).content.decode()
    assert "You get no reminders." in client.post(address, {"reminders": "off"}).content.decode()
    assert "Remind me again" in client.get(address).content.decode()
    client.post(address, {"reminders": "on"})
    person.refresh_from_db()
    assert person.wants_reminders


def test_a_false_token_opens_nothing(client, person, address):
    other = make_person()
    wrong = address.replace(person.reminders_token.split("-")[0], other.reminders_token.split("-")[0], 1)
    assert {client.post(one).status_code for one in (wrong, "/reminders/x/", "/reminders/1-a/")} == {404}
    person.key_version += 1
    person.save()
    assert client.post(address).status_code == 404
    person.key_version -= 1
    person.is_active = False
    person.save()
    assert client.get(address).status_code == 404


def test_nothing_keeps_or_passes_on_the_address(client, person, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert person.reminders_token not in without_tokens(f"GET {address} 200")


def test_in_the_language_of_the_person_or_as_asked(client, person, address):
    person.language = "fr"
    person.save()
    with translation.override("en"):  # a request leaves its language behind in the thread of the test
        assert client.get(address)["Content-Language"] == "fr"
        assert client.get(f"{address}?lang=km")["Content-Language"] == "km"
