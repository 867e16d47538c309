"""What the feeds behind a secret have in common: the key, the validators, and noting what was handed out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from hub.addresses import absolute
from hub.compiled import Compiled
from hub.models import Version
from meetings.actions.calendar_entries import DUE, VERSION, own_counter
from meetings.enums import PUBLIC_STATES, Precision
from meetings.feeds.http import PRIVATE, Feed, answer, forms, misspelt, not_found, refuse, unseen
from meetings.feeds.keys import Opened, open_key
from meetings.feeds.show import KNOWN, Misspelt, Show, asked, members_of
from meetings.feeds.window import Window
from meetings.ical import calendar
from meetings.models import Invitation
from members.actions.calendar_keys import note_use


@dataclass(frozen=True)
class Reading:
    """One reading of a private feed: all that its body follows from, beside the rows themselves.

    `versions` are the counters behind it, (name, number, time of the last change).
    """

    opened: Opened
    show: Show
    window: Window
    versions: list[tuple[str, int, datetime]]

    @property
    def language(self) -> str:
        return self.opened.key.language

    @property
    def window_of_meetings(self) -> dict:
        """The filter of meetings that have a day in the window and that others than the secretariat know of."""
        return {
            "meeting__date__range": (self.window.first, self.window.last),
            "meeting__precision": Precision.DAY,
            "meeting__start_time__isnull": False,
            "meeting__state__in": PUBLIC_STATES,
        }

    def of_colleagues(self) -> dict[int, list[Invitation]]:
        """The invitations of everybody whose answers count here, by meeting, each with the length of its ledger."""
        rows = Invitation.objects.filter(
            self.show.where("meeting__"), person__in=self.opened.people, **self.window_of_meetings
        )
        found: dict[int, list[Invitation]] = {}
        for row in rows.select_related("person").annotate(answers=Count("responses")).order_by("pk"):
            found.setdefault(row.meeting_id, []).append(row)
        return found

    def changed_at(self, invitations: Iterable[Invitation]) -> datetime:
        """When these invitations or the seats behind them last changed."""
        moments = [self.opened.moved_at]
        for row in invitations:
            moments += [row.made_at, row.answered_at, row.withdrawn_at]
        return max(filter(None, moments))


def private_feed(
    request: HttpRequest,
    secret: str,
    *,
    of_organisation: bool,
    name: Callable[[Reading], str],
    vevents: Callable[[Reading], Iterable[str]],
) -> HttpResponse:
    """The feed of this secret's key, as long as the key is usable.

    A key that is unknown, revoked, of somebody deactivated or without a seat gives the same 404. What was handed
    out is noted when it is new, else at most once an hour, by one UPDATE of the key's row alone: it is no fact of the group
    and answers nothing.
    """
    if refusal := refuse(request):
        return refusal
    now = timezone.now()
    opened = open_key(secret, of_organisation=of_organisation, now=now)
    if opened is None:
        return not_found()
    key = opened.key
    try:
        show = asked(request, actions=key.with_actions)
    except Misspelt:
        return misspelt(KNOWN)
    names = [VERSION, *map(own_counter, sorted(opened.people))] + [DUE] * show.actions
    reading = Reading(opened, show, Window.around(now), sorted(_counters(names)))
    moments = [reading.window.opened_at(now), opened.moved_at, key.made_at]
    feed = Feed(
        key=(
            "private",
            of_organisation,
            opened.facts,
            show,
            members_of(show),
            reading.window,
            reading.versions,
        ),
        changed_at=max(moments + [at for _name, _number, at in reading.versions]),
        cache_control=PRIVATE,
        build=lambda: _body(request.path, reading, name, vevents),
    )
    whole = show.is_whole and request.method == "GET"
    agent = request.headers.get("User-Agent", "")
    note_use(key, now=now, user_agent=agent, validator=feed.tag if whole else "")
    response = unseen(answer(request, feed, forms))
    if response.status_code == 200:
        # Saved as a file it has neither the secret's name nor one that tells what it is.
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _counters(names: list[str]) -> list[tuple[str, int, datetime]]:
    """The counters of these names, (name, number, time of the last change); one query, compiled once per length."""
    places = [f"name_{place}" for place in range(len(names))]
    return _of_length(len(names)).rows(**dict(zip(places, names, strict=True)))


@lru_cache(maxsize=64)
def _of_length(length: int) -> Compiled:
    def build(**names: str) -> QuerySet:
        return Version.objects.filter(name__in=names.values()).values_list("name", "number", "changed_at")

    return Compiled(build, **{f"name_{place}": f"the name {place}" for place in range(length)})


def _body(path: str, reading: Reading, name: Callable, vevents: Callable) -> str:
    with translation.override(reading.language):
        called = name(reading)
    return calendar.feed(
        vevents(reading),
        name=called,
        source=settings.BASE_URL + path + reading.show.query,
        url=absolute("meetings:calendar", language=reading.language),
    )
