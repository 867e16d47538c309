"""What a change tells and whom, shown before it is made: every edit of a meeting that others notice passes here.

The form is posted and shown as it would be sent; the preview posts the same values again with `seen`, which stands
for what was shown. A change that nobody notices is saved at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.digits import counted
from meetings.actions.rehearsal import OUTDATED, Effect, Outdated, carry_out, rehearse
from meetings.actions.revisions import TIMES, Weight, weigh
from meetings.forms.translated import name_on_the_page
from meetings.models import Meeting

# Fields of these pages' own; all others are the values of the form and are posted again.
_OWN = {"csrfmiddlewaretoken", "seen", "tell", "revision", "back"}


@dataclass(frozen=True)
class Step:
    """The words of one preview: `button` confirms, `done` is said afterwards, `why` is told where mails leave.

    `back` is the address that one goes on to, and back to where there is no form. `can_tell` offers to send a mail
    of what only calendars would show. `note` is one more sentence on what this means, told before and afterwards.
    """

    button: str
    done: str
    why: str
    back: str
    can_tell: bool = False
    note: str = ""


def wants_form(request: HttpRequest) -> bool:
    """Whether somebody came back from the preview to what they had entered."""
    return "back" in request.POST


def previewed(
    request: HttpRequest,
    meeting: Meeting,
    verb: Callable[[], object],
    step: Step,
    form: forms.BaseForm | None = None,
) -> HttpResponse:
    """Show what `verb` tells, or carry it out if that was shown; raises Refused with the verb's sentence.

    409 if something has changed since the form or the preview was opened: the preview shows how it is now.
    """
    seen, changed = request.POST.get("seen"), None
    if seen:
        try:
            return _finished(request, step, carry_out(meeting, verb, seen=seen), form)
        except Outdated:
            changed = OUTDATED
    effect = rehearse(meeting, verb)
    if request.POST.get("revision", effect.revision) != effect.revision:
        changed = OUTDATED
    if effect.weight == Weight.SILENT and not changed:
        return _finished(request, step, carry_out(meeting, verb, seen=effect.seen), form)
    context = {
        "meeting": meeting,
        "effect": effect,
        "step": step,
        "why": _why(effect, step, form, tells="tell" in request.POST),
        "changes": _changes(meeting, effect, form) if form else [],
        "values": [
            (name, value) for name in request.POST if name not in _OWN for value in request.POST.getlist(name)
        ],
        "has_form": form is not None,
        "tells": "tell" in request.POST,
        "can_tell": step.can_tell and effect.weight == Weight.VISIBLE,
        "changed": changed,
    }
    return render(request, "meetings/secretariat/preview.html", context, status=409 if changed else 200)


def _finished(request: HttpRequest, step: Step, effect: Effect, form: forms.BaseForm | None) -> HttpResponse:
    if form is not None and effect.weight == Weight.SILENT and not effect.fields:
        messages.info(request, _("Nothing was changed."))
        return redirect(step.back)
    if effect.people:
        told = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", effect.people)
        said = f"{step.done} {told % {'n': counted(effect.people, get_language())}}"
    elif effect.weight == Weight.SILENT:
        said = f"{step.done} {_('Nobody is told: no calendar shows this.')}"
    else:
        said = f"{step.done} {_('Nobody gets a mail; calendars show it.')}"
    messages.success(request, f"{said} {step.note}".strip())
    return redirect(step.back)


def _why(effect: Effect, step: Step, form: forms.BaseForm | None, *, tells: bool) -> str:
    """Why so many are told, in one sentence."""
    if effect.weight == Weight.SILENT:
        return _("Nobody is told: no calendar shows this.")
    if effect.weight == Weight.VISIBLE:
        return _("Nobody gets a mail: only calendars that subscribe to the meetings show this.")
    if (
        not effect.people
        and form
        and "date" in effect.fields
        and form.cleaned_data["date"] < timezone.localdate()
    ):
        return _("The new day is past already, so nobody gets a mail. Calendars show the change.")
    if not effect.people:
        return _("Nobody has an invitation by mail, so nobody gets a mail. Calendars show the change.")
    if tells:
        return _("You chose to send this. Nobody is asked again: what they answered stays.")
    if TIMES & set(effect.fields):
        return _("The time changes. Everybody invited is told and asked again.")
    return step.why


def _changes(meeting: Meeting, effect: Effect, form: forms.BaseForm) -> list[dict]:
    """The fields that change: [{label, before, after, told}], in the order of the form."""
    most = effect.weight if effect.people else min(effect.weight, Weight.VISIBLE)
    told = {
        Weight.SIGNIFICANT: _("by mail"),
        Weight.VISIBLE: _("calendars only"),
        Weight.SILENT: _("nobody"),
    }
    return [
        {
            "label": form.fields[name].label,
            "before": _shown(form.fields[name], getattr(meeting, name)),
            "after": _shown(form.fields[name], form.cleaned_data[name]),
            "told": told[min(weigh([name], before=meeting.state), most)],
        }
        for name in form.fields
        if name in effect.fields
    ]


def _shown(field: forms.Field, value: Any) -> str:
    """A value in words of the page; a dash where there is none."""
    language = get_language()
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Model):
        return name_on_the_page(value)
    if isinstance(field, forms.DateField):
        return dates.day(value, language)
    if isinstance(field, forms.TimeField):
        return dates.time(value, language)
    return str(dict(getattr(field, "choices", ())).get(value, value))
