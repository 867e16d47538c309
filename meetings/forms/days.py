"""Days that are poor ones for a meeting: what a form says of them, and what it proposes instead."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.fallback import best_text
from hub.working_days import Days, PublicHoliday, days_around
from meetings.enums import HolidayPolicy
from meetings.models import Meeting, Series


@dataclass(frozen=True)
class Hindrance:
    """A public holiday, or a day of the weekend without one; `proposed` is a better day."""

    day: date
    holiday: PublicHoliday | None
    proposed: date

    @property
    def sentence(self) -> str:
        """ "Thursday 14 May 2026 is a public holiday: Visaka Bochea Day." """
        language = get_language() or settings.LANGUAGE_CODE
        day = dates.weekday_day(self.day, language)
        if self.holiday is None:
            return _("%(day)s is not a working day.") % {"day": day}
        name = best_text(self.holiday, "name", language).text
        return _("%(day)s is a public holiday: %(name)s.") % {"day": day, "name": name}


def hindrance_of(
    day: date, *, today: date, series: Series | None = None, known: Days | None = None
) -> Hindrance | None:
    """What stands against a meeting on `day`; None on a working day, and on the weekday that the series meets on.

    None too for a series that keeps its day whatever holiday it is. Proposed is what the series' policy says, unless
    that is before `today` or no day at all: then the next working day. `known` saves the query where the days around
    are known already.
    """
    known = known or days_around([day])
    holiday = known.holiday(day)
    if holiday and series and series.holiday_policy == HolidayPolicy.KEEP and _named(series, day):
        return None
    if holiday is None and (known.is_working(day) or (series and series.weekday == day.weekday())):
        return None
    proposed = series.proposed(day, known) if series and holiday else None
    if proposed is None or proposed == day or proposed < today:
        proposed = known.next_working(day)
    return Hindrance(day, holiday, proposed)


def _named(series: Series, day: date) -> bool:
    return series.day_in(day.year, day.month) == day


@dataclass(frozen=True)
class SeriesDay:
    """A day that a rule names: its holiday, what is proposed (None: no meeting), and the meeting planned for that month."""

    day: date
    holiday: PublicHoliday | None
    proposed: date | None
    meeting: Meeting | None = None

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


def series_days(series: Series, *, today: date, months: int, most: int) -> list[SeriesDay]:
    """The first `most` days that a rule (saved or not) names from `today` on within `months`; two queries."""
    named = series.days_from(today, months=months)[:most]
    if not named:
        return []
    known = days_around([named[0], named[-1]])
    planned = {}
    if series.pk:
        since = Meeting.objects.filter(series=series, slug__gte=f"{named[0]:%Y-%m}").order_by("-slug")
        planned = {meeting.slug[:7]: meeting for meeting in since}
    return [
        SeriesDay(day, known.holiday(day), series.proposed(day, known), planned.get(f"{day:%Y-%m}"))
        for day in named
    ]


class AsksAboutTheDay:
    """A form with a `date` that does not silently take a poor day.

    It is refused with the reason, and its page offers two buttons: `take_day` puts the proposed day in the place of
    what was typed, `keep_day` names the day that somebody keeps knowingly. Both are ISO dates and go with the form.
    """

    hindrance: Hindrance | None = None
    kept_day = ""

    def __init__(self, data=None, *args, prefix: str | None = None, **kwargs):
        before = f"{prefix}-" if prefix else ""
        self.take_name, self.keep_name = f"{before}take_day", f"{before}keep_day"
        if data and (taken := data.get(self.take_name)):
            data = data.copy()
            data[f"{before}date"] = taken
        super().__init__(data, *args, prefix=prefix, **kwargs)

    def ask_about(
        self, day: date, *, today: date, series: Series | None = None, known: Days | None = None
    ) -> None:
        """In `clean`: an error of the field `date` unless the day is a good one or was chosen knowingly."""
        self.hindrance = hindrance_of(day, today=today, series=series, known=known)
        if self.hindrance and self.data.get(self.keep_name) == day.isoformat():
            self.kept_day, self.hindrance = day.isoformat(), None
        if self.hindrance:
            self.add_error("date", self.hindrance.sentence)
