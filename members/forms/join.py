"""The public form for applicants: an organisation, an institution or an individual advocate."""

import secrets
from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.cleaning import scrub
from members.actions.applications import receive_application
from members.enums import ApplicantKind
from members.models import Application

FASTEST = timedelta(seconds=3)
LONGEST = timedelta(hours=24)
_signer = signing.Signer(salt="members.join")


def new_token(now: datetime) -> str:
    """A signed token that names one showing of the form and says when that was."""
    return _signer.sign(f"{secrets.token_urlsafe(12)}.{int(now.timestamp())}")


def read_token(token: str) -> tuple[str, datetime] | None:
    """(name of the showing, when it was shown), or None for a token that is not ours."""
    try:
        name, _dot, shown = _signer.unsign(token).rpartition(".")
    except signing.BadSignature:
        return None
    return name, datetime.fromtimestamp(int(shown), tz=timezone.get_default_timezone())


class JoinForm(forms.ModelForm):
    """`save()` receives the application, or finds it again when the same showing of the form is sent twice."""

    # People do not see this field; programs that fill in every field do.
    homepage = forms.CharField(label=_("Leave this field empty"), required=False)
    form_token = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = [
            "kind",
            "name",
            "contact_name",
            "email",
            "phone",
            "language",
            "presence",
            "statement",
            "agrees_confidentiality",
        ]
        labels = {
            "kind": _("Who applies?"),
            "name": _("Name of the organisation or institution, or your own name"),
            "contact_name": _("Contact person"),
            "email": _("E-mail address"),
            "phone": _("Telephone or Telegram"),
            "language": _("In which language shall we answer?"),
            "presence": _("Who would take part in Cambodia?"),
            "statement": _("Why do you wish to join?"),
            "agrees_confidentiality": _("I will keep to myself what the group treats as confidential."),
        }
        help_texts = {
            "contact_name": _("For an organisation or institution: whom we may write to or call."),
            "email": _("An e-mail address or a telephone number: one of the two is enough."),
            "presence": _("Name or office of a representative in the country, if there is one."),
            "statement": _("A few sentences are enough. Please name no survivors and describe no cases."),
        }
        error_messages = {
            "kind": {"required": _("Choose who applies.")},
            "name": {"required": _("Write the name of the organisation, or your own.")},
            "statement": {"required": _("Write a few sentences.")},
            "agrees_confidentiality": {
                "required": _("The group can only work with people who agree to this.")
            },
        }
        widgets = {
            "kind": forms.RadioSelect,
            "language": forms.RadioSelect,
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "statement": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, now: datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now or timezone.now()
        self.fields["kind"].choices = ApplicantKind.choices
        self.fields["agrees_confidentiality"].required = True
        self.fields["homepage"].widget.attrs = {"tabindex": "-1", "autocomplete": "off"}
        self.initial["form_token"] = new_token(self.now)

    def clean(self) -> dict:
        data = super().clean()
        for name in ("name", "contact_name", "phone", "presence", "statement"):
            data[name] = scrub(data.get(name, ""), lines=name == "statement")
        if not data.get("email") and not data["phone"] and "email" not in self.errors:
            self.add_error(
                "email", _("Give an e-mail address or a telephone number: one of the two is enough.")
            )
        speaks_for_others = data.get("kind") in (ApplicantKind.ORGANISATION, ApplicantKind.INSTITUTION)
        if speaks_for_others and not data["contact_name"] and "contact_name" not in self.errors:
            self.add_error("contact_name", _("Write the name of a person we may turn to."))
        if data.get("homepage"):
            self.add_error("homepage", _("This field must stay empty."))
        self._check_token(data.get("form_token", ""))
        return data

    def _check_token(self, token: str) -> None:
        """A form that nobody was shown, or just now, or long ago, is not taken; the text stays and it can be sent again."""
        shown = read_token(token)
        if shown is None or not timedelta(0) <= self.now - shown[1] <= LONGEST:
            self._renew_token()
            self.add_error(None, _("This form stood open for long. Please send it once more."))
        elif self.now - shown[1] < FASTEST and not self.errors:
            self.add_error(None, _("That was very quick. Please wait a few seconds and send it once more."))
        else:
            self.form_name = shown[0]

    def _renew_token(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("form_token")] = new_token(self.now)

    def save(self, commit: bool = True) -> Application:
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        return receive_application(form_token=self.form_name, now=self.now, **facts)
