"""A key for one more calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from members.actions.calendar_keys import make_key, new_nonce
from members.models import CalendarKey, Person


class CalendarKeyForm(forms.Form):
    """Which calendar the key is for, and whether it shows what the appointments are."""

    nonce = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False)
    name = PlainTextField(
        label=_("Which calendar or device is it for?"),
        max_length=80,
        help_text=_("Such as “my telephone”: so that you know later which address to take back."),
    )
    discreet = forms.BooleanField(
        label=_("Discreet: only “Appointment”, without place, names or title"),
        required=False,
        help_text=_("For a telephone or calendar that others see too."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["nonce"] = new_nonce()

    def save(self, person: Person) -> tuple[CalendarKey, str]:
        """The key and its secret, once; raises Refused."""
        facts = self.cleaned_data
        return make_key(
            person, name=facts["name"], discreet=facts["discreet"], by=person, nonce=facts["nonce"] or None
        )
