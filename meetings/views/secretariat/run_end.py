"""The end of the day: the next meeting is set, what was caught is shown, the day is closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hub.errors import Refused
from hub.languages.fallback import best_text
from hub.once import once
from hub.working_days import days_around
from meetings.actions import run_sheet
from meetings.actions.next_meeting import following, proposed_day, set_next_meeting
from meetings.enums import ItemState, MeetingState
from meetings.forms.day import NextMeetingForm
from meetings.models import Meeting
from meetings.views.secretariat.run_page import frame, outcomes_of
from meetings.views.secretariat.running import fresh_key, key_of, moment_of, on_the_day


@on_the_day
@require_safe
def run_end(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What was caught, the next meeting, and the button that closes the day."""
    if not meeting.began_at:
        return redirect("meetings:run", slug=meeting.slug)
    return end_page(request, meeting)


def end_page(
    request: HttpRequest, meeting: Meeting, *, form: NextMeetingForm | None = None, key: str = ""
) -> HttpResponse:
    """The page; with a refused form it keeps what was typed."""
    after = following(meeting)
    day = after.date if after and after.has_day else proposed_day(meeting)
    context = frame(request, meeting, None)
    context |= outcomes_of(meeting, request.reads)
    context |= {
        "put_off": [row for row in context["order"] if row["item"].state == ItemState.PUT_OFF],
        "left": [row for row in context["order"] if row["item"].state == ItemState.WAITING],
        "after": after,
        "after_is_announced": bool(after) and after.state != MeetingState.PLANNED,
        "form": form or NextMeetingForm(initial=_initial(meeting, after, day), meeting=meeting),
        "next_key": key or fresh_key(),
        "warning": _holiday(form, day, request.LANGUAGE_CODE),
    }
    return render(request, "meetings/secretariat/run/end.html", context, status=422 if form else 200)


def _initial(meeting: Meeting, after: Meeting | None, day) -> dict:
    known = after if after and after.has_day else (meeting.series or meeting)
    return {
        "date": day,
        "start_time": known.start_time or meeting.start_time,
        "end_time": known.end_time or meeting.end_time,
        "host": after.host if after else meeting.host,
        "chair": after.chair if after else meeting.chair,
    }


def _holiday(form: NextMeetingForm | None, day, language: str) -> dict | None:
    """{day, name, proposed} where the day that stands in the form is a public holiday."""
    if form is not None and form.is_bound:
        day = form.cleaned_data.get("date")
    if day is None:
        return None
    days = days_around([day])
    found = days.holiday(day)
    if found is None:
        return None
    return {"day": day, "name": best_text(found, "name", language), "proposed": days.next_working(day)}


@on_the_day
@require_POST
def run_next(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Set or settle the next meeting."""
    form = NextMeetingForm(request.POST, meeting=meeting)
    key = key_of(request)
    if not form.is_valid():
        return end_page(request, meeting, form=form, key=key)
    data = form.cleaned_data
    try:
        once(
            key,
            by=request.person,
            do=lambda: (
                set_next_meeting(
                    meeting,
                    by=request.person,
                    day=data["date"],
                    start_time=data["start_time"],
                    end_time=data["end_time"],
                    host=data["host"],
                    chair=data["chair"],
                ).slug
            ),
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return end_page(request, meeting, form=form, key=key)
    messages.success(
        request, _("The next meeting is set. Nobody is told before the secretariat announces it.")
    )
    return redirect("meetings:run_end", slug=meeting.slug)


@on_the_day
@require_POST
def run_close(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Close the day; or, with `open` in the form, open it again."""
    at = moment_of(request) if not meeting.ended_at else timezone.now()
    by = request.person
    try:
        if "open" in request.POST:
            once(key_of(request), by=by, do=lambda: run_sheet.open_again(meeting, by=by).pk)
            return redirect("meetings:run", slug=meeting.slug)
        once(key_of(request), by=by, do=lambda: run_sheet.close_day(meeting, by=by, now=at).pk)
        messages.success(request, _("The day is closed. The minutes have begun as a draft."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("meetings:run_end", slug=meeting.slug)
