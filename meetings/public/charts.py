"""The numbers behind the pictures, as far as an audience may know them; see `documents.charts` for how they look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.languages import dates
from hub.languages.counting import representatives_phrase
from hub.languages.digits import counted, for_language
from hub.languages.fallback import best_text
from hub.languages.sorting import sort_key
from meetings.enums import Answer
from meetings.models import AgendaItem, Attendance, Invitation, Meeting, Response
from meetings.models.meeting import PHNOM_PENH
from meetings.public import words
from meetings.public.attendance import row_counts
from members.models import Organisation

A_YEAR = timedelta(days=366)
MOST_DAYS = 21


@dataclass(frozen=True)
class MeetingCount:
    """A meeting of the year: how many organisations were represented, and the sentence's countable part."""

    slug: str
    title: str
    day: str
    month: str
    organisations: int
    phrase: str


@dataclass(frozen=True)
class Attended:
    """An organisation that may be named, and for each meeting of the year whether it was represented.

    None where the rule of that meeting lets nobody be named.
    """

    name: str
    cells: tuple[bool | None, ...]


@dataclass(frozen=True)
class Year:
    meetings: tuple[MeetingCount, ...]
    organisations: tuple[Attended, ...]
    unnamed: bool


@dataclass(frozen=True)
class Spent:
    """Minutes planned (None: none were) and used on an item."""

    label: str
    title: str
    planned: int | None
    used: int


@dataclass(frozen=True)
class AnswersOn:
    """How many of those invited had answered by the end of a day."""

    day: str
    answered: int
    asked: int


def attendance_year(audience: str, language: str, *, today: date) -> Year:
    """The meetings held within the year before `today`, oldest first, and who was represented there; two queries.

    Organisations stand by name, never by number. In public only those that agreed to be named, and none of a
    meeting under the Chatham House Rule; the counts of all are in the meetings' numbers.
    """
    held = Meeting.objects.visible_to(audience).held().filter(date__gt=today - A_YEAR, date__lte=today)
    meetings = list(held.with_counts().order_by("date", "pk"))
    rows = list(Attendance.objects.counted().filter(meeting__in=meetings).select_related("organisation"))
    came: set[tuple[int, int]] = {
        (row.organisation_id, row.meeting_id) for row in rows if row.organisation_id
    }
    bodies: dict[int, Organisation] = {
        row.organisation.pk: row.organisation for row in rows if row.organisation
    }
    lines, unnamed = [], False
    for body in bodies.values():
        cells = tuple(
            (body.pk, meeting.pk) in came if words.may_name(body, meeting, audience) else None
            for meeting in meetings
        )
        if any(cells):
            lines.append(Attended(best_text(body, "name", language).text, cells))
        else:
            unnamed = True
    with words.speaking(language):
        counts = tuple(_count(meeting, language) for meeting in meetings)
    return Year(counts, tuple(sorted(lines, key=lambda line: sort_key(line.name))), unnamed)


def _count(meeting: Any, language: str) -> MeetingCount:
    counts = row_counts(meeting)
    return MeetingCount(
        slug=meeting.slug,
        title=words.title(meeting, language),
        day=words.when(meeting, language).short,
        month=for_language(meeting.date.month, language),
        organisations=(counts.organisations or 0) if counts else 0,
        phrase=representatives_phrase(counts, language) if counts else "",
    )


def time_spent(items: Iterable[AgendaItem], language: str) -> tuple[Spent, ...]:
    """Planned and used minutes of the items that took time or had some planned; for those who may read their titles."""
    return tuple(
        Spent(
            label=item.label or str(item.number),
            title=best_text(item, "title", language).text,
            planned=item.minutes_allotted,
            used=round(item.seconds_used / 60),
        )
        for item in items
        if item.minutes_allotted or item.seconds_used
    )


def answers_by_day(meeting: Meeting, language: str, *, today: date) -> tuple[AnswersOn, ...]:
    """Day by day until the meeting (or `today`), how many had answered; at most the last 21 days; two queries.

    An answer counts from the day on which the first one of a person came, however often it changed.
    """
    asked = Invitation.objects.standing().filter(meeting=meeting).count()
    first: dict[int, date] = {}
    rows = Response.objects.filter(
        invitation__meeting=meeting, invitation__withdrawn_at=None, applied=True
    ).exclude(answer=Answer.NEEDS_ACTION)
    for invitation, at in rows.order_by("received_at").values_list("invitation", "received_at"):
        first.setdefault(invitation, at.astimezone(PHNOM_PENH).date())
    if not first:
        return ()
    last = max(min(meeting.date, today), max(first.values()))
    begin = max(min(first.values()), last - timedelta(days=MOST_DAYS - 1))
    on = Counter(max(day, begin) for day in first.values())
    lines, total = [], 0
    for number in range((last - begin).days + 1):
        day = begin + timedelta(days=number)
        total += on[day]
        lines.append(AnswersOn(dates.short_day(day, language), total, asked))
    return tuple(lines)


def organisations_in_words(count: int, language: str) -> str:
    """ "9 organisations", in digits: for the end of a bar."""
    return ngettext("%(n)s organisation", "%(n)s organisations", count) % {"n": counted(count, language)}


def minutes_in_words(spent: Spent, language: str) -> str:
    """ "12 of 10 minutes", or "12 minutes" where none were planned."""
    facts = {
        "used": for_language(spent.used, language),
        "planned": for_language(spent.planned or 0, language),
    }
    if spent.planned is None:
        return _("%(used)s min") % facts
    return _("%(used)s of %(planned)s min") % facts
