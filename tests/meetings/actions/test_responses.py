"""The one road of all answers: what becomes current, what is only kept, what is refused."""

from datetime import datetime, time, timedelta
from itertools import permutations

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, Version
from meetings.actions import planning, responses
from meetings.actions.calendar_entries import own_counter
from meetings.actions.invitations import withdraw
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Meeting
from meetings.models.meeting import PHNOM_PENH
from tests.builders import make_invitation, make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 10, tzinfo=PHNOM_PENH)
A, D, T, N = Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.NEEDS_ACTION


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


def answer(invitation, what, *, minutes=0, channel=Channel.WEB, **facts):
    now = NOW + timedelta(minutes=minutes)
    return record_response(invitation, what, by=invitation.person, channel=channel, now=now, **facts)


def current(invitation):
    return Invitation.objects.values_list("answer", flat=True).get(pk=invitation.pk)


def ledger(invitation):
    return list(invitation.responses.values_list("answer", "applied"))


def test_an_answer_has_its_consequences(invitation):
    made = answer(invitation, A, comment=" I come by\r\nbus \x00", channel=Channel.LINK)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.channel, invitation.comment) == (A, "link", "I come by\nbus")
    assert invitation.answered_at == made.received_at == NOW
    entry = AuditEntry.objects.about(invitation).get()
    assert (entry.verb, entry.actor_name, entry.fields) == (
        "response.recorded",
        invitation.person.display_name,
        ["answer"],
    )
    assert Version.objects.of(own_counter(invitation.person_id))[0] == 1
    assert Version.objects.of("calendar")[0] == 0


def test_the_last_answer_wins_and_the_ledger_keeps_all(invitation):
    for minute, what in enumerate([A, D, T, N]):
        answer(invitation, what, minutes=minute)
    assert current(invitation) == N
    assert ledger(invitation) == [(A, True), (D, True), (T, True), (N, True)]


def test_the_same_answer_twice_is_one(invitation):
    assert answer(invitation, A).pk == answer(invitation, A, minutes=1).pk
    assert len(ledger(invitation)) == 1
    answer(invitation, A, minutes=2, comment="with a colleague")
    assert len(ledger(invitation)) == 2


def test_a_form_sent_twice_has_one_effect_whatever_came_between(invitation):
    first = answer(invitation, A, once_key="form 1")
    answer(invitation, D, minutes=1)
    assert answer(invitation, A, minutes=2, once_key="form 1").pk == first.pk
    assert current(invitation) == D


def test_a_once_key_belongs_to_one_invitation(invitation):
    other = make_invitation(invitation.meeting)
    answer(invitation, A, once_key="<mail-1@example.org>")
    answer(other, D, once_key="<mail-1@example.org>")
    assert (current(invitation), current(other)) == (A, D)


def test_links_28_an_answer_can_be_taken_back(invitation):
    answer(invitation, A, comment="by bus")
    answer(invitation, N, minutes=1)
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.comment) == (N, "")


def test_nothing_to_take_back_is_refused(invitation):
    with pytest.raises(Refused, match="no answer to take back"):
        answer(invitation, N)


def test_order_an_older_revision_is_kept_and_not_current(invitation):
    Meeting.objects.update(itip_sequence=3)
    answer(invitation, A, channel=Channel.MAIL, sequence=2, stamp=NOW)
    assert (current(invitation), ledger(invitation)) == (N, [(A, False)])
    answer(invitation, D, channel=Channel.MAIL, sequence=3, stamp=NOW - timedelta(minutes=1), minutes=1)
    assert current(invitation) == D
    answer(invitation, A, channel=Channel.MAIL, sequence=9, stamp=NOW, minutes=2)
    assert current(invitation) == A


def test_order_an_older_stamp_is_kept_and_not_current(invitation):
    answer(invitation, A, channel=Channel.MAIL, stamp=NOW)
    answer(invitation, D, channel=Channel.MAIL, stamp=NOW - timedelta(minutes=2), minutes=3)
    assert (current(invitation), ledger(invitation)) == (A, [(A, True), (D, False)])


