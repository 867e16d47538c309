"""Pictures of the record: the year for everybody, one meeting for its desk. Each has its numbers as a table beneath."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.languages.digits import for_language
from meetings.documents import charts
from meetings.public import charts as numbers
from meetings.views.record import language, reads, trail
from meetings.views.secretariat.telling import meeting_of
from members.rules import is_secretariat
from members.views.guards import requires


@require_safe
def meeting_figures(request: HttpRequest) -> HttpResponse:
    """Who was represented over the last year: organisations as far as this reader may see them named."""
    audience, code = reads(request), language()
    year = numbers.attendance_year(audience, code, today=timezone.localdate())
    most = max((row.organisations for row in year.meetings), default=0)
    bars = [
        charts.Bar(row.day, row.organisations, most, numbers.organisations_in_words(row.organisations, code))
        for row in year.meetings
    ]
    lines = [charts.Line(row.name, row.cells) for row in year.organisations]
    context = {
        "crumbs": trail((_("Meetings"), reverse("meetings:meeting_list")), (_("The year in figures"), "")),
        "year": year,
        "audience": audience,
        "counts": charts.bars(
            _("Organisations represented"),
            _(
                "One bar for each meeting of the last twelve months. The same numbers stand in the table beneath."
            ),
            bars,
        ),
        "grid": charts.grid(
            _("Meetings by organisation"),
            _("A full ring: the organisation was represented. The same stands in the table beneath."),
            [row.month for row in year.meetings],
            lines,
        ),
    }
    return render(request, "meetings/figures.html", context)


@requires(is_secretariat)
@require_safe
def desk_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Time planned and used on each item, and how the answers came in."""
    meeting, code = meeting_of(slug), language()
    spent = numbers.time_spent(meeting.agenda_items.order_by("number"), code)
    answers = numbers.answers_by_day(meeting, code, today=timezone.localdate())
    context = {
        "meeting": meeting,
        "spent": [
            {"label": row.label, "title": row.title, "words": numbers.minutes_in_words(row, code), "row": row}
            for row in spent
        ],
        "answers": answers,
        "time": charts.bars(
            _("Time planned and used"),
            _("The broad bar is the time planned, the narrow one the time used."),
            [
                charts.Bar(
                    f"{for_language(row.label, code)} {row.title}",
                    row.used,
                    row.planned or 0,
                    numbers.minutes_in_words(row, code),
                )
                for row in spent
            ],
        ),
        "days": charts.bars(
            _("Answers before the meeting"),
            _("How many of those invited had answered by each day."),
            [
                charts.Bar(row.day, row.answered, row.asked, for_language(row.answered, code))
                for row in answers
            ],
        ),
    }
    return render(request, "meetings/secretariat/figures.html", context)
