"""What every page knows: its other languages, the site's own pages, and whether what it shows is invented."""

from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from hub.models import Setting

# Pages that the first migrations make in every language, by their slugs.
PAGES = ("news", "archive", "contact", "help", "privacy")
_sample = {"loaded": False, "asked_at": float("-inf")}
ASK_AGAIN_AFTER = 60.0  # seconds


def sample_is_loaded() -> bool:
    """Whether the site shows invented content; once true it is remembered, else asked at most once a minute."""
    if not _sample["loaded"] and monotonic() - _sample["asked_at"] > ASK_AGAIN_AFTER:
        _sample["loaded"] = bool(Setting.objects.current("sample_loaded"))
        _sample["asked_at"] = monotonic()
    return bool(_sample["loaded"])


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
        "site_links": {
            **{name: reverse("wagtail_serve", args=[f"{name}/"]) for name in PAGES},
            "feed": reverse("news_feed"),
            "sample": sample_is_loaded(),
        },
        "base_url": settings.BASE_URL,
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }
