"""The note of an item on the day: kept every few seconds, and compared where two wrote at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.errors import Refused
from hub.languages.digits import for_language
from hub.languages.fallback import best_text
from meetings.actions.day_notes import Forbidden, WrittenMeanwhile, note_on_the_day
from meetings.documents.note_text import to_text
from meetings.enums import Audience
from meetings.forms.day_note import Comparison, DayNoteForm
from meetings.models import AgendaItem, Meeting, Note
from meetings.models.meeting import PHNOM_PENH
from meetings.public.meeting import visible_to
from meetings.rules import may_run, reads_on_the_day
from meetings.views.secretariat.running import fresh_key, on_the_day
from members.models import Person
from members.rules import person_of, used_second_factor


@dataclass(frozen=True)
class NoteBox:
    """One text box below an item. `first`: the one that stands open, for the item's own audience."""

    item: AgendaItem
    audience: Audience
    language: str
    text: str
    edits: int
    first: bool


def note_boxes(item: AgendaItem, notes: Iterable[Note], *, reads: Audience, language: str) -> list[NoteBox]:
    """A box for each audience that reads the item and that this person may write for; `notes` are the item's own."""
    there = {note.audience: note for note in notes if note.language == language}
    open_to = [audience for audience in reads.reads if item.audience in audience.reads]
    return [
        NoteBox(
            item, audience, language, to_text(note.text) if note else "", note.edits if note else 0, not at
        )
        for at, audience in enumerate(open_to)
        for note in [there.get(audience)]
    ]


def brought_along(items: Iterable[AgendaItem], *, reads: Audience, language: str) -> list[dict]:
    """The items as a page brings them for the minutes without a line: [{number, item, label, title, notes}].

    `notes` holds {audience: [text, edits]} of each box. Items that this person does not read are left out.
    """
    return [
        {
            "number": item.number,
            "item": item.pk,
            "label": for_language(item.label, language),
            "title": f"{for_language(item.label, language)}. {best_text(item, 'title', language)}",
            "notes": {
                box.audience: [box.text, box.edits]
                for box in note_boxes(item, item.notes.all(), reads=reads, language=language)
            },
        }
        for item in items
        if item.audience in reads.reads
    ]


@on_the_day
def _not_asked_so(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """For whoever runs the day, 405; everybody else is sent away as before any page of the run sheet."""
    return HttpResponseNotAllowed(["POST"])


def run_note(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Keep what was typed: 303 back to the item; 409 with both texts if somebody else wrote; 422 with the sentence
    and the text. For the script the same as JSON: {edits, kept_at}, {edits, sentence}, {sentence}; 401 is a sign-in
    that ended. At most six questions to the database, sign-in included.
    """
    if request.method != "POST":
        return _not_asked_so(request, slug, number=number)
    for_script = "application/json" in request.headers.get("Accept", "")
    page = reverse("meetings:run_item", args=[slug, number])
    if not request.user.is_authenticated or not used_second_factor(request):
        if for_script:
            return JsonResponse({"sentence": _("Please sign in first.")}, status=401)
        # The page itself asks for whatever is missing of the sign-in.
        return redirect_to_login(page) if not request.user.is_authenticated else _see(page)
    try:
        return _kept(request, slug, number, page, for_script=for_script)
    except Forbidden as refusal:
        if for_script:
            return JsonResponse({"sentence": str(refusal.sentence)}, status=403)
        raise PermissionDenied(refusal.sentence) from refusal


def _kept(request: HttpRequest, slug: str, number: int, page: str, *, for_script: bool) -> HttpResponse:
    by = person_of(request.user)
    form = DayNoteForm(request.POST)
    if not form.is_valid():
        _is_known(slug, by)
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _refused(request, slug, number, sentence, for_script=for_script)
    text, choice = form.wanted(), form.cleaned_data.get("choice")
    seen = form.cleaned_data.get("seen_edits") or 0
    try:
        edits = note_on_the_day(
            form.place(slug, number),
            by=by,
            text=text,
            seen_edits=-1
            if choice == "theirs"
            else seen,  # theirs stays: nothing is written whatever stands there
            once_key=form.cleaned_data["once_key"],
            before=form.follows(),
        )
    except WrittenMeanwhile as found:
        if choice == "theirs" and found.edits == seen:
            return _see(page)
        if for_script:
            return JsonResponse({"edits": found.edits, "sentence": str(found.sentence)}, status=409)
        return _compared(request, slug, number, Comparison.of(text, found), again=bool(choice))
    except (AgendaItem.DoesNotExist, Refused) as refusal:
        known = _is_known(slug, by)
        if isinstance(refusal, Forbidden) and known:
            raise
        gone = _("This item is no longer on the agenda. What you typed stands below, to copy.")
        sentence = str(refusal.sentence) if isinstance(refusal, Refused) and known else gone
        return _refused(request, slug, number, sentence, for_script=for_script)
    if for_script:
        kept_at = timezone.now().astimezone(PHNOM_PENH).strftime("%H:%M")
        return JsonResponse({"edits": edits, "kept_at": for_language(kept_at, request.LANGUAGE_CODE)})
    return _see(page)


def _is_known(slug: str, by: Person | None) -> bool:
    """Whether this person knows of the meeting; Forbidden for whoever may not run it, whether it is there or not.

    The door of the other pages, asked only where keeping failed: what is refused tells no more than they do.
    """
    meeting = Meeting.objects.filter(slug=slug).first()
    refusal = may_run(meeting).refusal(by)
    if refusal is not None:
        raise Forbidden(refusal)
    reads = reads_on_the_day(by)
    return meeting is not None and (reads == Audience.SECRETARIAT or visible_to(meeting, reads))


def _see(address: str) -> HttpResponse:
    """303: the browser fetches the page, whatever it sent."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def _fields(request: HttpRequest) -> dict:
    """The hidden fields of the form, as they came."""
    return {name: request.POST.get(name, "")[:64] for name in ("item_id", "audience", "language")}


def _compared(
    request: HttpRequest, slug: str, number: int, comparison: Comparison, *, again: bool
) -> HttpResponse:
    context = {
        "slug": slug,
        "number": number,
        "fields": _fields(request),
        "texts": comparison,
        "again": again,
        "once_key": fresh_key,
        "place": f"n:{request.POST.get('item_id', '')}:{request.POST['audience']}:{request.POST['language']}"[
            :80
        ],
    }
    return render(request, "meetings/secretariat/run/merge.html", context, status=409)


def _refused(
    request: HttpRequest, slug: str, number: int, sentence: str, *, for_script: bool
) -> HttpResponse:
    if for_script:
        return JsonResponse({"sentence": sentence}, status=422)
    choice = request.POST.get("choice", "")
    context = {
        "slug": slug,
        "number": number,
        "fields": _fields(request) | {"seen_edits": request.POST.get("seen_edits", "")[:12]},
        "sentence": sentence,
        "text": request.POST.get("mine" if choice in ("mine", "theirs") else "text", ""),
        "once_key": fresh_key,
    }
    return render(request, "meetings/secretariat/run/note_refused.html", context, status=422)
