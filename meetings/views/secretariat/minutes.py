"""Writing the minutes item by item, and their way from draft to published."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.languages.fallback import language_name
from meetings.actions import minutes as verbs
from meetings.actions.notes import write_note
from meetings.enums import MINUTES_MOVES, Audience, MinutesState
from meetings.forms.record import NoteForm
from meetings.models import AgendaItem, Minutes, Note
from meetings.public.meeting import visible_to
from meetings.rules import audience_of, may_adopt, may_record
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.enums import Language
from members.rules import is_chair, is_secretariat
from members.views.guards import requires


def note_cells(item: AgendaItem, notes: list[Note], reads: Collection[str]) -> list[dict]:
    """One row per audience in `reads` with a cell per language: [{audience, cells: [{language, note, behind}]}]."""
    by_place = {(note.audience, note.language): note for note in notes}
    rows = []
    for audience in (audience for audience in Audience if audience in reads):
        cells = []
        for language in Language:
            note = by_place.get((audience, language))
            source = note and note.translated_from
            behind = source.edits - note.translated_from_edit if source and note.translated_from_edit else 0
            cells.append({"language": language, "note": note, "behind": behind})
        rows.append({"audience": audience, "cells": cells})
    return rows


@requires(is_secretariat | is_chair)
@require_http_methods(["GET", "HEAD"])
def minutes_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Every item with its notes, decisions and actions; the verbs that are allowed now stand at the top.

    The chair reads here what chairs read elsewhere: nothing that is for the secretariat alone.
    """
    audience = audience_of(request.person)
    meeting = meeting_of(slug)
    if not visible_to(meeting, audience):
        raise Http404
    minutes = Minutes.objects.filter(meeting=meeting).first()
    items = list(
        meeting.agenda_items.filter(audience__in=audience.reads)
        .order_by("number")
        .prefetch_related("notes__translated_from")
    )
    decisions, actions = meeting.decisions.all(), meeting.actions.all()
    if audience != Audience.SECRETARIAT:
        decisions, actions = decisions.visible_to(audience), actions.visible_to(audience)
    allowed = MINUTES_MOVES[MinutesState(minutes.state)] if minutes else set()
    return render(
        request,
        "meetings/secretariat/minutes.html",
        {
            "meeting": meeting,
            "minutes": minutes,
            "rows": [
                {"item": item, "notes": note_cells(item, list(item.notes.all()), audience.reads)}
                for item in items
            ],
            "decisions": list(decisions.select_related("agenda_item").order_by("number")),
            "actions": list(
                actions.select_related("owner_organisation", "owner_person", "meeting").order_by("number")
            ),
            "allowed": {str(state) for state in allowed},
            "may_adopt": may_adopt(meeting)(request.person),
            "is_clerk": is_secretariat(request.person),
        },
    )


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: HttpRequest, slug: str, number: int, audience: str, language: str) -> HttpResponse:
    """The editor of one text. The other languages of the same audience stand beside it to translate from."""
    if audience not in Audience or language not in Language:
        raise Http404
    meeting = meeting_of(slug)
    item = get_object_or_404(AgendaItem, meeting=meeting, number=number)
    others = list(item.notes.filter(audience=audience).exclude(language=language))
    note = item.notes.filter(audience=audience, language=language).first()
    form = NoteForm(request.POST or None, instance=note or Note(item=item), language=language)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: write_note(
            item,
            by=request.person,
            audience=audience,
            language=language,
            text=form.cleaned_data["text"],
            seen_edits=form.cleaned_data["seen_edits"],
        ),
        done=_("The text is saved."),
    ):
        return redirect("meetings:minutes_entry", slug=slug)
    newest = item.notes.filter(audience=audience, language=language).first()
    seen = form.cleaned_data.get("seen_edits") if request.method == "POST" and form.errors else None
    changed_meanwhile = newest is not None and seen is not None and newest.edits != seen
    return render(
        request,
        "meetings/secretariat/note.html",
        {
            "meeting": meeting,
            "item": item,
            "form": form,
            "audience": Audience(audience),
            "language": language,
            "language_label": language_name(language, request.LANGUAGE_CODE),
            "others": others,
            "theirs": newest if changed_meanwhile else None,
        },
    )


@requires(is_secretariat | is_chair)
@require_POST
def minutes_state(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Start, circulate, correct, adopt, publish: each a plain button. The chair's is "adopt" alone."""
    meeting = meeting_of(slug)
    by = request.person
    if verb != "adopt" and (sentence := may_record.refusal(by)):
        raise PermissionDenied(sentence)
    if verb == "start":
        told(request, lambda: verbs.start_minutes(meeting, by=by), done=_("The minutes are started."))
        return redirect("meetings:minutes_entry", slug=slug)
    minutes = get_object_or_404(Minutes, meeting=meeting)
    steps = {
        "circulate": (verbs.circulate, _("The draft is circulated. Members can read it.")),
        "correct": (verbs.correct, _("The minutes are open for corrections.")),
        "adopt": (verbs.adopt, _("The minutes are adopted. The text is locked.")),
        "publish": (verbs.publish, _("The minutes are public.")),
    }
    if verb not in steps:
        raise Http404
    act, done = steps[verb]
    told(request, lambda: act(minutes, by=by), done=done)
    return redirect("meetings:minutes_entry", slug=slug)
