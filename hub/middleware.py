"""What stands around every request: machine routes, the policy of the browser, and privacy by default."""

from collections.abc import Callable
from contextlib import suppress

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language_from_path

GetResponse = Callable[[HttpRequest], HttpResponse]


class MachineRoutes:
    """Answers the addresses of `hub/urls_machines.py` before session, language and sign-in are looked at.

    A calendar client polls for years; a poll must cost one query and must not be able to log its token.
    Errors are answered here and marked as logged, since Django's request log would write the address down.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self._find(request)
        if match is None:  # not inside `except`: every later error would drag this one into the log
            return self.get_response(request)
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest("This host name is not served here.\n", content_type="text/plain")
        request.resolver_match = match
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            response = HttpResponseNotFound("Not found.\n", content_type="text/plain; charset=utf-8")
        response._has_been_logged = True
        return response

    def _find(self, request: HttpRequest) -> ResolverMatch | None:
        """The route of the machines' table, or of the one for this method: at `/` PROPFIND asks for something else than GET."""
        for table in (settings.MACHINE_URLCONF, settings.MACHINE_URLCONF_OF_METHOD.get(request.method)):
            if table:
                with suppress(Resolver404):
                    return resolve(request.path_info, table)
        return None


class ContentSecurityPolicy(CSPMiddleware):
    """The public policy everywhere; Wagtail's admin, which writes inline, has a policy of its own."""

    def get_policy_parts(self, request, response, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.config = {**(parts.config or {}), **settings.ADMIN_CONTENT_SECURITY_POLICY}
            parts.config["frame-src"] = [SELF]
        return parts


class PrivateByDefault:
    """A response made for a session is never kept by a shared cache."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = getattr(request, "session", None)
        if session is not None and (not session.is_empty() or response.cookies):
            patch_vary_headers(response, ["Cookie"])
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
        return response


class ChosenLanguage(LocaleMiddleware):
    """Pages without a language prefix: `?lang=` if somebody asked for it, else the browser's languages.

    The wish is remembered in the language cookie, so that a form's answer comes in the same language.
    The language of a signed-in person is applied later, where the person is known (`members.middleware`).
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asked = request.GET.get("lang")
        if asked in dict(settings.LANGUAGES) and not get_language_from_path(request.path_info):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
            request.asked_language = asked

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # Only an address that nothing answers is tried again below a language; a view that said 404 meant it.
        if response.status_code != 404 or request.resolver_match is None:
            response = super().process_response(request, response)
        asked = getattr(request, "asked_language", None)
        if asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        return response
