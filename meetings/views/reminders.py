"""The page behind a reminder's last link: reminders off, or on again, without an account and without a session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from hub.keys import pk_in, proves
from members.actions.people import choose_reminders
from members.models import Person


@csrf_exempt  # mail programs post here without a cookie (RFC 8058); whoever holds the address may choose
def reminders(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows how it stands and one button, and changes nothing. POST switches, by default off.

    A mail program posts `List-Unsubscribe=One-Click`, the page's own button `reminders=on` or `off`.
    """
    person = _opened_by(token)
    asked = request.GET.get("lang")
    language = asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE
    if person and asked not in dict(settings.LANGUAGES):
        language = person.language
    with translation.override(language):
        if request.method not in ("GET", "HEAD", "POST"):
            response = HttpResponse(
                status=200 if request.method == "OPTIONS" else 405,
                headers={"Allow": "GET, HEAD, POST, OPTIONS"},
            )
        elif person is None:
            response = render(request, "meetings/rsvp_gone.html", status=404)
        else:
            if request.method == "POST":
                person.wants_reminders = request.POST.get("reminders") == "on"
                choose_reminders(person, person.wants_reminders, by=person)
            context = {"wanted": person.wants_reminders, "chosen": request.method == "POST"}
            response = render(request, "meetings/reminders.html", context)
    response["Content-Language"] = language
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response._has_been_logged = True  # Django's request log would write the token down
    return response


def _opened_by(token: str) -> Person | None:
    pk = pk_in(token)
    if pk is None or pk > 2**62:
        return None
    person = Person.objects.active().filter(pk=pk).first()
    return person if person and proves(token, "reminders", person.pk, person.key_version) else None
