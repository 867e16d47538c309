"""What stands on a page of the run sheet."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hub.languages.fallback import best_text
from meetings.enums import ItemState
from meetings.models import AgendaItem, Meeting
from meetings.views.secretariat.run_notes import brought_along, note_boxes
from meetings.views.secretariat.running import fresh_key

RINGS = {
    ItemState.WAITING: "next",
    ItemState.RUNNING: "now",
    ItemState.DONE: "held",
    ItemState.PUT_OFF: "carried",
}


def current_item(meeting: Meeting) -> AgendaItem | None:
    """The item on the table; else the first that waits, else the last."""
    items = list(meeting.agenda_items.order_by("number"))
    for state in (ItemState.RUNNING, ItemState.WAITING):
        if found := next((item for item in items if item.state == state), None):
            return found
    return items[-1] if items else None


def spent(item: AgendaItem, now: datetime) -> dict:
    """{used, allotted, over}: whole minutes; allotted None where none are set, over 0 while on time."""
    used = item.seconds_at(now) // 60
    allotted = item.minutes_allotted
    return {"used": used, "allotted": allotted, "over": max(used - allotted, 0) if allotted else 0}


def order_of(meeting: Meeting, shown: AgendaItem | None, *, reads: str, now: datetime) -> list[dict]:
    """The agenda as knots of a cord: [{item, ring, shown, closed, time}]; `closed` items show no title."""
    return [
        {
            "item": item,
            "ring": RINGS[ItemState(item.state)],
            "shown": shown is not None and item.pk == shown.pk,
            "closed": item.audience not in reads.reads,
            "time": spent(item, now),
        }
        for item in meeting.agenda_items.order_by("number").prefetch_related("notes")
    ]


def begin_page(request: HttpRequest, meeting: Meeting, *, status: int = 200) -> HttpResponse:
    """Before the meeting begins."""
    now = timezone.now()
    context = {
        "meeting": meeting,
        "order": order_of(meeting, None, reads=request.reads, now=now),
        "once_key": fresh_key,
    }
    return render(request, "meetings/secretariat/run/begin.html", context, status=status)


def item_page(request: HttpRequest, meeting: Meeting, item: AgendaItem, *, status: int = 200) -> HttpResponse:
    """One item of a meeting that has begun."""
    now = timezone.now()
    order = order_of(meeting, item, reads=request.reads, now=now)
    place = next(index for index, row in enumerate(order) if row["shown"])
    closed = order[place]["closed"]
    language = request.LANGUAGE_CODE
    brought = brought_along((row["item"] for row in order), reads=request.reads, language=language)
    context = {
        "meeting": meeting,
        "item": item,
        "title": best_text(item, "title", request.LANGUAGE_CODE),
        "order": order,
        "row": order[place],
        "place": place + 1,
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        "closed": closed,
        "slug": meeting.slug,
        "number": item.number,
        "boxes": note_boxes(item, item.notes.all(), reads=request.reads, language=language),
        "offline_boxes": note_boxes(AgendaItem(), (), reads=request.reads, language=language),
        "brought": brought,
        "now": now,
        "once_key": fresh_key,
    }
    return render(request, "meetings/secretariat/run/item.html", context, status=status)
