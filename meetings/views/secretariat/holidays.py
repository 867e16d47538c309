"""Public holidays of a year: what is computed, and what the secretariat enters over it."""

from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.working_days import FIRST_YEAR, computed, days_between
from meetings.actions import holidays as verbs
from meetings.enums import MeetingState, Precision
from meetings.forms.holiday import HolidayForm, KnownDayForm
from meetings.models import Meeting
from meetings.views.secretariat.telling import accepted, told
from members.rules import is_secretariat
from members.views.guards import requires

LAST_YEAR = 2150  # the library's lunar calendar ends soon after


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """A year by months, with the meetings that stand on a day off; beneath it the form for one more day."""
    year = _year(request.GET.get("year", ""))
    form = HolidayForm(request.POST or None)
    saved: list[date] = []
    if request.method == "POST" and accepted(
        request, form, lambda: saved.append(form.save(by=request.person)), done=_("The day is entered.")
    ):
        return redirect(_of(saved[0]))
    known = days_between(date(year, 1, 1), date(year, 12, 31)).known
    standing = Meeting.objects.filter(
        date__year=year,
        precision=Precision.DAY,
        state__in=[MeetingState.PLANNED, MeetingState.ANNOUNCED],
        date__gte=timezone.localdate(),
    )
    meetings: dict[date, list[Meeting]] = {}
    for meeting in standing.in_order():
        meetings.setdefault(meeting.date, []).append(meeting)
    lines = [
        {"holiday": holiday, "meetings": [] if holiday.is_working_day else meetings.get(day, [])}
        for day, holiday in known.items()
    ]
    context = {
        "year": year,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "months": [
            (date(year, month, 1), list(of_month))
            for month, of_month in groupby(lines, key=lambda line: line["holiday"].date.month)
        ],
        "form": form,
    }
    return render(request, "meetings/secretariat/holidays.html", context)


def _year(text: str) -> int:
    """The year asked for, or this one."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


def _of(day: date) -> str:
    """The address of the year of a day."""
    return f"{reverse('meetings:holidays')}?year={day.year}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: HttpRequest, day: str) -> HttpResponse:
    """One day: its names and source, another day for it, or off the list."""
    when = _day(day)
    known = days_between(when, when).known.get(when)
    form = KnownDayForm(request.POST or None, day=when, known=known)
    saved: list[date] = []
    if request.method == "POST" and accepted(
        request, form, lambda: saved.append(form.save(by=request.person)), done=_("The day is changed.")
    ):
        return redirect(_of(saved[0]))
    context = {"day": when, "known": known, "form": form, "computed": computed(when.year).get(when)}
    return render(request, "meetings/secretariat/holiday.html", context)


@requires(is_secretariat)
@require_POST
def holiday_remove(request: HttpRequest, day: str) -> HttpResponse:
    """What was entered goes; what is computed counts again."""
    when = _day(day)
    told(
        request,
        lambda: verbs.forget_holiday(when, by=request.person),
        done=_("What was entered for this day is removed."),
    )
    return redirect(_of(when))
