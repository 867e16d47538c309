"""Which of the invited people's own calendars have fetched since the meeting last changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.errors import Refused
from hub.languages.digits import counted
from meetings.actions.freshness import check_tellable, mail_stale, preview_stale
from meetings.models.freshness import FETCHED, NO_CALENDAR, ORDER, STALE, FreshnessBoard
from meetings.views.secretariat.telling import meeting_of
from members.rules import is_secretariat
from members.views.guards import requires

RINGS = {STALE: "tentative", NO_CALENDAR: "none", FETCHED: "accepted"}


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def freshness(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the calendars, and whom a mail would go to with its text; POST sends it to just those."""
    meeting = meeting_of(slug)
    if request.method == "POST":
        shown = request.POST.get("sequence", "")
        try:
            sent = mail_stale(meeting, sequence=int(shown) if shown.isdecimal() else -1, by=request.person)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(
                request,
                ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", sent)
                % {"n": counted(sent, get_language())},
            )
        return redirect("meetings:freshness", slug=slug)
    board = FreshnessBoard.of(meeting)
    words = {
        STALE: _("Not since the change"),
        NO_CALENDAR: _("No own calendar"),
        FETCHED: _("Has the change"),
    }
    context = {
        "meeting": meeting,
        "rows": [{"ring": RINGS[row.state], "word": words[row.state], "row": row} for row in board.rows],
        "legend": [
            {"ring": RINGS[state], "word": words[state], "count": board.states[state]}
            for state in reversed(ORDER)
            if board.states[state]
        ],
        "to_mail": board.to_mail,
        "samples": preview_stale(meeting, board.to_mail),
        "closed": _why_not(meeting),
    }
    return render(request, "meetings/secretariat/freshness.html", context)


def _why_not(meeting) -> object | None:
    """The sentence that says why nobody is mailed now, or None."""
    try:
        check_tellable(meeting, timezone.now())
    except Refused as refusal:
        return refusal.sentence
    return None
