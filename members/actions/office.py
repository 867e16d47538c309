"""Who acts at the desk of people, organisations and applications: the first beat of its verbs."""

from hub.actors import Actor
from hub.errors import Refused
from members.models import Person
from members.rules import works_in_admin


def demand_office(by: Actor) -> None:
    """Refused to a person who holds no office of the desk; the hub itself and a bare superuser act there too."""
    if isinstance(by, Person) and (sentence := works_in_admin.refusal(by)) is not None:
        raise Refused(sentence)
