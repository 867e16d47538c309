"""Correcting the list of a meeting whose minutes are adopted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.errors import Refused
from meetings.actions.attendance_corrections import correct
from meetings.actions.attendance_sheet import SheetRefused
from meetings.forms.attendance import WomenForm
from meetings.forms.attendance_sheet import ReasonForm, SheetForm
from meetings.views.secretariat.telling import meeting_of
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_correction(request: HttpRequest, slug: str) -> HttpResponse:
    """All rows as they are recorded, the total of women, and the reason that readers will see."""
    meeting = meeting_of(slug)
    data = request.POST if request.method == "POST" else None
    form, reason = SheetForm(meeting, data), ReasonForm(data)
    women = WomenForm(data, instance=meeting_of(slug))
    if data is not None and all([form.is_valid(), reason.is_valid(), women.is_valid()]):
        try:
            correct(
                meeting,
                by=request.person,
                reason=reason.texts("reason"),
                ticks=form.ticks,
                guests=[blank.entry() for blank in form.guests],
                women=women.cleaned_data["women"],
            )
        except SheetRefused as refusal:
            form.refuse(refusal)
        except Refused as refusal:
            where = next((one for one in (reason, women) if refusal.field in one.fields), None)
            if where is not None:
                where.add_error(refusal.field, str(refusal.sentence))
            else:
                form.refused = str(refusal.sentence)
        else:
            messages.success(request, _("The correction is made. The public pages say so, with your reason."))
            return redirect("meetings:attendance", slug=slug)
    context = {"meeting": meeting, "form": form, "reason": reason, "women": women}
    return render(request, "meetings/secretariat/attendance_entry.html", context)
