"""Who was there: entered by name, counted by the hub."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.languages.counting import attendance_sentences
from meetings.actions import attendance as verbs
from meetings.enums import Presence
from meetings.forms.record import AttendanceForm
from meetings.models import Attendance
from meetings.public.attendance import counts_of
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.models import Membership, Person, Seat
from members.rules import is_secretariat
from members.views.guards import requires

MOST_NAMES = 12


def suggestions(query: str, meeting) -> list[Person]:
    """People whose Latin or Khmer name holds every word of `query`, those with a seat on the day first."""
    if not query.strip():
        return []
    seated = {
        seat.person_id: seat
        for seat in Seat.objects.current(meeting.date).select_related("organisation").order_by("kind")
    }
    found = list(Person.objects.active().matching(query))
    for person in found:
        person.seat = seated.get(person.pk)
    found.sort(key=lambda person: (person.seat is None, person.family_name, person.given_name))
    return found[:MOST_NAMES]


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of the day with its sentence, and the form for one more name."""
    meeting = meeting_of(slug)
    form = AttendanceForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.record_attendance(
            meeting,
            by=request.person,
            person=form.person,
            organisation=form.cleaned_data["organisation"],
            capacity=form.cleaned_data["capacity"],
            presence=form.cleaned_data["presence"],
            group_name={code: form.cleaned_data[f"group_name_{code}"] for code in ("en", "km", "fr")},
        ),
        done=_("Written down."),
    ):
        return redirect("meetings:attendance", slug=slug)
    people = list(
        meeting.attendances.select_related("organisation", "person").order_by("organisation__name_en", "pk")
    )
    counts = counts_of(people)
    entered = {row.person_id for row in people}
    expected = [
        seat
        for seat in Seat.objects.current(meeting.date)
        .filter(
            person__is_active=True,
            organisation__in=_counted_memberships(meeting).values("organisation"),
        )
        .select_related("person", "organisation")
        .order_by("organisation__name_en", "kind")
        if seat.person_id not in entered
    ]
    return render(
        request,
        "meetings/secretariat/attendance.html",
        {
            "meeting": meeting,
            "form": form,
            "present": [row for row in people if row.presence == Presence.PRESENT],
            "regrets": [row for row in people if row.presence == Presence.REGRETS],
            "expected": expected,
            "sentences": attendance_sentences(counts, get_language()) if counts else [],
        },
    )


def _counted_memberships(meeting):
    """Memberships whose people count, as they hold on the day of the meeting."""
    return Membership.objects.current(meeting.date).counted()


@requires(is_secretariat)
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """A fragment for the name box: whom the typed letters could mean."""
    meeting = meeting_of(slug)
    found = suggestions(request.GET.get("name", "")[:100], meeting)
    return render(request, "meetings/secretariat/_people.html", {"meeting": meeting, "found": found})


@requires(is_secretariat)
@require_POST
def attendance_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one entry off the list again."""
    row = get_object_or_404(Attendance, meeting=meeting_of(slug), pk=pk)
    told(request, lambda: verbs.remove_attendance(row, by=request.person), done=_("The entry is removed."))
    return redirect("meetings:attendance", slug=slug)


@requires(is_secretariat)
@require_POST
def attendance_seat(request: HttpRequest, slug: str, seat: int) -> HttpResponse:
    """One tap beside an expected name: present, or sent regrets."""
    meeting = meeting_of(slug)
    found = get_object_or_404(
        Seat.objects.current(meeting.date).select_related("person", "organisation"), pk=seat
    )
    presence = Presence.REGRETS if request.POST.get("presence") == Presence.REGRETS else Presence.PRESENT
    told(
        request,
        lambda: verbs.record_attendance(
            meeting,
            by=request.person,
            person=found.person,
            organisation=found.organisation,
            capacity=found.kind,
            presence=presence,
        ),
        done=_("Written down: %(name)s") % {"name": found.person.display_name},
    )
    return redirect("meetings:attendance", slug=slug)
