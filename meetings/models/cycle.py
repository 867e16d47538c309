"""The month of a meeting: nine steps, when each is due, what is done, and which one needs a hand.

All days are those of Phnom Penh. Nothing here is written down but marks (`StepMark`) and the days of `OFFSETS`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hub.models import Setting
from meetings.enums import HELD_STATES, Answer, MeetingState, MinutesState, Step, StepState
from meetings.models.agenda import AgendaItem
from meetings.models.agenda_version import AgendaVersion
from meetings.models.attendance import Attendance
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from meetings.models.minutes import Minutes
from meetings.models.step_mark import StepMark


@dataclass(frozen=True)
class Offset:
    """How far a step lies from the day of its meeting: the key of its setting, and whole days of 0 to `most`."""

    key: str
    days: int
    before: bool
    most: int = 90


OFFSETS: Mapping[Step, Offset] = {
    Step.CALL: Offset("cycle.call", 21, before=True),
    Step.AGENDA: Offset("cycle.agenda", 10, before=True),
    Step.INVITATIONS: Offset("cycle.invitations", 7, before=True),
    # The day on which the hub reminds by itself, see meetings.actions.reminders.
    Step.REMINDER: Offset("reminders.days_before", 1, before=True, most=14),
    Step.DRAFT: Offset("cycle.draft", 3, before=False),
    Step.CORRECTIONS: Offset("cycle.corrections", 10, before=False),
}
SOON = timedelta(days=7)  # a step that is due within this time needs a hand now
_BEFORE = (Step.CALL, Step.AGENDA, Step.INVITATIONS, Step.REMINDER)
_S = StepState


@dataclass(frozen=True)
class Offsets:
    """The days that hold today, by step; see `OFFSETS`."""

    days: Mapping[Step, int]

    @classmethod
    def current(cls) -> "Offsets":
        """One query."""
        keys = {offset.key: step for step, offset in OFFSETS.items()}
        rows = Setting.objects.filter(key__in=keys).order_by("pk").values_list("key", "value")
        return cls(
            {step: offset.days for step, offset in OFFSETS.items()}
            | {keys[key]: int(value) for key, value in rows}
        )

    def due(self, step: Step, day: date) -> date | None:
        """When a step of a meeting on `day` is due; None for those that have no days of their own."""
        if step == Step.DAY:
            return day
        if step not in OFFSETS:
            return None
        away = timedelta(days=self.days[step])
        return day - away if OFFSETS[step].before else day + away


@dataclass(frozen=True)
class MonthStep:
    """One step of one meeting: `due` and `done_on` where they are known. `mark` is what somebody said of it."""

    step: Step
    state: StepState
    due: date | None = None
    done_on: date | None = None
    mark: StepMark | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in (_S.DONE, _S.SKIPPED)

    @property
    def needs_hand(self) -> bool:
        return self.state in (_S.OVERDUE, _S.NOW)


@dataclass(frozen=True)
class Month:
    """The steps of one meeting as they stand on `today`. `following` is the meeting after it, if one is known."""

    meeting: Meeting
    steps: list[MonthStep]
    following: Meeting | None
    today: date

    @property
    def current(self) -> MonthStep | None:
        """The first step that is still open; None where all is done or nothing will be."""
        return next((one for one in self.steps if one.is_open), None)

    def of(self, step: Step) -> MonthStep:
        return next(one for one in self.steps if one.step == step)


def with_facts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with what their steps are told from; two queries, however many.

    Annotates `item_count`, `asked_count`, `silent_count`, `present_count`, `version` and `released_at` of the last
    released agenda (None before the first).
    """
    asked = Invitation.objects.standing().sent()
    versions = AgendaVersion.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return (
        meetings.select_related("minutes", "venue", "chair")
        .prefetch_related("step_marks")
        .annotate(
            item_count=_count(AgendaItem.objects.all()),
            asked_count=_count(asked),
            silent_count=_count(asked.filter(answer=Answer.NEEDS_ACTION)),
            present_count=_count(Attendance.objects.present()),
            version=Subquery(versions.annotate(n=Max("number")).values("n")),
            released_at=Subquery(versions.annotate(at=Max("released_at")).values("at")),
        )
    )


def _count(rows: QuerySet) -> Coalesce:
    """How many of these rows a meeting has; asked apart, since items × invitations × people joined are thousands."""
    of_meeting = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(of_meeting.annotate(n=Count("pk")).values("n")), 0)


def months(meetings: Iterable[Meeting], offsets: Offsets, *, today: date) -> list[Month]:
    """The months of meetings that carry their facts, in the order given; each one's next is looked for among them."""
    meetings = list(meetings)
    on = sorted((one for one in meetings if one.state not in _OFF), key=_when)
    found = []
    for meeting in meetings:
        following = next((one for one in on if _when(one) > _when(meeting)), None)
        found.append(Month(meeting, _steps(meeting, following, offsets, today), following, today))
    return found


