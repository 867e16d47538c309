"""A person's private collection for arbitrary events: stored as sent, part of no record, shown to nobody else."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused
from hub.models import Version
from meetings.models import ScratchEvent
from members.models import Person

MOST_EVENTS = 1_000


def scratch_counter(person_id: int) -> str:
    """The version counter of one person's scratch collection."""
    return f"scratch {person_id}"


def put_scratch_event(person: Person, *, name: str, uid: str, body: str) -> tuple[ScratchEvent, bool]:
    """Store an event under its name; returns it and whether it is new. Refused above a thousand.

    No audit entry: it is nobody's record, and a client may write hundreds.
    """
    with transaction.atomic():
        number = Version.objects.bump(scratch_counter(person.pk))  # locks the collection
        known = person.scratch_events.filter(name=name).first()
        if known is None and person.scratch_events.filter(is_deleted=False).count() >= MOST_EVENTS:
            raise Refused(_("This collection is full."))
        row, _made = person.scratch_events.update_or_create(
            name=name, defaults={"uid": uid, "body": body, "revision": number, "is_deleted": False}
        )
    return row, known is None or known.is_deleted


def delete_scratch_event(event: ScratchEvent) -> None:
    """Delete an event; its name is kept, so that every device hears of it."""
    with transaction.atomic():
        number = Version.objects.bump(scratch_counter(event.person_id))
        ScratchEvent.objects.filter(pk=event.pk).update(body="", is_deleted=True, revision=number)
