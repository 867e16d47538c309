"""What every page knows of whoever is signed in."""

from django.http import HttpRequest

from members.rules import is_secretariat, person_of


def people(request: HttpRequest) -> dict:
    """`person` (or None) and whether they belong to the secretariat; nothing is asked for anonymous readers."""
    user = getattr(request, "user", None)
    person = person_of(user) if user is not None else None
    return {"person": person, "is_secretariat": is_secretariat(person)}
