"""What machines read holds public facts only: a canary in everything that is held back is looked for everywhere."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cms_pages.models import FactsheetPage, NewsPage, PressReleasePage, ProjectPage
from meetings.enums import Audience, MeetingState
from tests.builders import make_meeting, make_news, make_page

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
CANARY = "kanarienvogel"
PLACES = [
    "/en/",
    "/en/news/",
    "/en/news/feed/",
    "/sitemap.xml",
    f"/en/search/?q={CANARY}",
    "/api/v2/pages/?fields=*",
]
CONTACT = {
    "name": "Press desk",
    "role": "Press officer",
    "phone": f"+855 {CANARY}",
    "phone_as_published": f"0{CANARY}",
    "email": f"{CANARY}@private.example",
    "hidden": True,
}


def parsed(xml):
    return ET.fromstring(xml)  # noqa: S314 (what the hub itself has just written)


def without_the_question(client, path):
    """The page without the words that the reader typed into the search field."""
    return client.get(path).content.decode().replace(f'value="{CANARY}"', "").replace(f": {CANARY} ·", "")


def test_the_canary_is_seen_where_it_is_public(client):
    page = make_news(CANARY, lead=CANARY, slug=CANARY)
    for path in (*PLACES, page.url_path):
        assert CANARY in without_the_question(client, path), path


def test_drafts_and_embargoed_pages_leave_no_trace(client):
    make_news(CANARY, lead=CANARY, live=False, slug=CANARY)
    make_news(CANARY, lead=CANARY, kind=PressReleasePage, embargo_until=timezone.now() + timedelta(hours=1))
    for path in PLACES:
        assert CANARY not in without_the_question(client, path), path


def test_an_unpublished_change_leaves_no_trace(client):
    page = make_news("Public")
    page.title = page.lead = CANARY
    page.save_revision()
    for path in (*PLACES, page.url_path, f"/api/v2/pages/{page.pk}/"):
        assert CANARY not in without_the_question(client, path), path


def test_held_back_contacts_leave_no_trace(client):
    page = make_news(contacts=[("contact", CONTACT)], body=[("contact", CONTACT)])
    for path in (*PLACES, page.url_path, f"/api/v2/pages/{page.pk}/?fields=*"):
        assert CANARY not in without_the_question(client, path), path
    text = client.get(page.url_path).text
    assert "Press officer" in text
    assert "Private details of this contact are held back." in text


def test_a_private_address_stands_only_beside_somebody_in_office(client):
    contact = {"name": "A person", "email": "someone@yahoo.com", "phone": "+855 12 000 000"}
    former = make_news(contacts=[("contact", {**contact, "historic": True})])
    current = make_news(contacts=[("contact", contact)])
    text = client.get(former.url_path).text
    assert "Contact at the time" in text
    assert "+855 12 000 000" in text
    assert "yahoo" not in text
    assert "tel:" not in text
    assert 'href="mailto:someone@yahoo.com"' in client.get(current.url_path).text


def test_captions_are_not_searched_and_unverified_helplines_not_shown(client):
    page = make_page(
        ProjectPage,
        "Project",
        gallery=[("picture", {"image": None, "caption": CANARY})],
        contacts=[("helpline", {"name": "Old line", "phone": "000", "verified_on": None})],
    )
    assert CANARY not in without_the_question(client, f"/en/search/?q={CANARY}")
    text = client.get(page.url_path).text
    assert "Old line" not in text
    assert "The picture waits for the consent of the people in it." in text


def test_confidential_meetings_are_in_no_list_of_machines(client):
    make_meeting(date(2030, 5, 9), slug="2030-05", audience=Audience.SECRETARIAT)
    make_meeting(date(2030, 6, 9), slug="2030-06", state=MeetingState.PLANNED)
    make_meeting(date(2030, 7, 9), slug="2030-07")
    text = client.get("/sitemap.xml").text
    assert ("2030-05" in text, "2030-06" in text, "2030-07" in text) == (False, False, True)


def test_feed_of_each_language_is_read_by_a_parser(client):
    key = uuid4()
    make_news(
        "First & only <b>", translation_key=key, published_on=date(2022, 9, 9), lead="It met.", slug="first"
    )
    make_news("ដំបូង", language="km", translation_key=key, slug="first")
    feed = parsed(client.get("/en/news/feed/").content)
    (item,) = feed.findall("channel/item")
    assert [item.findtext(name) for name in ("title", "link", "guid", "pubDate")] == [
        "First & only <b>",
        "http://localhost:8000/en/news/first/",
        f"urn:uuid:{key}:en",
        "Fri, 09 Sep 2022 00:00:00 +0700",
    ]
    assert feed.findtext("channel/language") == "en"
    assert "ដំបូង" in client.get("/km/news/feed/").text
    assert parsed(client.get("/fr/news/feed/").content).findall("channel/item") == []


def test_sitemap_is_read_by_a_parser_and_knows_languages(client):
    make_news(slug="first")
    found = parsed(client.get("/sitemap.xml").content)
    locations = [place.text for place in found.findall("s:url/s:loc", NS)]
    assert len(locations) == len(set(locations))
    assert {"http://localhost:8000/en/news/first/", "http://localhost:8000/km/decisions/"} <= set(locations)
    assert "http://localhost:8000/km/news/first/" not in locations


@pytest.mark.parametrize("items", [1, 3])
def test_sitemap_asks_the_same_however_much_there_is(client, django_assert_num_queries, items):
    for number in range(items):
        make_news()
        make_meeting(date(2030, 1 + number, 9))
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")


@pytest.mark.parametrize("items", [1, 3])
def test_api_asks_the_same_however_much_there_is(client, django_assert_num_queries, items):
    for _number in range(items):
        make_news()
    client.get("/api/v2/pages/")
    with django_assert_num_queries(2):
        found = client.get("/api/v2/pages/?limit=20&type=cms_pages.NewsPage").json()
    assert found["meta"]["total_count"] == items


def test_api_gives_fields_by_name_and_nothing_else(client):
    page = make_page(FactsheetPage, "Factsheet", core_message="Listen.", slug="factsheet")
    found = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert found["meta"]["html_url"] == "http://localhost:8000/en/factsheet/"
    assert (found["title"], found["language"], found["content"]) == ("Factsheet", "en", "Listen.")
    assert set(found) == {"id", "meta", "title", "language", "content"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_only_reads(client, method):
    page = make_news()
    assert getattr(client, method)(f"/api/v2/pages/{page.pk}/").status_code == 405
    assert NewsPage.objects.filter(pk=page.pk, live=True).exists()


@pytest.mark.parametrize("query", ['"', "a\"b' OR 1", "%", "\x00", "*", "ឥ" * 3000, "(" * 500, "AND NOT"])
def test_no_search_breaks(client, query):
    assert client.get("/api/v2/pages/", {"search": query}).status_code == 200
    assert client.get("/km/search/", {"q": query}).status_code == 200


def test_small_files_say_where_things_are(client):
    robots, security = client.get("/robots.txt").text, client.get("/.well-known/security.txt").text
    assert "Disallow: /rsvp/" in robots
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots
    assert security.startswith("Contact: mailto:")
    assert f"Expires: {(timezone.now() + timedelta(days=365)).year}" in security


@pytest.mark.parametrize("asked", ["limit", "offset"])
def test_a_number_beyond_every_database_is_a_bad_request(client, asked):
    assert client.get("/api/v2/pages/", {asked: "9" * 30}).status_code == 400
