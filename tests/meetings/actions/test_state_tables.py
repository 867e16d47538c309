"""Every state of a meeting × every verb: allowed, or refused with the sentence that says what would have to happen first.

Each verb finds a meeting of today in that state with one item, one standing invitation and, where it needs them, the
rows that it works on. A pair that is not in the table, or another sentence than the one here, fails.
"""

from collections.abc import Callable
from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from hub.errors import Refused
from meetings.actions import (
    action_items,
    agenda,
    agenda_versions,
    attendance,
    cycle,
    cycle_days,
    decisions,
    invitations,
    minutes,
    notes,
    planning,
    run_sheet,
)
from meetings.actions.responses import record_response
from meetings.enums import Answer, Capacity, Channel, MeetingState, MinutesState, Precision, Step
from meetings.models import AgendaVersion, Attendance, Meeting, Minutes, Note
from tests.builders import (
    make_clerk,
    make_invitation,
    make_item,
    make_meeting,
    make_organisation,
    make_seat,
)

pytestmark = pytest.mark.django_db

P, A, H, C, X, L = (
    MeetingState.PLANNED,
    MeetingState.ANNOUNCED,
    MeetingState.HELD,
    MeetingState.CLOSED,
    MeetingState.CANCELLED,
    MeetingState.POSTPONED,
)
ALL = (P, A, H, C, X, L)
OK = None
ALREADY_HELD = "This meeting was held and stays in the record as it was."
CANCELLED = "This meeting was cancelled. Restore it first."
POSTPONED = "This meeting was postponed. Give it a new day first."
PUT_OFF = "This meeting is postponed. Restore it or give it a new day first."
NOT_KNOWN = "Nobody knows of this meeting yet. Change its day, or remove it."
IN_THE_RECORD = "This meeting was announced and stays in the record. Cancel it instead."
HOLD_FIRST = "Record the meeting as held first."
ANNOUNCED_ONLY = "People are invited to announced meetings only."
OVER = "This meeting is over. Answers are closed."
ANNOUNCE_TO_SEND = "Nobody knows of this meeting yet. Announce it first, then send this mail."
HELD_MAILS = "This meeting was held. Only the draft of its minutes is still told of."


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def world(state, **facts) -> SimpleNamespace:
    number = 1 if state in (H, C) else None
    facts = {"start_time": time(0, 0), "end_time": time(23, 59), "number": number} | facts
    meeting = make_meeting(timezone.localdate(), state=state, **facts)
    seat = make_seat(make_organisation())
    invitation = make_invitation(
        meeting, seat.person, organisation=seat.organisation, sent_at=timezone.now(), sent_sequence=0
    )
    return SimpleNamespace(
        meeting=meeting,
        by=make_clerk(),
        seat=seat,
        invitation=invitation,
        item=make_item(meeting),
        other=make_item(meeting, "Archives"),
    )


def month_only(state):
    return world(state, precision=Precision.MONTH, start_time=None, end_time=None)


def with_minutes(w, state=MinutesState.CIRCULATED):
    Note.objects.create(item=w.item, text="<p>Said.</p>")
    return Minutes.objects.create(meeting=w.meeting, state=state, circulated_at=timezone.now())


def with_version(w):
    AgendaVersion.objects.create(meeting=w.meeting, number=1, audience="public", body=[])
    return w.meeting


def day(w):
    return {"by": w.by, "date": tomorrow(), "start_time": time(9), "end_time": time(12)}


def presence(w):
    facts = {"person": w.seat.person, "organisation": w.seat.organisation}
    return {"by": w.by, "capacity": Capacity.REPRESENTATIVE, **facts}


def present(w):
    facts = presence(w)
    facts.pop("by")
    return Attendance.objects.create(meeting=w.meeting, day_name="X", **facts)


def begun(w):
    Meeting.objects.filter(pk=w.meeting.pk).update(began_at=timezone.now())
    w.meeting.refresh_from_db()
    w.item.meeting = w.meeting
    return w.item


def invitee():
    seat = make_seat(make_organisation())
    return invitations.Invitee(seat.person, seat.organisation, Capacity.REPRESENTATIVE)


def each(*, default=OK, **sentences) -> dict:
    """{state: sentence or None}; P, A, H, C, X, L by keyword, all others `default`."""
    by_letter = dict(zip("PAHCXL", ALL, strict=True))
    return {state: sentences.get(letter, default) for letter, state in by_letter.items()}


