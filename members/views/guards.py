"""The one door before a view that is not for everybody."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from members.rules import Rule, person_of

View = Callable[..., HttpResponse]


def requires(rule: Rule) -> Callable[[View], View]:
    """Open a view only to persons whom `rule` allows: `@requires(is_secretariat)`.

    Nobody signed in: on to the sign-in page, with the way back (for a POST, to the page itself). Everybody else
    whom the rule refuses gets the page 403 with the rule's sentence. The view finds the Person as `request.person`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
                return redirect_to_login(back)
            request.person = person_of(request.user)
            refusal = rule.refusal(request.person)
            if refusal is not None:
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        guarded.rule = rule  # the access matrix reads it
        return guarded

    return decorate


def of_a_link(view: View) -> View:
    """For pages whose address is the secret: nothing keeps them, indexes them or passes the address on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        # Only the origin, never the token; with `no-referrer` a browser posts `Origin: null`, which Django refuses.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def link_closed(request: HttpRequest) -> HttpResponse:
    """The one neutral page for a link that was changed, used, replaced or is out of date: status 410, no hint why.

    Not 404: Django's language middleware answers a 404 without language prefix with a redirect to one that has it.
    """
    return render(request, "members/link_closed.html", status=410)
