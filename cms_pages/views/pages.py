"""Serving pages. A page's path in the tree is its public address, so one look-up finds it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms_pages.models.querysets import pages


@require_safe
def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """The public page at `path` below the language of the address; 404 for drafts, embargoed and closed pages.

    Wagtail's own view walks down the tree, one query for each part of the address, and asks for site and
    restrictions besides; this asks one question, `public_at`, and gives one answer for all that is not public.
    """
    url_path = f"/{get_language()}/{path}"
    slug = url_path.rstrip("/").rpartition("/")[2]
    page = pages().public_at(timezone.now()).filter(slug=slug, url_path=url_path).first()
    if page is None or page.depth == 1:
        raise Http404
    return page.specific.serve(request)
