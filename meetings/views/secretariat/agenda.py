"""The agenda editor: add, change, move and remove items; by keyboard and without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.actions import agenda as verbs
from meetings.forms.record import AgendaItemForm
from meetings.models import AgendaItem
from meetings.views.secretariat.proposals import waiting_for
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The order of the day, and beneath it the form for one more item."""
    meeting = meeting_of(slug)
    form = AgendaItemForm(request.POST or None)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.add_item(meeting, by=request.person, **form.facts()),
        done=_("The item is added."),
    ):
        return redirect("meetings:agenda_edit", slug=slug)
    items = list(meeting.agenda_items.select_related("presented_by", "presenter").order_by("number"))
    allotted = sum(item.minutes_allotted or 0 for item in items)
    starts, ends = meeting.starts_at, meeting.ends_at
    length = int((ends - starts).total_seconds() // 60) if starts else None
    return render(
        request,
        "meetings/secretariat/agenda.html",
        {
            "meeting": meeting,
            "form": form,
            "items": items,
            "allotted": allotted,
            "length": length,
            "overrun": max(allotted - length, 0) if length else 0,
            "proposals": waiting_for(meeting),
        },
    )


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change one item."""
    meeting = meeting_of(slug)
    item = get_object_or_404(AgendaItem, meeting=meeting, number=number)
    form = AgendaItemForm(request.POST or None, instance=item)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.edit_item(item, by=request.person, facts=form.facts()),
        done=_("The item is changed."),
    ):
        return redirect("meetings:agenda_edit", slug=slug)
    return render(
        request, "meetings/secretariat/agenda_item.html", {"meeting": meeting, "form": form, "item": item}
    )


@requires(is_secretariat)
@require_POST
def agenda_item_place(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Up, down, or off the agenda: three plain buttons beside each item."""
    meeting = meeting_of(slug)
    item = get_object_or_404(AgendaItem, meeting=meeting, number=number)
    by = request.person
    if request.POST.get("to") == "remove":
        told(request, lambda: verbs.remove_item(item, by=by), done=_("The item is removed."))
    else:
        to = number + (1 if request.POST.get("to") == "down" else -1)
        told(request, lambda: verbs.move_item(item, by=by, to=to), done=_("The order is changed."))
    return redirect("meetings:agenda_edit", slug=slug)
