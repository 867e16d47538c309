"""The month on one screen: the next meeting, its steps and answers, what waits in the tray, and all other meetings."""

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hub.languages import dates
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.models.answers import AnswerBoard
from meetings.models.cycle import Month, Offsets, months, with_facts
from meetings.models.waiting import waiting
from meetings.views.secretariat import steps
from meetings.views.secretariat.invitations import shown
from meetings.views.secretariat.things import age, things
from members.rules import is_secretariat
from members.views.guards import requires

BEHIND = timedelta(days=400)  # meetings of the last year and a month still show their steps
MOST = 60
IN_TRAY = 12
_OPEN = (MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.POSTPONED)


@requires(is_secretariat)
@require_GET
def cockpit(request: HttpRequest) -> HttpResponse:
    """GET only shows; every change has its own page or button. As many queries however much there is to show."""
    now, today = timezone.now(), timezone.localdate()
    recent = Q(state__in=_OPEN) | Q(date__gte=today - BEHIND)
    known = list(with_facts(Meeting.objects.filter(recent)).in_order()[:MOST])
    all_months = months(known, Offsets.current(), today=today)
    lead = _lead(all_months, today)
    waits = waiting(today)
    shown_things = [{"thing": one, "age": age(one.at, now, today)} for one in things(waits[:IN_TRAY])]
    others = [_strip(month) for month in all_months if month is not lead]
    context = {
        "today": today,
        "meeting": lead.meeting if lead else None,
        "tray": shown_things,
        "waiting": len(waits),
        "ahead": [one for one in others if one["meeting"].state in _OPEN],
        "behind": [one for one in reversed(others) if one["meeting"].state not in _OPEN],
    }
    return render(request, "meetings/secretariat/cockpit.html", context | (_leading(lead) if lead else {}))


def _lead(all_months: list[Month], today: date) -> Month | None:
    """The meeting that the screen is about: the next one with a day, else the next month, else the last that was held."""
    alive = [month for month in all_months if month.meeting.state in _OPEN]
    coming = [month for month in alive if month.meeting.has_day and month.meeting.date >= today]
    return next(iter([*coming, *alive, *reversed(all_months)]), None)


def _leading(month: Month) -> dict:
    """What is told of the leading meeting: {knots, opened, main, away, board and its words}."""
    meeting = month.meeting
    found = {
        "knots": steps.knots(month),
        "opened": steps.opened(month),
        "main": _main(month),
        "away": dates.relative(meeting.date, month.today, get_language()) if meeting.has_day else "",
    }
    if meeting.state == MeetingState.ANNOUNCED and meeting.asked_count:
        board = AnswerBoard.of(meeting)
        found |= shown(board) | {"silent_can_be_asked": meeting.has_day and meeting.date >= month.today}
    return found


def _main(month: Month) -> dict:
    """The one main button: the run sheet on the day and the day before, else the meeting."""
    meeting = month.meeting
    near = meeting.has_day and 0 <= (meeting.date - month.today).days <= 1
    if (meeting.state == MeetingState.ANNOUNCED and near) or (
        meeting.is_held and meeting.date == month.today
    ):
        return {"url": reverse("meetings:run", args=[meeting.slug]), "label": _("Open the run sheet")}
    return {"url": reverse("meetings:desk", args=[meeting.slug]), "label": _("Open this meeting")}


def _strip(month: Month) -> dict:
    """One meeting in a line: its rings, and in words the step that is next: {meeting, rings, step, note, late}."""
    one = month.current
    return {
        "meeting": month.meeting,
        "rings": [steps.RINGS.get(step.state, step.state) for step in month.steps],
        "step": one,
        "ring": steps.RINGS.get(one.state, one.state) if one else "done",
        "url": steps.address(month.meeting, one.step) if one else "",
        "note": ", ".join(filter(None, [steps.when(month, one), steps.note(month, one)])) if one else "",
    }
