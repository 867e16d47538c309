"""The public feed: every public meeting that has a day."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.models import Version
from meetings.actions.calendar_entries import VERSION
from meetings.feeds.http import PUBLIC, Bodies, Feed, answer, not_found, refuse
from meetings.ical import calendar
from meetings.models import CalendarEntry

bodies = Bodies(size=6)  # three languages, before and after a change


def public_feed(request: HttpRequest, language: str = "en") -> HttpResponse:
    """The feed in one language; in English without one in the address."""
    if refusal := refuse(request):
        return refusal
    if language not in dict(settings.LANGUAGES):
        return not_found()
    number, changed_at = Version.objects.of(VERSION)
    feed = Feed(
        key=("public", request.path, number, changed_at),
        changed_at=changed_at,
        cache_control=PUBLIC,
        build=partial(_body, request.path, language),
    )
    return answer(request, feed, bodies.get)


def _body(path: str, language: str) -> str:
    entries = CalendarEntry.objects.filter(language=language, is_public=True).order_by("meeting_id")
    with translation.override(language):
        name = _("Working group: public meetings")
    return calendar.feed(
        entries.values_list("body", flat=True),
        name=name,
        source=settings.BASE_URL + path,
        url=absolute("meetings:calendar", language=language),
    )
