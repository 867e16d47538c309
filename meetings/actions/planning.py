"""The life of a meeting: planned, announced, held, closed; or moved, postponed, cancelled and restored."""

from datetime import date as Day
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.models import Version
from hub.models.audit import record
from meetings.actions.papers import take_files_along
from meetings.actions.rescheduling import tell_invited, update_invited
from meetings.actions.revisions import (
    SIGNIFICANT_FACTS,
    SILENT_FACTS,
    TIMES,
    VISIBLE_FACTS,
    Weight,
    keep_revision,
    weigh,
)
from meetings.actions.rows import changed_fields, check_move, demand_desk, lock_meeting, lock_open_record
from meetings.actions.series import copy_standing_items
from meetings.enums import (
    HELD_STATES,
    MEETING_MOVES,
    MeetingKind,
    MeetingState,
    MinutesState,
    Precision,
)
from meetings.models import Meeting, Minutes, Series, Venue
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import may_run

FACTS = (SIGNIFICANT_FACTS | VISIBLE_FACTS | SILENT_FACTS) - {"number"}  # given when the meeting is held

_S = MeetingState
_ALREADY_HELD = _("This meeting was held and stays in the record as it was.")
_POSTPONED = _("This meeting is postponed. Restore it or give it a new day first.")
_NOT_KNOWN = _("Nobody knows of this meeting yet. Change its day, or remove it.")
REFUSALS: dict[Any, Any] = {
    _S.ANNOUNCED: _("This meeting is announced already."),
    (_S.ANNOUNCED, _S.HELD): _ALREADY_HELD,
    (_S.ANNOUNCED, _S.CLOSED): _ALREADY_HELD,
    _S.HELD: _("This meeting was recorded as held already."),
    (_S.HELD, _S.PLANNED): _("Announce the meeting first: only an announced meeting is held."),
    (_S.HELD, _S.CANCELLED): _("This meeting was cancelled. Restore it first."),
    (_S.HELD, _S.POSTPONED): _POSTPONED,
    _S.CLOSED: _("Record the meeting as held first."),
    (_S.CLOSED, _S.CLOSED): _("This meeting is closed already."),
    _S.CANCELLED: _ALREADY_HELD,
    (_S.CANCELLED, _S.PLANNED): _NOT_KNOWN,
    (_S.POSTPONED, _S.PLANNED): _NOT_KNOWN,
    (_S.CANCELLED, _S.CANCELLED): _("This meeting is cancelled already."),
    _S.POSTPONED: _ALREADY_HELD,
    (_S.POSTPONED, _S.CANCELLED): _("This meeting was cancelled. Restore it first."),
    (_S.POSTPONED, _S.POSTPONED): _("This meeting is postponed already."),
}
NEEDS_HOURS = _("Give the hours, or choose “month” if the day is not set yet.")
ENDS_TOO_EARLY = _("The meeting must end after it begins.")
PAST = _("This day is over. Choose today or a later day, or tick that the meeting took place already.")
LAST_YEAR = 2199  # beyond the year 9999 nothing can be counted: a slip of the finger would break every list
TOO_FAR = _("This day is too far ahead. Check the year.")
PAST_MONTH = _("That month is over. Choose this month or a later one.")


