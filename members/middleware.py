"""What a signed-in person brings along: their language, and the second factor that their role demands."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language_from_path

from members.rules import is_privileged, second_factor_page, used_second_factor, works_in_admin

GetResponse = Callable[[HttpRequest], HttpResponse]
DRAFTS_COOKIE = "hub_drafts"
# What is open before the second factor: setting it up, proving it, leaving.
OPEN_BEFORE = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_index",
    "mfa_reauthenticate",
}


class SecondFactorRequired:
    """Whoever holds a privileged role proves a second factor before anything else opens, in every method.

    Asked of the session, not only of the account: a session that began some other way than through allauth's
    two steps gets no further than the page that asks for the code.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            person = user.known_person
            asked = request.GET.get("lang")
            if person and not asked and not get_language_from_path(request.path_info):
                translation.activate(person.language)
                request.LANGUAGE_CODE = person.language
        # For templates: whether this person's role forbids switching the second factor off.
        request.is_privileged = SimpleLazyObject(lambda: user.is_authenticated and is_privileged(user))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Refuse or redirect before the view; None lets it answer."""
        user = request.user
        if not user.is_authenticated or request.resolver_match.url_name in OPEN_BEFORE:
            return None
        if not is_privileged(user) or used_second_factor(request):
            return self._keep_out_of_admin(request)
        page = second_factor_page(user)
        if page == "mfa_activate_totp":
            return redirect(page)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
        return redirect(f"{reverse(page)}?{urlencode({'next': back})}")

    def _keep_out_of_admin(self, request: HttpRequest) -> None:
        """Wagtail sends everybody whom it refuses to sign in, and allauth sends the signed-in back: a loop."""
        inside = request.path_info.startswith(reverse("wagtailadmin_home"))
        if inside and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied(works_in_admin.reason)


class DraftsOfOne:
    """What a browser keeps unsent for one person is erased when that person signs out or somebody else signs in.

    A page that keeps drafts says so (`request.keeps_drafts`); a cookie remembers whose. The browser erases by itself
    (Clear-Site-Data), on whatever page it lands; a session that ran out erases nothing.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        whose, keeps = request.COOKIES.get(DRAFTS_COOKIE), getattr(request, "keeps_drafts", False)
        if not whose and not keeps:
            return response
        now = _mark(request.user) if request.user.is_authenticated else ""
        match = request.resolver_match
        left = request.method == "POST" and not now and match and match.url_name == "account_logout"
        if whose and (left or (now and now != whose)):
            response["Clear-Site-Data"] = '"storage"'
            if not keeps:
                response.delete_cookie(DRAFTS_COOKIE, samesite="Lax")
        if keeps and now and now != whose:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(
                DRAFTS_COOKIE,
                now,
                max_age=settings.SESSION_COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=secure,
            )
        return response


def _mark(user) -> str:
    return salted_hmac("drafts of one", str(user.pk)).hexdigest()[:32]
