"""The sitemap: public pages and the public record, each with its languages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from cms_pages.models.family import language_of
from cms_pages.models.querysets import LANGUAGES, pages
from meetings.models import Decision, Meeting

MOST = 50_000  # what the format allows in one file
LISTS = ("meeting_list", "decision_list", "action_list", "recommendation_list", "calendar")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address appears once, with the addresses of the same thing in the other languages. Three queries."""
    entries = [*_pages(), *_record()][:MOST]
    return render(request, "cms_pages/sitemap.xml", {"entries": entries}, content_type="application/xml")


def _pages() -> list[dict]:
    """[{url, changed, alternates}] of pages; a page without translation stands alone."""
    rows = (
        pages()
        .public_at(timezone.now())
        .filter(depth__gt=1)
        .order_by("path")
        .values_list("translation_key", "url_path", "last_published_at")
    )
    families: dict = {}
    for key, url_path, changed in rows[:MOST]:
        families.setdefault(key, {})[language_of(url_path)] = (f"{settings.BASE_URL}{url_path}", changed)
    return [
        {
            "url": url,
            "changed": changed,
            "alternates": {code: other for code, (other, _changed) in family.items()},
        }
        for family in families.values()
        for url, changed in family.values()
    ]


def _record() -> list[dict]:
    """The same for meetings, published minutes, decisions and the lists; they exist in every language."""
    places = [(f"meetings:{name}", (), None) for name in LISTS]
    meetings = Meeting.objects.public().select_related("minutes").order_by("date")
    for meeting in meetings:
        places.append(("meetings:meeting_detail", (meeting.slug,), meeting.changed_at))
        minutes = getattr(meeting, "minutes", None)
        if minutes and minutes.is_published:
            places.append(("meetings:minutes_detail", (meeting.slug,), minutes.published_at))
    decisions = Decision.objects.public().select_related("meeting").only("reference", "meeting__date")
    for decision in decisions:
        tail = decision.reference.rsplit("/", 1)[-1]
        places.append(("meetings:decision_detail", (decision.meeting.date.year, tail), None))
    entries = []
    for name, arguments, changed in places:
        urls = {code: _address(code, name, arguments) for code in LANGUAGES}
        entries += [{"url": url, "changed": changed, "alternates": urls} for url in urls.values()]
    return entries


def _address(language: str, name: str, arguments: tuple) -> str:
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