def plan_meeting(
    *,
    by: Actor,
    date: Day,
    series: Series | None = None,
    precision: str = Precision.DAY,
    start_time: time | None = None,
    end_time: time | None = None,
    month_of: Day | None = None,
    took_place: bool = False,
    now: datetime | None = None,
    **facts: Any,
) -> Meeting:
    """Plan a meeting; its slug is year-month of `date` and never changes, with -x1, -x2 … where that is taken.

    Times are those of Phnom Penh; with month precision `date` may be any day of the month and no hours are kept.
    Hours, venue and standing items come from the series where there is one. `month_of` is any day of the month that
    the slug names, if not that of `date`. `facts` are fields of the meeting, see `FACTS`; `is_sample` too.
    Refused without hours on a day, with an end that is not after the beginning, and, for people, in the past at `now`
    unless it `took_place`.
    """
    demand_desk(by)
    unknown = set(facts) - FACTS - {"is_sample"}
    if unknown:
        raise TypeError(f"Not a fact of a meeting: {sorted(unknown)}")
    if precision == Precision.MONTH:
        date, start_time, end_time = date.replace(day=1), None, None
    else:
        start_time = start_time or (series.start_time if series else None)
        end_time = end_time or (series.end_time if series else None)
        check_hours(start_time, end_time)
    check_not_past(date, precision, by=by, took_place=took_place, now=now)
    if series and not facts.get("venue"):
        facts["venue"] = series.venue
    extraordinary = facts.get("kind") == MeetingKind.EXTRAORDINARY
    with transaction.atomic():
        meeting = _create(
            month_of or date,
            extraordinary,
            series=series,
            date=date,
            precision=precision,
            start_time=start_time,
            end_time=end_time,
            **facts,
        )
        record("meeting.planned", meeting, by=by, label=meeting.slug)
        copy_standing_items(meeting, by=by)
    return meeting


def _create(day: Day, extraordinary: bool, **facts: Any) -> Meeting:
    """Try the free slugs in order; on PostgreSQL two clerks may plan the same month at the same moment."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Meeting.objects.create(slug=_free_slug(day, extraordinary), **facts)
        except IntegrityError:
            continue
    raise Refused(_("Somebody else is planning a meeting of this month just now. Please try again."))


def _free_slug(day: Day, extraordinary: bool) -> str:
    base = f"{day:%Y-%m}"
    taken = set(Meeting.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if not extraordinary and base not in taken:
        return base
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{base}-x{n}") not in taken)


def check_hours(start_time: time | None, end_time: time | None) -> None:
    """Refuse a day without hours, and an end before the beginning."""
    if not start_time or not end_time:
        raise Refused(NEEDS_HOURS, field="start_time")
    if end_time <= start_time:
        raise Refused(ENDS_TOO_EARLY, field="end_time")


def check_not_past(
    day: Day, precision: str, *, by: Actor, took_place: bool = False, now: datetime | None = None
) -> None:
    """Refuse a person a day (or month) that is over at `now` (aware) in Phnom Penh; today is not.

    What is recorded after the fact `took_place`. The hub itself takes in old records. Nobody goes beyond `LAST_YEAR`.
    """
    if day.year > LAST_YEAR:
        raise Refused(TOO_FAR, field="month" if precision == Precision.MONTH else "date")
    if by is SYSTEM or took_place:
        return
    today = (now or timezone.now()).astimezone(PHNOM_PENH).date()
    if precision == Precision.MONTH and day < today.replace(day=1):
        raise Refused(PAST_MONTH, field="month")
    if precision == Precision.DAY and day < today:
        raise Refused(PAST, field="date")


def _to(meeting: Meeting, state: MeetingState, *, now: datetime | None = None) -> None:
    """Bring a locked meeting into a state and keep the revision that this makes."""
    weight = weigh((), before=meeting.state, after=state)
    meeting.state = state
    keep_revision(meeting, weight, now=now)


def announce(meeting: Meeting, *, by: Actor) -> Meeting:
    """Planned → announced: from now on the public sees that it is planned. Audit entry, feeds."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state in (_S.CANCELLED, _S.POSTPONED):
            raise Refused(_("This meeting was announced before. Restore it."))
        check_move(MEETING_MOVES, REFUSALS, _S(meeting.state), _S.ANNOUNCED)
        _to(meeting, _S.ANNOUNCED)
        record("meeting.announced", meeting, by=by, label=meeting.slug)
    return meeting


