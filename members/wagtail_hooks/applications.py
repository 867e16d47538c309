"""Applications at the desk: read, note, circulate, decide. What the applicant wrote is not edited."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from members.actions.applications import (
    admit_application,
    circulate_application,
    reject_application,
    withdraw_application,
)
from members.enums import APPLICATION_MOVES, ApplicationState, MembershipKind
from members.models import Application
from members.wagtail_hooks.desk import DeskViewSet, Move


class AdmitForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("As what? (An individual advocate is always that.)"),
        choices=[
            (kind.value, kind.label)
            for kind in (MembershipKind.FULL, MembershipKind.ASSOCIATE, MembershipKind.OBSERVER)
        ],
    )
    since = forms.DateField(label=_("Member from"), initial=timezone.localdate)

    def clean_kind(self) -> MembershipKind:
        return MembershipKind(self.cleaned_data["kind"])


class RejectForm(forms.Form):
    reason = forms.CharField(label=_("Reason, as the applicant may read it"), widget=forms.Textarea)


def _may(state):
    return lambda row: state in APPLICATION_MOVES[ApplicationState(row.state)]


def _admit(application, *, by, kind, since):
    admit_application(application, by=by, kind=kind, since=since)


class ApplicationViewSet(DeskViewSet):
    model = Application
    icon = "mail"
    menu_label = _("Applications")
    inspect_view_enabled = True
    inspect_view_fields = [
        "reference",
        "state",
        "kind",
        "name",
        "contact_name",
        "email",
        "phone",
        "language",
        "presence",
        "statement",
        "received_at",
        "decided_at",
        "reason",
        "membership",
        "note",
    ]
    after_move = "inspect"
    list_display = ["reference", "name", "kind", "state", "received_at"]
    list_filter = ["state", "kind"]
    search_fields = ["reference", "name", "contact_name", "email"]
    list_export = [
        "reference",
        "state",
        "kind",
        "name",
        "contact_name",
        "email",
        "phone",
        "language",
        "received_at",
    ]
    export_filename = "applications"
    panels = [
        *[
            FieldPanel(name, read_only=True)
            for name in ("reference", "state", "kind", "name", "contact_name", "email", "phone")
        ],
        *[FieldPanel(name, read_only=True) for name in ("presence", "statement")],
        FieldPanel("note"),
    ]
    moves = (
        Move(
            "circulate",
            _("Circulate to the members"),
            _("Note that the members have the application before them."),
            circulate_application,
            _("The application is circulated."),
            icon="mail",
            possible=_may(ApplicationState.CIRCULATED),
        ),
        Move(
            "admit",
            _("Admit"),
            _("Makes the organisation or the person, if it is not known yet, and the membership."),
            _admit,
            _("The applicant is a member now. Add the people who speak for it under Seats."),
            form_class=AdmitForm,
            possible=_may(ApplicationState.ADMITTED),
        ),
        Move(
            "reject",
            _("Do not admit"),
            _("Nothing is mailed by this. The application is deleted a year from now."),
            reject_application,
            _("The application is closed."),
            icon="cross",
            form_class=RejectForm,
            possible=_may(ApplicationState.REJECTED),
        ),
        Move(
            "withdraw",
            _("Taken back by the applicant"),
            _("The application is deleted a year from now."),
            withdraw_application,
            _("The application is closed."),
            icon="undo",
            possible=_may(ApplicationState.WITHDRAWN),
        ),
    )
