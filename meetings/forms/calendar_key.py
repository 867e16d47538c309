"""A key for one more calendar, and a password for a program that reads and answers in the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.forms.translated import name_on_the_page
from members.actions.app_passwords import make_app_password
from members.actions.calendar_keys import make_key, new_nonce
from members.models import AppPassword, CalendarKey, Organisation, Person

NONCE = r"^[0-9a-f]{32}$"


class CalendarKeyForm(forms.Form):
    """Which calendar the key is for, whose meetings it holds, and how much of them it shows."""

    nonce = forms.RegexField(NONCE, widget=forms.HiddenInput, required=False)
    name = PlainTextField(
        label=_("Which calendar or device is it for?"),
        max_length=80,
        help_text=_("Such as “my telephone”: so that you know later which address to take back."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose calendar?"), required=False, empty_label=_("My own")
    )
    discreet = forms.BooleanField(
        label=_("Discreet: only “Appointment”, without place, names or title"),
        required=False,
        help_text=_("For a telephone or calendar that others see too."),
    )
    with_actions = forms.BooleanField(
        label=_("Actions too"), required=False, help_text=_("What is due, as entries of a whole day.")
    )
    without_invited = forms.BooleanField(
        label=_("Leave out the meetings I am invited to"),
        required=False,
        help_text=_("For a calendar that gets the invitations by mail or CalDAV already."),
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial["nonce"] = new_nonce()
        organisations = organisations_of(person)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        field.choices = [("", field.empty_label), *((one.pk, name_on_the_page(one)) for one in organisations)]
        if not organisations:
            del self.fields["organisation"]

    def clean_nonce(self) -> str:
        """A form that had to wait for a confirmation has lost its nonce (`recently_confirmed`)."""
        return self.cleaned_data["nonce"] or new_nonce()

    def save(self) -> tuple[CalendarKey, str]:
        """The key and its secret, once; raises Refused."""
        return make_key(self.person, by=self.person, **self.cleaned_data)


class AppPasswordForm(forms.Form):
    """Which device the password is for."""

    nonce = forms.RegexField(NONCE, widget=forms.HiddenInput, required=False)
    name = PlainTextField(
        label=_("Which device is it for?"),
        max_length=80,
        help_text=_("Such as “my telephone”: so that you know later which password to take back."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_password_%s", **kwargs)  # it stands beside the other form
        self.initial["nonce"] = new_nonce()

    def clean_nonce(self) -> str:
        """A form that had to wait for a confirmation has lost its nonce (`recently_confirmed`)."""
        return self.cleaned_data["nonce"] or new_nonce()

    def save(self, person: Person) -> tuple[AppPassword, str]:
        """The password's row and its secret, once; raises Refused."""
        return make_app_password(person, by=person, **self.cleaned_data)


def organisations_of(person: Person) -> list[Organisation]:
    """Those the person speaks for today, each once, in one query."""
    seats = person.seats.current().select_related("organisation")
    return list({seat.organisation_id: seat.organisation for seat in seats}.values())
