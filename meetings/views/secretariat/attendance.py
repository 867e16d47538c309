"""Who was there: entered by seat or by name, counted by the hub."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.errors import Refused
from hub.languages.counting import attendance_sentences
from meetings.actions import attendance as verbs
from meetings.actions.roster import Line, Roster
from meetings.enums import LOCKED_MINUTES, AttendanceMode, Mode, Presence
from meetings.forms.attendance import (
    AttendanceForm,
    EditAttendanceForm,
    WomenForm,
    found_by,
    seats_of,
    told_apart,
)
from meetings.models import Attendance, Meeting, Minutes
from meetings.public.attendance import counts_of
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.models import Person
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody by seat with one tap each, the sentence so far, and the form for one more name.

    `?person=7` begins that form with a person who was found among the suggestions.
    """
    meeting = meeting_of(slug)
    form = AttendanceForm(request.POST or None, meeting=meeting, initial=_asked(request))
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.record_attendance(meeting, by=request.person, **form.facts()),
        done=_("Written down."),
    ):
        return redirect("meetings:attendance", slug=slug)
    return _screen(request, meeting, form=form)


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("person", "")
    person = (
        Person.objects.active().filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
    )
    return {"name": person.display_name, "chosen": str(person.pk)} if person else {}


def _screen(
    request: HttpRequest,
    meeting: Meeting,
    *,
    form: AttendanceForm | None = None,
    women: WomenForm | None = None,
) -> HttpResponse:
    roster = Roster.of(meeting)
    counts = counts_of(roster.rows)
    context = {
        "meeting": meeting,
        "roster": roster,
        "form": form or AttendanceForm(meeting=meeting),
        "women_form": women or WomenForm(instance=meeting),
        "online_only": meeting.mode == Mode.ONLINE,
        "locked": Minutes.objects.filter(meeting=meeting, state__in=LOCKED_MINUTES).exists(),
        "sentences": attendance_sentences(counts, get_language()) if counts else [],
        "regrets": sum(row.presence == Presence.REGRETS for row in roster.rows),
    }
    return render(request, "meetings/secretariat/attendance.html", context)


@requires(is_secretariat)
@require_POST
def attendance_women(request: HttpRequest, slug: str) -> HttpResponse:
    """The total of women, if somebody counted it; empty takes it off again."""
    meeting = meeting_of(slug)
    form = WomenForm(request.POST, instance=meeting)
    if accepted(
        request,
        form,
        lambda: verbs.set_women(meeting, by=request.person, women=form.cleaned_data["women"]),
        done=_("Written down."),
    ):
        return redirect("meetings:attendance", slug=slug)
    return _screen(request, meeting, women=form)


@requires(is_secretariat)
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment for the name box: whom the typed letters could mean, and for whom they would speak."""
    meeting = meeting_of(slug)
    typed = request.GET.get("name", "")[:100]
    found = found_by(typed)
    seats = seats_of(found, meeting)
    written = {
        row.person_id: row
        for row in meeting.attendances.filter(person__in=found)
        if row.person_id is not None
    }
    rows = [
        {
            "person": person,
            "told": told_apart(person, []),
            "seats": seats[person.pk],
            "row": written.get(person.pk),
        }
        for person in found
    ]
    rows.sort(key=lambda row: not row["seats"])
    return render(request, "meetings/secretariat/_people.html", {"meeting": meeting, "rows": rows})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one entry, or take it off the list."""
    meeting = meeting_of(slug)
    row = get_object_or_404(meeting.attendances.select_related("person", "organisation"), pk=pk)
    form = EditAttendanceForm(request.POST or None, instance=row)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.edit_attendance(row, by=request.person, **form.facts()),
        done=_("The entry is changed."),
    ):
        return redirect("meetings:attendance", slug=slug)
    context = {"meeting": meeting, "row": row, "form": form}
    return render(request, "meetings/secretariat/attendance_edit.html", context)


@requires(is_secretariat)
@require_POST
def attendance_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one entry off the list again."""
    row = get_object_or_404(Attendance, meeting=meeting_of(slug), pk=pk)
    told(request, lambda: verbs.remove_attendance(row, by=request.person), done=_("The entry is removed."))
    return redirect("meetings:attendance", slug=slug)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_seat(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """One line of the list alone, as the code on the printed sheet opens it: three buttons, one tap."""
    return _line(request, slug, f"s{seat}")


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_person(request: HttpRequest, slug: str, person: int) -> HttpResponse:
    """The same for somebody without a seat: an individual advocate, or a guest who was invited."""
    return _line(request, slug, f"p{person}")


def _line(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    meeting = meeting_of(slug)
    line = Roster.of(meeting).line(key)
    if line is None:
        raise Http404
    if request.method == "POST":
        return _tapped(request, meeting, line)
    context = {"meeting": meeting, "line": line, "online_only": meeting.mode == Mode.ONLINE}
    return render(request, "meetings/secretariat/attendance_line.html", context)


def _tapped(request: HttpRequest, meeting: Meeting, line: Line) -> HttpResponse:
    """Write down what was tapped; somebody who is written down elsewhere is asked about on the line's own page."""
    tapped = request.POST.get("presence")
    online = tapped == AttendanceMode.ONLINE or meeting.mode == Mode.ONLINE
    try:
        verbs.record_attendance(
            meeting,
            by=request.person,
            person=line.person,
            organisation=line.organisation,
            capacity=line.capacity,
            presence=Presence.REGRETS if tapped == Presence.REGRETS else Presence.PRESENT,
            mode=AttendanceMode.ONLINE if online else AttendanceMode.IN_PERSON,
            instead=request.POST.get("instead") == "1",
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(request.path if refusal.field == "instead" else _list(meeting, line))
    messages.success(request, _("Written down: %(name)s") % {"name": line.name})
    return redirect(request.path if request.POST.get("stay") else _list(meeting, line))


def _list(meeting: Meeting, line: Line) -> str:
    return f"{reverse('meetings:attendance', args=[meeting.slug])}#{line.key}"
