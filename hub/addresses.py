"""Whole addresses of our own pages, for mail, calendars and printed codes: always from the settings, never a request."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def absolute(viewname: str, *args, language: str | None = None) -> str:
    """ "https://hub.example/km/meetings/2030-03/": the page `viewname`, below the prefix of `language` if it has one."""
    return settings.BASE_URL + _path(viewname, args, language or settings.LANGUAGE_CODE)


@lru_cache(maxsize=4096)
def _path(viewname: str, args: tuple, language: str) -> str:
    """The same pages are named in every calendar at every sync; their paths stay while the process lives."""
    with translation.override(language):
        return reverse(viewname, args=args)
