"""The agenda editor: add, change, order and remove items, propose and release; by keyboard and without script."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.errors import Refused
from hub.languages.digits import counted, for_language
from hub.once import once
from meetings.actions import agenda as verbs
from meetings.actions import agenda_versions
from meetings.actions.next_agenda import suggestions, take
from meetings.enums import LOCKED_MINUTES
from meetings.forms.agenda import AgendaItemForm, PaperForm, QuickItemForm
from meetings.models import AgendaItem, Meeting
from meetings.public.agenda import papers_by_item, title_in
from meetings.public.agenda_changes import changes
from meetings.public.agenda_times import slots
from meetings.views.secretariat.proposals import waiting_for
from meetings.views.secretariat.running import fresh_key, key_of
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires

MOVES: dict[str, Callable[..., object]] = {
    "up": lambda item, by: verbs.move_item(item, by=by, to=item.number - 1),
    "down": lambda item, by: verbs.move_item(item, by=by, to=item.number + 1),
    "indent": verbs.indent_item,
    "outdent": verbs.outdent_item,
    "remove": verbs.remove_item,
}


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The order of the day, a line for one more item, and beneath it the same with everything."""
    meeting = meeting_of(slug)
    by, quick, full = request.person, QuickItemForm(), AgendaItemForm()
    if request.method == "POST" and "title" in request.POST:
        quick = QuickItemForm(request.POST)
        form, save = quick, lambda: quick.save(meeting, by=by, language=get_language())
    elif request.method == "POST":
        full = AgendaItemForm(request.POST)
        form, save = full, lambda: verbs.add_item(meeting, by=by, **full.facts())
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: once(key_of(request), by=by, do=lambda: save().pk),
        done=_("The item is added."),
    ):
        return redirect(f"{reverse('meetings:agenda_edit', args=[slug])}#add")
    return render(
        request, "meetings/secretariat/agenda.html", _page(meeting) | {"quick": quick, "form": full}
    )


def _page(meeting: Meeting) -> dict:
    items = list(
        meeting.agenda_items.select_related("presented_by", "presenter", "carried_over_from__meeting")
        .annotate(paper_count=Count("papers"))
        .order_by("number")
    )
    starts, ends = meeting.starts_at, meeting.ends_at
    times = slots([item.minutes_allotted for item in items], starts, ends)
    allotted = times[-1].sum if times else 0
    length = int((ends - starts).total_seconds() // 60) if starts and ends else None
    minutes = getattr(meeting, "minutes", None)
    return {
        "meeting": meeting,
        "rows": list(zip(items, times, strict=True)),
        "allotted": allotted,
        "length": length,
        "overrun": max(allotted - length, 0) if length else 0,
        "locked": minutes is not None and minutes.state in LOCKED_MINUTES,
        "proposals": waiting_for(meeting),
        "release": _release(meeting),
        "once_key": fresh_key(),
    }


def _release(meeting: Meeting) -> dict | None:
    """Which version stands, and whether it is out of date; None before the first."""
    found = agenda_versions.unreleased(meeting)
    if found is None:
        return None
    last, now = found
    count = len(changes(last.body, now))
    return {
        "number": last.number,
        "day": last.released_at,
        "next": last.number + 1,
        "changed": last.body != now,
        "count": count,
    }


@requires(is_secretariat)
@require_POST
def agenda_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Up, down, in, out, or off the agenda: plain buttons whose value is "up:12", with the key of the item."""
    meeting = meeting_of(slug)
    move, _colon, key = request.POST.get("do", "").partition(":")
    item = AgendaItem.objects.filter(meeting=meeting, pk=key if _is_key(key) else 0).first()
    address = reverse("meetings:agenda_edit", args=[slug])
    if item is None or move not in (*MOVES, "after"):
        messages.error(request, _("This item is no longer on the agenda."))
        return redirect(address)
    label, after = item.label, request.POST.get("after", "")
    try:
        if move == "after":
            verbs.place_item(item, by=request.person, after=int(after) if _is_key(after) else None)
        else:
            MOVES[move](item, by=request.person)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(address)
    if move == "remove":
        messages.success(
            request, _("Item %(label)s is removed.") % {"label": for_language(label, get_language())}
        )
        return redirect(address)
    return redirect(f"{address}#item-{key}")


def _is_key(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change one item, or put it at another place; its papers stand beneath."""
    meeting = meeting_of(slug)
    item = get_object_or_404(AgendaItem, meeting=meeting, number=number)
    form = AgendaItemForm(request.POST if request.method == "POST" else None, instance=item)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.edit_item(item, by=request.person, facts=form.facts()),
        done=_("The item is changed."),
    ):
        return redirect(f"{reverse('meetings:agenda_edit', args=[slug])}#item-{item.pk}")
    return render(request, "meetings/secretariat/agenda_item.html", item_page(item, form=form))


def item_page(
    item: AgendaItem, *, form: AgendaItemForm | None = None, paper: PaperForm | None = None
) -> dict:
    """What the page of one item shows; a form that was refused comes back as it was typed."""
    language = get_language()
    return {
        "meeting": item.meeting,
        "item": item,
        "others": [
            (one.pk, f"{for_language(one.label, language)}. {title_in(one, language)}")
            for one in item.meeting.agenda_items.exclude(pk=item.pk).order_by("number")
        ],
        "form": form or AgendaItemForm(instance=item),
        "paper_form": paper or PaperForm(initial={"language": language}),
        "papers": papers_by_item(item.meeting, "secretariat", language).get(item.pk, ()),
        "once_key": fresh_key(),
    }


@requires(is_secretariat)
@require_POST
def agenda_release(request: HttpRequest, slug: str) -> HttpResponse:
    """Release the agenda as it stands."""
    meeting, by = meeting_of(slug), request.person
    told(
        request,
        lambda: once(key_of(request), by=by, do=lambda: agenda_versions.release(meeting, by=by)),
        done=_("The agenda is released. Members and the public read it as it stands now."),
    )
    return redirect("meetings:agenda_edit", slug=slug)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_proposed(request: HttpRequest, slug: str) -> HttpResponse:
    """What earlier meetings, members and the series leave for this agenda: all ticked, taken over at once."""
    meeting, language = meeting_of(slug), get_language()
    today = timezone.localdate()
    if request.method == "POST":
        try:
            count = take(meeting, set(request.POST.getlist("take")), by=request.person, today=today)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("meetings:agenda_edit", slug=slug)
        messages.success(
            request,
            ngettext("%(n)s item is added.", "%(n)s items are added.", count)
            % {"n": counted(count, language)},
        )
        return redirect("meetings:agenda_edit", slug=slug)
    found = [
        {"row": one, "title": title_in(one.title, language)} for one in suggestions(meeting, today=today)
    ]
    return render(
        request, "meetings/secretariat/agenda_proposed.html", {"meeting": meeting, "suggestions": found}
    )
