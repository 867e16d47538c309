"""The other sign-in forms that Wagtail brings lead to the one of allauth, which asks for the second factor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # nothing is read from the form: a password sent here by habit gets the redirect, not an error page
@never_cache
def to_sign_in(request: HttpRequest, **kwargs) -> HttpResponse:
    """Wagtail's sign-in forms, in every method, answer with the way to ours; `next` comes along if it is local."""
    response = redirect("account_login")
    back = request.GET.get("next", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        response["Location"] += "?" + urlencode({"next": back})
    return response


@csrf_exempt  # as above
@never_cache
def to_password_reset(request: HttpRequest, **kwargs) -> HttpResponse:
    """Wagtail's four reset pages lead to allauth's first."""
    return redirect("account_reset_password")


@csrf_exempt  # the form is sent on whole, and checked where it arrives
@never_cache
def to_sign_out(request: HttpRequest, **kwargs) -> HttpResponse:
    """Wagtail's sign-out takes the cookie away even from a GET; allauth's asks first. A POST is sent on as it is."""
    response = redirect("account_logout")
    if request.method == "POST":
        response.status_code = 307  # RFC 9110 section 15.4.8: same method, same body
    return response


@csrf_exempt  # as above
@never_cache
def to_my_account(request: HttpRequest, **kwargs) -> HttpResponse:
    """An address is changed by the secretariat, who invite and mail by it, not by its owner on allauth's page."""
    return redirect("members:account")
