"""Who did something: a person, or the hub itself. The ground floor knows no `Person`, so it takes what it needs."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """What an audit row needs to know of whoever acts."""

    @property
    def actor_kind(self) -> str: ...

    @property
    def actor_id(self) -> str: ...

    @property
    def actor_name(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The hub itself: the scheduler, an import, a command."""

    actor_kind: str = "system"
    actor_id: str = ""
    actor_name: str = "Working Group Hub"


SYSTEM = System()
