"""What the secretariat makes of a held mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.actions.tray import assign, candidates
from meetings.enums import Answer
from meetings.forms.translated import name_on_the_page
from meetings.models import HeldMail, Invitation, Response
from members.models import Person, Seat

ANSWERS = [
    (Answer.ACCEPTED.value, _("will come")),
    (Answer.DECLINED.value, _("cannot come")),
    (Answer.TENTATIVE.value, _("is not sure yet")),
    (Answer.DELEGATED.value, _("sends somebody else")),
]


class AssignForm(forms.Form):
    """Whose answer a mail is and what it says; both as they were read of it, until the clerk knows better."""

    invitation = forms.ModelChoiceField(
        Invitation.objects.none(), label=_("Whose answer it is"), empty_label=_("Choose a person")
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect)
    delegated_to = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who will come instead"),
        required=False,
        empty_label=_("Choose a person"),
        help_text=_("Only for “sends somebody else”: somebody who speaks for the same organisation."),
    )

    def __init__(self, *args, held: HeldMail, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = held
        self.rows = candidates(held)
        field = self.fields["invitation"]
        field.queryset = Invitation.objects.filter(pk__in=[row.pk for row in self.rows])
        field.choices = [("", field.empty_label), *((row.pk, self._label(row)) for row in self.rows)]
        bodies = {row.organisation_id for row in self.rows if row.organisation_id}
        seats = Seat.objects.current().filter(organisation__in=bodies, person__is_active=True)
        self.fields["delegated_to"].queryset = Person.objects.filter(pk__in=seats.values("person_id"))
        self.fields["delegated_to"].label_from_instance = name_on_the_page
        self.initial.setdefault("invitation", self._likely())
        self.initial.setdefault("answer", held.answer)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("answer") == Answer.DELEGATED and not data.get("delegated_to"):
            self.add_error("delegated_to", _("Choose who will come instead."))
        return data

    def save(self, *, by: Person) -> Response:
        """Record it; raises Refused."""
        facts = self.cleaned_data
        return assign(
            self.held,
            by=by,
            invitation=facts["invitation"],
            answer=facts["answer"],
            delegated_to=facts["delegated_to"],
        )

    def _likely(self) -> int | None:
        """The invited person whose address the answer names, else whoever the mail's address belongs to."""
        of_address = {row.person.email.lower(): row.pk for row in reversed(self.rows) if row.person.email}
        return of_address.get(self.held.attendee.lower(), self.held.invitation_id)

    def _label(self, row: Invitation) -> str:
        who = [name_on_the_page(row.organisation)] if row.organisation else []
        label = ": ".join([*who, name_on_the_page(row.person)])
        same = self.held.invitation and row.meeting_id == self.held.invitation.meeting_id
        return label if same else f"{label} ({row.meeting.slug})"
