"""What stands at an address below `/dav/`, and the address of everything. No request and no database.

    /dav/                          the root (also at /, /principals/ and /.well-known/caldav, for these methods)
    /dav/principals/<name>/        the person
    /dav/<name>/                   their home, a container
    /dav/<name>/meetings/          the calendar of their invitations, <uid>.ics each
    /dav/<name>/inbox/             invitations that wait for an answer
    /dav/<name>/outbox/            asked for the free time of others
    /dav/<name>/scratch/           for arbitrary events, where `HUB_CALDAV_SCRATCH` is on

`<name>` is the person's `principal_name` or their e-mail address, with "@" or "%40".
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

from members.actions.app_passwords import is_name_of, principal_name
from members.models import Person

ROOT = "/dav/"
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f]")


class Kind(StrEnum):
    ROOT = "root"
    PRINCIPALS = "principals"
    PRINCIPAL = "principal"
    HOME = "home"
    MEETINGS = "meetings"
    INBOX = "inbox"
    OUTBOX = "outbox"
    SCRATCH = "scratch"


# Collections that hold calendar objects.
HOLDING = (Kind.MEETINGS, Kind.INBOX, Kind.SCRATCH)


class Nowhere(LookupError):
    """Nothing stands at this address."""


class SomebodyElses(PermissionError):
    """The address is below a name that is not the person's own; whether anybody has that name is not said."""


@dataclass(frozen=True)
class Place:
    """One resource. `name` is what the address called the person, `leaf` the object's name in its collection."""

    kind: Kind
    address: str
    name: str = ""
    leaf: str = ""

    @property
    def is_object(self) -> bool:
        return bool(self.leaf)

    def holds(self, leaf: str) -> "Place":
        """An object of this collection."""
        return replace(self, leaf=leaf, address=self.address + _quoted(leaf))


def principal_address(name: str) -> str:
    return f"{ROOT}principals/{_quoted(name)}/"


def home_address(name: str) -> str:
    return f"{ROOT}{_quoted(name)}/"


def collection_address(name: str, kind: Kind) -> str:
    return f"{home_address(name)}{kind}/"


def collections() -> list[Kind]:
    """What a home holds."""
    return [Kind.MEETINGS, Kind.INBOX, Kind.OUTBOX, *([Kind.SCRATCH] if settings.CALDAV_SCRATCH else [])]


def find(path: str, person: Person | None) -> Place:
    """The place at a decoded path; without a person, what would stand there. Raises `Nowhere` or `SomebodyElses`."""
    if path.rstrip("/") == "/principals":
        return Place(Kind.PRINCIPALS, path)
    if not path.startswith(ROOT):
        return Place(Kind.ROOT, path)
    parts = path.removeprefix(ROOT).removesuffix("/").split("/")
    if parts == [""]:
        return Place(Kind.ROOT, ROOT)
    if any(part in ("", ".", "..") or _UNSPEAKABLE.search(part) or len(part) > 400 for part in parts):
        raise Nowhere
    if parts[0] == "principals":
        return _principal(parts[1:], person)
    name = _own(parts[0], person)
    if len(parts) == 1:
        return Place(Kind.HOME, home_address(name), name)
    if parts[1] not in collections() or len(parts) > 3:
        raise Nowhere
    collection = Place(Kind(parts[1]), collection_address(name, Kind(parts[1])), name)
    if len(parts) == 2:
        return collection
    if path.endswith("/") or collection.kind == Kind.OUTBOX:
        raise Nowhere
    return collection.holds(parts[2])


def _principal(parts: list[str], person: Person | None) -> Place:
    if not parts:
        return Place(Kind.PRINCIPALS, f"{ROOT}principals/")
    name = _own(parts[0], person)
    if len(parts) > 1:
        raise Nowhere
    return Place(Kind.PRINCIPAL, principal_address(name), name)


def _own(name: str, person: Person | None) -> str:
    if person and not is_name_of(name, person):
        raise SomebodyElses
    return name


def leaf_in(place: Place, href: str, person: Person) -> str:
    """The object's name that an href within a request means, empty if it is none of this collection."""
    try:
        path = unquote(urlsplit(href.strip()).path, errors="strict")
        found = find(path, person) if path.startswith(ROOT) else None
    except (ValueError, Nowhere, SomebodyElses):
        return ""
    return found.leaf if found and found.kind == place.kind else ""


def own_principal(person: Person) -> str:
    """The canonical address of the person."""
    return principal_address(principal_name(person))


def _quoted(part: str) -> str:
    return quote(part, safe="@")
