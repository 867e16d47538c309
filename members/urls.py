"""Addresses of membership, below a language prefix."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from members.views.account import account


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


app_name = "members"
urlpatterns = [
    path("join/", closed, name="join"),
    path("my/account/", account, name="account"),
]
