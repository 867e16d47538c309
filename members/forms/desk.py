"""Forms of the desk that do more than save a row; `for_user` is the user at the desk (Wagtail sets it)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from hub.actors import Actor, System
from hub.errors import Refused
from hub.models.audit import record
from members.actions.desk import sync_desk
from members.actions.sign_ins import change_address, refuse_address, refuse_hand
from members.enums import RoleKind
from members.models import Person, Role
from members.rules import is_administrator, person_of


def actor_of(user) -> Actor:
    """Who acts at the desk: the person, or for a bare superuser their sign-in."""
    return person_of(user) or System(actor_kind="user", actor_id=str(user.pk), actor_name=user.email)


class PersonForm(WagtailAdminModelForm):
    """A changed address changes the sign-in too; one that cannot be taken is refused at its field."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        try:
            if self.instance.pk and email != self.instance.email:
                refuse_hand(self.instance, by=actor_of(self.for_user))
            refuse_address(self.instance, email)
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
        return email

    def save(self, commit: bool = True) -> Person:
        new = self.cleaned_data["email"]
        moves = bool(self.instance.pk) and "email" in self.changed_data
        if moves:
            self.instance.email = self.initial["email"]
        person = super().save(commit)
        if moves:
            change_address(person, new, by=actor_of(self.for_user))
            person.email = new
        return person


class RoleForm(WagtailAdminModelForm):
    """Only administrators make administrators; every change of a role is written down."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_administrator(person_of(self.for_user)) and not self.for_user.is_superuser:
            kind = self.fields["kind"]
            kind.choices = [
                choice
                for choice in kind.choices
                if choice[0] != RoleKind.ADMINISTRATOR or self.instance.kind == RoleKind.ADMINISTRATOR
            ]

    def clean(self) -> dict:
        data = super().clean()
        was_or_becomes = {self.initial.get("kind"), data.get("kind")}
        allowed = self.for_user.is_superuser or is_administrator(person_of(self.for_user))
        if RoleKind.ADMINISTRATOR in was_or_becomes and not allowed:
            self.add_error("kind", _("Only an administrator may do this."))
        return data

    def save(self, commit: bool = True) -> Role:
        role = super().save(commit)
        if role.person.user:
            sync_desk(role.person.user)
        record("role.saved", role, by=actor_of(self.for_user), label=str(role), fields=self.changed_data)
        return role