Verb = Callable[[SimpleNamespace], object]
TABLE: dict[str, tuple[Verb, dict]] = {
    "announce": (
        lambda w: planning.announce(w.meeting, by=w.by),
        each(
            A="This meeting is announced already.",
            H=ALREADY_HELD,
            C=ALREADY_HELD,
            X="This meeting was announced before. Restore it.",
            L="This meeting was announced before. Restore it.",
        ),
    ),
    "move": (lambda w: planning.move(w.meeting, **day(w)), each(H=ALREADY_HELD, C=ALREADY_HELD, X=CANCELLED)),
    "edit": (lambda w: planning.edit_meeting(w.meeting, by=w.by, facts={"summary_en": "One"}), each()),
    "remove": (lambda w: planning.remove(w.meeting, by=w.by), each(default=IN_THE_RECORD, P=OK)),
    "cancel": (
        lambda w: planning.cancel(w.meeting, by=w.by),
        each(P=NOT_KNOWN, H=ALREADY_HELD, C=ALREADY_HELD, X="This meeting is cancelled already."),
    ),
    "postpone": (
        lambda w: planning.postpone(w.meeting, by=w.by, month=None),
        each(
            P=NOT_KNOWN,
            H=ALREADY_HELD,
            C=ALREADY_HELD,
            X=CANCELLED,
            L="This meeting is postponed already.",
        ),
    ),
    "restore": (
        lambda w: planning.restore(w.meeting, by=w.by),
        each(
            P="This meeting was neither cancelled nor postponed. Announce it.",
            A="This meeting is announced already.",
            H=ALREADY_HELD,
            C=ALREADY_HELD,
        ),
    ),
    "hold": (
        lambda w: planning.hold(w.meeting, by=w.by),
        each(
            P="Announce the meeting first: only an announced meeting is held.",
            H="This meeting was recorded as held already.",
            C="This meeting was recorded as held already.",
            X=CANCELLED,
            L=PUT_OFF,
        ),
    ),
    "close": (
        lambda w: (with_minutes(w, MinutesState.PUBLISHED), planning.close(w.meeting, by=w.by)),
        each(default=HOLD_FIRST, H=OK, C="This meeting is closed already."),
    ),
    "invite": (
        lambda w: invitations.invite(w.meeting, by=w.by, people=[invitee()]),
        each(default=ANNOUNCED_ONLY, A=OK, P="Announce the meeting first. Then people can be invited."),
    ),
    "withdraw": (lambda w: invitations.withdraw(w.invitation, by=w.by), each()),
    "answer": (
        lambda w: record_response(w.invitation, Answer.ACCEPTED, by=w.seat.person, channel=Channel.WEB),
        each(
            P="This meeting is not announced yet.",
            H=OVER,
            C=OVER,
            X="This meeting was cancelled. No answer is needed.",
            L="This meeting was put off. You will be asked again when its new day is set.",
        ),
    ),
    "add an item": (lambda w: agenda.add_item(w.meeting, by=w.by, title_en="New"), each(X=CANCELLED)),
    "edit an item": (
        lambda w: agenda.edit_item(w.item, by=w.by, facts={"title_en": "New"}),
        each(X=CANCELLED),
    ),
    "move an item": (lambda w: agenda.move_item(w.item, by=w.by, to=2), each(X=CANCELLED)),
    "remove an item": (lambda w: agenda.remove_item(w.item, by=w.by), each(X=CANCELLED)),
    "release the agenda": (
        lambda w: agenda_versions.release(w.meeting, by=w.by),
        each(
            P="Nobody knows of this meeting yet. Announce it first, then release its agenda.",
            H="This meeting was held: its agenda is part of the record and is not released again.",
            C="This meeting was held: its agenda is part of the record and is not released again.",
            X=CANCELLED,
            L=POSTPONED,
        ),
    ),
    "record attendance": (
        lambda w: attendance.record_attendance(w.meeting, **presence(w)),
        each(P=HOLD_FIRST, X=CANCELLED, L=POSTPONED),
    ),
    "remove attendance": (
        lambda w: attendance.remove_attendance(present(w), by=w.by),
        each(P=HOLD_FIRST, X=CANCELLED, L=POSTPONED),
    ),
    "note": (
        lambda w: notes.write_note(w.item, by=w.by, audience="public", language="en", text="<p>Said.</p>"),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "decide": (
        lambda w: decisions.decide(
            w.meeting, by=w.by, agenda_item=w.item, title={}, text={"en": "The group decides."}
        ),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "agree an action": (
        lambda w: action_items.agree_action(
            w.meeting,
            by=w.by,
            agenda_item=w.item,
            title={"en": "Send the list"},
            owner_organisation=w.seat.organisation,
            due_next_meeting=True,
        ),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "start the minutes": (
        lambda w: minutes.start_minutes(w.meeting, by=w.by),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "begin the day": (
        lambda w: run_sheet.begin(w.meeting, by=w.by),
        each(P="Announce the meeting first: only an announced meeting is held.", X=CANCELLED, L=PUT_OFF),
    ),
    "take up an item": (
        lambda w: run_sheet.take_up(begun(w), by=w.by),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "close the day": (
        lambda w: (begun(w), run_sheet.close_day(w.meeting, by=w.by)),
        each(default=HOLD_FIRST, H=OK, C=OK, X=CANCELLED, L=POSTPONED),
    ),
    "call for items": (
        lambda w: cycle.look(w.meeting, Step.CALL),
        each(P=ANNOUNCE_TO_SEND, H=HELD_MAILS, C=HELD_MAILS, X=CANCELLED, L=POSTPONED),
    ),
    "tell of the agenda": (
        lambda w: cycle.look(with_version(w), Step.AGENDA),
        each(P=ANNOUNCE_TO_SEND, H=HELD_MAILS, C=HELD_MAILS, X=CANCELLED, L=POSTPONED),
    ),
    "remind": (
        lambda w: cycle.look(w.meeting, Step.REMINDER),
        each(P=ANNOUNCE_TO_SEND, H=HELD_MAILS, C=HELD_MAILS, X=CANCELLED, L=POSTPONED),
    ),
    "tell of the draft": (
        lambda w: (with_minutes(w), cycle.look(Meeting.objects.get(pk=w.meeting.pk), Step.DRAFT)),
        each(
            default="The meeting was not held yet. Record it as held first; then its minutes are drafted.",
            H=OK,
            C=OK,
            X=CANCELLED,
            L=POSTPONED,
        ),
    ),
    "leave a step out": (
        lambda w: cycle_days.leave_out(w.meeting, Step.CALL, by=w.by),
        each(X=CANCELLED, L=POSTPONED),
    ),
}


def outcome(act: Verb, w: SimpleNamespace) -> str | None:
    try:
        act(w)
    except Refused as refused:
        return str(refused.sentence)
    return OK


@pytest.mark.parametrize("state", ALL)
@pytest.mark.parametrize("verb", TABLE)
def test_a_meeting_in_this_state(verb, state):
    act, expected = TABLE[verb]
    assert outcome(act, world(state)) == expected[state]


@pytest.mark.parametrize("state", ALL)
def test_a_day_is_set_where_only_the_month_is_known(state):
    expected = each(H=ALREADY_HELD, C=ALREADY_HELD, X=CANCELLED)
    assert outcome(lambda w: planning.set_day(w.meeting, **day(w)), month_only(state)) == expected[state]


@pytest.mark.parametrize("state", ALL)
def test_a_day_that_is_known_is_moved_and_not_set(state):
    sentence = "This meeting has its day already. Move it instead."
    assert outcome(lambda w: planning.set_day(w.meeting, **day(w)), world(state)) == sentence


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda w: invitations.invite(w.meeting, by=w.by, people=[invitee()]),
            "Only the month of this meeting is known. Set its day first.",
        ),
        (
            lambda w: planning.hold(w.meeting, by=w.by),
            "Only the month of this meeting is known. Set its day first.",
        ),
        (
            lambda w: cycle.look(w.meeting, Step.REMINDER),
            "Only the month of this meeting is known. Set its day first.",
        ),
    ],
)
def test_a_month_without_a_day(act, sentence):
    assert outcome(act, month_only(A)) == sentence


def test_every_state_stands_in_every_row():
    assert all(set(row) == set(MeetingState) for _act, row in TABLE.values())
    assert len(TABLE) * len(MeetingState) > 150
