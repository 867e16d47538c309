"""What is typed on the day: a decision, an action, the next meeting. Refused input keeps what was typed."""

import re

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.enums import QuorumRule
from meetings.forms.action_line import LONGEST
from meetings.forms.meeting import DayInput, HourInput, check_hours
from meetings.forms.translated import name_choices_on_the_page
from meetings.models import Action, Meeting
from members.enums import Language, RoleKind
from members.models import Organisation, Person, Role

_KHMER = re.compile(r"[\u1780-\u17ff]")
LONGEST_TITLE = 200  # of a decision in short


def written_in(text: str, page: str) -> str:
    """The language of a line: Khmer letters say Khmer; Latin ones the page's language, on Khmer pages English."""
    if _KHMER.search(text):
        return Language.KM
    return page if page != Language.KM else Language.EN


def in_short(text: str) -> str:
    """A decision as it stands in lists: the whole sentence, or its first words and an ellipsis."""
    if len(text) <= LONGEST_TITLE:
        return text
    return text[: LONGEST_TITLE - 1].rsplit(" ", 1)[0][: LONGEST_TITLE - 1] + "…"


class DecisionLineForm(forms.Form):
    """A decision in one line; with reservations also the sentence of whoever has them."""

    CONSENSUS, RESERVATION, PUT_OFF = HOW = ("consensus", "reservation", "put_off")
    text = PlainTextField(
        label=_("Decision, in one line"), max_length=1800, required=False, lines=True, strip=True
    )
    reservation = PlainTextField(label=_("The reservation, in one sentence"), max_length=600, required=False)
    how = forms.ChoiceField(choices=[(how, how) for how in HOW])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 3
        self.asks_reservation = False

    def clean(self) -> dict:
        data = super().clean()
        data["text"] = " ".join((data.get("text") or "").split())
        if data.get("how") in (self.CONSENSUS, self.RESERVATION) and not data["text"] and not self.errors:
            self.add_error("text", _("Write what was decided. If nothing was, put the item off."))
        if data.get("how") == self.RESERVATION and data["text"] and not data.get("reservation"):
            self.asks_reservation = True
        return data


class ActionLineForm(forms.Form):
    """One line: who does what, by when."""

    line = PlainTextField(label=_("Action, in one line"), max_length=LONGEST)


class DayActionForm(forms.ModelForm):
    """The same as fields, filled in with what was understood."""

    title = PlainTextField(label=_("What"), max_length=250)

    class Meta:
        model = Action
        fields = ["title", "owner_organisation", "owner_person", "due_date", "due_next_meeting"]
        widgets = {"due_date": DayInput()}

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        present = meeting.attendances.present().values("person")
        self.fields["owner_person"].queryset = Person.objects.active().filter(pk__in=present)
        name_choices_on_the_page(self)

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("owner_organisation") and not data.get("owner_person"):
            self.add_error("owner_organisation", _("Say who will do it."))
        if data.get("due_date") and data.get("due_next_meeting"):
            self.add_error("due_date", _("Give either a day or “next meeting”, not both."))
        return data

    def _post_clean(self) -> None:
        """The verb writes; the model's own check would miss the language of the title."""


class NextMeetingForm(forms.Form):
    """Day, hours, host and chair of the next meeting."""

    date = forms.DateField(label=_("Day"), widget=DayInput())
    start_time = forms.TimeField(label=_("From"), widget=HourInput())
    end_time = forms.TimeField(label=_("To"), widget=HourInput())
    host = forms.ModelChoiceField(label=_("Host"), queryset=Organisation.objects.all(), required=False)
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = could_chair(meeting)
        name_choices_on_the_page(self)

    def clean(self) -> dict:
        data = super().clean()
        check_hours(self)
        return data


def could_chair(meeting: Meeting) -> QuerySet:
    """Whoever holds the chair's office, was in the room, or chairs one of the two meetings."""
    here = Q(pk__in=meeting.attendances.present().values("person"))
    office = Q(pk__in=Role.objects.current().filter(kind=RoleKind.CHAIR).values("person"))
    chairs = Q(pk__in=Meeting.objects.filter(date__gte=meeting.date, chair__isnull=False).values("chair"))
    return Person.objects.active().filter(here | office | chairs)


class QuorumForm(forms.Form):
    """The rule from now on."""

    rule = forms.ChoiceField(label=_("Quorum"), choices=QuorumRule.choices, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("Percent of the member organisations, or their number."),
    )

    def clean(self) -> dict:
        data = super().clean()
        counts = data.get("rule") in (QuorumRule.SHARE, QuorumRule.NUMBER)
        if counts and not data.get("number") and "number" not in self.errors:
            self.add_error("number", _("Say how many."))
        return data
