"""An answer as a person gives it on a page."""

import secrets

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.actions.responses import LONGEST_COMMENT, possible_alternates, record_response
from meetings.enums import Answer
from meetings.forms.translated import name_choices_on_the_page
from meetings.models import Invitation, Response
from members.models import Person

FORM_LASTS = 14 * 24 * 3600  # seconds; a page may stay open on a phone for long
_SALT = "meetings.answer"


class AnswerForm(forms.Form):
    """One of the answers, a message for the secretariat, and an alternate where one is named."""

    answer = forms.ChoiceField(choices=Answer.choices)
    comment = PlainTextField(
        label=_("Message to the secretariat"),
        lines=True,
        required=False,
        max_length=LONGEST_COMMENT,
        help_text=_("Only the secretariat reads it. It is sent with the answer you tap."),
    )
    delegated_to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who will come"), required=False, empty_label=_("Choose a person")
    )

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.alternates = possible_alternates(invitation)
        self.fields["delegated_to"].queryset = Person.objects.filter(
            pk__in=[one.pk for one in self.alternates]
        )
        name_choices_on_the_page(self)
        self.fields["comment"].widget.attrs["rows"] = 4
        self.fields["answer"].error_messages["invalid_choice"] = _("Choose one of the answers.")

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("answer") == Answer.DELEGATED and not cleaned.get("delegated_to"):
            self.add_error("delegated_to", _("Choose who will come in your place."))
        return cleaned

    def save(self, *, by: Person, channel: str, now=None) -> Response:
        """Record the answer; raises Refused where it is not possible any more."""
        return record_response(
            self.invitation,
            self.cleaned_data["answer"],
            by=by,
            channel=channel,
            comment=self.cleaned_data["comment"],
            delegated_to=self.cleaned_data["delegated_to"],
            now=now,
        )


class LinkedAnswerForm(AnswerForm):
    """The form behind an answer link, which works without a cookie.

    The page is sent with `no-referrer`, and browsers then post with `Origin: null`, which Django's own protection
    refuses. In its place the form carries a signature of its own: a page elsewhere cannot make one, and it holds
    for this invitation only.
    """

    proof = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        nonce = secrets.token_hex(8)
        self.fresh_proof = signing.dumps([self.invitation.pk, nonce], salt=_SALT)

    def clean_proof(self) -> str:
        try:
            pk, _nonce = signing.loads(self.cleaned_data["proof"], salt=_SALT, max_age=FORM_LASTS)
        except (signing.BadSignature, ValueError):
            pk = None
        if pk != self.invitation.pk:
            raise forms.ValidationError(
                _("This page has been open for too long. Please tap your answer again.")
            )
        return self.cleaned_data["proof"]
