"""How to subscribe, and the private addresses of whoever is signed in."""

import re
from html import unescape

import pytest

from members.actions.calendar_keys import make_key
from members.models import CalendarKey
from tests.builders import make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person(sign_in=True)
    sign_in(client, person)
    return person


def nonce(client):
    return re.search(r'name="nonce" value="([0-9a-f]+)"', client.get("/en/calendar/").content.decode())[1]


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_anybody_finds_every_way_to_subscribe(client, language, django_assert_num_queries):
    page = unescape(client.get(f"/{language}/calendar/").content.decode())
    address = f"localhost:8000/calendar/public.{language}.ics"
    for way in (f'href="webcal://{address}"', f'value="http://{address}"', "data:image/svg+xml"):
        assert way in page
    assert f"cid=webcal%3A%2F%2Flocalhost%3A8000%2Fcalendar%2Fpublic.{language}.ics" in page
    assert page.count('download="meetings-') == 3
    assert 'name="nonce"' not in page


def test_a_key_is_made_and_shown_once(client, person):
    data = {"name": "my phone", "nonce": nonce(client)}
    for _twice in range(2):
        made = client.post("/en/calendar/keys/", data)
        assert made.status_code == 200
        assert "no-store" in made["Cache-Control"]
        (secret,) = set(re.findall(r"/calendar/p/(\w+)\.ics", made.content.decode()))
        assert client.get(f"/calendar/p/{secret}.ics").status_code == 200
    key = CalendarKey.objects.get()
    assert (key.person, key.name, key.discreet) == (person, "my phone", False)
    later = client.get("/en/calendar/").content.decode()
    assert secret not in later
    assert "my phone" in later


def test_a_key_needs_a_name(client, person):
    refused = client.post("/en/calendar/keys/", {"name": " ", "discreet": "on"})
    assert refused.status_code == 422
    assert "Which calendar or device is it for?</strong> This field is required." in refused.content.decode()
    assert re.search(r'name="discreet"[^>]*checked', refused.content.decode())


def test_a_key_is_taken_back_by_its_person_alone(client, person):
    mine, secret = make_key(person, name="phone", discreet=False, by=person)
    other = make_person()
    theirs, _secret = make_key(other, name="theirs", discreet=False, by=other)
    assert client.post(f"/en/calendar/keys/{theirs.pk}/revoke/").status_code == 404
    assert client.get(f"/en/calendar/keys/{mine.pk}/revoke/").status_code == 405
    page = client.post(f"/en/calendar/keys/{mine.pk}/revoke/", follow=True).content.decode()
    assert "The address for “phone” no longer works." in unescape(page)
    assert client.get(f"/calendar/p/{secret}.ics").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, person, size, django_assert_num_queries):
    make_seat(make_organisation(), person)
    for _one in range(size):
        make_key(person, name="phone", discreet=False, by=person)
    client.get("/en/calendar/")
    with django_assert_num_queries(4):
        client.get("/en/calendar/")
