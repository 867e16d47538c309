"""Days that are poor ones for a meeting: what a form says of them, and what it proposes instead."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.fallback import best_text
from hub.working_days import Days, PublicHoliday, days_around
from meetings.models import Series


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

    Proposed is what the series' policy says, unless that is before `today` or no day at all: then the next working
    day. `known` saves the query where the days around are known already.
    """
    known = known or days_around([day])
    holiday = known.holiday(day)
    if holiday is None and (known.is_working(day) or (series and series.weekday == day.weekday())):
        return None
    proposed = series.proposed(day, known) if series and holiday else None
    if proposed is None or proposed == day or proposed < today:
        proposed = known.next_working(day)
    return Hindrance(day, holiday, proposed)


class AsksAboutTheDay:
    """A form with a `date` that does not silently take a poor day.

    It is refused with the reason, and its page offers two buttons: `take_day` puts the proposed day in the place of
    what was typed, `keep_day` names the day that somebody keeps knowingly. Both are ISO dates and go with the form.
    """

    hindrance: Hindrance | None = None
    kept_day = ""

    def __init__(self, data=None, *args, **kwargs):
        if data and (taken := data.get("take_day")):
            data = data.copy()
            data["date"] = taken
        super().__init__(data, *args, **kwargs)

    def ask_about(self: forms.BaseForm, day: date, *, today: date, series: Series | None = None) -> None:
        """In `clean`: an error of the field `date` unless the day is a good one or was chosen knowingly."""
        self.hindrance = hindrance_of(day, today=today, series=series)
        if self.hindrance and self.data.get("keep_day") == day.isoformat():
            self.kept_day, self.hindrance = day.isoformat(), None
        if self.hindrance:
            self.add_error("date", self.hindrance.sentence)
