"""The page behind a reminder's last link: reminders off, or on again, without an account and without a session."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from hub.keys import pk_in, proves
from meetings.views.linked import by_link
from members.actions.people import choose_reminders
from members.models import Person


def _opened_by(token: str, now: datetime) -> Person | None:
    pk = pk_in(token)
    if pk is None or pk > 2**62:
        return None
    person = Person.objects.active().filter(pk=pk).first()
    return person if person and proves(token, "reminders", person.pk, person.key_version) else None


@csrf_exempt  # mail programs post here without a cookie (RFC 8058); whoever holds the address may choose
@by_link(_opened_by, person_of=lambda person: person)
def reminders(request: HttpRequest, person: Person, now: datetime) -> HttpResponse:
    """GET shows how it stands and one button, and changes nothing. POST switches, by default off.

    A mail program posts `List-Unsubscribe=One-Click`, the page's own button `reminders=on` or `off`.
    """
    if request.method == "POST":
        person.wants_reminders = request.POST.get("reminders") == "on"
        choose_reminders(person, person.wants_reminders, by=person)
    context = {"wanted": person.wants_reminders, "chosen": request.method == "POST"}
    return render(request, "meetings/reminders.html", context)
