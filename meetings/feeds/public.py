"""The public feed: every public meeting that has a day, and on demand the public actions that have one."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.models import Version
from meetings.actions.calendar_entries import DUE, VERSION
from meetings.enums import Audience
from meetings.feeds.due import due_vevents
from meetings.feeds.http import PUBLIC, Bodies, Feed, answer, misspelt, not_found, refuse
from meetings.feeds.show import KNOWN, Misspelt, Show, asked, members_of
from meetings.ical import calendar
from meetings.models import Action, CalendarEntry

bodies = Bodies(size=6)  # three languages, before and after a change
parts = Bodies(size=6)  # of `?show=`, apart: whoever asks for one part after another pushes no whole feed out
Versions = list[tuple]


def public_feed(request: HttpRequest, language: str = "en") -> HttpResponse:
    """The feed in one language; in English without one in the address. `?show=` as in `meetings.feeds.show`."""
    if refusal := refuse(request):
        return refusal
    if language not in dict(settings.LANGUAGES):
        return not_found()
    try:
        show = asked(request)
    except Misspelt:
        return misspelt(KNOWN)
    versions = [(VERSION, *Version.objects.of(VERSION))]
    if show.actions:
        versions.append((DUE, *Version.objects.of(DUE)))
    feed = Feed(
        key=("public", request.path, show, members_of(show), versions),
        changed_at=max((at for _name, _number, at in versions if at), default=None),
        cache_control=PUBLIC,
        build=partial(_body, request.path, language, show, versions),
    )
    return answer(request, feed, parts.get if show.asked else bodies.get)


def _body(path: str, language: str, show: Show, versions: Versions) -> str:
    with translation.override(language):
        name = _("Working group: public meetings")
        if show.series == ():
            name = _("Working group: actions due")
    return calendar.feed(
        _vevents(language, show, versions),
        name=name,
        source=settings.BASE_URL + path + show.query,
        url=absolute("meetings:calendar", language=language),
    )


def _vevents(language: str, show: Show, versions: Versions) -> Iterator[str]:
    if show.series != ():
        entries = CalendarEntry.objects.filter(show.where("meeting__"), language=language, is_public=True)
        yield from entries.order_by("meeting_id").values_list("body", flat=True)
    if show.actions:
        known = [version for version in versions if version[2]]
        yield from due_vevents(Action.objects.all(), Audience.PUBLIC, language, versions=known)
