"""The sample's pages: news of the first meeting in three languages, and invented news in two."""

from datetime import date
from uuid import uuid4

from wagtail.models import Locale, Page

from cms_pages.enums import Provenance
from cms_pages.models import NewsIndexPage, NewsPage
from cms_pages.sample.page_words import FIRST_MEETING, INVENTED_NEWS
from meetings.models import Meeting

FIRST_KEY = uuid4()
SECOND_KEY = uuid4()


def load_pages() -> None:
    """Publish everything below the home pages that the migration made."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    first = Meeting.objects.get(slug="2022-09")
    for code, facts in FIRST_MEETING.items():
        _news(
            locales[code],
            key=FIRST_KEY,
            slug="a-working-group-is-formed",
            published_on=date(2022, 9, 9),
            published_provenance=Provenance.DERIVED,
            event_start=date(2022, 9, 8),
            meeting=first,
            source_url="",
            **facts,
        )
    second = Meeting.objects.get(slug="2022-10")
    for code, facts in INVENTED_NEWS.items():
        _news(
            locales[code],
            key=SECOND_KEY,
            slug="how-the-secretariat-works",
            published_on=date(2022, 10, 17),
            event_start=second.date,
            meeting=second,
            is_sample=True,
            **facts,
        )


def _news(locale: Locale, *, key, **facts) -> None:
    page = NewsPage(locale=locale, translation_key=key, **_with_body(facts))
    _publish(page, below=NewsIndexPage.objects.get(locale=locale))


def _with_body(facts: dict) -> dict:
    """`text` (paragraphs of HTML) becomes the page's one text block."""
    return {
        **{name: value for name, value in facts.items() if name != "text"},
        "body": [("text", facts["text"])],
    }


def _publish(page: Page, *, below: Page) -> None:
    below.add_child(instance=page)
    page.save_revision().publish()
