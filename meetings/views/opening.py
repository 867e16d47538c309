"""Answers of addresses whose screen is being built."""

from django.http import Http404, HttpRequest, HttpResponse


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404