def test_order_equal_stamps_let_the_later_arrival_win(invitation):
    answer(invitation, A, channel=Channel.MAIL, stamp=NOW)
    answer(invitation, D, channel=Channel.MAIL, stamp=NOW, minutes=1)
    assert current(invitation) == D


def test_order_a_clock_that_is_far_ahead_counts_as_the_time_of_receipt(invitation):
    made = answer(invitation, A, channel=Channel.MAIL, stamp=NOW + timedelta(days=2))
    assert made.stamp == NOW
    near = answer(invitation, D, channel=Channel.MAIL, stamp=NOW + timedelta(minutes=5), minutes=1)
    assert near.stamp == NOW + timedelta(minutes=5)
    answer(invitation, T, minutes=2)  # a page answers now, whatever a calendar's clock said
    assert current(invitation) == T


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_order_the_newest_calendar_answer_wins_in_every_order_of_arrival(invitation, order):
    stamped = [(A, 0), (D, 1), (T, 2), (D, 3)]
    for minute, index in enumerate(order):
        what, stamp = stamped[index]
        answer(
            invitation, what, channel=Channel.MAIL, stamp=NOW + timedelta(seconds=stamp), minutes=minute + 1
        )
    assert current(invitation) == D
    assert invitation.responses.count() == 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda meeting: planning.cancel(meeting, by=SYSTEM), "was cancelled"),
        (lambda meeting: planning.postpone(meeting, by=SYSTEM, month=None), "was put off"),
        (lambda meeting: Meeting.objects.update(state="held"), "is over"),
        (lambda meeting: Meeting.objects.update(state="planned"), "not announced yet"),
        (lambda meeting: Meeting.objects.update(end_time=time(9, 30)), "is over"),
        (lambda meeting: withdraw(meeting.invitations.get(), by=SYSTEM), "was withdrawn"),
    ],
)
def test_links_27_refused_when_there_is_nothing_to_answer(invitation, change, sentence):
    answer(invitation, A)
    change(invitation.meeting)
    end = datetime(2030, 3, 14, 9, 31, tzinfo=PHNOM_PENH)
    now = end if sentence == "is over" else NOW
    before = ledger(invitation)
    with pytest.raises(Refused, match=sentence):
        record_response(invitation, D, by=invitation.person, channel=Channel.LINK, now=now)
    assert ledger(invitation) == before
    # Whoever is taken off the list has answered nothing any more; otherwise the answer stands as it was.
    assert current(invitation) == (N if sentence == "was withdrawn" else A)


def test_answers_are_open_until_the_end(invitation):
    end = invitation.meeting.ends_at
    record_response(invitation, A, by=SYSTEM, channel=Channel.LINK, now=end)
    with pytest.raises(Refused):
        record_response(invitation, D, by=SYSTEM, channel=Channel.LINK, now=end + timedelta(seconds=1))


def test_an_alternate_of_the_same_organisation_is_invited(invitation):
    organisation, other = make_organisation(), make_organisation()
    Invitation.objects.update(organisation=organisation)
    make_seat(organisation, invitation.person)
    alternate = make_seat(organisation, alternate=True).person
    stranger = make_seat(other).person
    assert responses.possible_alternates(Invitation.objects.get()) == [alternate]
    with pytest.raises(Refused) as refused:
        answer(invitation, Answer.DELEGATED, delegated_to=stranger)
    assert refused.value.field == "delegated_to"
    answer(invitation, Answer.DELEGATED, delegated_to=alternate)
    made = Invitation.objects.get(person=alternate)
    assert (made.organisation, made.capacity, made.answer) == (organisation, "alternate", N)
    assert current(invitation) == Answer.DELEGATED


def test_another_time_takes_the_answers_back_another_place_does_not(invitation):
    answer(invitation, A)
    planning.edit_meeting(invitation.meeting, by=SYSTEM, facts={"mode": "hybrid"})
    assert current(invitation) == A
    planning.move(
        invitation.meeting, by=SYSTEM, date=invitation.meeting.date, start_time=time(14), end_time=time(16)
    )
    assert current(invitation) == N
    assert invitation.responses.last().sequence == Meeting.objects.get().itip_sequence
