"""One step of a meeting's month: what it waits for, what it would send, and the days on which steps are due."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.errors import Refused
from hub.languages.digits import counted
from hub.models import Setting
from hub.once import once
from hub.working_days import days_between
from meetings.actions import cycle, cycle_days
from meetings.actions.rehearsal import Outdated
from meetings.enums import Step, StepState
from meetings.forms.cycle import OffsetsForm
from meetings.models import Meeting
from meetings.models.cycle import OFFSETS, Month, month_of
from meetings.views.secretariat import steps as words
from meetings.views.secretariat.running import fresh_key
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires

HISTORY_SHOWN = 20


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def step_preview(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """GET shows where a step stands, what it would send and to whom; POST with what was seen sends it.

    `?organisation=` limits reminders to one. 409 and the page anew if recipients, text or meeting have changed since.
    """
    if step not in Step.values:
        raise Http404
    meeting, step = meeting_of(slug), Step(step)
    only = _number(request.GET.get("organisation", ""))
    changed = refused = None
    if request.method == "POST":
        try:
            return _sent(request, meeting, step, only)
        except Outdated as outdated:
            changed = outdated.sentence
        except Refused as refusal:
            refused = refusal.sentence
    try:
        found = cycle.look(meeting, step, only=only)
    except Refused as refusal:
        found, refused = None, refused or refusal.sentence
    month = month_of(meeting)
    context = {
        "meeting": meeting,
        "step": step,
        "only": only,
        "mails": found,
        "changed": changed,
        "refused": refused if step in cycle.MAILED else None,
        "once_key": fresh_key(),
    }
    status = 409 if changed else 200
    return render(request, "meetings/secretariat/step.html", context | _shown(month, step), status=status)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _sent(request: HttpRequest, meeting: Meeting, step: Step, only: int | None) -> HttpResponse:
    """Send once, however often the form arrives."""
    seen = request.POST.get("seen", "")
    n = int(
        once(
            request.POST.get("once_key", "")[:64] or seen,
            by=request.person,
            do=lambda: cycle.send(meeting, step, by=request.person, seen=seen, only=only),
        )
    )
    said = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", n)
    messages.success(request, said % {"n": counted(n, get_language())})
    return redirect("meetings:cockpit")


def _shown(month: Month, step: Step) -> dict:
    """A step in words: {one, ring, word, when, done, missing, place, can_leave_out, can_take_up}."""
    one = month.of(step)
    left_out = one.mark is not None and one.mark.skipped
    return {
        "one": one,
        "ring": words.RINGS.get(one.state, one.state),
        "word": one.state.label,
        "when": words.when(month, one),
        "day_off": words.day_off(one, days_between(one.due, one.due)) if one.due and one.is_open else "",
        "done": words.done(month, one) if one.state == StepState.DONE else "",
        "missing": words.missing(month, one) if one.is_open else [],
        "place": words.place_of(month, one),
        "can_leave_out": one.is_open and not left_out,
        "can_take_up": left_out,
    }


@requires(is_secretariat)
@require_POST
def step_mark(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Say that a step is not needed, or with `needed` that it is after all."""
    if step not in Step.values:
        raise Http404
    meeting = meeting_of(slug)
    if "needed" in request.POST:
        told(
            request,
            lambda: cycle_days.take_up(meeting, Step(step), by=request.person),
            done=_("The step is back in its place."),
        )
    else:
        told(
            request,
            lambda: cycle_days.leave_out(meeting, Step(step), by=request.person),
            done=_("The step is marked as not needed."),
        )
    return redirect(reverse("meetings:step_preview", args=[slug, step]))


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_settings(request: HttpRequest) -> HttpResponse:
    """GET shows when each step is due, and who changed that; POST changes it for all meetings from now on."""
    form = OffsetsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: cycle_days.set_days(form.days(), by=request.person),
        done=_("The days are set. They hold for every meeting."),
    ):
        return redirect("meetings:cycle")
    keys = {offset.key: step for step, offset in OFFSETS.items()}
    history = Setting.objects.filter(key__in=keys).order_by("-pk")[:HISTORY_SHOWN]
    context = {
        "form": form,
        "history": [
            {"step": keys[row.key].label, "row": row, "before": OFFSETS[keys[row.key]].before}
            for row in history
        ],
    }
    return render(request, "meetings/secretariat/cycle.html", context)
