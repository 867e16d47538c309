"""Lists of news as finished rows: one query, whatever the length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cms_pages.models.family import language_of
from cms_pages.models.querysets import LANGUAGES

COLUMNS = ("title", "lead", "url_path", "published_on", "published_precision", "is_sample")


@dataclass(frozen=True)
class NewsRow:
    """One line: `lang` is the language it really is in, `languages` all those it can be read in."""

    title: str
    lead: str
    url: str
    lang: str
    published_on: date | None
    published_precision: str
    languages: tuple[str, ...]


def news_rows(news: Iterable) -> list[NewsRow]:
    """Rows from a query of news items `with_languages`; it is read here."""
    flags = [f"has_{code}" for code in LANGUAGES]
    return [
        NewsRow(
            title=item["title"],
            lead=item["lead"],
            url=item["url_path"],
            lang=language_of(item["url_path"]),
            published_on=item["published_on"],
            published_precision=item["published_precision"],
            languages=tuple(code for code in ("km", "en", "fr") if item[f"has_{code}"]),
        )
        for item in news.values(*COLUMNS, *flags)
    ]
