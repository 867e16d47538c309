"""The run sheet: one item at a time, for whoever runs the day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from hub.errors import Refused
from hub.once import once
from meetings.actions import run_sheet
from meetings.models import Meeting
from meetings.views.secretariat.run_page import begin_page, current_item, item_page
from meetings.views.secretariat.running import item_of, key_of, moment_of, on_the_day


@on_the_day
@require_safe
def run(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Before the meeting begins: what is missing, and the button; afterwards on to the item on the table."""
    if meeting.ended_at:
        return redirect("meetings:run_end", slug=meeting.slug)
    item = current_item(meeting) if meeting.began_at else None
    if item is None:
        return begin_page(request, meeting)
    return redirect("meetings:run_item", slug=meeting.slug, number=item.number)


@on_the_day
@require_safe
def run_item(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """One item with its clock, note, decision and action; the order on its left, the room on its right."""
    item = item_of(meeting, number)
    if not meeting.began_at:
        return redirect("meetings:run", slug=meeting.slug)
    return item_page(request, meeting, item)


@on_the_day
@require_POST
def run_begin(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The meeting begins; its first item is taken up by the next tap."""
    try:
        run_sheet.begin(meeting, by=request.person, now=moment_of(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("meetings:run", slug=meeting.slug)


@on_the_day
@require_POST
def run_move(request: HttpRequest, meeting: Meeting, number: int, verb: str) -> HttpResponse:
    """Take an item up, or finish it."""
    item = item_of(meeting, number)
    verbs = {"take-up": run_sheet.take_up, "finish": run_sheet.finish}
    if verb not in verbs:
        raise Http404
    act, by, at = verbs[verb], request.person, moment_of(request)
    try:
        once(key_of(request), by=by, do=lambda: act(item, by=by, now=at).pk)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("meetings:run_item", slug=meeting.slug, number=number)
    if verb == "finish" and not meeting.agenda_items.filter(number__gt=number).exists():
        return redirect("meetings:run_end", slug=meeting.slug)
    return redirect("meetings:run_item", slug=meeting.slug, number=number)
