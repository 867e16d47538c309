"""Series: rules of meetings, what they name next, their standing items, and a year planned from them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.errors import Refused
from hub.languages.dates import MONTHS, WEEKDAYS
from meetings.actions import series as verbs
from meetings.actions import series_planning
from meetings.actions.series import HORIZON
from meetings.enums import Week
from meetings.forms.days import SeriesDay, series_days
from meetings.forms.series import PlanAheadForm, SeriesForm, StandingItemForm
from meetings.models import Series, SeriesItem
from meetings.views.secretariat.telling import accepted, told
from members.rules import is_secretariat
from members.views.guards import requires

DATES = 12  # that a rule is shown with
AHEAD = 12  # months that are planned at once


def rule_in_words(series: Series) -> str:
    """ "second Thursday of the month", with the months where it is not every one."""
    language = get_language()
    rule = {
        Week.FIRST: _("first %(weekday)s of the month"),
        Week.SECOND: _("second %(weekday)s of the month"),
        Week.THIRD: _("third %(weekday)s of the month"),
        Week.FOURTH: _("fourth %(weekday)s of the month"),
        Week.FIFTH: _("fifth %(weekday)s of the month, where there is one"),
        Week.LAST: _("last %(weekday)s of the month"),
    }[Week(series.nth)] % {"weekday": WEEKDAYS[language][series.weekday]}
    if not series.months:
        return rule
    names = [MONTHS[language][month - 1] for month in series.months]
    return _("%(rule)s, in %(months)s") % {
        "rule": rule,
        "months": (" " if language == "km" else ", ").join(names),
    }


def _next(series: Series) -> list[SeriesDay]:
    return series_days(series, today=timezone.localdate(), months=HORIZON, most=DATES)


def _of(pk: int) -> Series:
    return get_object_or_404(Series.objects.select_related("venue"), pk=pk)


@requires(is_secretariat)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """Every rule in words, with the day it names next."""
    today = timezone.localdate()
    lines = [
        {
            "series": one,
            "rule": rule_in_words(one),
            "next": next(iter(one.days_from(today, months=HORIZON)), None),
        }
        for one in Series.objects.select_related("venue")
    ]
    return render(request, "meetings/secretariat/series_list.html", {"lines": lines})


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: HttpRequest) -> HttpResponse:
    """A new rule; `look` shows the days it would name and makes nothing."""
    form = SeriesForm(request.POST or None)
    made: list[str] = []

    def verb() -> None:
        made.append(
            form.do_once(
                by=request.person, do=lambda: verbs.make_series(by=request.person, facts=form.facts()).pk
            )
        )

    if (
        request.method == "POST"
        and "look" not in request.POST
        and accepted(request, form, verb, done=_("The series is made."))
    ):
        return redirect("meetings:series", pk=made[0])
    return _form_page(request, form, None)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another rule; meetings that are planned stay as they are. `look` shows the days it would name."""
    series = _of(pk)
    form = SeriesForm(request.POST or None, instance=_of(pk))
    if (
        request.method == "POST"
        and "look" not in request.POST
        and accepted(
            request,
            form,
            lambda: verbs.edit_series(series, by=request.person, facts=form.facts()),
            done=_("The series is changed. Meetings that are planned already stay as they are."),
        )
    ):
        return redirect("meetings:series", pk=pk)
    return _form_page(request, form, series)


def _form_page(request: HttpRequest, form: SeriesForm, series: Series | None) -> HttpResponse:
    days: list[SeriesDay] = []
    if "look" in request.POST and form.is_valid():
        try:
            days = _next(verbs.checked_rule(form.facts()))
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
    context = {"form": form, "series": series, "days": days}
    return render(request, "meetings/secretariat/series_form.html", context)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule, its next days, and its standing items with the form for one more."""
    one = _of(pk)
    form = StandingItemForm(request.POST or None)

    def verb() -> None:
        form.do_once(
            by=request.person, do=lambda: verbs.add_standing_item(one, by=request.person, **form.facts()).pk
        )

    if request.method == "POST" and accepted(request, form, verb, done=_("The standing item is added.")):
        return redirect("meetings:series", pk=pk)
    context: dict[str, Any] = {
        "series": one,
        "rule": rule_in_words(one),
        "days": _next(one),
        "items": list(one.standing_items.select_related("presented_by").order_by("number")),
        "form": form,
    }
    return render(request, "meetings/secretariat/series.html", context)


@requires(is_secretariat)
@require_POST
def series_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule that no meeting came from."""
    one = _of(pk)
    gone = told(
        request, lambda: verbs.remove_series(one, by=request.person), done=_("The series is removed.")
    )
    return redirect("meetings:series_list") if gone else redirect("meetings:series", pk=pk)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def standing_item(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change one standing item; agendas that have it stay as they are."""
    one = _of(pk)
    item = get_object_or_404(SeriesItem, series=one, number=number)
    form = StandingItemForm(request.POST or None, instance=item)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: verbs.edit_standing_item(item, by=request.person, facts=form.facts()),
        done=_("The standing item is changed. Agendas that have it already stay as they are."),
    ):
        return redirect("meetings:series", pk=pk)
    return render(
        request, "meetings/secretariat/standing_item.html", {"series": one, "item": item, "form": form}
    )


@requires(is_secretariat)
@require_POST
def standing_item_place(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Up, down, or off the list: three plain buttons beside each item."""
    item = get_object_or_404(SeriesItem.objects.select_related("series"), series=pk, number=number)
    by = request.person
    if request.POST.get("to") == "remove":
        told(
            request, lambda: verbs.remove_standing_item(item, by=by), done=_("The standing item is removed.")
        )
    else:
        to = number + (1 if request.POST.get("to") == "down" else -1)
        told(request, lambda: verbs.move_standing_item(item, by=by, to=to), done=_("The order is changed."))
    return redirect("meetings:series", pk=pk)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def series_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The coming twelve months, each with its day; those that are ticked are planned in one go, once."""
    one = _of(pk)
    today = timezone.localdate()
    lines = series_days(one, today=today, months=AHEAD, most=AHEAD)
    form = PlanAheadForm(request.POST or None, series=one, lines=lines, today=today)

    def plan() -> int:
        return len(series_planning.plan_ahead(one, by=request.person, days=form.days()))

    if request.method == "POST" and (
        form.was_sent(by=request.person)
        or accepted(
            request,
            form,
            lambda: form.do_once(by=request.person, do=plan),
            done=_("The meetings are planned. Nobody sees them until they are announced."),
        )
    ):
        return redirect("meetings:series", pk=pk)
    context = {
        "series": one,
        "rule": rule_in_words(one),
        "lines": [{"line": line, "form": form.months.get(line)} for line in lines],
        "form": form,
    }
    return render(request, "meetings/secretariat/series_plan.html", context)
