import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from cms_pages.enums import RESERVED_SLUGS
from cms_pages.models import ArchiveIndexPage, HomePage, NewsPage, PlainPage, SectionIndexPage
from tests.builders import make_news, make_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS - {"feed"}))
def test_addresses_of_the_hub_are_refused_to_pages(slug):
    with pytest.raises(ValidationError) as refusal:
        make_page(PlainPage, slug=slug)
    assert "The hub itself uses this address" in refusal.value.message_dict["slug"][0]


def test_every_first_step_of_the_url_table_is_reserved():
    taken = set()
    for pattern in get_resolver("hub.urls").url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            for deepest in getattr(inner, "url_patterns", [inner]):
                first = str(deepest.pattern).split("/")[0]
                if first.isalpha():
                    taken.add(first)
    below_a_language = {
        "meetings",
        "decisions",
        "actions",
        "recommendations",
        "calendar",
        "my",
        "secretariat",
    }
    assert below_a_language | {"join", "search"} <= taken & RESERVED_SLUGS


def test_deeper_down_the_same_word_is_free():
    section = make_page(SectionIndexPage, "Projects")
    page = section.add_child(
        instance=SectionIndexPage(title="Meetings", slug="meetings", locale=section.locale)
    )
    assert page.url_path == f"{section.url_path}meetings/"


def test_a_page_knows_its_address_without_a_query(django_assert_num_queries):
    page = make_news(slug="first-meeting")
    with django_assert_num_queries(0):
        assert page.get_url() == "/en/news/first-meeting/"
        assert page.full_url == "http://localhost:8000/en/news/first-meeting/"
        assert page.language == "en"


def test_a_home_page_keeps_its_language_as_its_slug():
    home = HomePage.objects.get(url_path="/fr/")
    home.slug = "accueil"
    home.save()
    assert home.slug == "fr"


def test_nobody_can_put_a_page_behind_a_password():
    assert NewsPage.private_page_options == []


@pytest.mark.parametrize(
    ("parent", "child", "fits"),
    [(HomePage, NewsPage, False), (ArchiveIndexPage, NewsPage, True), (NewsPage, PlainPage, False)],
)
def test_kinds_of_pages_stand_where_they_belong(parent, child, fits):
    assert (child in parent.allowed_subpage_models()) is fits
