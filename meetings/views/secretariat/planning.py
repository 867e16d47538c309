"""Planning a meeting, changing it, and its life from announced to closed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.errors import Refused
from hub.languages.digits import for_language
from hub.working_days import holiday_on
from meetings.actions import planning
from meetings.actions.rescheduling import takes_place
from meetings.enums import MEETING_MOVES, MeetingState, Precision
from meetings.forms.meeting import MeetingForm, MoveForm, PlanForm, PostponeForm
from meetings.models import Meeting
from meetings.views.secretariat.previewing import Step, previewed, wants_form
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new meeting: GET shows the form, POST plans it, once."""
    form = PlanForm(request.POST or None)
    made = []

    def verb() -> str:
        return planning.plan_meeting(by=request.person, **form.facts()).slug

    if request.method == "POST" and accepted(
        request,
        form,
        lambda: made.append(form.do_once(by=request.person, do=verb)),
        done=_("The meeting is planned. Nobody sees it until it is announced."),
    ):
        return redirect("meetings:desk", slug=made[0])
    return render(request, "meetings/secretariat/plan.html", {"form": form})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything but the date, which is changed by moving the meeting. POST shows who is told, then saves."""
    meeting = meeting_of(slug)
    form = MeetingForm(request.POST or None, instance=meeting_of(slug))
    step = Step(
        button=_("Save"),
        done=_("The meeting is changed."),
        why=_("The place, or how one takes part, changes. Everybody invited is told."),
        back=reverse("meetings:desk", args=[slug]),
        can_tell=request.method == "POST" and _sends(meeting),
    )

    def verb() -> Meeting:
        tell = "tell" in request.POST
        return planning.edit_meeting(meeting, by=request.person, facts=form.facts(), tell=tell)

    return _shown(request, meeting, verb, step, form) or render(
        request, "meetings/secretariat/edit.html", {"form": form, "meeting": meeting}
    )


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Another day, hour or place. POST shows who will be asked again, then moves."""
    meeting = meeting_of(slug)
    initial = {"start_time": meeting.start_time, "end_time": meeting.end_time, "venue": meeting.venue}
    if meeting.precision == Precision.DAY:
        initial["date"] = meeting.date
    form = MoveForm(request.POST or None, initial=initial, meeting=meeting)
    step = Step(
        button=_("Move the meeting") if meeting.has_day else _("Set the day"),
        done=_("The meeting is moved. Calendars show the new day."),
        why=_("The place changes. Everybody invited is told."),
        back=reverse("meetings:desk", args=[slug]),
        note=_over_new_year(meeting, form),
    )

    def verb() -> Meeting:
        return planning.move(meeting, by=request.person, **form.cleaned_data)

    return _shown(request, meeting, verb, step, form) or render(
        request, "meetings/secretariat/move.html", {"form": form, "meeting": meeting}
    )


def _over_new_year(meeting: Meeting, form: MoveForm) -> str:
    """What stays and what does not when a meeting comes into another year; empty for any other move."""
    day = form.cleaned_data.get("date") if form.is_bound and form.is_valid() else None
    if day is None or day.year == meeting.date.year:
        return ""
    year = for_language(day.year, get_language())
    return _(
        "It comes into %(year)s: its address stays %(slug)s, lists show it under %(year)s, "
        "and its number follows the order in which meetings are held."
    ) % {"year": year, "slug": meeting.slug}


def _shown(
    request: HttpRequest, meeting: Meeting, verb: Callable[[], object], step: Step, form: forms.BaseForm
) -> HttpResponse | None:
    """The preview of a valid form, or what came of it; None where the form is to be shown, with its errors."""
    if request.method != "POST" or wants_form(request) or not form.is_valid():
        return None
    try:
        return previewed(request, meeting, verb, step, form)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return None


def _can_move(meeting: Meeting) -> bool:
    """Whether another day could still be given to it."""
    return meeting.state in (MeetingState.PLANNED, MeetingState.ANNOUNCED)


def _sends(meeting: Meeting) -> bool:
    """Whether a mail could be sent about this meeting at all."""
    return takes_place(meeting, timezone.now()) and meeting.invitations.alive().sent().exists()


@requires(is_secretariat)
@require_GET
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting at a glance: where it stands, what is missing, and every verb that is allowed now."""
    meeting = meeting_of(slug)
    return render(
        request,
        "meetings/secretariat/desk.html",
        {
            "meeting": meeting,
            "day_off": holiday_on(meeting.date) if _can_move(meeting) and meeting.has_day else None,
            "minutes": getattr(meeting, "minutes", None),
            "items": list(meeting.agenda_items.order_by("number")),
            "allowed": {str(state) for state in MEETING_MOVES[MeetingState(meeting.state)]},
            "can_restore": meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED),
            "postpone_form": PostponeForm(),
            "runs_today": meeting.is_to_run(timezone.localdate()),
            "has_begun": meeting.starts_at is not None and meeting.starts_at.date() <= timezone.localdate(),
        },
    )


@requires(is_secretariat)
@require_POST
def change_state(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """One of the plain buttons of the desk."""
    meeting = meeting_of(slug)
    by = request.person
    if verb in _TOLD:
        return _change_with_preview(request, meeting, verb)
    verbs = {
        "announce": (planning.announce, _("The meeting is announced. Everybody can see it.")),
        "hold": (planning.hold, _("The meeting is recorded as held and has its number.")),
        "close": (planning.close, _("The meeting is closed.")),
    }
    if verb == "remove":
        gone = told(request, lambda: planning.remove(meeting, by=by), done=_("The meeting is removed."))
        return redirect("meetings:cockpit") if gone else redirect("meetings:desk", slug=slug)
    if verb not in verbs:
        raise Http404
    act, done = verbs[verb]
    told(request, lambda: act(meeting, by=by), done=done)
    return redirect("meetings:desk", slug=slug)


_TOLD = ("cancel", "postpone", "restore")


def _change_with_preview(request: HttpRequest, meeting: Meeting, verb: str) -> HttpResponse:
    """Cancelling, putting off and announcing again, which those invited are told by mail."""
    back = reverse("meetings:desk", args=[meeting.slug])
    month = None
    if verb == "postpone":
        form = PostponeForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.errors["month"][0])
            return redirect(back)
        month = form.cleaned_data["month"]
    told_of = _("Everybody invited is told; their calendars remove the meeting or strike it through.")
    steps = {
        "cancel": (_("Cancel the meeting"), _("The meeting is cancelled."), told_of),
        "postpone": (_("Postpone the meeting"), _("The meeting is postponed."), told_of),
        "restore": (
            _("Announce again"),
            _("The meeting is announced again."),
            _("The meeting takes place after all. Everybody invited is told and asked again."),
        ),
    }
    button, done, why = steps[verb]
    acts = {
        "cancel": lambda: planning.cancel(meeting, by=request.person),
        "postpone": lambda: planning.postpone(meeting, by=request.person, month=month),
        "restore": lambda: planning.restore(meeting, by=request.person),
    }
    try:
        return previewed(request, meeting, acts[verb], Step(button=button, done=done, why=why, back=back))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
