"""Keys of personal calendar feeds: made for one device, shown once, kept hashed, revoked in one step."""

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.keys import derive, hashed
from hub.models.audit import record
from members.models import CalendarKey, Organisation, Person
from members.rules import speaks_for

MOST_KEYS = 20
NOTED_EVERY = timedelta(hours=1)
# What a User-Agent is called in the list of keys; the first that fits. No version, no system: collect less.
_CLIENTS = {
    "google": "Google Calendar",
    "microsoft": "Outlook",
    "outlook": "Outlook",
    "thunderbird": "Thunderbird",
    "davx5": "Android",
    "icsx5": "Android",
    "android": "Android",
    "dataaccessd": "iPhone or iPad",
    "ios": "iPhone or iPad",
    "macos": "Apple Calendar",
    "calendaragent": "Apple Calendar",
    "evolution": "GNOME Calendar",
    "mozilla": "web browser",
}


def new_nonce() -> str:
    """What a form carries so that sending it twice makes one key: 128 bits of chance."""
    return secrets.token_hex(16)


def make_key(
    person: Person,
    *,
    name: str,
    discreet: bool,
    by: Actor,
    nonce: str | None = None,
    organisation: Organisation | None = None,
    with_actions: bool = False,
    without_invited: bool = False,
) -> tuple[CalendarKey, str]:
    """Make a key for one device; returns it with its secret, which is not kept and cannot be shown again.

    With an `organisation` it opens that organisation's calendar: refused unless `person` speaks for it today.
    The secret follows from the form's nonce (128 bits of chance, kept nowhere) and the installation's own secret,
    so the same form sent twice makes one key and shows the same address. Refused above twenty keys. Audit entry.
    """
    secret = derive(f"calendar-key:{nonce or new_nonce()}", person.pk)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        key = person.calendar_keys.filter(hash=hashed(secret)).first()
        if key and key.revoked_at:  # the page that showed it was loaded again
            raise Refused(_("This address was taken back. Make a new one."))
        if key:
            return key, secret
        if organisation and not speaks_for(person, organisation):
            raise Refused(_("You do not speak for this organisation."), field="organisation")
        if person.calendar_keys.usable().count() >= MOST_KEYS:
            raise Refused(_("You have twenty calendar addresses. Take one back first."))
        key = person.calendar_keys.create(
            name=name,
            discreet=discreet,
            organisation=organisation,
            with_actions=with_actions,
            without_invited=without_invited,
            hash=hashed(secret),
        )
        record("calendar_key.made", key, by=by)
    return key, secret


def revoke_key(key: CalendarKey, *, by: Actor, now: datetime | None = None) -> CalendarKey:
    """Take a key back: its address answers 404 from the next request on. Twice is once. Audit entry."""
    with transaction.atomic():
        key = CalendarKey.objects.select_for_update().get(pk=key.pk)
        if key.revoked_at is None:
            key.revoked_at = now or timezone.now()
            key.save(update_fields=["revoked_at"])
            record("calendar_key.revoked", key, by=by)
    return key


def client_family(user_agent: str) -> str:
    """What kind of program asks, such as "Thunderbird"; empty if it is not known."""
    known = user_agent.lower()
    return next((name for mark, name in _CLIENTS.items() if mark in known), "")


class UsedKey(Protocol):
    """A key, or what was read of one: its number, when its use was last noted and what it got then."""

    pk: int
    last_used_at: datetime | None
    seen: str


def note_use(key: UsedKey, *, now: datetime, user_agent: str, validator: str = "") -> bool:
    """Note what was handed out when, and to what kind of program; no address is kept.

    Written when the validator is another one than last time, else at most once an hour: whoever shows "last used"
    wants to find a forgotten or leaked address, and the freshness board who has fetched since a change, not the
    minute. Without a validator (a part of the calendar, only its head) nothing counts as seen. One UPDATE outside any lock.
    """
    new = bool(validator) and validator != key.seen
    if not new and key.last_used_at and now - key.last_used_at < NOTED_EVERY:
        return False
    facts = {"last_used_at": now, "client": client_family(user_agent)}
    if validator:
        facts |= {"seen": validator, "seen_at": now}
    CalendarKey.objects.filter(pk=key.pk).update(**facts)
    return True
