"""How to subscribe, and the private addresses of whoever is signed in."""

import re
from datetime import time
from html import unescape

import pytest

from meetings.models import Series
from members.actions.calendar_keys import make_key
from members.models import CalendarKey
from tests.builders import make_meeting, make_organisation, make_person, make_seat, sign_in

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


@pytest.fixture
def series():
    hours = {"start_time": time(9), "end_time": time(12)}
    shown = Series.objects.create(name_en="Monthly meeting", **hours)
    Series.objects.create(name_en="Nobody meets", **hours)
    make_meeting(series=Series.objects.create(name_en="Behind doors", **hours), audience="members")
    for _twice in range(2):
        make_meeting(series=shown)
    return shown


def test_a_part_of_the_calendar_is_chosen_here_and_understood_by_the_feed(client, series):
    page = client.get("/en/calendar/").content.decode()
    words = re.findall(r'href="/en/calendar/\?show=([^"#]+)#public"', page)
    assert words == ["meetings,actions", f"series:{series.pk}"]
    assert "Nobody meets" not in page
    assert "Behind doors" not in page
    for word in words:
        chosen = client.get("/en/calendar/", {"show": word}).content.decode()
        address = f"localhost:8000/calendar/public.en.ics?show={word}"
        assert f'value="http://{address}"' in chosen
        assert f'href="webcal://{address}"' in chosen
        assert f"show%3D{word.replace(':', '%3A').replace(',', '%2C')}" in chosen
        assert client.get(f"/calendar/public.en.ics?show={word}").status_code == 200


@pytest.mark.parametrize("word", ["series:999", "everything", "<script>", "series:1,series:2"])
def test_an_unknown_part_is_all_of_it(client, series, word):
    page = client.get("/en/calendar/", {"show": word}).content.decode()
    assert 'value="http://localhost:8000/calendar/public.en.ics"' in page


def test_a_key_has_every_switch(client, person):
    data = {"name": "phone", "discreet": "on", "with_actions": "on", "without_invited": "on"}
    assert client.post("/en/calendar/keys/", data | {"nonce": nonce(client)}).status_code == 200
    key = CalendarKey.objects.get()
    assert (key.discreet, key.with_actions, key.without_invited, key.organisation) == (True, True, True, None)
    page = client.get("/en/calendar/").content.decode()
    for tag in ("discreet", "with actions", "without my invitations"):
        assert f'<span class="tag">{tag}</span>' in page


def test_a_key_of_an_organisation_one_speaks_for(client, person):
    ours, theirs = make_organisation("Long Memory Circle"), make_organisation("House of Threads")
    assert "Whose calendar?" not in client.get("/en/calendar/").content.decode()
    make_seat(ours, person)
    form = client.get("/en/calendar/").content.decode()
    assert "Long Memory Circle</option>" in form
    assert "House of Threads" not in form
    data = {"name": "office", "nonce": nonce(client)}
    assert client.post("/en/calendar/keys/", data | {"organisation": theirs.pk}).status_code == 422
    made = client.post("/en/calendar/keys/", data | {"organisation": ours.pk}).content.decode()
    assert re.search(r'value="http://localhost:8000/calendar/o/\w{26}\.ics"', made)
    assert CalendarKey.objects.get().organisation == ours
    assert '<span class="tag">Long Memory Circle</span>' in client.get("/en/calendar/").content.decode()


def test_nothing_shows_a_secret_by_get(client, person):
    assert client.get("/en/calendar/keys/")["Location"] == "/en/calendar/"
    assert client.get("/en/calendar/passwords/")["Location"] == "/en/calendar/"
    assert client.get("/en/calendar/passwords/profile/").status_code == 405


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
    with django_assert_num_queries(7):
        client.get("/en/calendar/")
