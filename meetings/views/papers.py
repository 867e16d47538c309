"""The papers of an agenda, and what changed in it since a version: for whoever may read them, asked at each request."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.languages.digits import for_language
from meetings.documents.paper_kinds import KINDS, extension
from meetings.enums import Audience
from meetings.models import AgendaVersion, Meeting, Paper
from meetings.public import words
from meetings.public.agenda import changed_item, closed_to
from meetings.public.agenda_changes import changes
from meetings.public.meeting import visible_to
from meetings.views.record import language, reads, trail


@require_safe
def paper(request: HttpRequest, slug: str, pk: int, filename: str) -> HttpResponse:
    """One file, to be kept rather than opened; not found for whoever may not read it, as if there were none."""
    audience = reads(request)
    versions = AgendaVersion.objects.filter(meeting=OuterRef("item__meeting"), audience=audience)
    found = get_object_or_404(
        Paper.objects.visible_to(audience)
        .select_related("item__meeting")
        .annotate(released=Subquery(versions.order_by("-number").values("body")[:1])),
        pk=pk,
        item__meeting__slug=slug,
        filename=filename,
    )
    if not found.file or not visible_to(found.item.meeting, audience) or not _is_released(found, audience):
        raise Http404
    response = get_conditional_response(request, etag=f'"{found.sha256}"') or _sent(found)
    response["ETag"] = f'"{found.sha256}"'
    response["Cache-Control"] = "public, no-cache" if _is_public(found) else "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_released(paper: Any, audience: Audience) -> bool:
    """Whether the agenda that this audience reads has the paper's item: before the meeting, that of the last release.

    `paper.released` is the body of that release, None before the first.
    """
    if audience == Audience.SECRETARIAT or paper.item.meeting.is_held or paper.released is None:
        return True
    return any(entry["item"] == paper.item_id and not entry.get("closed") for entry in paper.released)


def _sent(paper: Paper) -> FileResponse:
    try:
        content = paper.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = KINDS[extension(paper.filename)]
    response = FileResponse(content, as_attachment=True, filename=paper.filename, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_public(paper: Paper) -> bool:
    return all(
        audience == Audience.PUBLIC
        for audience in (paper.audience, paper.item.audience, paper.item.meeting.audience)
    )


@require_safe
def agenda_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """`?from=` and `?to=` name versions; without them the first and the latest."""
    audience, code = reads(request), language()
    meeting = get_object_or_404(Meeting.objects.visible_to(audience).for_record(), slug=slug)
    mine = AgendaVersion.objects.filter(meeting=meeting, audience=audience).order_by("number")
    numbers = {str(number): number for number in mine.values_list("number", flat=True)}
    if not numbers:
        raise Http404
    before = _asked(request, "from", numbers, min(numbers.values()))
    after = _asked(request, "to", numbers, max(numbers.values()))
    versions = {version.number: version for version in mine.filter(number__in={before, after})}
    closed = set(
        meeting.agenda_items.exclude(audience__in=audience.reads).values_list("pk", flat=True)
    )  # a release keeps no title of theirs either; this holds where somebody wrote past the verbs
    old, new = (closed_to(versions[number].body, closed) for number in (before, after))
    title = words.title(meeting, code)
    context = {
        "crumbs": trail(
            (_("Meetings"), reverse("meetings:meeting_list")),
            (title, reverse("meetings:meeting_detail", args=[slug])),
            (_("What changed in the agenda"), ""),
        ),
        "slug": slug,
        "title": title,
        "rows": [changed_item(change, code) for change in changes(old, new)],
        "before": versions[before],
        "after": versions[after],
        "numbers": [(number, for_language(number, code)) for number in numbers.values()],
    }
    return render(request, "meetings/agenda_changes.html", context)


def _asked(request: HttpRequest, name: str, known: dict[str, int], otherwise: int) -> int:
    asked = request.GET.get(name, "")
    if not asked:
        return otherwise
    if asked not in known:
        raise Http404
    return known[asked]
