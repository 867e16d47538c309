"""What is known of a person's address: whether mail comes back from it."""

from datetime import datetime

from hub.actors import Actor
from hub.models.audit import record
from members.actions.office import demand_office
from members.models import Person

_FIELDS = ["bounced_at", "bounce_status"]


def note_bounce(person: Person, status: str, *, by: Actor, now: datetime) -> None:
    """Mail to this person came back for good, with an enhanced status code such as "5.1.1" (RFC 3463)."""
    demand_office(by)
    Person.objects.filter(pk=person.pk).update(bounced_at=now, bounce_status=status[:12])
    record("person.bounced", person, by=by, label=person.display_name, fields=_FIELDS)


def clear_bounce(person: Person, *, by: Actor) -> None:
    """Mail reaches this person again; writes nothing where it never came back."""
    demand_office(by)
    if Person.objects.filter(pk=person.pk, bounced_at__isnull=False).update(
        bounced_at=None, bounce_status=""
    ):
        record("person.reachable", person, by=by, label=person.display_name, fields=_FIELDS)
