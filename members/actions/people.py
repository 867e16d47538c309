"""Closing and opening a person's access, and the moves of a membership."""

from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from members.actions.desk import sync_desk
from members.actions.office import demand_office
from members.enums import MEMBERSHIP_MOVES, MembershipState
from members.models import Membership, Person, SignUpInvitation

ENDED = {MembershipState.WITHDRAWN, MembershipState.LAPSED}


def deactivate_person(person: Person, *, by: Actor) -> None:
    """Close everything of a person at once: sign-in, sessions, feeds, answer links.

    Each of these asks the Person when it is used, so nothing else has to be written.
    """
    demand_office(by)
    _set_active(person, False, by=by)


def reactivate_person(person: Person, *, by: Actor) -> None:
    """Open again what deactivation closed."""
    demand_office(by)
    _set_active(person, True, by=by)


def _set_active(person: Person, active: bool, *, by: Actor) -> None:
    if not active and (by.actor_kind, by.actor_id) == (person.actor_kind, person.actor_id):
        raise Refused(_("Nobody deactivates themselves: ask the other side of the secretariat."))
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        if row.is_active == active:
            raise Refused(_("This was done already."))
        row.is_active = active
        row.save(update_fields=["is_active"])
        if row.user:
            sync_desk(row.user)
        verb = "person.reactivated" if active else "person.deactivated"
        record(verb, row, by=by, label=row.display_name, fields=["is_active"])


def revoke_everything(person: Person, *, by: Actor, now: datetime | None = None) -> None:
    """End all that opens something of a person, at once and for good: for a lost telephone or a leaked address.

    Calendar addresses and app passwords are revoked, answer links and the addresses that calendars reply to die
    (`key_version`), an open invitation to sign up too; every session ends and the password is forgotten, so that the
    next sign-in takes a code from the person's own mailbox. The person stays active: mails from now on carry new
    links. The second step is left on: it keeps others out. Audit entry.
    """
    demand_office(by)
    now = now or timezone.now()
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        row.key_version += 1
        row.save(update_fields=["key_version"])
        row.calendar_keys.filter(revoked_at__isnull=True).update(revoked_at=now)
        row.app_passwords.filter(revoked_at__isnull=True).update(revoked_at=now)
        SignUpInvitation.objects.filter(person=row, used_at__isnull=True).update(
            key_version=F("key_version") + 1
        )
        fields = ["key_version", "calendar_keys", "app_passwords"]
        if row.user:
            row.user.set_unusable_password()
            row.user.save(update_fields=["password"])
            for session in UserSession.objects.filter(user=row.user):
                session.end()
            fields += ["password", "sessions"]
        record("person.access_revoked", row, by=by, label=row.display_name, fields=fields)


def choose_reminders(person: Person, wanted: bool, *, by: Actor) -> None:
    """Switch a person's reminders by mail off or on; invitations and their changes still come. Twice is once."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.wants_reminders == wanted:
            return
        row.wants_reminders = wanted
        row.save(update_fields=["wants_reminders"])
        verb = "person.reminders_on" if wanted else "person.reminders_off"
        record(verb, row, by=by, label=row.display_name, fields=["wants_reminders"])


def move_membership(
    membership: Membership, state: MembershipState, *, by: Actor, on: date | None = None
) -> Membership:
    """Suspend, withdraw, let lapse or admit again, from `on` (Phnom Penh; default today).

    A membership that ends gets its last day; one that is admitted again loses it.
    """
    demand_office(by)
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if state not in MEMBERSHIP_MOVES[MembershipState(row.state)]:
            raise Refused(
                _("This membership is %(state)s; that cannot be done any more.")
                % {"state": row.get_state_display()}
            )
        row.state = state
        row.until = (on or timezone.localdate()) if state in ENDED else None
        row.save(update_fields=["state", "until"])
        record(f"membership.{state}", row, by=by, label=str(row), fields=["state", "until"])
    return row
