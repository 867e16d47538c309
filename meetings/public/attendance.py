"""Who took part, as far as an audience may know, by the counting rules of the design."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hub.languages import dates
from hub.languages.counting import Counts, attendance_sentence
from hub.languages.fallback import Text, best_text
from hub.languages.sorting import sort_key
from meetings.enums import COUNTED_CAPACITIES, Audience, Capacity, Presence
from meetings.models import Attendance, AttendanceCorrection, Meeting
from meetings.models.meeting import PHNOM_PENH
from meetings.public import words
from meetings.public.shapes import AttendanceView, CorrectionView, OrganisationPresent, PersonPresent

# Capacities in which people hold a public office: named in public, with their title, where the regime allows names.
OFFICE_HOLDERS = (Capacity.COURT_UNIT, Capacity.HOST)


def counts_of(rows: list[Attendance]) -> Counts | None:
    """Counts of the rows of one meeting; None if nobody is recorded as present."""
    present = [row for row in rows if row.presence == Presence.PRESENT]
    if not present:
        return None
    counted = [row for row in present if _counts(row)]
    advocates = [row for row in present if row.capacity == Capacity.ADVOCATE and not row.is_group]
    in_addition = [row for row in present if row not in counted and row not in advocates]
    return Counts(
        representatives=len(counted),
        organisations=len({row.organisation_id for row in counted}),
        advocates=len(advocates),
        guests=sum(not row.is_group for row in in_addition),
        unnamed_groups=any(row.is_group for row in in_addition),
    )


def stated_counts(meeting: Meeting) -> Counts | None:
    """What a source states; None if it states nothing."""
    stated = Counts(
        representatives=meeting.stated_representatives,
        organisations=meeting.stated_organisations,
        stated=True,
    )
    return stated if stated.known else None


def leading_counts(meeting: Meeting, rows: list[Attendance]) -> Counts | None:
    """What the first sentence of a held meeting is made of, whoever reads it."""
    recorded, stated = side_by_side(meeting, counts_of(rows))
    return recorded or stated


def row_counts(meeting: Any) -> Counts | None:
    """The same for a list, from a Meeting of `with_counts()`: recorded if anybody who counts is, else stated."""
    recorded = None
    if meeting.is_held and meeting.recorded_people:
        named = meeting.recorded_people - meeting.unnamed_groups
        recorded = Counts(
            representatives=meeting.representatives,
            organisations=meeting.organisations,
            advocates=meeting.advocates,
            guests=named - meeting.representatives - meeting.advocates,
            unnamed_groups=bool(meeting.unnamed_groups),
        )
    recorded, stated = side_by_side(meeting, recorded)
    return stated if recorded is None or recorded.representatives is None else recorded


def side_by_side(meeting: Meeting, recorded: Counts | None) -> tuple[Counts | None, Counts | None]:
    """Recorded and stated counts of a meeting, with no computed zero beside what a source states.

    Where only guests are recorded they stand beside the stated numbers: "16 representatives …, as stated. In
    addition: four guests"; recorded advocates keep a sentence of their own. A total of women goes with the first.
    """
    stated = stated_counts(meeting)
    if recorded and stated and not recorded.representatives:
        if recorded.advocates:
            recorded = replace(recorded, representatives=None, organisations=None)
        else:
            stated = replace(stated, guests=recorded.guests, unnamed_groups=recorded.unnamed_groups)
            recorded = None
    if recorded:
        return replace(recorded, women=meeting.women), stated
    return None, replace(stated, women=meeting.women) if stated else None


def _counts(row: Attendance) -> bool:
    return row.capacity in COUNTED_CAPACITIES and row.organisation_id is not None


def attendance_view(
    meeting: Meeting,
    rows: list[Attendance],
    audience: str,
    language: str,
    corrections: Iterable[AttendanceCorrection] = (),
) -> AttendanceView:
    """`rows` are all attendances of the meeting with their organisation; nothing is shown before it is held."""
    rows = rows if meeting.is_held else []
    present = [row for row in rows if row.presence == Presence.PRESENT]
    named, unnamed = _organisations(meeting, [row for row in present if _counts(row)], audience, language)
    recorded, stated = side_by_side(meeting, counts_of(present))
    return AttendanceView(
        recorded=recorded,
        stated=stated,
        stated_source=meeting.stated_source,
        organisations=named,
        unnamed_organisations=unnamed,
        people=_people(meeting, present, audience, language),
        groups=tuple(
            sorted(
                (best_text(row, "group_name", language) for row in present if row.is_group),
                key=lambda name: sort_key(name.text),
            )
        ),
        corrections=tuple(
            CorrectionView(
                on=dates.day(row.at.astimezone(PHNOM_PENH), language),
                before=attendance_sentence(Counts(**row.before), language),
                reason=best_text(row, "reason", language),
            )
            for row in corrections
            if row.before != row.after
        ),
    )


def _organisations(
    meeting: Meeting, counted: list[Attendance], audience: str, language: str
) -> tuple[tuple[OrganisationPresent, ...], int]:
    people = Counter(row.organisation_id for row in counted)
    alternates = Counter(row.organisation_id for row in counted if row.capacity == Capacity.ALTERNATE)
    first = {row.organisation_id: row for row in reversed(counted)}
    named = {key: row for key, row in first.items() if words.may_name(row.organisation, meeting, audience)}
    views = [
        OrganisationPresent(best_text(row, "day_organisation", language), people[key], alternates[key])
        for key, row in named.items()
    ]
    return tuple(sorted(views, key=lambda view: sort_key(view.name.text))), len(first) - len(named)


def _people(
    meeting: Meeting, present: list[Attendance], audience: str, language: str
) -> tuple[PersonPresent, ...]:
    if not words.may_name_people(meeting, audience):
        return ()
    rows = [row for row in present if not row.is_group]
    if audience == Audience.PUBLIC:
        rows = [row for row in rows if row.capacity in OFFICE_HOLDERS and row.day_title]
    rows.sort(key=_in_order)
    return tuple(
        PersonPresent(
            name=row.day_khmer_name if language == "km" and row.day_khmer_name else row.day_name,
            title=row.day_title,
            organisation=_day_organisation(row, meeting, audience, language),
            capacity=row.capacity,
            capacity_word=str(Capacity(row.capacity).label),
        )
        for row in rows
    )


def _in_order(row: Attendance) -> tuple:
    """Members by organisation, then advocates, then those in addition: the same on every database."""
    order = list(Capacity)
    group = 0 if _counts(row) else 1 + (row.capacity != Capacity.ADVOCATE)
    return (
        group,
        sort_key(row.day_organisation_en),
        order.index(Capacity(row.capacity)),
        sort_key(row.day_name),
    )


def _day_organisation(row: Attendance, meeting: Meeting, audience: str, language: str) -> Text:
    if not words.may_name(row.organisation, meeting, audience):
        return words.NOTHING
    return best_text(row, "day_organisation", language)


def chair_in_words(meeting: Meeting, rows: list[Attendance], audience: str, language: str) -> str:
    """The chair's name where people may be named, else the organisation they came for, else nothing."""
    name = words.person_name(meeting.chair, meeting, audience, language)
    if name or meeting.chair_id is None:
        return name
    row = next((row for row in rows if row.person_id == meeting.chair_id), None)
    return str(_day_organisation(row, meeting, audience, language)) if row else ""
