"""Closing and opening a person's access, and the moves of a membership."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from members.actions.desk import sync_desk
from members.enums import MEMBERSHIP_MOVES, MembershipState
from members.models import Membership, Person

ENDED = {MembershipState.WITHDRAWN, MembershipState.LAPSED}


def deactivate_person(person: Person, *, by: Actor) -> None:
    """Close everything of a person at once: sign-in, sessions, feeds, answer links.

    Each of these asks the Person when it is used, so nothing else has to be written.
    """
    _set_active(person, False, by=by)


def reactivate_person(person: Person, *, by: Actor) -> None:
    """Open again what deactivation closed."""
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


def move_membership(
    membership: Membership, state: MembershipState, *, by: Actor, on: date | None = None
) -> Membership:
    """Suspend, withdraw, let lapse or admit again, from `on` (Phnom Penh; default today).

    A membership that ends gets its last day; one that is admitted again loses it.
    """
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
