"""When the steps of a meeting's month are due."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import Step
from meetings.models.cycle import OFFSETS, Offsets


class OffsetsForm(forms.Form):
    """One number of days for each step that has one; the verb checks their order."""

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, initial={step.value: days for step, days in Offsets.current().days.items()}, **kwargs
        )
        for step, offset in OFFSETS.items():
            self.fields[step.value] = forms.IntegerField(
                label=step.label,
                help_text=_("Days before the meeting.") if offset.before else _("Days after the meeting."),
                min_value=0,
                max_value=offset.most,
                localize=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def days(self) -> dict[Step, int]:
        return {Step(name): value for name, value in self.cleaned_data.items()}
