"""What every page knows of the person signed in."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from members.rules import is_secretariat, person_of


def person(request: HttpRequest) -> dict:
    """`is_secretariat` for the menu; asked of the database only where a template uses it and somebody is signed in."""
    user = getattr(request, "user", None)
    return {"is_secretariat": SimpleLazyObject(lambda: bool(user and is_secretariat(person_of(user))))}
