"""Rules of meetings, their standing items, and a year planned from them."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.languages.dates import MONTHS
from hub.languages.numbers import capitalised
from hub.working_days import days_around
from meetings.forms.days import AsksAboutTheDay, SeriesDay
from meetings.forms.meeting import DayInput, HourInput
from meetings.forms.once import SentOnce
from meetings.forms.translated import TranslatedFieldsForm, columns
from meetings.models import Series, SeriesItem

EVERY_MONTH = list(range(1, 13))
NEAR = timedelta(days=45)


class SeriesForm(SentOnce, TranslatedFieldsForm):
    """When and where the group meets, and what happens on a holiday."""

    translated = needs_text = ("name",)
    months = forms.TypedMultipleChoiceField(
        label=_("Months"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one month.")},
    )

    class Meta:
        model = Series
        fields = [
            *columns("name"),
            "nth",
            "weekday",
            "months",
            "since",
            "until",
            "start_time",
            "end_time",
            "venue",
            "holiday_policy",
        ]
        widgets = {
            "since": DayInput(),
            "until": DayInput(),
            "start_time": HourInput(),
            "end_time": HourInput(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = MONTHS[get_language() or settings.LANGUAGE_CODE]
        self.fields["months"].choices = [(month, capitalised(names[month - 1])) for month in EVERY_MONTH]
        self.initial["months"] = self.instance.months or EVERY_MONTH

    def facts(self) -> dict:
        """What the verbs take: every month is stored as none."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "once_key"}
        return facts | {"months": [] if facts["months"] == EVERY_MONTH else sorted(facts["months"])}


class StandingItemForm(SentOnce, TranslatedFieldsForm):
    """One item that every meeting of the series begins with."""

    translated = needs_text = ("title",)

    class Meta:
        model = SeriesItem
        fields = [*columns("title"), "purpose", "minutes_allotted", "presented_by", "audience"]

    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "once_key"}


class MonthForm(AsksAboutTheDay, forms.Form):
    """One month of a plan: whether there is a meeting, and on which day."""

    chosen = forms.BooleanField(required=False)
    date = forms.DateField(label=_("Day"), required=False, widget=DayInput())

    def __init__(self, data=None, *, series: Series, line: SeriesDay, today: date):
        initial = {"chosen": line.proposed is not None, "date": line.proposed or line.day}
        super().__init__(data, prefix=f"{line.day:%Y-%m}", initial=initial)
        self.series, self.line, self.today = series, line, today

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("chosen"):
            self.errors.clear()
            return data
        day = data.get("date")
        if day is None:
            if "date" not in self.errors:
                self.add_error("date", _("Choose the day."))
        elif day < self.today:
            self.add_error("date", _("This day is over. Choose today or a later day."))
        elif abs(day - self.line.day) > NEAR:
            self.add_error("date", _("This day is far from its month. Choose one in it or close to it."))
        else:
            self.ask_about(day, today=self.today, series=self.series, known=self.known)
        return data

    known = None  # what is known of the days around, once for all months


class PlanAheadForm(SentOnce, forms.Form):
    """The coming months of a series; `months` are those that have no meeting yet."""

    def __init__(self, data=None, *, series: Series, lines: list[SeriesDay], today: date):
        super().__init__(data)
        self.months = {
            line: MonthForm(data, series=series, line=line, today=today)
            for line in lines
            if line.meeting is None
        }
        if self.months:
            known = days_around([line.day + shift for line in self.months for shift in (-NEAR, NEAR)])
            for form in self.months.values():
                form.known = known

    def clean(self) -> dict:
        """Every month is looked at, so that all that is to be said is said at once."""
        data = super().clean()
        looked_at = [form.is_valid() for form in self.months.values()]
        if not all(looked_at):
            raise forms.ValidationError(_("Some days need another look. Your choices are kept."))
        days = list(self.days().values())
        if not days:
            raise forms.ValidationError(_("Choose at least one month."))
        if len(set(days)) < len(days):
            raise forms.ValidationError(_("Two meetings would be on the same day. Change one of them."))
        return data

    def days(self) -> dict[date, date]:
        """The day of each chosen month, as `plan_ahead` takes them."""
        return {
            line.month: form.cleaned_data["date"]
            for line, form in self.months.items()
            if form.cleaned_data.get("chosen")
        }