def month_of(meeting: Meeting, *, today: date | None = None) -> Month:
    """The month of one meeting; four queries."""
    today = today or timezone.localdate()
    own = with_facts(Meeting.objects.filter(pk=meeting.pk)).get()
    later = Meeting.objects.exclude(state__in=_OFF).filter(date__gte=own.date).exclude(pk=own.pk)
    following = next((one for one in later.in_order()[:3] if _when(one) > _when(own)), None)
    return Month(own, _steps(own, following, Offsets.current(), today), following, today)


_OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def _when(meeting: Meeting) -> tuple:
    """A month without a day comes after the days of that month."""
    return (meeting.date.year, meeting.date.month, not meeting.has_day, meeting.date, meeting.pk)


def corrections_until(meeting: Meeting, minutes: Minutes | None, offsets: Offsets) -> date | None:
    """The last day for corrections; a draft that came late leaves its readers as many days as one in time."""
    if not meeting.has_day:
        return None
    until = offsets.due(Step.CORRECTIONS, meeting.date)
    circulated = minutes.circulated_at if minutes else None
    if until is None or circulated is None:
        return until
    spared = max(offsets.days[Step.CORRECTIONS] - offsets.days[Step.DRAFT], 0)
    return max(until, timezone.localdate(circulated) + timedelta(days=spared))


def minutes_of(meeting: Meeting) -> Minutes | None:
    return getattr(meeting, "minutes", None)


def _steps(meeting: Meeting, following: Meeting | None, offsets: Offsets, today: date) -> list[MonthStep]:
    marks = {mark.step: mark for mark in meeting.step_marks.all()}
    done = _done(meeting, marks, offsets, today)
    steps: list[MonthStep] = []
    found_now = found_next = False
    for step in Step:
        due, mark = _due(step, meeting, following, offsets), marks.get(step)
        if step in done:
            steps.append(MonthStep(step, _S.DONE, due, done[step], mark))
            continue
        if (mark and mark.skipped) or _is_past(step, meeting, done):
            steps.append(MonthStep(step, _S.SKIPPED, due, None, mark))
            continue
        state = _S.LATER
        if due and due < today and step not in (Step.CORRECTIONS, Step.PUBLICATION):
            state = _S.OVERDUE
            found_now = found_now or step != Step.CALL  # a call that nobody sent holds nothing up
        elif not found_now:
            found_now = True
            state = _S.NOW if _needs_hand(step, meeting, due, today) else _S.NEXT
            found_next = state == _S.NEXT
        elif not found_next:
            found_next, state = True, _S.NEXT
        steps.append(MonthStep(step, state, due, None, mark))
    return steps


def _due(step: Step, meeting: Meeting, following: Meeting | None, offsets: Offsets) -> date | None:
    if not meeting.has_day or meeting.state in _OFF:
        return None
    if step == Step.CORRECTIONS:
        return corrections_until(meeting, minutes_of(meeting), offsets)
    if step == Step.ADOPTION:
        return following.date if following and following.has_day else None
    return offsets.due(step, meeting.date)


def _done(
    meeting: Any, marks: Mapping[str, StepMark], offsets: Offsets, today: date
) -> dict[Step, date | None]:
    """The steps that are done, each with its day where it is known; `meeting` carries its facts (`with_facts`)."""
    done: dict[Step, date | None] = {
        Step(step): timezone.localdate(mark.at)
        for step, mark in marks.items()
        if not mark.skipped and step in (Step.CALL, Step.REMINDER)
    }
    if meeting.version:
        done[Step.AGENDA] = timezone.localdate(meeting.released_at)
    if meeting.asked_count:
        done[Step.INVITATIONS] = None
        if not meeting.silent_count:
            done.setdefault(Step.REMINDER, None)
    if meeting.is_held and meeting.present_count:
        done[Step.DAY] = meeting.date
    return done | _written(
        minutes_of(meeting), corrections_until(meeting, minutes_of(meeting), offsets), today
    )


def _written(minutes: Minutes | None, until: date | None, today: date) -> dict[Step, date | None]:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return {}
    done: dict[Step, date | None] = {Step.DRAFT: _day(minutes.circulated_at)}
    if minutes.is_locked or (
        minutes.state == MinutesState.CIRCULATED and until is not None and until < today
    ):
        done[Step.CORRECTIONS] = until
    if minutes.is_locked:
        done[Step.ADOPTION] = _day(minutes.adopted_at)
    if minutes.is_published:
        done[Step.PUBLICATION] = _day(minutes.published_at)
    return done


def _day(moment) -> date | None:
    return timezone.localdate(moment) if moment else None


def _is_past(step: Step, meeting: Meeting, done: Mapping[Step, date | None]) -> bool:
    """Whether it is too late for a step, or nothing comes of the meeting: it will not be done any more."""
    if meeting.state == MeetingState.CANCELLED:
        return True
    if step == Step.CALL and Step.AGENDA in done:
        return True
    return step in _BEFORE and meeting.state in HELD_STATES


def _needs_hand(step: Step, meeting: Meeting, due: date | None, today: date) -> bool:
    """Whether the first open step waits for somebody today, and not for its day to come near."""
    if not meeting.has_day or meeting.state in _OFF:
        return True  # a day has to be set
    if step == Step.DAY:
        return due is not None and due <= today
    if step == Step.ADOPTION and due is None:
        return True  # no meeting is known that could adopt
    return due is None or due - today <= SOON
