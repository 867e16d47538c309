"""The day itself: the meeting begins, items are taken up one at a time, finished or put off, the day is closed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.minutes import start_minutes
from meetings.actions.notes import add_to_note
from meetings.actions.planning import hold
from meetings.actions.rows import check_move, demand, lock_held_record
from meetings.enums import HELD_STATES, ITEM_MOVES, ItemState, Precision
from meetings.models import AgendaItem, Meeting
from meetings.models.meeting import PHNOM_PENH
from meetings.rules import may_note, may_run

_S = ItemState
NOT_BEGUN = _("The meeting has not begun. Begin it first.")
DAY_IS_CLOSED = _("The day of this meeting is closed. Open it again first; what was written is kept.")
DAY_IS_OVER = _("The day of this meeting is over. Write it down in the minutes.")
REFUSALS = {
    _S.WAITING: _("Only the item that is being discussed, or one that was put off, goes back to the order."),
    _S.RUNNING: _("This item is being discussed already."),
    _S.DONE: _("This item is done already."),
    _S.PUT_OFF: _("This item was put off already."),
}


def is_past(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting that never began lies so far back (before yesterday, Phnom Penh) that nobody can run it."""
    yesterday = now.astimezone(PHNOM_PENH).date() - timedelta(days=1)
    return meeting.began_at is None and meeting.precision == Precision.DAY and meeting.date < yesterday


def begin(meeting: Meeting, *, by: Actor, now: datetime | None = None) -> Meeting:
    """The meeting begins at `now` (aware): recorded as held if it was not yet, so that it has its number.

    Refused as `planning.hold` refuses: before it is announced, before its day begins, while it is cancelled or
    postponed. A second time changes nothing. For a day long over the page offers no beginning, see `is_past`.
    """
    demand(may_run(meeting), by)
    now = now or timezone.now()
    with transaction.atomic():
        if not Meeting.objects.filter(pk=meeting.pk, state__in=HELD_STATES).exists():
            hold(meeting, by=by, now=now)
        meeting = lock_held_record(meeting)
        if meeting.began_at:
            return meeting
        if not meeting.agenda_items.exists():
            raise Refused(_("The agenda is empty. Put an item on it first."))
        meeting.began_at = now
        meeting.save(update_fields=["began_at"])
        record("meeting.began", meeting, by=by, label=meeting.reference, fields=["began_at"])
    return meeting


def _lock_day(meeting: Meeting, *, by: Actor) -> Meeting:
    """The meeting, locked, while its day runs."""
    demand(may_run(meeting), by)
    meeting = lock_held_record(meeting)
    if not meeting.began_at:
        raise Refused(NOT_BEGUN)
    if meeting.ended_at:
        raise Refused(DAY_IS_CLOSED)
    return meeting


def _to(item: AgendaItem, state: ItemState, *, by: Actor, now: datetime) -> AgendaItem:
    """Bring a locked item into a state; what it took until `now` is added up when it stops."""
    check_move(ITEM_MOVES, REFUSALS, _S(item.state), state)
    item.seconds_used = item.seconds_at(now)
    item.running_since = now if state == _S.RUNNING else None
    item.state = state
    item.save(update_fields=["state", "running_since", "seconds_used"])
    label = f"{item.meeting.reference} item {item.number}"
    record(f"item.{state}", item, by=by, label=label, fields=["state"])
    return item


def _locked(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    locked.meeting = meeting
    return locked


def _running(meeting: Meeting) -> AgendaItem | None:
    item = (
        AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting, state=_S.RUNNING).first()
    )
    if item:
        item.meeting = meeting
    return item


def take_up(item: AgendaItem, *, by: Actor, now: datetime | None = None) -> AgendaItem:
    """An item is discussed from `now` (aware) on.

    The one that was running stops: it is done when the order goes on, and to come again when it goes back.
    """
    now = now or timezone.now()
    with transaction.atomic():
        meeting = _lock_day(item.meeting, by=by)
        item = _locked(item, meeting)
        check_move(ITEM_MOVES, REFUSALS, _S(item.state), _S.RUNNING)
        if before := _running(meeting):
            _to(before, _S.DONE if before.number < item.number else _S.WAITING, by=by, now=now)
        return _to(item, _S.RUNNING, by=by, now=now)


def finish(item: AgendaItem, *, by: Actor, now: datetime | None = None) -> AgendaItem:
    """An item is done; one that was never taken up may be done too."""
    with transaction.atomic():
        meeting = _lock_day(item.meeting, by=by)
        return _to(_locked(item, meeting), _S.DONE, by=by, now=now or timezone.now())


def put_off(
    item: AgendaItem, *, by: Actor, reason: str = "", language: str = "en", now: datetime | None = None
) -> AgendaItem:
    """An item is left for another meeting; the next agenda proposes it. `reason` joins the item's note in `language`."""
    with transaction.atomic():
        meeting = _lock_day(item.meeting, by=by)
        item = _locked(item, meeting)
        if reason.strip():
            demand(may_note(meeting, item.audience), by)
        item = _to(item, _S.PUT_OFF, by=by, now=now or timezone.now())
        if reason.strip():
            with override(language):
                line = gettext("Put off: %(reason)s") % {"reason": reason.strip()}
            add_to_note(item, by=by, audience=item.audience, language=language, line=line)
    return item


def close_day(meeting: Meeting, *, by: Actor, now: datetime | None = None) -> Meeting:
    """The day ends at `now` (aware): the running item is done, and the minutes start as a draft.

    Refused while nothing was begun. A second time changes nothing.
    """
    demand(may_run(meeting), by)
    now = now or timezone.now()
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        if not meeting.began_at:
            raise Refused(NOT_BEGUN)
        if meeting.ended_at:
            return meeting
        if item := _running(meeting):
            _to(item, _S.DONE, by=by, now=now)
        meeting.ended_at = now
        meeting.save(update_fields=["ended_at"])
        record("meeting.ended", meeting, by=by, label=meeting.reference, fields=["ended_at"])
        start_minutes(meeting, by=SYSTEM)
    return meeting


def open_again(meeting: Meeting, *, by: Actor) -> Meeting:
    """The day was closed too early: items can be taken up again. Refused once the minutes are adopted."""
    demand(may_run(meeting), by)
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        if not meeting.ended_at:
            raise Refused(_("The day of this meeting is not closed."))
        meeting.ended_at = None
        meeting.save(update_fields=["ended_at"])
        record("meeting.reopened", meeting, by=by, label=meeting.reference, fields=["ended_at"])
    return meeting
