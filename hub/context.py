"""What every page knows: its other languages, its own address, and whom to write to."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def language_links(request: HttpRequest) -> list[dict]:
    """The same page in each language: [{code, name, url, current}]. Pages without a prefix ask by `?lang=`."""
    here = get_language()
    links = []
    for code, name in sorted(settings.LANGUAGES, key=lambda pair: pair[0] != "km"):  # Khmer first
        url = translate_url(request.path, code)
        if url == request.path and code != here:
            url = f"{request.path}?lang={code}"
        links.append({"code": code, "name": name, "url": url, "current": code == here})
    return links


def site(request: HttpRequest) -> dict:
    """Context of every template; a Wagtail page puts its own `language_links` in place of these."""
    return {
        "language_links": language_links(request),
        "base_url": settings.BASE_URL,
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
