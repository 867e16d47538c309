"""Whole addresses of our own pages, for mail, calendars and printed codes: always from the settings, never a request."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def absolute(viewname: str, *args, language: str | None = None) -> str:
    """ "https://hub.example/km/meetings/2030-03/": the page `viewname`, below the prefix of `language` if it has one."""
    with translation.override(language or settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse(viewname, args=args)
