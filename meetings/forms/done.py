"""A member says that something is done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from meetings.actions.action_items import change_action
from meetings.enums import ActionState
from meetings.models import Action
from members.models import Person


class DoneForm(forms.Form):
    """A few words on what came of it, in the language of the page."""

    outcome = PlainTextField(label=_("What came of it"), required=False, max_length=300)

    def save(self, action: Action, *, by: Person, language: str) -> Action:
        """Mark it as done; raises Refused."""
        said = self.cleaned_data["outcome"]
        return change_action(action, by=by, to=ActionState.DONE, outcome={language: said} if said else None)