def move(
    meeting: Meeting,
    *,
    by: Actor,
    date: Day,
    start_time: time | None,
    end_time: time | None,
    venue: Venue | None = None,
    took_place: bool = False,
    now: datetime | None = None,
) -> Meeting:
    """Give a meeting another day, hours or (if named) venue; slug and uid stay, answers are asked again.

    A postponed meeting is announced again by its new day. Audit entry, feeds, mail; nothing happens if nothing changes.
    For people, one that is still to come at `now` stays out of the past unless it `took_place`.
    """
    demand_desk(by)
    check_hours(start_time, end_time)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state in HELD_STATES:
            raise Refused(_ALREADY_HELD)
        if meeting.state == _S.CANCELLED:
            raise Refused(_("This meeting was cancelled. Restore it first."))
        day_before = meeting.date if meeting.precision == Precision.DAY else None
        to_come = meeting.state == _S.POSTPONED or not meeting.is_over(now or timezone.now())
        if to_come and date != day_before:
            check_not_past(date, Precision.DAY, by=by, took_place=took_place, now=now)
        facts: dict[str, Any] = {
            "date": date,
            "precision": Precision.DAY,
            "start_time": start_time,
            "end_time": end_time,
        }
        if venue is not None:
            facts["venue"] = venue
        if meeting.state == _S.POSTPONED:
            facts["state"] = _S.ANNOUNCED
        before = meeting.state
        fields = changed_fields(meeting, facts)
        if not fields:
            return meeting
        if day_before and "date" in fields:
            meeting.moved_from = day_before
        weight = weigh(fields, before=before, after=meeting.state)
        keep_revision(meeting, weight)
        record("meeting.moved", meeting, by=by, label=meeting.slug, fields=fields)
        if weight == Weight.SIGNIFICANT:
            tell_invited(meeting, by=by, ask_again=bool(TIMES & set(fields)))
    return meeting


def set_day(
    meeting: Meeting,
    *,
    by: Actor,
    date: Day,
    start_time: time | None,
    end_time: time | None,
    venue: Venue | None = None,
    took_place: bool = False,
    now: datetime | None = None,
) -> Meeting:
    """Give its day to a meeting of which only the month was known; from now on calendars show it."""
    demand_desk(by)
    if Meeting.objects.filter(pk=meeting.pk, precision=Precision.DAY).exists():
        raise Refused(_("This meeting has its day already. Move it instead."), field="date")
    hours = {"start_time": start_time, "end_time": end_time}
    return move(meeting, by=by, date=date, venue=venue, took_place=took_place, now=now, **hours)


def edit_meeting(meeting: Meeting, *, by: Actor, facts: dict[str, Any], tell: bool = False) -> Meeting:
    """Change facts other than day, hours and state; see `FACTS` and `weigh`.

    Refused once the minutes are adopted. Audit entry with the names of the fields; feeds if calendars show them,
    mail to those invited if they have to know. With `tell` they also get a mail of what only calendars would show;
    nobody is asked again for that.
    """
    demand_desk(by)
    unknown = set(facts) - FACTS
    if unknown:
        raise TypeError(f"edit_meeting does not change {sorted(unknown)}; see move() and the other verbs.")
    with transaction.atomic():
        meeting = lock_open_record(meeting)
        fields = changed_fields(meeting, facts)
        if not fields:
            return meeting
        weight = weigh(fields, before=meeting.state)
        keep_revision(meeting, weight)
        record("meeting.edited", meeting, by=by, label=meeting.slug, fields=fields)
        if weight == Weight.SIGNIFICANT:
            tell_invited(meeting, by=by)
        elif tell and weight == Weight.VISIBLE:
            update_invited(meeting)
    return meeting


