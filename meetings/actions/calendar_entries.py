"""Keeping the finished calendar text of meetings, so that a feed is a join of stored lines."""

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hub.compiled import Compiled
from hub.models import Version
from hub.prepared import update
from meetings.enums import Audience
from meetings.ical import facts
from meetings.ical.event import vevent
from meetings.models import CalendarEntry, Invitation, Meeting, Venue
from meetings.public.meeting import visible_to

VERSION = "calendar"
DUE = "calendar actions"
WORDS = "calendar words"
_COUNTERS = ("revision", "feed_sequence", "changed_at")
_REVISION_LINES = re.compile(r"^(?:DTSTAMP|LAST-MODIFIED|SEQUENCE):.*\r\n", re.MULTILINE)


def own_counter(person_id: int) -> str:
    """The version counter of one person's answers and invitations; their feed reads it with `VERSION`."""
    return f"{VERSION} {person_id}"


def touch(invitations: Iterable[Invitation], *, also: Iterable[str] = ()) -> None:
    """Say that what these people's own calendars show of these invitations has changed, in the caller's transaction.

    Each person's counter rises, and the invitations take its number (`calendar_revision`). Rows are locked in one
    order, invitations before counters and each by number, so that two changes never wait for each other.
    `also` are fields of a single invitation that are written in the same statement.
    """
    rows = sorted(invitations, key=lambda row: row.pk)
    if len(rows) == 1:
        _touch_one(rows[0], also)
        return
    if also:
        raise TypeError("fields of one invitation are written with that one alone")
    list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in rows])
        .order_by("pk")
    )
    numbers = {
        person: Version.objects.bump(own_counter(person))
        for person in sorted({row.person_id for row in rows})
    }
    for row in rows:
        row.calendar_revision = numbers[row.person_id]
    Invitation.objects.bulk_update(rows, ["calendar_revision"])


# The row alone, locked: a counter is never raised before it.
_LOCKED = Compiled(
    lambda *, pk: Invitation.objects.select_for_update().filter(pk=pk).order_by().values_list("pk"),
    pk=2**31 - 1,
)


def _touch_one(row: Invitation, also: Iterable[str]) -> None:
    """`touch` for one answer, in three statements."""
    if connection.features.has_select_for_update:  # in SQLite the whole database is
        _LOCKED.rows(pk=row.pk)
    row.calendar_revision = Version.objects.bump(own_counter(row.person_id))
    update(row, "calendar_revision", *also)


def touch_due() -> None:
    """Say that what calendars show of actions may have changed, in the caller's transaction."""
    Version.objects.bump(DUE)


def _changed(meeting: Meeting) -> None:
    """All feeds have a new version, and so has the calendar of everybody invited."""
    Version.objects.bump(VERSION)
    touch(meeting.invitations.only("pk", "person_id"))


@transaction.atomic
def refresh_entry(meeting: Meeting, *, now: datetime | None = None) -> bool:
    """Write a meeting's calendar text in three languages, in the transaction of the change it shows.

    Returns whether anything that a feed shows has changed; only then does the version of all feeds rise. If the
    text changed and the caller has not raised the meeting's revision (its venue got a new name, say), the
    revision is raised here: SEQUENCE rises on every visible change. A meeting without a day has no text.
    """
    asked, meeting = meeting, Meeting.objects.with_places().get(pk=meeting.pk)
    before = {entry.language: entry for entry in meeting.calendar_entries.all()}
    if not meeting.has_day:
        touch_due()  # "by the next meeting" asks for months too
        gone, _rows = meeting.calendar_entries.all().delete()
        if gone:
            _changed(meeting)
        return bool(gone)
    after = _bodies(meeting)
    visible = any(
        language in before and _facts(before[language].body) != _facts(body)
        for language, body in after.items()
    )
    if visible and any(
        entry.body.count(f"\nSEQUENCE:{meeting.feed_sequence}\r") for entry in before.values()
    ):
        _raise_revision(meeting, now=now)
        for name in _COUNTERS:  # so that the caller's copy does not write the old ones back
            setattr(asked, name, getattr(meeting, name))
        after = _bodies(meeting)
    changed, is_public = False, visible_to(meeting, Audience.PUBLIC)
    for language, body in after.items():
        entry = before.get(language) or CalendarEntry(meeting=meeting, language=language, is_public=False)
        if (entry.body, entry.is_public) != (body, is_public) or entry.pk is None:
            entry.body, entry.is_public, changed = body, is_public, True
            entry.save()
    if changed:
        _changed(meeting)
    return changed


def _raise_revision(meeting: Meeting, *, now: datetime | None = None) -> None:
    meeting.revision += 1
    meeting.feed_sequence = meeting.revision
    meeting.changed_at = now or timezone.now()
    meeting.save(update_fields=_COUNTERS)


def refresh_all(meetings=None) -> int:
    """Refresh many meetings (default: all), after a change of venues, of the site's address or of these words."""
    meetings = Meeting.objects.all() if meetings is None else meetings
    return sum(refresh_entry(meeting) for meeting in meetings)


def refresh_outdated() -> int | None:
    """Refresh all if the site's address or the words of this release have changed since the last time.

    Returns how many meetings changed, or None if the stored texts were written with the present words. The counter
    `calendar words` holds their fingerprint.
    """
    digest = sha256(f"{settings.BASE_URL} {settings.SECRETARIAT_EMAIL}".encode())
    for folder in settings.LOCALE_PATHS:
        for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/*.mo")):
            digest.update(catalogue.read_bytes())
    present = int.from_bytes(digest.digest()[:7])
    if Version.objects.of(WORDS)[0] == present:
        return None
    changed = refresh_all()
    Version.objects.update_or_create(name=WORDS, defaults={"number": present, "changed_at": timezone.now()})
    return changed


def refresh_venue(venue: Venue) -> int:
    """Refresh the meetings at a place whose name, address, map or access was changed; returns how many changed.

    Those invited see more of a place than the public: their entries rise even where the public text stays.
    """
    changed = 0
    for pk in Meeting.objects.filter(venue=venue).values_list("pk", flat=True):
        with transaction.atomic():
            meeting = Meeting.objects.select_for_update().get(pk=pk)
            seen = refresh_entry(meeting)
            if not seen and meeting.has_day and meeting.invitations.exists():
                _raise_revision(meeting)
                seen = refresh_entry(meeting)
            changed += seen
    return changed


def _bodies(meeting: Meeting) -> dict[str, str]:
    return {code: vevent(facts.public_event(meeting, code)) for code, _name in settings.LANGUAGES}


def _facts(body: str) -> str:
    """The text without the lines that count its revisions."""
    return _REVISION_LINES.sub("", body)
