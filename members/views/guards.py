"""The one door before a view that is not for everybody."""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, is_reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

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


def recently_confirmed(view: View) -> View:
    """For forms that hand out a secret: in an older session the password or a code is asked for first.

    What was posted waits in the session and is sent on afterwards (`go_on`), without its nonce, from which the
    secret would follow: the form then counts as a new one. Whoever has neither a password nor an authenticator app
    is not asked, as everywhere in allauth: there is nothing they could confirm with.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or not is_reauthentication_required(request, app="allauth.account"):
            return view(request, *args, **kwargs)
        posted = request.POST.copy()
        posted.pop("nonce", None)
        request.session[STATE_SESSION_KEY] = {
            "state": {"path": request.path, "posted": posted.urlencode()},
            "callback": f"{go_on.__module__}.{go_on.__name__}",
        }
        where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{where}?{urlencode({'next': request.path})}")

    return guarded


def go_on(request: HttpRequest, state: dict) -> HttpResponse:
    """Send on the form that waited for the confirmation {path, posted}; allauth calls it.

    In the language of its page: allauth's own way resolves the address in that of the person, and finds none.
    """
    path = state["path"]
    request.path = request.path_info = path
    request.POST = QueryDict(state["posted"])
    request.LANGUAGE_CODE = translation.get_language_from_path(path) or request.LANGUAGE_CODE
    translation.activate(request.LANGUAGE_CODE)
    request.resolver_match = resolve(path)
    return request.resolver_match.func(request, *request.resolver_match.args, **request.resolver_match.kwargs)


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
