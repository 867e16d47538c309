"""A decision, an action: caught in one line each while the item is discussed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from hub.errors import Refused
from hub.languages.fallback import best_text
from hub.once import once
from meetings.actions import run_sheet
from meetings.actions.action_items import agree_action
from meetings.actions.decisions import decide
from meetings.enums import DecisionMode
from meetings.forms.action_line import Known, Understood, understand
from meetings.forms.day import ActionLineForm, DayActionForm, DecisionLineForm, in_short, written_in
from meetings.models import AgendaItem, Meeting
from meetings.views.secretariat.run_page import item_page
from meetings.views.secretariat.running import key_of, moment_of, on_the_day, readable_item
from members.models import Organisation

REFUSED = 422


@on_the_day
@require_POST
def run_decision(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """Consensus and reservation give the decision its number; putting off leaves the item for another meeting.

    However late the form arrives, it stands under the item it was typed for.
    """
    item = readable_item(request, meeting, number)
    form = DecisionLineForm(request.POST)
    if form.is_valid() and not form.asks_reservation:
        try:
            if form.cleaned_data["how"] == form.PUT_OFF:
                once(key_of(request), by=request.person, do=lambda: _put_off(request, item, form))
                messages.success(request, _("The item is put off. The next agenda proposes it."))
            else:
                reference = once(
                    key_of(request), by=request.person, do=lambda: _decide(meeting, item, form, request)
                )
                messages.success(request, _("Decided: %(reference)s.") % {"reference": reference})
        except Refused as refusal:
            form.add_error("text", str(refusal.sentence))
        else:
            return redirect("meetings:run_item", slug=meeting.slug, number=number)
    return item_page(request, meeting, item, status=REFUSED, decision_form=form, decision_key=key_of(request))


def _put_off(request: HttpRequest, item: AgendaItem, form: DecisionLineForm) -> int:
    reason = form.cleaned_data["text"]
    language = written_in(reason, request.LANGUAGE_CODE)
    at = moment_of(request)
    return run_sheet.put_off(item, by=request.person, reason=reason, language=language, now=at).pk


def _decide(meeting: Meeting, item: AgendaItem, form: DecisionLineForm, request: HttpRequest) -> str:
    text, reservation = form.cleaned_data["text"], ""
    language = written_in(text, request.LANGUAGE_CODE)
    mode = DecisionMode.CONSENSUS
    if form.cleaned_data["how"] == form.RESERVATION:
        mode = DecisionMode.RESERVATIONS
        with override(language):
            reservation = _("Reservation: %(sentence)s") % {"sentence": form.cleaned_data["reservation"]}
    return decide(
        meeting,
        by=request.person,
        title={language: in_short(text)},
        text={language: f"{text} {reservation}".strip()},
        agenda_item=item,
        mode=mode,
        audience=item.audience,
    ).reference


@on_the_day
@require_POST
def run_action(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """A line is read and shown as it was understood; a tap keeps it, "change" opens it as a form.

    `step`: read (the line), change (the fields, to be looked at), keep (the fields, to be recorded).
    """
    item = readable_item(request, meeting, number)
    step, key = request.POST.get("step", "read"), key_of(request)
    if step == "keep":
        form = DayActionForm(request.POST, meeting=meeting)
        if form.is_valid():
            try:
                made = once(key, by=request.person, do=lambda: _agree(request, meeting, item, form))
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.sentence))
            else:
                messages.success(request, _("Agreed: %(reference)s.") % {"reference": made})
                return redirect("meetings:run_item", slug=meeting.slug, number=number)
        return item_page(request, meeting, item, status=REFUSED, action_form=form, action_key=key)
    if step == "change":
        initial = {name: request.POST.get(name) for name in DayActionForm.base_fields}
        form = DayActionForm(initial=initial, meeting=meeting)
        return item_page(request, meeting, item, status=REFUSED, action_form=form, action_key=key)
    line = ActionLineForm(request.POST)
    if not line.is_valid():
        return item_page(request, meeting, item, status=REFUSED, line_form=line, action_key=key)
    return _understood(request, meeting, item, line.cleaned_data["line"], key)


def _understood(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, line: str, key: str
) -> HttpResponse:
    """What was understood, to be kept with a tap; or the form, filled in, with a sentence that says what is missing."""
    organisations = {one.pk: one for one in Organisation.objects.all()}
    known = [
        Known(one.pk, tuple(name for name in (one.acronym, one.name_en, one.name_km, one.name_fr) if name))
        for one in organisations.values()
    ]
    found = understand(line, known, today=timezone.localdate())
    facts = {
        "title": found.what,
        "owner_organisation": found.owner,
        "due_date": found.due_date,
        "due_next_meeting": found.due_next_meeting,
    }
    if found.is_complete and len(found.what) <= DayActionForm.base_fields["title"].max_length:
        owner = best_text(organisations[found.owner], "name", request.LANGUAGE_CODE)
        return item_page(
            request,
            meeting,
            item,
            status=REFUSED,
            understood={"owner": owner, **facts},
            line=line,
            action_key=key,
        )
    form = DayActionForm(initial=facts, meeting=meeting)
    return item_page(
        request, meeting, item, status=REFUSED, action_form=form, missing=missing(found), action_key=key
    )


def missing(found: Understood) -> list[str]:
    """What a line did not say, a sentence each."""
    sentences = []
    if found.owner is None and found.ambiguous:
        sentences.append(_("Several organisations have such a name. Choose the one that will do it."))
    elif found.owner is None:
        sentences.append(_("The line names no known organisation. Choose who will do it."))
    if not found.what:
        sentences.append(_("The line does not say what is to be done."))
    if not found.has_due:
        sentences.append(_("The line does not say by when. Give a day, the next meeting, or leave it open."))
    return sentences


def _agree(request: HttpRequest, meeting: Meeting, item: AgendaItem, form: DayActionForm) -> str:
    data = form.cleaned_data
    return agree_action(
        meeting,
        by=request.person,
        title={written_in(data["title"], request.LANGUAGE_CODE): data["title"]},
        owner_organisation=data["owner_organisation"],
        owner_person=data["owner_person"],
        due_date=data["due_date"],
        due_next_meeting=data["due_next_meeting"],
        agenda_item=item,
        audience=item.audience,
    ).reference
