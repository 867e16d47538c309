"""What the secretariat writes down for others: an answer told by telephone, and whom to invite."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from hub.languages.typography import colon
from meetings.actions.invitations import Invitee
from meetings.actions.responses import LONGEST_COMMENT, record_response
from meetings.enums import Answer, Channel
from meetings.forms.translated import name_on_the_page
from meetings.models import Invitation, Response
from members.models import Person

TOLD = [
    (Answer.ACCEPTED.value, _("will come")),
    (Answer.DECLINED.value, _("cannot come")),
    (Answer.TENTATIVE.value, _("is not sure yet")),
    (Answer.NEEDS_ACTION.value, _("takes the answer back")),
]


class ToldForm(forms.Form):
    """An answer that somebody gave by telephone or in person."""

    invitation = forms.ModelChoiceField(
        Invitation.objects.none(), label=_("Who"), empty_label=_("Choose a person")
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=TOLD, widget=forms.RadioSelect)
    comment = PlainTextField(
        label=_("Note"),
        lines=True,
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, invitations: list[Invitation], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["invitation"]
        field.queryset = Invitation.objects.filter(pk__in=[row.pk for row in invitations])
        field.choices = [("", field.empty_label), *((row.pk, _who(row)) for row in invitations)]

    def save(self, *, by: Person) -> Response:
        """Record it; raises Refused."""
        return record_response(
            self.cleaned_data["invitation"],
            self.cleaned_data["answer"],
            by=by,
            channel=Channel.SECRETARIAT,
            comment=self.cleaned_data["comment"],
        )


def _who(invitation: Invitation) -> str:
    name, body = name_on_the_page(invitation.person), invitation.organisation
    sign = colon(get_language() or settings.LANGUAGE_CODE)
    return f"{name_on_the_page(body)}{sign}{name}" if body else name


class InviteForm(forms.Form):
    """Which of the proposed people are invited; all of them unless somebody is left out."""

    people = forms.MultipleChoiceField(
        label=_("Who is invited"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args, proposed: list[Invitee], **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = {str(one.person.pk): one for one in proposed}
        self.fields["people"].choices = [(key, one.person.display_name) for key, one in self.proposed.items()]
        self.initial["people"] = list(self.proposed)

    def chosen(self) -> list[Invitee]:
        return [self.proposed[key] for key in self.cleaned_data["people"]]

    @property
    def send_word(self) -> str:
        """The word on the button: "Send 18 invitations"."""
        n = len(self.proposed)
        return ngettext("Send %(n)s invitation", "Send %(n)s invitations", n) % {"n": n}

    @property
    def ticked(self) -> list[str]:
        """The keys that are chosen as the page is shown."""
        return list(self["people"].value() or [])
