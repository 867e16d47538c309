"""Meetings planned from the rule of a series: one month, or many at once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.working_days import days_around
from meetings.actions.planning import plan_meeting
from meetings.models import Meeting, Series

NO_DAY = _("The rule of this series names no day in that month.")
NOT_THAT_MONTH = _(
    "The day that the rule names is a public holiday, and this series then has no meeting. Choose a day yourself."
)
ALREADY = _("This series has a meeting in that month already.")


def plan_from_series(
    series: Series, *, by: Actor, year: int, month: int, day: date | None = None, now: datetime | None = None
) -> Meeting:
    """Plan the meeting of a series in a month, on `day` or on the day that its rule and holiday policy give.

    Its slug names that month, even where a holiday moves it into the next. Refused if the rule names no day and none
    is given, if the policy is to have none, and if the series has one in that month.
    """
    if day is None:
        day = _proposed(series, year, month)
    named = date(year, month, 1)
    with transaction.atomic():
        Series.objects.select_for_update().get(pk=series.pk)
        if planned_in(series, named):
            raise Refused(ALREADY, field="month")
        return plan_meeting(by=by, series=series, date=day, month_of=named, now=now)


def plan_ahead(
    series: Series, *, by: Actor, days: Mapping[date, date], now: datetime | None = None
) -> list[Meeting]:
    """Plan many at once, or none: {any day of a month: the day of its meeting}; refused as a single one is."""
    with transaction.atomic():
        return [
            plan_from_series(series, by=by, year=month.year, month=month.month, day=day, now=now)
            for month, day in sorted(days.items())
        ]


def planned_in(series: Series, month: date) -> bool:
    """Whether the series has a meeting of this month (any day in it), wherever that has been moved since."""
    return Meeting.objects.filter(series=series, slug__startswith=f"{month:%Y-%m}").exists()


def _proposed(series: Series, year: int, month: int) -> date:
    named = series.day_in(year, month)
    if named is None:
        raise Refused(NO_DAY, field="month")
    day = series.proposed(named, days_around([named]))
    if day is None:
        raise Refused(NOT_THAT_MONTH, field="month")
    return day
