"""Every public screen: who sees it, how many questions it asks, what it says."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from cms_pages.models import (
    ArchiveIndexPage,
    EventPage,
    FactsheetPage,
    HomePage,
    NewsPage,
    PlainPage,
    PressReleasePage,
    ProjectPage,
    PublicationPage,
    SectionIndexPage,
    StructurePage,
)
from hub.actors import SYSTEM
from meetings.actions import decisions
from meetings.enums import MeetingState
from meetings.models import Recommendation
from tests.builders import make_meeting, make_news, make_page

pytestmark = pytest.mark.django_db
HOME_QUERIES = 6
NEWS_LIST_QUERIES = 6
NEWS_QUERIES = 5
KINDS = [
    HomePage,
    SectionIndexPage,
    ArchiveIndexPage,
    PlainPage,
    StructurePage,
    ProjectPage,
    FactsheetPage,
    PublicationPage,
    EventPage,
]


def held(number):
    meeting = make_meeting(
        date(2022, 8 + number, 8), state=MeetingState.HELD, number=number, slug=f"2022-{8 + number:02}"
    )
    decisions.decide(
        meeting, by=SYSTEM, title={"en": f"Point {number}"}, text={"en": f"The group decides {number}."}
    )
    return meeting


def structured(response):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text).group(1)
    )


@pytest.fixture(autouse=True)
def content_types_are_known(client):
    """Content types are read once per process; the counts below are of a process that knows them."""
    make_news("Warm", live=False)
    for url in ("/en/", "/en/news/"):
        client.get(url)


@pytest.mark.parametrize("items", [1, 3])
def test_home_asks_the_same_however_much_there_is(client, django_assert_num_queries, items):
    for number in range(1, items + 1):
        meeting = held(number)
        make_news(f"News {number}", meeting=meeting)
        make_meeting(timezone.localdate() + timedelta(days=30 * number))
    with django_assert_num_queries(HOME_QUERIES):
        response = client.get("/en/")
    assert response.text.count("Point ") == items
    assert response.text.count("/en/news/news-") == items


@pytest.mark.parametrize("items", [1, 3])
def test_news_list_asks_the_same_however_much_there_is(client, django_assert_num_queries, items):
    for number in range(items):
        key = uuid4()
        for language in ("en", "km"):
            make_news(f"News {number}", language=language, translation_key=key)
    with django_assert_num_queries(NEWS_LIST_QUERIES):
        response = client.get("/en/news/")
    assert [row.languages for row in response.context["news"]] == [("km", "en")] * items


@pytest.mark.parametrize("items", [1, 3])
def test_news_item_asks_the_same_however_much_there_is(client, django_assert_num_queries, items):
    meeting = held(1)
    for number in range(2, items + 1):
        decisions.decide(
            meeting, by=SYSTEM, title={"en": f"Point {number}"}, text={"en": "The group decides."}
        )
    page = make_news(meeting=meeting, body=[("text", f"<p>Paragraph {n}</p>") for n in range(items)])
    with django_assert_num_queries(NEWS_QUERIES):
        response = client.get(page.url_path)
    assert response.text.count("Paragraph ") == items
    assert response.text.count("WG/2022/01-D") == items


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_answers_empty(client, kind):
    page = HomePage.objects.get(url_path="/en/") if kind is HomePage else make_page(kind, "An empty page")
    response = client.get(page.url_path)
    assert response.status_code == 200
    assert page.title in response.text
    assert structured(response)["@context"] == "https://schema.org"


def test_drafts_embargoed_pages_and_the_root_are_not_there(client):
    draft = make_news(live=False)
    until = timezone.now() + timedelta(hours=2)
    early = make_news(kind=PressReleasePage, embargo_until=until)
    assert Page.objects.get(pk=early.pk).live
    for path in (draft.url_path, early.url_path, "/en/root/", "/en/news/no-such-page/", "/en/%00/"):
        assert client.get(path).status_code == 404, path


def test_a_page_is_only_read(client):
    assert client.post("/en/news/").status_code == 405
    assert client.head("/en/news/").status_code == 200


def test_switch_leads_to_the_translation_or_to_the_nearest_page_above(client):
    page = make_news("Only English", slug="only-english")
    response = client.get(page.url_path)
    links = {link["code"]: (link["url"], link["missing"]) for link in response.context["language_links"]}
    assert links == {
        "km": ("/km/news/", True),
        "en": ("/en/news/only-english/", False),
        "fr": ("/fr/news/", True),
    }
    make_news("En français", language="fr", slug="only-english", translation_key=page.translation_key)
    response = client.get(page.url_path)
    alternates = re.findall(r'hreflang="([\w-]+)" href="(http[^"]+)"', response.text)
    assert dict(alternates) == {
        "en": "http://localhost:8000/en/news/only-english/",
        "fr": "http://localhost:8000/fr/news/only-english/",
        "x-default": "http://localhost:8000/en/news/only-english/",
    }


def test_a_khmer_list_shows_what_is_not_translated_with_its_language(client):
    page = make_news("Minutes of the first meeting are public")
    text = client.get("/km/news/").text
    assert f'<h3 lang="en"><a href="{page.url_path}" hreflang="en">' in text
    assert "ជាភាសាអង់គ្លេស" in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Of 2023", "Of 2022"]),
        ("?year=2022", ["Of 2022"]),
        ("?year=1999", []),
        ("?year=twenty", ["Of 2023", "Of 2022"]),
        ("?year=99999999999999999999", ["Of 2023", "Of 2022"]),
        ("?year=" + "9" * 5000, ["Of 2023", "Of 2022"]),
        ("?page=99", ["Of 2023", "Of 2022"]),
        ("?page=-1", ["Of 2023", "Of 2022"]),
    ],
)
def test_news_by_year(client, query, titles):
    make_news("Of 2022", published_on=date(2022, 9, 9))
    make_news("Of 2023", published_on=date(2023, 1, 1))
    make_news("Of the archive", historic=True, published_on=date(2022, 1, 1))
    response = client.get(f"/en/news/{query}")
    assert [row.title for row in response.context["news"]] == titles


def test_published_and_took_place_stand_apart(client):
    page = make_news(
        published_on=date(2022, 9, 9),
        published_provenance="derived",
        event_start=date(2022, 9, 8),
        corrected_on=date(2022, 9, 12),
        correction="One alternate had been left out.",
    )
    response = client.get(page.url_path)
    assert (
        '<time datetime="2022-09-09">9 September 2022</time> <small class="soft">derived</small>'
        in response.text
    )
    assert '<time datetime="2022-09-08">8 September 2022</time></dd>' in response.text
    assert "Corrected on 12 September 2022." in response.text
    assert structured(response) | {"dateModified": "2022-09-12", "datePublished": "2022-09-09"} == structured(
        response
    )


def test_a_date_known_to_the_month_never_shows_a_day(client):
    page = make_news(published_on=date(2012, 9, 1), published_precision="month")
    response = client.get(page.url_path)
    assert '<time datetime="2012-09">September 2012</time>' in response.text
    assert structured(response)["datePublished"] == "2012-09"


def test_counts_come_from_the_record(client):
    meeting = held(1)
    meeting.stated_representatives, meeting.stated_organisations = 16, 9
    meeting.save()
    page = make_news(meeting=meeting)
    assert (
        "16 representatives of nine organisations took part, as stated in the source."
        in client.get(page.url_path).text
    )


def test_a_press_release_has_letterhead_embargo_and_signatories(client):
    page = make_news(
        kind=PressReleasePage,
        embargo_until=timezone.now() - timedelta(hours=2),
        signatories=[("signatory", {"name": "Paper Boat", "title": "for its members"})],
    )
    text = client.get(page.url_path).text
    assert text.index('class="letterhead"') < text.index("<h1>")
    for words in ("Press release", "Embargo until", "Paper Boat", "for its members"):
        assert words in text


def test_a_historic_page_says_so_before_its_title(client):
    page = make_page(
        StructurePage,
        "Structure of the section",
        below="/en/archive/",
        historic=True,
        published_on=date(2010, 1, 1),
        published_precision="year",
        source_url="http://old.example/structure",
        imported_on=date(2026, 1, 2),
        mission="To listen.",
        objectives=[("objective", f"Point {n}") for n in (1, 2, 3)],
        addresses=[
            (
                "address",
                {
                    "text": "National Road 0",
                    "phones": [{"kind": "phone", "number": "+855 23 000 000"}],
                    "historic": True,
                    "validity": "until the move",
                },
            )
        ],
    )
    text = client.get(page.url_path).text
    assert text.index("Historic page.") < text.index("<h1>")
    for words in ("As published on 2010.", "http://old.example/structure", "Taken over on 2 January 2026."):
        assert words in strip_tags(text)
    assert text.count("<li>Point ") == 3
    assert "+855 23 000 000" in text
    assert "tel:" not in text


def test_a_finished_project_is_not_offered(client):
    facts = {"starts_on": date(2016, 1, 1), "ends_on": date(2018, 12, 1)}
    text = client.get(make_page(ProjectPage, "Listening", **facts).url_path).text
    assert "This project has ended." in text
    assert "It ran until December 2018" in strip_tags(text)
    running = make_page(ProjectPage, "Still listening", ends_on=timezone.localdate() + timedelta(days=90))
    assert "This project has ended." not in client.get(running.url_path).text


def test_a_factsheet_sorts_its_sections_and_follows_its_recommendations(client, django_assert_num_queries):
    def section(number, heading):
        return (
            "section",
            {"number": number, "heading": heading, "body": [("text", f"<p>On {heading}.</p>")]},
        )

    page = make_page(
        FactsheetPage,
        "From listening to care",
        subtitle="What people ask for",
        undated_after=2024,
        core_message="Care does not end with a verdict.",
        sections=[
            section(7, "Conclusion"),
            section(1, "Background"),
            section(None, "Why"),
            section(6, "Needs"),
        ],
        resources=[("citation", {"text": "Handbook, 2020", "url": "https://handbook.example/"})],
    )
    key = page.translation_key
    for number in (1, 2):
        Recommendation.objects.create(
            document_key=key,
            source=page.title,
            number=number,
            title_en=f"Ask {number}",
            addressees="A ministry",
        )
    text = client.get(page.url_path).text
    headings = re.findall(r"(Background|Why|Needs|Conclusion)\s*</h2>", text)
    assert headings == ["Background", "Why", "Needs", "Conclusion"]
    assert "undated (after 2024)" in text
    assert f"{timezone.localdate().year}" not in re.search(r"<dl.*?</dl>", text, re.S).group()
    assert "Ask 1" in text
    assert "Ask 2" in text
    assert '<a href="https://handbook.example/">Handbook, 2020</a>' in text
    assert len(re.findall("<h1", text)) == 1


def test_an_event_keeps_its_range_and_the_promised_report(client):
    page = make_page(
        EventPage,
        "Conference",
        event_start=date(2012, 9, 13),
        event_end=date(2012, 9, 14),
        participants="more than 200",
        report_promised="A written report will follow.",
    )
    response = client.get(page.url_path)
    assert (
        '<time datetime="2012-09-13">13</time>–<time datetime="2012-09-14">14 September 2012</time>'
        in response.text
    )
    assert "promised, not there yet" in response.text
    data = structured(response)
    assert (data["@type"], data["startDate"], data["endDate"]) == ("Event", "2012-09-13", "2012-09-14")


def test_structured_data_cannot_be_left(client):
    page = make_news("</script><script>alert(1)</script>", lead="<!-- & \u2028 -->")
    response = client.get(page.url_path)
    assert "<script>alert" not in response.text
    assert structured(response)["headline"] == "</script><script>alert(1)</script>"


def test_pasted_markup_is_cleaned_and_links_to_our_own_pages_stay(client):
    other = make_news(slug="other")
    page = make_news(
        body=[
            (
                "text",
                f'<p onclick="x()">Read <a linktype="page" id="{other.pk}">this</a>, <a href="javascript:x()">not</a> '
                '<a href="https://else.example/">that</a>.</p><script>x()</script>',
            )
        ]
    )
    text = client.get(page.url_path).text
    body = re.search(r'<div class="prose">(.*?)</div>', text, re.S).group(1)
    assert body == (
        '<p>Read <a href="/en/news/other/">this</a>, not <a href="https://else.example/">that</a>.</p>'
    )


def test_preview_of_a_draft_works_for_the_editor(rf):
    page = NewsPage.objects.get(pk=make_news("Draft", live=False).pk)
    response = page.make_preview_request()
    assert response.status_code == 200
