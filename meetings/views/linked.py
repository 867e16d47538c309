"""Pages behind a link of one's own in a mail: no account, no session, in the language of whoever the link is for.

GET, HEAD and OPTIONS change nothing, however often and by whomever they come: mail scanners follow every link.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from members.models import Person

METHODS = "GET, HEAD, POST, OPTIONS"


def by_link(
    open_with: Callable[[str, datetime], Any],
    *,
    person_of: Callable[[Any], Person] = lambda thing: thing.person,
):
    """Open a view with what `open_with(token, now)` finds; private, unlisted, never cached, never logged.

    The view gets (request, found, now) in the language of `person_of(found)`, or that of `?lang=`. Every token that
    opens nothing (tampered, of somebody deactivated, renewed, expired) gives one neutral page with 404.
    """

    def linked(view: Callable[[HttpRequest, Any, datetime], HttpResponse]):
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            now = timezone.now()
            found = open_with(token, now)
            asked = request.GET.get("lang")
            language = request.LANGUAGE_CODE
            if asked in dict(settings.LANGUAGES):
                language = asked
            elif found is not None:
                language = person_of(found).language
            with translation.override(language):
                if request.method == "OPTIONS":
                    response = HttpResponse(headers={"Allow": METHODS})
                elif request.method not in ("GET", "HEAD", "POST"):
                    response = HttpResponse(status=405, headers={"Allow": METHODS})
                elif found is None:
                    response = render(request, "meetings/rsvp_gone.html", status=404)
                else:
                    response = view(request, found, now)
            response["Content-Language"] = language
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            response._has_been_logged = True  # Django's request log would write the token down
            return response

        return opened

    return linked
