"""Pages are translated with wagtail-localize: one slug in all languages, and nothing goes live by being copied."""

import brotli
import pytest
from django.contrib.staticfiles import finders
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms_pages.models import NewsPage
from tests.builders import make_news

pytestmark = pytest.mark.django_db
LIGHT_ENOUGH = 15_000  # octets of brotli, HTML and style sheet, without fonts


@pytest.fixture
def french():
    return Locale.objects.get(language_code="fr")


def test_a_translation_begins_as_a_draft_under_the_same_slug(client, french):
    page = make_news(
        "The group stays open", slug="open", lead="Write to us.", body=[("text", "<p>Come.</p>")]
    )
    translate_object(page, [french])
    copy = NewsPage.objects.get(locale=french)
    assert (copy.slug, copy.live, copy.url_path) == ("open", False, "/fr/news/open/")
    assert client.get("/fr/news/open/").status_code == 404
    assert [link["missing"] for link in client.get(page.url_path).context["language_links"]] == [
        True,
        False,
        True,
    ]


def test_translated_strings_arrive_on_the_page_once_it_is_published(
    client, french, django_capture_on_commit_callbacks
):
    page = make_news("The group stays open", slug="open", lead="Write to us.")
    translate_object(page, [french])
    translation = Translation.objects.get(target_locale=french)
    for source, words in (
        ("The group stays open", "Le groupe reste ouvert"),
        ("Write to us.", "Écrivez-nous."),
    ):
        segment = translation.source.stringsegment_set.get(string__data=source)
        StringTranslation.objects.create(
            translation_of=segment.string, locale=french, context=segment.context, data=words
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    text = client.get("/fr/news/open/").text
    assert "Le groupe reste ouvert" in text
    assert "Écrivez-nous." in text


@pytest.mark.parametrize("code", ["en", "km", "fr"])
def test_home_is_light(client, code):
    for number in range(3):
        make_news(f"News {number}", lead="Two leads, one rule on publishing. " * 3)
    with open(finders.find("hub/hub.css"), "rb") as sheet:
        css = len(brotli.compress(sheet.read()))
    assert len(brotli.compress(client.get(f"/{code}/").content, quality=5)) + css <= LIGHT_ENOUGH
