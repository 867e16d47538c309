"""The form of the first administrator."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from hub.errors import Refused
from members.actions.first_run import make_first_administrator
from members.enums import SECRETARIAT_ROLES, Language, RoleKind
from members.models import User


class FirstRunForm(forms.Form):
    """`save()` makes the administrator, or puts a refusal on the form and returns None."""

    family_name = PlainTextField(
        label=_("Family name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    given_name = PlainTextField(
        label=_("Given name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; three or four words are easy to keep."),
    )
    side = forms.ChoiceField(
        label=_("Which side of the secretariat are you on?"),
        choices=[(kind.value, kind.label) for kind in map(RoleKind, SECRETARIAT_ROLES)],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)

    def __init__(self, *args, token: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.token = token

    def clean(self) -> dict:
        data = super().clean()
        if data.get("password"):
            try:
                password_validation.validate_password(data["password"], User(email=data.get("email", "")))
            except ValidationError as refused:
                self.add_error("password", refused)
        return data

    def save(self) -> User | None:
        facts = {**self.cleaned_data, "side": RoleKind(self.cleaned_data["side"])}
        try:
            return make_first_administrator(self.token, **facts)
        except Refused as refused:
            self.add_error(refused.field, refused.sentence)
            return None
