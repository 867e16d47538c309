"""What stands on a page of the run sheet."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.languages.fallback import best_text
from meetings.actions.next_meeting import following
from meetings.actions.run_sheet import DAY_IS_OVER, is_past
from meetings.enums import HELD_STATES, LOCKED_MINUTES, Audience, ItemState, MeetingState, Precision
from meetings.forms.day import ActionLineForm, DecisionLineForm
from meetings.models import AgendaItem, Meeting, Minutes
from meetings.models.meeting import PHNOM_PENH
from meetings.views.secretariat.run_notes import brought_along, note_boxes
from meetings.views.secretariat.run_room import room_of
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


def spent(item: AgendaItem, now: datetime) -> dict[str, int]:
    """{used, allotted, over, shown, seconds}: whole minutes; allotted 0 where none are set, `shown` fills the bar."""
    seconds = item.seconds_at(now)
    used, allotted = seconds // 60, item.minutes_allotted or 0
    over = max(used - allotted, 0) if allotted else 0
    return {
        "used": used,
        "allotted": allotted,
        "over": over,
        "shown": min(used, allotted),
        "seconds": seconds,
    }


def order_of(
    meeting: Meeting, shown: AgendaItem | None, *, reads: Audience, now: datetime
) -> list[dict[str, Any]]:
    """The agenda as knots of a cord: [{item, ring, shown, closed, time}]; of `closed` items no word is shown."""
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


def outcomes_of(meeting: Meeting, reads: Audience, item: AgendaItem | None = None) -> dict[str, list]:
    """{decisions, actions} caught so far, of the meeting or of one item, as far as `reads` goes; two queries."""
    decisions, actions = meeting.decisions.all(), meeting.actions.all()
    if reads != Audience.SECRETARIAT:
        decisions, actions = decisions.visible_to(reads), actions.visible_to(reads)
    if item is not None:
        decisions, actions = decisions.filter(agenda_item=item), actions.filter(agenda_item=item)
    actions = actions.select_related("meeting", "owner_organisation", "owner_person")
    return {
        "decisions": list(decisions.order_by("number")),
        "actions": list(actions.order_by("number")),
    }


def frame(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> dict[str, Any]:
    """What every page of the run sheet needs."""
    now = timezone.now()
    return {
        "meeting": meeting,
        "item": item,
        "order": order_of(meeting, item, reads=request.reads, now=now),
        "now": now,
        "is_clerk": request.reads == Audience.SECRETARIAT,
        "locked": Minutes.objects.filter(meeting=meeting, state__in=LOCKED_MINUTES).exists(),
        "once_key": fresh_key,
    }


# What would have to happen before a meeting begins, and the state or fact that says so.
BEFORE_IT_BEGINS: list[tuple[Callable[[Meeting, datetime], bool], Any]] = [
    (lambda meeting, now: meeting.state == MeetingState.PLANNED, _("The meeting must be announced first.")),
    (lambda meeting, now: meeting.state == MeetingState.CANCELLED, _("It was cancelled. Restore it first.")),
    (
        lambda meeting, now: meeting.state == MeetingState.POSTPONED,
        _("It was postponed. Give it a new day first."),
    ),
    (
        lambda meeting, now: meeting.precision == Precision.MONTH,
        _("Only its month is known. Set the day first."),
    ),
    (
        lambda meeting, now: (
            meeting.state not in HELD_STATES
            and meeting.precision == Precision.DAY
            and meeting.date > now.astimezone(PHNOM_PENH).date()
        ),
        _("Its day has not come yet. It can begin from then on."),
    ),
    (
        lambda meeting, now: (
            meeting.state in (MeetingState.ANNOUNCED, *HELD_STATES) and is_past(meeting, now)
        ),
        DAY_IS_OVER,
    ),
    (
        lambda meeting, now: not meeting.agenda_items.exists(),
        _("Its agenda is empty. Put an item on it first."),
    ),
]


def begin_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Before the meeting begins: what would have to happen first, or the button."""
    context = frame(request, meeting, None)
    wanting = [sentence for holds, sentence in BEFORE_IT_BEGINS if holds(meeting, context["now"])]
    context["wanting"] = wanting
    return render(request, "meetings/secretariat/run/begin.html", context)


def item_page(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, *, status: int = 200, **given: Any
) -> HttpResponse:
    """One item of a meeting that has begun. `given` are forms that were not accepted, with what was typed in them."""
    context = frame(request, meeting, item)
    order = context["order"]
    place = next(index for index, row in enumerate(order) if row["shown"])
    closed = order[place]["closed"]
    language = request.LANGUAGE_CODE
    if not closed:
        context |= outcomes_of(meeting, request.reads, item)
    notes = order[place]["item"].notes.all()
    context |= {
        "kept_at": max(
            (note.changed_at for note in notes if note.audience in request.reads.reads), default=None
        ),
        "title": best_text(item, "title", language),
        "row": order[place],
        "place": place + 1,
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
        "running": next((row for row in order if row["item"].state == ItemState.RUNNING), None),
        "closed": closed,
        "slug": meeting.slug,
        "number": item.number,
        "boxes": note_boxes(item, notes, reads=request.reads, language=language),
        "offline_boxes": note_boxes(AgendaItem(), (), reads=request.reads, language=language),
        "nobody": AgendaItem(number=0),
        "brought": brought_along((row["item"] for row in order), reads=request.reads, language=language),
        "room": room_of(meeting, language=language, now=context["now"]),
        "decision_form": DecisionLineForm(),
        "line_form": ActionLineForm(),
    }
    if given.get("understood", {}).get("due_next_meeting"):
        context["next_meeting"] = following(meeting)
    return render(request, "meetings/secretariat/run/item.html", {**context, **given}, status=status)
