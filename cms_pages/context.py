"""The places of the site that pages decide: every template finds them under `site_links`."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def places(request: HttpRequest) -> dict:
    """Addresses in the language of the page; no query."""
    return {
        "site_links": {
            "news": reverse("wagtail_serve", args=["news/"]),
            "archive": reverse("wagtail_serve", args=["archive/"]),
            "feed": reverse("news_feed"),
            "help": reverse("wagtail_serve", args=["help/"]),
            "privacy": reverse("wagtail_serve", args=["privacy/"]),
            "contact": f"mailto:{settings.SECRETARIAT_EMAIL}",
        }
    }
