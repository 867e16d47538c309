"""Passwords of calendar programs: made for one device, shown once, kept hashed, checked at every request."""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import int_to_base36
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.keys import derive, hashed
from hub.models import FailedAttempts, attempt_key
from hub.models.audit import record
from hub.prepared import Objects
from members.actions.calendar_keys import NOTED_EVERY, client_family, new_nonce
from members.models import AppPassword, Person

MOST_PASSWORDS = 20
WINDOW = timedelta(minutes=10)
# Failures within the window: of one name from one address, and of all names from one address.
MOST_FAILURES, MOST_FAILURES_OF_SOURCE = 10, 50

# Asked at every request of every program.
_OF_HASH = Objects(
    lambda *, hash: AppPassword.objects.select_related("person").filter(hash=hash).order_by(), hash="the hash"
)


class TooManyAttempts(Exception):
    """A wrong password after too many others; `seconds` says how long to wait. A right one is never refused so."""

    def __init__(self, seconds: int):
        super().__init__(f"again in {seconds} seconds")
        self.seconds = seconds


def principal_name(person: Person) -> str:
    """The person in addresses and as user name, beside their e-mail address: "p2s", never changed, no secret."""
    return f"p{int_to_base36(person.pk)}"


def is_name_of(name: str, person: Person) -> bool:
    """Whether `name` is the person's e-mail address, in any case, or their `principal_name` (constant time)."""
    given = name.strip().lower()
    by_mail = bool(person.email) and constant_time_compare(given, person.email.lower())
    return constant_time_compare(given, principal_name(person)) or by_mail


def make_app_password(
    person: Person, *, name: str, by: Actor, nonce: str | None = None
) -> tuple[AppPassword, str]:
    """Make a password for one device; returns it with its secret, which is not kept and cannot be shown again.

    The secret follows from the form's nonce, as with calendar keys: the same form sent twice makes one password and
    shows the same. It has 26 lower-case letters and digits; groups and capitals may be typed (`check_app_password`).
    Refused above twenty. Audit entry.
    """
    secret = derive(f"app-password:{nonce or new_nonce()}", person.pk)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        row = person.app_passwords.filter(hash=hashed(secret)).first()
        if row and row.revoked_at:  # the page that showed it was loaded again
            raise Refused(_("This password was taken back. Make a new one."))
        if row:
            return row, secret
        if person.app_passwords.usable().count() >= MOST_PASSWORDS:
            raise Refused(_("You have twenty app passwords. Take one back first."))
        row = person.app_passwords.create(name=name, hash=hashed(secret))
        record("app_password.made", row, by=by)
    return row, secret


def app_password_of(person: Person, *, nonce: str) -> tuple[AppPassword, str] | None:
    """The usable password that the form with this nonce has made, with its secret; None if there is none."""
    secret = derive(f"app-password:{nonce}", person.pk)
    row = person.app_passwords.usable().filter(hash=hashed(secret)).first()
    return (row, secret) if row else None


def revoke_app_password(row: AppPassword, *, by: Actor, now: datetime | None = None) -> AppPassword:
    """Take a password back: the next request with it is refused. Twice is once. Audit entry."""
    with transaction.atomic():
        row = AppPassword.objects.select_for_update().get(pk=row.pk)
        if row.revoked_at is None:
            row.revoked_at = now or timezone.now()
            row.save(update_fields=["revoked_at"])
            record("app_password.revoked", row, by=by)
    return row


def check_app_password(username: str, password: str, *, source: str, now: datetime) -> AppPassword | None:
    """The password's row with its person, or None; one query where it is right. `source` is the client's address.

    Failures are counted, hashed: of this name from this address, and of the address alone. Beyond the limit a wrong
    password raises `TooManyAttempts` and writes nothing more, while the right one still opens. A revoked one, or one
    of somebody deactivated, opens nothing and is not counted: a device left behind with it asks on and on.
    """
    secret = password.replace("-", "").replace(" ", "").lower()
    row = _OF_HASH.first(hash=hashed(secret))
    if row and is_name_of(username, row.person):
        return row if row.revoked_at is None and row.person.is_active else None
    _count_failure(username, source, now)
    return None


def note_use(row: AppPassword, *, now: datetime, user_agent: str) -> bool:
    """Note when a password was last used and by what kind of program, at most once an hour; no address is kept."""
    if row.last_used_at and now - row.last_used_at < NOTED_EVERY:
        return False
    AppPassword.objects.filter(pk=row.pk).update(last_used_at=now, client=client_family(user_agent))
    return True


def forget_attempts(*, now: datetime) -> int:
    """Delete counts of failures that no longer count; returns how many. Called by the clock."""
    gone, _kinds = FailedAttempts.objects.outdated(now - WINDOW).delete()
    return gone


def _count_failure(username: str, source: str, now: datetime) -> None:
    limits = {
        attempt_key("app-password", source, username.strip().lower()): MOST_FAILURES,
        attempt_key("app-password", source): MOST_FAILURES_OF_SOURCE,
    }
    known = FailedAttempts.objects.filter(key__in=limits, since__gt=now - WINDOW)
    if full := [count for count in known if count.count >= limits[count.key]]:
        raise TooManyAttempts(max(1, *(_seconds_left(count, now) for count in full)))
    for key in sorted(limits):
        FailedAttempts.objects.add(key, now=now, window=WINDOW)


def _seconds_left(count: FailedAttempts, now: datetime) -> int:
    return ceil((count.since + WINDOW - now).total_seconds())
