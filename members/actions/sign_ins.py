"""Sign-ins: the secretariat invites, the person accepts, and either may end it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub import outbox
from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from members.actions.office import demand_office
from members.enums import RoleKind
from members.models import Person, Role, SignUpInvitation, User
from members.rules import is_administrator


def invite_to_sign_up(person: Person, *, by: Actor, now: datetime | None = None) -> SignUpInvitation:
    """Mail a person the link to make their sign-in; an earlier link dies.

    Writes the invitation, an audit entry and a mail in the outbox. Refuses for somebody who is deactivated, has no
    address, or can sign in already.
    """
    demand_office(by)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            raise Refused(_("This person is deactivated."))
        if not person.email:
            raise Refused(_("Write down an e-mail address first: the invitation goes there."), field="email")
        if person.user_id:
            raise Refused(_("This person can sign in already."))
        invitation, made = SignUpInvitation.objects.get_or_create(person=person)
        if not made:
            invitation.key_version += 1
        invitation.sent_at, invitation.used_at = now or timezone.now(), None
        invitation.save()
        record("sign_up.invited", person, by=by, label=person.display_name)
        outbox.queue(
            "sign_up_invitation",
            key=f"sign-up:{invitation.pk}:{invitation.key_version}",
            data={"invitation": invitation.pk, "version": invitation.key_version},
            order_key=f"person:{person.pk}",
        )
    return invitation


def accept_sign_up(
    invitation: SignUpInvitation, *, by: Person, password: str | None = None, now: datetime | None = None
) -> User:
    """Make the sign-in of an open invitation, with the address the secretariat knows, and close the invitation.

    The link came to that address, so it counts as confirmed. Without `password` a code by mail is the only way in.
    """
    with transaction.atomic():
        invitation = (
            SignUpInvitation.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=invitation.pk)
        )
        if not invitation.is_open(now or timezone.now()):
            raise Refused(_("This link is no longer valid. Write to the secretariat for a new one."))
        user = make_sign_in(invitation.person, password=password)
        invitation.used_at = now or timezone.now()
        invitation.save(update_fields=["used_at"])
        record("sign_up.accepted", invitation.person, by=by, label=invitation.person.display_name)
    return user


def make_sign_in(person: Person, *, password: str | None = None) -> User:
    """A user for `person` with their own, confirmed address, in the caller's transaction; no audit of its own."""
    email = person.email.lower()
    if User.objects.filter(email=email).exists():
        raise Refused(
            _("Somebody signs in with this address already. Write to the secretariat."), field="email"
        )
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    person.user = user
    person.save(update_fields=["user"])
    return user


def refuse_address(person: Person, email: str) -> None:
    """Refuse an address that somebody else signs in with or is known by, and an empty one for a sign-in."""
    if person.user_id and not email:
        raise Refused(_("This person signs in with the address, so it cannot be left empty."), field="email")
    if not email:
        return
    others = Person.objects.filter(email__iexact=email).exclude(pk=person.pk)
    users = User.objects.filter(email=email.lower())
    if others.exists() or (users.exclude(pk=person.user_id) if person.user_id else users).exists():
        raise Refused(_("Somebody else is known by this address."), field="email")


def refuse_hand(person: Person, *, by: Actor) -> None:
    """Refuse the secretariat an administrator's address: whoever sets it receives their codes, and so their role.

    Also while the administrator is deactivated, or before the role begins.
    """
    demand_office(by)
    roles = Role.objects.filter(person=person, kind=RoleKind.ADMINISTRATOR)
    held = roles.exclude(until__lt=timezone.localdate()).exists()
    if held and isinstance(by, Person) and not is_administrator(by):
        raise Refused(is_administrator.reason, field="email")


def change_address(person: Person, email: str, *, by: Actor) -> None:
    """Give a person another address, for mail and for signing in alike; the secretariat vouches for it.

    The address of an administrator is changed by administrators only. That mail came back from the old one is forgotten.
    """
    demand_office(by)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        refuse_hand(person, by=by)
        refuse_address(person, email)
        person.email = email
        person.bounced_at, person.bounce_status = None, ""
        person.save(update_fields=["email", "bounced_at", "bounce_status"])
        if user := person.user:
            user.email = email.lower()
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        record("person.address_changed", person, by=by, label=person.display_name, fields=["email"])


def reset_second_factor(person: Person, *, by: Actor) -> None:
    """For a lost telephone: forget the authenticator app and the recovery codes, and end every session."""
    demand_office(by)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.user:
            raise Refused(_("This person has no sign-in yet."))
        Authenticator.objects.filter(user=person.user).delete()
        for session in UserSession.objects.filter(user=person.user):
            session.end()
        record("second_factor.reset", person, by=by, label=person.display_name)
