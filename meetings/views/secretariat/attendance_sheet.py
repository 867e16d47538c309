"""The sheet that lies on the table of the room, and what comes back from it."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hub.errors import Refused
from hub.languages.digits import counted
from meetings.actions.attendance_sheet import SheetRefused, record_sheet
from meetings.actions.roster import Line, Roster
from meetings.forms.attendance_sheet import BLANK_ROWS, SheetForm
from meetings.models import Meeting
from meetings.public import words
from meetings.views.secretariat.telling import meeting_of
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_safe
def attendance_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A4, a row to sign for everybody who may come, with a code that opens the page of that row."""
    meeting, language = meeting_of(slug), get_language()
    roster = Roster.of(meeting)
    groups = [(name, lines) for name, lines in roster.bodies]
    groups += [("", roster.advocates), ("", [line for line in roster.beside if line.name and line.person])]
    rows = [
        {"line": line, "code": _code(meeting, line), "first": not number and bool(name), "body": name}
        for name, lines in groups
        for number, line in enumerate(lines)
        if not line.elsewhere
    ]
    context = {
        "meeting": meeting,
        "title": words.title(meeting, language),
        "when": words.when(meeting, language),
        "rows": rows,
        "blank": range(BLANK_ROWS),
    }
    return render(request, "meetings/secretariat/attendance_sheet.html", context)


def _code(meeting: Meeting, line: Line) -> str:
    """A picture of the address where this row is one tap; scanning it asks to sign in."""
    name = {"s": "attendance_seat", "p": "attendance_person"}.get(line.key[0])
    if name is None:
        return ""
    address = settings.BASE_URL + reverse(f"meetings:{name}", args=[meeting.slug, line.pk])
    return segno.make_qr(address, error="l").svg_data_uri(scale=1, border=2, light="#fff")


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """All rows with their boxes; one button writes them all, and says what somebody else wrote meanwhile."""
    meeting = meeting_of(slug)
    form = SheetForm(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            entered = record_sheet(
                meeting,
                by=request.person,
                ticks=form.ticks,
                guests=[blank.entry() for blank in form.guests],
            )
        except SheetRefused as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            form.refused = str(refusal.sentence)
        else:
            _tell(request, entered.written, entered.meanwhile)
            return redirect("meetings:attendance", slug=slug)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/secretariat/attendance_entry.html", context)


def _tell(request: HttpRequest, written: int, meanwhile: list[str]) -> None:
    if written:
        messages.success(
            request,
            ngettext("%(n)s row is written down.", "%(n)s rows are written down.", written)
            % {"n": counted(written, get_language())},
        )
    else:
        messages.info(request, _("Everything stood there already. Nothing is changed."))
    if meanwhile:
        messages.info(
            request,
            _("Somebody else has written meanwhile, and it is kept: %(names)s.")
            % {"names": ", ".join(meanwhile)},
        )