def remove(meeting: Meeting, *, by: Actor) -> None:
    """Take a meeting off the plan that was never announced, with its agenda. Audit entry; refused for any other."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state != _S.PLANNED:
            raise Refused(_("This meeting was announced and stays in the record. Cancel it instead."))
        if meeting.announcements.exists():
            raise Refused(_("An announcement hangs on this meeting. Remove the announcement first."))
        record("meeting.removed", meeting, by=by, label=meeting.slug)
        take_files_along(meeting)
        meeting.delete()


def cancel(meeting: Meeting, *, by: Actor) -> Meeting:
    """Announced or postponed → cancelled. It stays in the record and in calendars, struck through."""
    demand_desk(by)
    return _leave_the_plan(meeting, MeetingState.CANCELLED, "meeting.cancelled", by=by)


def postpone(meeting: Meeting, *, by: Actor, month: Day | None, now: datetime | None = None) -> Meeting:
    """Announced → postponed; to a month (any day in it) whose day is not set, or with None to no date yet.

    Refused to people for a month that is over at `now`.
    """
    demand_desk(by)
    if month:
        check_not_past(month.replace(day=1), Precision.MONTH, by=by, now=now)
    return _leave_the_plan(meeting, MeetingState.POSTPONED, "meeting.postponed", by=by, month=month)


def _leave_the_plan(
    meeting: Meeting, wanted: MeetingState, verb: str, *, by: Actor, month: Day | None = None
) -> Meeting:
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_move(MEETING_MOVES, REFUSALS, _S(meeting.state), wanted)
        if month:
            if meeting.precision == Precision.DAY:
                meeting.moved_from = meeting.date
            meeting.precision, meeting.date = Precision.MONTH, month.replace(day=1)
            meeting.start_time = meeting.end_time = None
        _to(meeting, wanted)
        record(verb, meeting, by=by, label=meeting.slug)
        tell_invited(meeting, by=by)
    return meeting


def restore(meeting: Meeting, *, by: Actor) -> Meeting:
    """Cancelled or postponed → announced, with the day, hours and venue it has."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state == _S.PLANNED:
            raise Refused(_("This meeting was neither cancelled nor postponed. Announce it."))
        check_move(MEETING_MOVES, REFUSALS, _S(meeting.state), _S.ANNOUNCED)
        _to(meeting, _S.ANNOUNCED)
        record("meeting.restored", meeting, by=by, label=meeting.slug)
        tell_invited(meeting, by=by, ask_again=True)
    return meeting


def hold(meeting: Meeting, *, by: Actor, now: datetime | None = None) -> Meeting:
    """Announced → held: the meeting gets its number, the next one after all held so far.

    Refused before the day begins in Phnom Penh at `now` (aware), and while only the month is known. The secretariat's
    verb, and that of whoever runs the meeting.
    """
    demand_desk(by, may_run(meeting))
    today = (now or timezone.now()).astimezone(PHNOM_PENH).date()
    with transaction.atomic():
        # One row that every hold() writes first, so that two at the same moment never read the same highest number.
        Version.objects.bump("meeting numbers")
        meeting = lock_meeting(meeting)
        check_move(MEETING_MOVES, REFUSALS, _S(meeting.state), _S.HELD)
        if meeting.precision == Precision.MONTH:
            raise Refused(_("Only the month of this meeting is known. Set its day first."))
        if meeting.date > today:
            raise Refused(
                _("The day of this meeting has not begun. It can be recorded as held from then on.")
            )
        highest = Meeting.objects.aggregate(highest=Max("number"))["highest"] or 0
        meeting.number = highest + 1
        _to(meeting, _S.HELD, now=now)
        record("meeting.held", meeting, by=by, label=meeting.reference, fields=["number"])
    return meeting


def close(meeting: Meeting, *, by: Actor) -> Meeting:
    """Held → closed: the record is complete. Refused until the minutes are published."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_move(MEETING_MOVES, REFUSALS, _S(meeting.state), _S.CLOSED)
        if not Minutes.objects.filter(meeting=meeting, state=MinutesState.PUBLISHED).exists():
            raise Refused(_("Publish the minutes first: a meeting is closed when its record is complete."))
        _to(meeting, _S.CLOSED)
        record("meeting.closed", meeting, by=by, label=meeting.reference)
    return meeting
