"""An answer as a person gives it on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.actions.responses import LONGEST_COMMENT, possible_alternates, record_response
from meetings.actions.undoing import undo_response
from meetings.enums import Answer, Need
from meetings.forms.proposal import ProposalForm
from meetings.forms.proved import ProvedForm
from meetings.forms.translated import name_choices_on_the_page
from meetings.models import Invitation, Response
from members.models import Person


class OfInvitation(forms.Form):
    """A form about one invitation, which the view names."""

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation


class AnswerForm(OfInvitation):
    """One of the answers, a message for the secretariat, what is needed on the day, and an alternate where one is named.

    `needs_shown` says that the boxes stood on the page: none ticked then means that nothing is needed any more.
    """

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

    needs = forms.MultipleChoiceField(
        label=_("What you need on the day"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The host learns how many people need what, never who."),
    )
    needs_shown = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["needs"] = self.invitation.needs
        self.alternates = possible_alternates(self.invitation)
        self.fields["delegated_to"].queryset = Person.objects.filter(
            pk__in=[one.pk for one in self.alternates]
        )
        name_choices_on_the_page(self)
        self.fields["comment"].widget.attrs["rows"] = 4
        for problem in ("required", "invalid_choice"):
            self.fields["answer"].error_messages[problem] = _("Choose one of the answers.")

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
            needs=self._needs(),
            delegated_to=self.cleaned_data["delegated_to"],
            now=now,
        )

    def _needs(self) -> list[str] | None:
        """What was said of needs; None if nothing was. Whoever takes the answer back takes this back too."""
        if self.cleaned_data["answer"] == Answer.NEEDS_ACTION:
            return []
        return self.cleaned_data["needs"] if self.cleaned_data["needs_shown"] else None


class Proved(ProvedForm, OfInvitation):
    """A form behind an answer link; its signature holds for this invitation only."""

    proof_of = "meetings.answer"

    @property
    def proved_pk(self) -> int:
        return self.invitation.pk


class LinkedAnswerForm(Proved, AnswerForm):
    """The answer as it is given on the page of a link."""


class LinkedUndoForm(Proved):
    """The button that brings the answer before the last one back."""

    def save(self, *, by: Person, channel: str) -> Response:
        """Undo; raises Refused."""
        return undo_response(self.invitation, by=by, channel=channel)


class LinkedProposalForm(Proved, ProposalForm):
    """An agenda item proposed on the page of a link; the signature is also what makes it one proposal."""

    def once_key(self) -> str:
        return self.cleaned_data["proof"]
