"""What the secretariat makes of a held mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.actions.tray import assign, candidates
from meetings.enums import Answer
from meetings.forms.translated import name_on_the_page
from meetings.models import HeldMail, Invitation, Response
from members.models import Person

ANSWERS = [
    (Answer.ACCEPTED.value, _("will come")),
    (Answer.DECLINED.value, _("cannot come")),
    (Answer.TENTATIVE.value, _("is not sure yet")),
]


class AssignForm(forms.Form):
    """Whose answer a mail is and what it says; both as they were read of it, until the clerk knows better."""

    invitation = forms.ModelChoiceField(
        Invitation.objects.none(), label=_("Whose answer it is"), empty_label=_("Choose a person")
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect)

    def __init__(self, *args, held: HeldMail, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held
        self.rows = candidates(held)
        field = self.fields["invitation"]
        field.queryset = Invitation.objects.filter(pk__in=[row.pk for row in self.rows])
        field.choices = [("", field.empty_label), *((row.pk, self._label(row)) for row in self.rows)]
        self.initial.setdefault("invitation", self._likely())
        self.initial.setdefault("answer", held.answer)

    def save(self, *, by: Person) -> Response:
        """Record it; raises Refused."""
        facts = self.cleaned_data
        return assign(self.held, by=by, invitation=facts["invitation"], answer=facts["answer"])

    def _likely(self) -> int | None:
        """The invited person whose address the answer names, else whoever the mail's address belongs to."""
        of_address = {row.person.email.lower(): row.pk for row in reversed(self.rows) if row.person.email}
        return of_address.get(self.held.attendee.lower(), self.held.invitation_id)

    def _label(self, row: Invitation) -> str:
        who = [name_on_the_page(row.organisation)] if row.organisation else []
        label = ": ".join([*who, name_on_the_page(row.person)])
        same = self.held.invitation and row.meeting_id == self.held.invitation.meeting_id
        return label if same else f"{label} ({row.meeting.slug})"
