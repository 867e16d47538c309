"""The note of an item on the day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hub.errors import Refused
from hub.once import once
from meetings.actions.notes import write_note
from meetings.models import Meeting
from meetings.views.secretariat.running import item_of, key_of, on_the_day


@on_the_day
@require_POST
def run_note(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """Keep what was typed under an item, in the language of the page."""
    item = item_of(meeting, number)
    seen = request.POST.get("seen_edits", "")

    def keep() -> int:
        note = write_note(
            item,
            by=request.person,
            audience=item.audience,
            language=request.LANGUAGE_CODE,
            text=request.POST.get("text", ""),
            seen_edits=int(seen) if seen.isdigit() else None,
        )
        return note.pk

    try:
        once(key_of(request), by=request.person, do=keep)
        messages.success(request, _("Kept."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("meetings:run_item", slug=meeting.slug, number=number)
