"""Decisions and actions: written down under the meeting, followed afterwards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.actions import action_items
from meetings.actions import decisions as decision_verbs
from meetings.forms.record import ActionForm, ActionStateForm, DecisionForm, ProgressForm
from meetings.models import Action, Decision
from meetings.views.secretariat.telling import accepted, meeting_of
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A decision gets its permanent number when it is saved."""
    meeting = meeting_of(slug)
    form = DecisionForm(
        request.POST or None, meeting=meeting, initial={"agenda_item": request.GET.get("item")}
    )
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: decision_verbs.decide(
            meeting,
            by=request.person,
            title=form.texts("title"),
            text=form.texts("text"),
            agenda_item=form.cleaned_data["agenda_item"],
            mode=form.cleaned_data["mode"],
            audience=form.cleaned_data["audience"],
        ),
        done=_("The decision is recorded."),
    ):
        return redirect("meetings:minutes_entry", slug=slug)
    return render(request, "meetings/secretariat/decision.html", {"meeting": meeting, "form": form})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a decision, in neutral words."""
    decision = get_object_or_404(Decision.objects.select_related("meeting"), pk=pk)
    form = ProgressForm(request.POST or None, instance=decision)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: decision_verbs.set_progress(
            decision,
            by=request.person,
            progress=form.cleaned_data["progress"],
            note=form.texts("progress_note"),
        ),
        done=_("Saved."),
    ):
        return redirect("meetings:minutes_entry", slug=decision.meeting.slug)
    context = {"decision": decision, "meeting": decision.meeting, "form": form}
    return render(request, "meetings/secretariat/decision_progress.html", context)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Who does what, by when."""
    meeting = meeting_of(slug)
    form = ActionForm(request.POST or None, meeting=meeting, initial={"agenda_item": request.GET.get("item")})
    facts = (
        "owner_organisation",
        "owner_person",
        "due_date",
        "due_next_meeting",
        "agenda_item",
        "decision",
        "audience",
    )
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: action_items.agree_action(
            meeting,
            by=request.person,
            title=form.texts("title"),
            **{fact: form.cleaned_data[fact] for fact in facts},
        ),
        done=_("The action is recorded."),
    ):
        return redirect("meetings:minutes_entry", slug=slug)
    return render(request, "meetings/secretariat/action.html", {"meeting": meeting, "form": form})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def action_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, in progress, done, not taken up."""
    action = get_object_or_404(Action.objects.select_related("meeting", "owner_organisation"), pk=pk)
    form = ActionStateForm(request.POST or None, instance=action, initial={"to": action.state})
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: action_items.change_action(
            action, by=request.person, to=form.cleaned_data["to"], outcome=form.texts("outcome")
        ),
        done=_("Saved."),
    ):
        return redirect("meetings:minutes_entry", slug=action.meeting.slug)
    context = {"action": action, "meeting": action.meeting, "form": form}
    return render(request, "meetings/secretariat/action_state.html", context)
