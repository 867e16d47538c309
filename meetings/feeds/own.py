"""A person's feed: public meetings, those for members, and the person's own invitations with their answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.keys import hashed
from hub.models import Version
from meetings.actions.calendar_entries import VERSION, own_counter
from meetings.enums import PUBLIC_STATES, Audience, Precision
from meetings.feeds.http import PRIVATE, Feed, answer, forms, not_found, refuse
from meetings.ical import calendar, facts
from meetings.ical.addresses import answer_address
from meetings.ical.event import vevent
from meetings.models import CalendarEntry, Invitation, Meeting
from meetings.models.meeting import PHNOM_PENH
from members.actions.calendar_keys import note_use
from members.models import CalendarKey, Membership, Person


@dataclass(frozen=True)
class Window:
    """The months a personal feed covers, in whole months: so it changes with the month and not every day."""

    first: date
    last: date

    @classmethod
    def around(cls, now: datetime) -> "Window":
        """From the month of 90 days ago to the end of the eighteenth month from now (Phnom Penh)."""
        today = now.astimezone(PHNOM_PENH).date()
        first = (today - timedelta(days=90)).replace(day=1)
        months = today.year * 12 + today.month - 1 + 19
        return cls(first, date(months // 12, months % 12 + 1, 1) - timedelta(days=1))

    def opened_at(self, now: datetime) -> datetime:
        """When the window last moved: a moment at which the feed may have changed by itself."""
        today = now.astimezone(PHNOM_PENH).date()
        days = (today - timedelta(days=offset) for offset in range(32))
        moved = next(day for day in days if day.day == 1 or (day - timedelta(days=90)).day == 1)
        return datetime.combine(moved, time(0), PHNOM_PENH)


def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the person whose key this is.

    A key that is unknown, revoked or of somebody deactivated gives the same 404. The time of the last use is noted
    at most once an hour, by one UPDATE of the key's row alone: it is no fact of the group and answers nothing.
    """
    if refusal := refuse(request):
        return refusal
    key = _usable_key(token)
    if key is None:
        return not_found()
    now = timezone.now()
    note_use(key, now=now, user_agent=request.headers.get("User-Agent", ""))
    window = Window.around(now)
    counters = Version.objects.filter(name__in=[VERSION, own_counter(key.person_id)])
    versions = sorted(counters.values_list("name", "number", "changed_at"))
    person = key.person
    feed = Feed(
        key=(
            "own",
            key.pk,
            key.discreet,
            key.for_member,
            person.language,
            person.key_version,
            window,
            versions,
        ),
        changed_at=max([window.opened_at(now), key.made_at, *(changed for *_names, changed in versions)]),
        cache_control=PRIVATE,
        build=partial(_body, request.path, key, window),
    )
    response = answer(request, feed, forms)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _usable_key(token: str) -> CalendarKey | None:
    """The key with its person, and in the same query whether that person is a member (`for_member`)."""
    belongs = Exists(Membership.objects.current().through(OuterRef("person")))
    keys = CalendarKey.objects.usable().select_related("person").annotate(for_member=belongs)
    return keys.filter(hash=hashed(token)).first()


def _body(path: str, key: CalendarKey, window: Window) -> str:
    language = key.person.language
    with translation.override(language):
        name = _("Appointments") if key.discreet else _("Working group: my meetings")
    read = _discreet_vevents if key.discreet else _vevents
    return calendar.feed(
        read(key.person, window, language, for_member=key.for_member),
        name=name,
        source=settings.BASE_URL + path,
        url=absolute("meetings:calendar", language=language),
    )


def _invitations(person: Person, window: Window) -> list[Invitation]:
    """The person's invitations in the window, each with its meeting and the length of its ledger."""
    return list(
        person.invitations.filter(
            meeting__date__range=(window.first, window.last),
            meeting__precision=Precision.DAY,
            meeting__start_time__isnull=False,
            meeting__state__in=PUBLIC_STATES,
        )
        .select_related("meeting__venue", "person")
        .annotate(answers=Count("responses"))
        .order_by("meeting_id")
    )


def _audience(for_member: bool) -> Audience:
    """Whose meetings a person sees without an invitation. What is for the secretariat alone is in no feed."""
    return Audience.MEMBERS if for_member else Audience.PUBLIC


def _vevents(person: Person, window: Window, language: str, *, for_member: bool) -> Iterable[str]:
    invitations = _invitations(person, window)
    entries = CalendarEntry.objects.filter(
        language=language,
        meeting__audience__in=_audience(for_member).reads,
        meeting__state__in=PUBLIC_STATES,
        meeting__date__range=(window.first, window.last),
    ).exclude(meeting__in=[invitation.meeting_id for invitation in invitations])
    yield from entries.order_by("meeting_id").values_list("body", flat=True)
    for invitation in invitations:
        if _still_seen(invitation, for_member):
            yield vevent(facts.own_event(invitation, language, answers=invitation.answers))


def _discreet_vevents(person: Person, window: Window, language: str, *, for_member: bool) -> Iterable[str]:
    invitations = _invitations(person, window)
    meetings = Meeting.objects.visible_to(_audience(for_member)).filter(
        date__range=(window.first, window.last), precision=Precision.DAY, start_time__isnull=False
    )
    meetings = meetings.exclude(pk__in=[invitation.meeting_id for invitation in invitations])
    for meeting in meetings.select_related("venue").order_by("pk"):
        yield vevent(facts.discreet(facts.public_event(meeting, language), language))
    for invitation in invitations:
        if _still_seen(invitation, for_member):
            event = facts.own_event(invitation, language, answers=invitation.answers)
            answer_at = "" if invitation.withdrawn_at else answer_address(invitation)
            yield vevent(facts.discreet(event, language, answer=answer_at))


def _still_seen(invitation: Invitation, for_member: bool) -> bool:
    """A standing invitation shows its meeting; a withdrawn one leaves what is open to the person anyway."""
    return invitation.withdrawn_at is None or invitation.meeting.audience in _audience(for_member).reads
