"""Addresses of membership, below a language prefix."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from members.views.account import account
from members.views.doors import to_sign_in


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


app_name = "members"
urlpatterns = [
    path("join/", closed, name="join"),
    path("my/account/", account, name="account"),
    # Wagtail's own sign-in forms of each language; shared passwords of pages are not used.
    path("_util/login/", to_sign_in),
    path("_util/authenticate_with_password/<int:restriction>/<int:page>/", to_sign_in),
]
