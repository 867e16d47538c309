"""The first administrator of an empty hub, made by whoever holds the link that `manage.py run` printed."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub import first_run
from hub.errors import Refused
from hub.models.audit import record
from members.enums import SECRETARIAT_ROLES, RoleKind
from members.models import Person, Role, User


def make_first_administrator(
    token: str, *, family_name: str, given_name: str, email: str, language: str, side: RoleKind, password: str
) -> User:
    """Make a sign-in with its person, as administrator and as one side of the secretariat, and use the link up.

    `side` is one of the two secretariat roles. Refuses, changing nothing, when the link is not good any more.
    """
    if side not in SECRETARIAT_ROLES:
        raise Refused(_("Choose one side of the secretariat."), field="side")
    with transaction.atomic():
        if not first_run.spend_token(token):
            raise Refused(_("This link is no longer valid. Start the hub again for a new one."))
        user = User.objects.create_user(email, password)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        person = Person.objects.create(
            user=user, family_name=family_name, given_name=given_name, email=user.email, language=language
        )
        for kind in (RoleKind.ADMINISTRATOR, side):
            Role.objects.create(person=person, kind=kind)
        record("administrator.first", person, by=person, label=person.display_name)
    return user
