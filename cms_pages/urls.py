"""Addresses of the public face beside its pages, below a language prefix."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


urlpatterns = [path("search/", closed, name="search")]
