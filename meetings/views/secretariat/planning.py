"""Planning a meeting, changing it, and its life from announced to closed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meetings.actions import planning
from meetings.enums import MEETING_MOVES, MeetingState, Precision
from meetings.forms.meeting import MeetingForm, MoveForm, PlanForm, PostponeForm
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new meeting: GET shows the form, POST plans it."""
    form = PlanForm(request.POST or None)
    made = []
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: made.append(planning.plan_meeting(by=request.person, **form.facts())),
        done=_("The meeting is planned. Nobody sees it until it is announced."),
    ):
        return redirect("meetings:desk", slug=made[0].slug)
    return render(request, "meetings/secretariat/plan.html", {"form": form})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything but the date, which is changed by moving the meeting."""
    meeting = meeting_of(slug)
    form = MeetingForm(request.POST or None, instance=meeting_of(slug))
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: planning.edit_meeting(meeting, by=request.person, facts=form.facts()),
        done=_("The meeting is changed."),
    ):
        return redirect("meetings:desk", slug=slug)
    return render(request, "meetings/secretariat/edit.html", {"form": form, "meeting": meeting})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Another day, hour or place. The page says who will be asked again before anything is sent."""
    meeting = meeting_of(slug)
    initial = {"start_time": meeting.start_time, "end_time": meeting.end_time, "venue": meeting.venue}
    if meeting.precision == Precision.DAY:
        initial["date"] = meeting.date
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: planning.move(meeting, by=request.person, **form.cleaned_data),
        done=_("The meeting is moved. Calendars show the new day."),
    ):
        return redirect("meetings:desk", slug=slug)
    invited = meeting.invitations.standing().sent().select_related("person").order_by("person__family_name")
    return render(
        request, "meetings/secretariat/move.html", {"form": form, "meeting": meeting, "invited": invited}
    )


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
            "minutes": getattr(meeting, "minutes", None),
            "items": list(meeting.agenda_items.order_by("number")),
            "allowed": {str(state) for state in MEETING_MOVES[MeetingState(meeting.state)]},
            "can_restore": meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED),
            "postpone_form": PostponeForm(),
            "has_begun": meeting.starts_at is not None and meeting.starts_at.date() <= timezone.localdate(),
        },
    )


@requires(is_secretariat)
@require_POST
def change_state(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """One of the plain buttons of the desk."""
    meeting = meeting_of(slug)
    by = request.person
    verbs = {
        "announce": (planning.announce, _("The meeting is announced. Everybody can see it.")),
        "hold": (planning.hold, _("The meeting is recorded as held and has its number.")),
        "close": (planning.close, _("The meeting is closed.")),
        "cancel": (planning.cancel, _("The meeting is cancelled.")),
        "restore": (planning.restore, _("The meeting is announced again.")),
    }
    if verb == "postpone":
        form = PostponeForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.errors["month"][0])
        else:
            told(
                request,
                lambda: planning.postpone(meeting, by=by, month=form.cleaned_data["month"]),
                done=_("The meeting is postponed."),
            )
        return redirect("meetings:desk", slug=slug)
    if verb == "remove":
        gone = told(request, lambda: planning.remove(meeting, by=by), done=_("The meeting is removed."))
        return redirect("meetings:cockpit") if gone else redirect("meetings:desk", slug=slug)
    if verb not in verbs:
        raise Http404
    act, done = verbs[verb]
    told(request, lambda: act(meeting, by=by), done=done)
    return redirect("meetings:desk", slug=slug)
