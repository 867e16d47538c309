"""Public holidays as the secretariat enters them."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.models import Holiday
from hub.working_days import PublicHoliday
from meetings.actions import holidays
from meetings.forms.meeting import DayInput
from meetings.forms.translated import LANGUAGES, TranslatedFieldsForm, columns
from members.models import Person


class HolidayForm(TranslatedFieldsForm):
    """A day that becomes a public holiday."""

    translated = ("name",)
    date = forms.DateField(label=_("Day"), widget=DayInput())

    class Meta:
        model = Holiday
        fields = [*columns("name"), "source"]

    field_order = ["date"]

    def save(self, *, by: Person) -> date:
        """Enter it; gives the day. Raises Refused."""
        data = self.cleaned_data
        holidays.set_holiday(data["date"], by=by, names=self.texts("name"), source=data["source"])
        return data["date"]


class KnownDayForm(TranslatedFieldsForm):
    """What becomes of a day that is known already: a holiday by these names, on another day, or none."""

    HOLIDAY, MOVED, WORKING = "holiday", "moved", "working"
    translated = ("name",)
    becomes = forms.ChoiceField(
        label=_("This day"),
        widget=forms.RadioSelect,
        choices=[
            (HOLIDAY, _("is a public holiday")),
            (MOVED, _("moves to another day")),
            (WORKING, _("is an ordinary working day")),
        ],
    )
    to = forms.DateField(
        label=_("To which day"), required=False, widget=DayInput(), help_text=_("Only if it moves.")
    )

    class Meta:
        model = Holiday
        fields = [*columns("name"), "source"]

    field_order = ["becomes", "to"]

    def __init__(self, *args, day: date, known: PublicHoliday | None, **kwargs):
        initial = {"becomes": self.HOLIDAY}
        if known:
            initial |= {f"name_{code}": getattr(known, f"name_{code}") for code in LANGUAGES}
            initial["becomes"] = self.WORKING if known.is_working_day else self.HOLIDAY
            initial["source"] = known.source
        super().__init__(*args, initial=initial, **kwargs)
        self.day = day

    def clean(self) -> dict:
        data = super().clean()
        if data.get("becomes") == self.MOVED and not data.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose the day that it moves to."))
        return data

    def save(self, *, by: Person) -> date:
        """Do what was chosen; gives the day that it is about from now on. Raises Refused."""
        data, source = self.cleaned_data, self.cleaned_data["source"]
        if data["becomes"] == self.MOVED:
            return holidays.move_holiday(self.day, by=by, to=data["to"], source=source).date
        if data["becomes"] == self.WORKING:
            return holidays.take_off(self.day, by=by, source=source).date
        return holidays.set_holiday(self.day, by=by, names=self.texts("name"), source=source).date
