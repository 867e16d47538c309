"""Found in every usual spelling, and nothing found that is not public."""

from datetime import date

import pytest
from django.utils import timezone

from cms_pages.models import StructurePage
from cms_pages.search import found_decisions, found_meetings, found_pages, page_hits
from hub.actors import SYSTEM
from meetings.actions import decisions
from meetings.enums import Audience, MeetingState
from tests.builders import make_meeting, make_news, make_page

pytestmark = pytest.mark.django_db


def found(query, language="en"):
    return [page.title for page in found_pages(query, language, timezone.now())]


@pytest.mark.parametrize(
    "query",
    ["ស្រ្តី", "ស្ត្រី", "ស្\u200bត្រី", "សំណុំរឿង ០០២", "សំណុំរឿង 002", "បណ្ដឹង", "បណ្តឹង"],
)
def test_khmer_is_found_in_every_spelling(query):
    make_news("ព័ត៌មាន", language="km", lead="ស្ត្រីនិងសំណុំរឿង០០២ អំពីបណ្តឹង")
    make_news("ផ្សេង", language="km", lead="កិច្ចប្រជុំ")
    assert found(query, "km") == ["ព័ត៌មាន"]


@pytest.mark.parametrize(
    "query", ["centre organisation", "CENTER organization", "ECCC’s", "ECCC's", "reparations"]
)
def test_latin_is_found_in_every_spelling(query):
    make_news("Centre", lead="The organisation of the ECCC’s réparations")
    assert found(query) == ["Centre"]


def test_corrected_readings_find_what_is_misspelt():
    make_page(StructurePage, "Structure", mission="To facilatate", corrected_readings="facilitate")
    assert found("facilitate") == ["Structure"]
    assert found("facilatate") == ["Structure"]


def test_all_words_are_wanted_and_neighbours_stay_neighbours():
    make_news("One", lead="legal follow-up of the group")
    make_news("Two", lead="the legal group")
    assert sorted(found("legal group")) == ["One", "Two"]
    assert found("legal follow") == ["One"]


def test_the_language_of_the_reader_comes_first():
    make_news("English ECCC")
    make_news("Français ECCC", language="fr")
    assert found("ECCC", "fr") == ["Français ECCC", "English ECCC"]


def test_a_page_is_no_longer_found_once_it_is_unpublished():
    page = make_news("Findable")
    assert found("findable") == ["Findable"]
    page.unpublish()
    assert found("findable") == []


def test_hits_show_the_place_in_the_text():
    page = make_news("Care", lead="Long before. <script> Care comes first.")
    (hit,) = page_hits([page], "care")
    assert hit.title == "<mark>Care</mark>"
    assert "<mark>Care</mark> comes first." in hit.text
    assert "<script>" not in hit.text


def test_public_decisions_and_meetings_are_found_and_no_others():
    meeting = make_meeting(date(2022, 9, 8), state=MeetingState.HELD, number=1, slug="2022-09")
    for audience in Audience:
        decisions.decide(
            meeting,
            by=SYSTEM,
            title={"en": f"Thematic groups for {audience}"},
            text={"en": "They begin."},
            audience=audience,
        )
    hidden = {"slug": "2022-10", "audience": Audience.MEMBERS, "state": MeetingState.HELD, "number": 2}
    make_meeting(date(2022, 10, 13), **hidden)
    assert [str(view.headline) for view in found_decisions("thematic", "en")] == [
        "Thematic groups for public"
    ]
    assert [row.slug for row in found_meetings("2022", "en")] == ["2022-09"]


def test_the_search_page_says_when_there_is_nothing(client):
    assert "Nothing public has all these words." in client.get("/en/search/?q=zzzz").text
    assert "Nothing public" not in client.get("/en/search/?q=").text
