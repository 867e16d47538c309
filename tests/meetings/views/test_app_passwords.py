"""Passwords of calendar programs: shown once, handed over as a profile, never kept and never by GET."""

import base64
import logging
import plistlib
import re
import time
from html import unescape

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from members.actions.app_passwords import check_app_password, make_app_password
from members.models import AppPassword, CalendarKey
from tests.builders import make_person, make_sign_in, sign_in

pytestmark = pytest.mark.django_db
NEW, PROFILE = "/en/calendar/passwords/", "/en/calendar/passwords/profile/"
PASSWORD = "seven palms beside the river 4"


@pytest.fixture
def person(client):
    person = make_person(sign_in=True)
    sign_in(client, person)
    return person


def shown(response):
    """The password on the page that a form gave."""
    return re.search(r'id="secret">([a-z0-9-]+)<', response.content.decode())[1]


def nonce(response):
    return re.search(r'name="nonce" value="([0-9a-f]+)"', response.content.decode())[1]


def make(client, **facts):
    page = client.get("/en/calendar/").content.decode()
    form = page[page.index('id="devices"') :]
    number = re.search(r'name="nonce" value="([0-9a-f]+)"', form)[1]
    return client.post(NEW, {"name": "my phone", "nonce": number} | facts)


def opens(person, secret):
    return check_app_password(person.email, secret, source="192.0.2.1", now=timezone.now())


def test_a_password_is_made_and_shown_once(client, person):
    made = make(client)
    secret = shown(made)
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    assert re.fullmatch(r"([a-z0-9]{4}-){6}[a-z0-9]{2}", secret)
    page = made.content.decode()
    assert ">http://localhost:8000/dav/<" in page
    assert f">{person.email}<" in page
    row = AppPassword.objects.get()
    assert (row.person, row.name) == (person, "my phone")
    assert opens(person, secret) == row
    assert opens(person, secret.replace("-", "")) == row
    again = client.post(NEW, {"name": "my phone", "nonce": nonce(made)})
    assert shown(again) == secret
    assert AppPassword.objects.count() == 1
    later = client.get("/en/calendar/").content.decode()
    assert "my phone" in later
    assert secret not in later
    for session in Session.objects.all():
        assert secret.replace("-", "") not in str(session.get_decoded())


def test_what_is_shown_opens_the_calendar_until_it_is_taken_back(client, person):
    secret = shown(make(client))

    def status():
        basic = base64.b64encode(f"{person.email}:{secret}".encode()).decode()
        return Client().generic("PROPFIND", "/dav/", headers={"authorization": f"Basic {basic}"}).status_code

    assert status() == 207
    row = AppPassword.objects.get()
    assert row.last_used_at
    assert "Last used:" in client.get("/en/calendar/").content.decode()
    client.post(f"{NEW}{row.pk}/revoke/")
    assert status() == 401


def test_no_table_and_no_log_holds_a_secret(client, person, caplog):
    """TRUST T7: whoever has the database, the sessions in it or the logs opens no calendar."""
    caplog.set_level(logging.DEBUG)
    made = make(client)
    key = client.post("/en/calendar/keys/", {"name": "my phone", "nonce": "0123456789abcdef" * 2})
    (address,) = set(re.findall(r"/calendar/p/(\w{26})\.ics", key.content.decode()))
    client.post(PROFILE, {"nonce": nonce(made)})
    client.get(f"/calendar/p/{address}.ics")
    client.post(f"{NEW}{AppPassword.objects.get().pk}/revoke/")
    client.get("/en/calendar/")
    kept = [str(list(model._default_manager.values())) for model in apps.get_models()]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    kept += [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    for secret in (shown(made), shown(made).replace("-", ""), address, nonce(made)):
        assert not [text for text in kept if secret in text]


def test_it_needs_a_name(client, person):
    refused = make(client, name=" ")
    assert refused.status_code == 422
    assert "Which device is it for?</strong> This field is required." in refused.content.decode()
    assert not AppPassword.objects.exists()


def test_above_twenty_it_says_so(client, person):
    for _one in range(20):
        make_app_password(person, name="phone", by=person)
    refused = make(client)
    assert refused.status_code == 422
    assert "You have twenty app passwords." in refused.content.decode()


def test_an_apple_device_gets_the_same_password_as_a_profile(client, person):
    made = make(client)
    answer = client.post(PROFILE, {"nonce": nonce(made)})
    assert answer["Content-Type"] == "application/x-apple-aspen-config"
    assert "no-store" in answer["Cache-Control"]
    (account,) = plistlib.loads(answer.content)["PayloadContent"]
    assert account["CalDAVUsername"] == person.email
    assert account["CalDAVPassword"] == shown(made).replace("-", "")
    assert AppPassword.objects.count() == 1


def test_a_profile_makes_nothing_and_is_nobody_elses(client, person):
    made = make(client)
    other = sign_in(type(client)(), make_person(sign_in=True))
    for who, number in ((other, nonce(made)), (client, "0" * 32), (client, "")):
        answer = who.post(PROFILE, {"nonce": number})
        assert answer["Location"] == "/en/calendar/"
    assert AppPassword.objects.count() == 1
    AppPassword.objects.update(revoked_at=timezone.now())
    assert client.post(PROFILE, {"nonce": nonce(made)}).status_code == 302


def test_a_page_loaded_again_after_it_was_taken_back_shows_no_dead_password(client, person):
    number = nonce(make(client))
    client.post(f"{NEW}{AppPassword.objects.get().pk}/revoke/")
    refused = client.post(NEW, {"name": "my phone", "nonce": number})
    assert refused.status_code == 422
    assert "This password was taken back." in refused.content.decode()


def test_it_is_taken_back_by_its_person_alone(client, person):
    secret = shown(make(client))
    other = make_person()
    theirs, _secret = make_app_password(other, name="theirs", by=other)
    assert client.post(f"{NEW}{theirs.pk}/revoke/").status_code == 404
    row = AppPassword.objects.get(person=person)
    assert client.get(f"{NEW}{row.pk}/revoke/").status_code == 405
    page = client.post(f"{NEW}{row.pk}/revoke/", follow=True).content.decode()
    assert "The password for “my phone” no longer works." in unescape(page)
    assert opens(person, secret) is None
    assert 'id="devices"' in page
    assert f"{NEW}{row.pk}/revoke/" not in page


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize(("place", "model"), [("keys", CalendarKey), ("passwords", AppPassword)])
def test_an_older_session_confirms_first_and_goes_on_with_what_was_typed(client, place, model, language):
    person, address = make_person(email="reader@people.example"), f"/{language}/calendar/{place}/"
    make_sign_in(person, PASSWORD)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 3600
    session.save()
    number = "0123456789abcdef" * 2
    asked = client.post(address, {"name": "my phone", "nonce": number})
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not model.objects.exists()
    assert number not in str(client.session.items())
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
    assert not model.objects.exists()
    made = client.post(asked["Location"], {"password": PASSWORD})
    assert made.status_code == 200
    assert f'<html lang="{language}"' in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert model.objects.get().name == "my phone"
    assert "account_reauthentication_state" not in client.session
    # Sent again by a reload: nothing is left to go on with.
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == address
    assert model.objects.count() == 1
