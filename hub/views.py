"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the reader's language, which the middleware has found out."""
    response = redirect("home")
    response["Vary"] = "Accept-Language, Cookie"
    return response
