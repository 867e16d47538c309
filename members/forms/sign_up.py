"""The form behind an invitation: a password, or none."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused
from members.actions.sign_ins import accept_sign_up
from members.models import SignUpInvitation, User

CODE, PASSWORD = "code", "password"


class SignUpForm(forms.Form):
    """How to sign in; `save()` accepts the invitation, or puts a refusal on the form and returns None."""

    way = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=[
            (CODE, _("With a code that comes by e-mail each time")),
            (PASSWORD, _("With a password")),
        ],
        widget=forms.RadioSelect,
        initial=CODE,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Only if you chose a password. At least 12 characters; three or four words are easy to keep."
        ),
    )

    def __init__(self, *args, invitation: SignUpInvitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict:
        data = super().clean()
        if data.get("way") != PASSWORD:
            return {**data, "password": ""}
        password = data.get("password", "")
        try:
            if not password:
                raise ValidationError(_("Write the password you want to use."))
            password_validation.validate_password(password, User(email=self.invitation.person.email))
        except ValidationError as refused:
            self.add_error("password", refused)
        return data

    def save(self) -> User | None:
        try:
            return accept_sign_up(
                self.invitation, by=self.invitation.person, password=self.cleaned_data["password"] or None
            )
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.sentence)
            return None
