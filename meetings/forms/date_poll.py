"""A question of which day suits: asking it, and answering it behind a link."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.actions import date_polls as verbs
from meetings.actions.date_polls import LONGEST_COMMENT, MOST_DATES, Slot
from meetings.actions.invitations import Invitee
from meetings.enums import Audience, Suits
from meetings.forms.meeting import DayInput, HourInput
from meetings.forms.proved import ProvedForm
from meetings.forms.translated import TranslatedFieldsForm, columns, name_on_the_page
from meetings.models import DatePoll, PollVoter
from meetings.notices.date_poll import in_words
from members.models import Person


class SlotForm(forms.Form):
    """One proposed day; an empty row says nothing."""

    date = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    start_time = forms.TimeField(label=_("From"), widget=HourInput, required=False)
    end_time = forms.TimeField(label=_("To"), widget=HourInput, required=False)

    def clean(self) -> dict:
        data = super().clean()
        given = [name for name in self.fields if data.get(name) is not None]
        if given and not self.errors:
            for name in self.fields:
                if name not in given:
                    self.add_error(name, _("Give the day and both hours."))
            start, end = data.get("start_time"), data.get("end_time")
            if start and end and end <= start:
                self.add_error("end_time", _("The meeting must end after it begins."))
        return data

    @property
    def slot(self) -> Slot | None:
        data = self.cleaned_data
        return Slot(data["date"], data["start_time"], data["end_time"]) if data.get("date") else None


SlotFormSet = forms.formset_factory(SlotForm, extra=6, max_num=MOST_DATES, validate_max=True)


class DatePollForm(TranslatedFieldsForm):
    """What the meeting is about, until when to answer, and who is asked."""

    translated = ("title",)
    needs_text = ("title",)
    people = forms.MultipleChoiceField(
        label=_("Who is asked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    once_key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)

    class Meta:
        model = DatePoll
        fields = [*columns("title"), "kind", "venue", "closes_on"]
        widgets = {"closes_on": DayInput}

    def __init__(self, *args, proposed: list[Invitee], **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = {str(one.person.pk): one for one in proposed}
        self.fields["people"].choices = [(key, _who(one)) for key, one in self.proposed.items()]
        self.initial.setdefault("people", list(self.proposed))

    def save(self, *, by: Person, slots: list[Slot]) -> DatePoll:
        """Prepare the question; raises Refused. Nobody is asked yet."""
        data = self.cleaned_data
        return verbs.make_poll(
            by=by,
            title=self.texts("title"),
            slots=slots,
            people=[self.proposed[key] for key in data["people"]],
            closes_on=data["closes_on"],
            kind=data["kind"],
            venue=data["venue"],
        )


def _who(one: Invitee) -> str:
    name = name_on_the_page(one.person)
    return f"{name}, {name_on_the_page(one.organisation)}" if one.organisation else name


class ChoiceForm(forms.Form):
    """Who may know of the meeting that the chosen date becomes."""

    audience = forms.ChoiceField(
        label=_("Who may know of this meeting"), choices=Audience.choices, initial=Audience.PUBLIC
    )


class VoteForm(ProvedForm):
    """How each date suits, and a message; behind the link of one voter."""

    proof_of = "meetings.date_poll"
    comment = PlainTextField(
        label=_("Message to the secretariat"),
        lines=True,
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only the secretariat reads it."),
    )

    def __init__(self, *args, voter: PollVoter, **kwargs):
        super().__init__(*args, **kwargs)
        self.voter = voter
        given = dict(voter.votes.values_list("date_id", "suits"))
        self.initial["comment"] = voter.comment
        self.dates = list(voter.poll.dates.all())
        for date in self.dates:
            self.fields[f"date_{date.pk}"] = forms.ChoiceField(
                label=in_words(date, get_language()),
                choices=Suits.choices,
                widget=forms.RadioSelect,
                initial=given.get(date.pk),
                error_messages={"required": _("Say how this date suits you.")},
            )

    @property
    def proved_pk(self) -> int:
        return self.voter.pk

    @property
    def date_fields(self) -> list[forms.BoundField]:
        """The fields of the dates, in their order."""
        return [self[f"date_{date.pk}"] for date in self.dates]

    def save(self) -> PollVoter:
        """Record the answer; raises Refused."""
        data = self.cleaned_data
        suits = {date.pk: data[f"date_{date.pk}"] for date in self.dates}
        return verbs.vote(self.voter, suits, by=self.voter.person, comment=data["comment"])
