"""Finding public things by words, in any usual spelling of Khmer, English and French."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.search.query import And, Phrase

from cms_pages.models.querysets import pages
from hub.languages import dates
from hub.languages.clusters import encode, runs
from hub.languages.fallback import best_text
from hub.languages.snippets import highlight, matches, snippet
from meetings.enums import Audience
from meetings.models import Decision, Meeting
from meetings.public import DecisionView, MeetingRow, decision_views, meeting_row

LONGEST_QUERY = 120
MOST_WORDS = 12
MOST_RECORDS = 1000


@dataclass(frozen=True)
class PageHit:
    """A page found: its title with the words marked, and the place in its text."""

    title: SafeString
    text: SafeString
    url: str
    lang: str


def asked(query: str) -> str:
    """The query as it is searched: without control characters, not longer than anybody types."""
    return " ".join(query.replace("\x00", " ").split())[:LONGEST_QUERY]


def matching_pages(query: str) -> QuerySet:
    """Primary keys of live pages with all words of the query; a subquery, to be narrowed to what is public."""
    words = [Phrase(" ".join(encode(piece) for piece in run)) for run in runs(asked(query))[:MOST_WORDS]]
    if not words:
        return Page.objects.none().values("pk")
    found = Page.objects.filter(live=True).search(And(words), order_by_relevance=False)
    return found.get_queryset().order_by().values("pk")


def found_pages(query: str, language: str, now: datetime) -> QuerySet:
    """Public pages with all words, those in the reader's language first, then the newest."""
    hits = pages().public_at(now).filter(pk__in=matching_pages(query))
    return hits.ranked(language).order_by("rank", "-last_published_at", "-pk")


def page_hits(found: list[Page], query: str) -> list[PageHit]:
    """Hits ready to be shown; `found` are specific pages. Snippets are cut from the public text alone."""
    query = asked(query)
    return [
        PageHit(
            title=highlight(page.title, query),
            text=snippet(page.content(), query),
            url=page.url_path,
            lang=page.language,
        )
        for page in found
    ]


def found_meetings(query: str, language: str) -> list[MeetingRow]:
    """Public meetings whose name, day or summary has all words, newest first."""
    query = asked(query)
    meetings = Meeting.objects.public().for_record().order_by("-date")[:MOST_RECORDS]
    rows = [meeting_row(meeting, Audience.PUBLIC, language, counts=False) for meeting in meetings]
    return [
        row
        for row in rows
        if matches(
            f"{row.title} {row.reference} {row.when.long} {dates.day(row.on, language)} {row.summary}", query
        )
    ]


def found_decisions(query: str, language: str) -> list[DecisionView]:
    """Public decisions with all words in their title or text, in any language, newest first."""
    query = asked(query)
    decisions = Decision.objects.public().with_context()
    hits = [decision for decision in decisions[:MOST_RECORDS] if matches(_words_of(decision), query)]
    return decision_views(hits, Audience.PUBLIC, language)


def _words_of(decision: Decision) -> str:
    languages = ("en", "km", "fr")
    texts = [best_text(decision, field, code).text for field in ("title", "text") for code in languages]
    return " ".join([decision.reference, *texts])
