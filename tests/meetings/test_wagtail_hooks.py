"""The secretariat keeps venues, announcements and recommendations in the admin; nobody else does."""

import csv
import io
from datetime import date

import pytest

from hub.models import Version
from meetings.actions.calendar_entries import refresh_entry
from meetings.enums import MeetingState, MinutesState
from meetings.models import Announcement, CalendarEntry, Minutes, Recommendation, Venue
from tests.builders import make_clerk, make_meeting, make_person, sign_in

pytestmark = pytest.mark.django_db
KEPT = ["venues", "announcements", "recommendations"]


def make_all(number):
    Venue.objects.create(name_en=f"Room {number}")
    Announcement.objects.create(title_en=f"Forum {number}", date=date(2030, 6, number))
    Recommendation.objects.create(title_en=f"Fund {number}", source=f"Factsheet {number}", number=number)


@pytest.mark.parametrize("kept", KEPT)
def test_lists_search_and_open_for_the_secretariat(client, kept):
    for number in (1, 2):
        make_all(number)
    sign_in(client, make_clerk())
    name = {"venues": "Room", "announcements": "Forum", "recommendations": "Fund"}[kept]
    found = client.get(f"/admin/{kept}/", {"q": f"{name} 2"}).content.decode()
    assert f"{name} 2" in found
    assert f"{name} 1" not in found
    assert client.get(f"/admin/{kept}/new/").status_code == 200


@pytest.mark.parametrize("kept", KEPT)
def test_lists_are_exported_with_headings_that_differ(client, kept):
    make_all(1)
    sign_in(client, make_clerk())
    answer = client.get(f"/admin/{kept}/?export=csv")
    headings, row = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert len(set(headings)) == len(headings)
    assert any(cell.endswith(" 1") for cell in row)


@pytest.mark.parametrize("kept", KEPT)
def test_nobody_else_gets_in(client, kept):
    sign_in(client, make_person())
    assert client.get(f"/admin/{kept}/").status_code in (302, 403)


def test_the_menu_leads_to_the_one_place_of_series(client):
    sign_in(client, make_clerk())
    assert "/secretariat/series/" in client.get("/admin/").content.decode()
    assert client.get("/admin/series/").status_code == 404


def venue_form(**facts):
    empty = {
        f"{field}_{code}": "" for field in ("name", "address", "access_note") for code in ("en", "km", "fr")
    }
    return {**empty, "map_url": "", **facts}


def test_a_new_name_of_a_place_reaches_the_calendars(client):
    venue = Venue.objects.create(name_en="Old room")
    refresh_entry(make_meeting(date(2090, 3, 9), venue=venue))
    before = Version.objects.of("calendar")[0]
    sign_in(client, make_clerk())
    answer = client.post(f"/admin/venues/edit/{venue.pk}/", venue_form(name_en="New room"))
    assert answer.status_code == 302
    assert "New room" in CalendarEntry.objects.get(language="en").body
    assert Version.objects.of("calendar")[0] > before


def announcement_form(announcement, **facts):
    return {
        "title_en": announcement.title_en,
        "title_km": "",
        "title_fr": "",
        "date": "2030-06-01",
        "meeting": announcement.meeting_id,
        "source": "",
        "link": "",
        "audience": "public",
        **facts,
    }


@pytest.mark.parametrize("state", [MinutesState.DRAFT, MinutesState.ADOPTED])
def test_an_announcement_of_adopted_minutes_stays_as_it_is(client, state):
    meeting = make_meeting(state=MeetingState.HELD, number=1)
    told = Announcement.objects.create(title_en="Forum", date=date(2030, 6, 1), meeting=meeting)
    Minutes.objects.create(meeting=meeting, state=state)
    sign_in(client, make_clerk())
    client.post(f"/admin/announcements/edit/{told.pk}/", announcement_form(told, title_en="Other"))
    client.post(
        f"/admin/announcements/edit/{told.pk}/", announcement_form(told, title_en="Other", meeting="")
    )
    told.refresh_from_db()
    assert told.title_en == ("Other" if state == MinutesState.DRAFT else "Forum")
    if state == MinutesState.ADOPTED:
        client.post(f"/admin/announcements/delete/{told.pk}/")
        assert Announcement.objects.filter(pk=told.pk).exists()


@pytest.mark.parametrize("kept", ["announcements", "recommendations"])
def test_no_export_holds_a_formula(client, kept):
    Announcement.objects.create(title_en="=1+1", date=date(2030, 6, 1))
    Recommendation.objects.create(title_en="=1+1", source="Factsheet", number=1)
    sign_in(client, make_clerk())
    answer = client.get(f"/admin/{kept}/?export=csv")
    assert ",'=1+1," in b"".join(answer.streaming_content).decode()
