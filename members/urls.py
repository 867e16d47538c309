"""Addresses of membership, below a language prefix."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


app_name = "members"
urlpatterns = [path("join/", closed, name="join")]
