"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms_pages.search import asked, found_decisions, found_meetings, found_pages, page_hits

PER_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` over public pages, meetings and decisions; without words, the field alone."""
    query = asked(request.GET.get("q", ""))
    context: dict = {"query": query}
    if query:
        language = get_language()
        page = Paginator(found_pages(query, language, timezone.now()).specific(), PER_PAGE).get_page(
            request.GET.get("page")
        )
        first = page.number == 1
        context |= {
            "page_obj": page,
            "hits": page_hits(list(page.object_list), query),
            "meetings": found_meetings(query, language) if first else [],
            "decisions": found_decisions(query, language) if first else [],
        }
    return render(request, "cms_pages/search.html", context)
