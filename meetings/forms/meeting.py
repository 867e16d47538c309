"""Planning and changing a meeting."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.languages.digits import to_latin
from meetings.enums import Precision
from meetings.forms.days import AsksAboutTheDay
from meetings.forms.once import SentOnce
from meetings.forms.translated import TranslatedFieldsForm, columns, name_choices_on_the_page
from meetings.models import Meeting, Series, Venue


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


def check_hours(form: forms.Form) -> None:
    """A day needs both hours, and the end after the beginning; a month needs neither."""
    data = form.cleaned_data
    if data.get("precision", Precision.DAY) == Precision.MONTH:
        data["start_time"] = data["end_time"] = None
        return
    start, end = data.get("start_time"), data.get("end_time")
    if not start and "start_time" not in form.errors:
        form.add_error("start_time", _("Give the hour, or choose “month” if the day is not set yet."))
    if not end and "end_time" not in form.errors:
        form.add_error("end_time", _("Give the hour at which it ends."))
    if start and end and end <= start:
        form.add_error("end_time", _("The meeting must end after it begins."))


class MeetingForm(TranslatedFieldsForm):
    """What a meeting is, apart from when: the date is changed by moving it."""

    translated = ("summary", "note_for_invited")
    call_url = forms.URLField(
        label=_("Call link"),
        help_text=_("Shown to those invited only."),
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = Meeting
        fields = [
            "kind",
            "venue",
            "place_is_public",
            "mode",
            "call_url",
            "host",
            "facilitator",
            "chair",
            "minute_taker",
            *columns("summary"),
            *columns("note_for_invited"),
            "audience",
            "regime",
            "stated_representatives",
            "stated_organisations",
            "stated_source",
        ]


class PlanForm(AsksAboutTheDay, SentOnce, MeetingForm):
    """A new meeting. With a series chosen, an empty day and empty hours are taken from its rule."""

    took_place = forms.BooleanField(
        label=_("It took place already, and is recorded after the fact"), required=False
    )

    month = forms.CharField(
        label=_("Month"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text=_(
            "Instead of a day, if only the month is known; or the month that the series is planned for."
        ),
    )

    class Meta(MeetingForm.Meta):
        fields = ["series", "precision", "date", "month", "start_time", "end_time", *MeetingForm.Meta.fields]
        widgets = {"date": DayInput(), "start_time": HourInput(), "end_time": HourInput()}

    field_order = ["series", "precision", "date", "month", "start_time", "end_time", "took_place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["date"].required = False

    def clean_month(self) -> date | None:
        """The first day of "2027-03", or None when empty."""
        text = to_latin(self.cleaned_data["month"].strip())
        if not text:
            return None
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            raise forms.ValidationError(_("Write the month as year and month, such as 2027-03.")) from None

    def clean(self) -> dict:
        data = super().clean()
        series: Series | None = data.get("series")
        month = data.get("month")
        if data.get("precision") == Precision.MONTH:
            data["date"] = month or (data.get("date") and data["date"].replace(day=1))
            if not data["date"] and "month" not in self.errors:
                self.add_error("month", _("Choose the month."))
        elif not data.get("date"):
            if series and month:
                data["date"] = series.day_in(month.year, month.month)
                if data["date"] is None:
                    self.add_error("month", _("The rule of this series names no day in that month."))
            elif not ({"date", "month"} & self.errors.keys()):
                self.add_error("date", _("Choose the day, or a series and its month."))
        if series:
            data["start_time"] = data.get("start_time") or series.start_time
            data["end_time"] = data.get("end_time") or series.end_time
            data["venue"] = data.get("venue") or series.venue
        check_hours(self)
        self._look_at_the_day(data)
        return data

    def _look_at_the_day(self, data: dict) -> None:
        """A day off is kept knowingly; what took place lies behind us, and on whatever day it was."""
        day, today = data.get("date"), timezone.localdate()
        if day is None:
            return
        if data["took_place"]:
            if day > today:
                self.add_error("took_place", _("That day is still to come."))
        elif data.get("precision") == Precision.DAY and day >= today:
            self.ask_about(day, today=today, series=data.get("series"))

    def _post_clean(self) -> None:
        """The hours may have come from the series, which the model's own check would not see in time."""
        self._validate_unique = False

    def facts(self) -> dict:
        """What `plan_meeting` takes; a month that a series is planned for names the meeting, whatever day it gets."""
        facts = {
            name: value for name, value in self.cleaned_data.items() if name not in ("month", "once_key")
        }
        return {**facts, "month_of": self.cleaned_data["month"] if facts["series"] else None}


class MoveForm(AsksAboutTheDay, forms.Form):
    """A new day, hours and place; the address in calendars stays the same."""

    date = forms.DateField(label=_("New day"), widget=DayInput())
    start_time = forms.TimeField(label=_("From"), widget=HourInput())
    end_time = forms.TimeField(label=_("To"), widget=HourInput())
    venue = forms.ModelChoiceField(label=_("Place"), queryset=Venue.objects.all(), required=False)
    took_place = forms.BooleanField(
        label=_("It took place already, and is recorded after the fact"), required=False
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.is_past = False
        name_choices_on_the_page(self)

    def clean(self) -> dict:
        data = super().clean()
        check_hours(self)
        day, today = data.get("date"), timezone.localdate()
        if day and day < today:
            self.is_past = True
        elif day and not (self.meeting.has_day and day == self.meeting.date):
            self.ask_about(day, today=today, series=self.meeting.series)
        return data


class PostponeForm(forms.Form):
    """Put off, to a month that may still be unknown."""

    month = forms.CharField(
        label=_("To which month"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
        help_text=_("Leave empty if that is not known yet."),
    )
    clean_month = PlanForm.clean_month
