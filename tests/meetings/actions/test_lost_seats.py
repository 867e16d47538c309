"""Whoever loses the seat is taken off the list by the clock, and their calendar hears of it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.actors import SYSTEM
from hub.models import AuditEntry
from meetings.actions.invitations import invite, invitees
from meetings.actions.lost_seats import withdraw_lost_seats
from meetings.enums import Capacity
from meetings.models import Invitation
from members.actions.people import deactivate_person
from tests.builders import (
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting()


def invited(meeting, **facts):
    """Somebody with a seat whose invitation has left."""
    seat = make_seat(make_organisation(), **facts)
    (row,) = invite(meeting, by=SYSTEM, people=[one for one in invitees(meeting) if one.is_new])
    outbox.send_all_due()
    mail.outbox.clear()
    return seat, row


def lose(seat, days=1):
    seat.until = timezone.localdate() - timedelta(days=days)
    seat.save()


def sweep():
    done = withdraw_lost_seats(now=timezone.now())
    outbox.send_all_due()
    return done


def test_who_lost_the_seat_gets_the_end_and_nobody_else_hears(meeting):
    seat, row = invited(meeting)
    invited(meeting)
    lose(seat)
    assert (sweep(), sweep()) == (1, 0)
    (message,) = mail.outbox
    assert message.to == [seat.person.email]
    assert message.subject.startswith("Invitation withdrawn")
    row.refresh_from_db()
    assert row.withdrawn_at
    entry = AuditEntry.objects.about(row).last()
    assert (entry.verb, entry.actor_kind) == ("invitation.withdrawn", "system")


def test_the_last_day_of_a_seat_counts(meeting):
    seat, _row = invited(meeting)
    lose(seat, days=0)
    assert sweep() == 0


def test_a_seat_that_begins_later_is_no_lost_one(meeting):
    seat, _row = invited(meeting, since=date(2030, 3, 1))
    assert (sweep(), len(mail.outbox)) == (0, 0)
    assert seat.person.invitations.standing().exists()


def test_the_invitation_to_a_seat_that_begins_later_leaves(meeting):
    make_seat(make_organisation(), since=date(2030, 3, 1))
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    outbox.send_all_due()
    assert len(mail.outbox) == 1


def test_a_seat_elsewhere_does_not_hold_the_invitation(meeting):
    seat, _row = invited(meeting)
    make_seat(make_organisation(), seat.person)
    lose(seat)
    assert sweep() == 1


def test_who_needs_no_seat_is_left_alone(meeting):
    body = make_organisation()
    for capacity in (Capacity.GUEST, Capacity.INTERPRETER, Capacity.SECRETARIAT):
        make_invitation(meeting, organisation=body, capacity=capacity)
    make_invitation(meeting, capacity=Capacity.ADVOCATE)
    assert sweep() == 0


def test_who_was_deactivated_hears_nothing(meeting):
    seat, row = invited(meeting)
    lose(seat)
    deactivate_person(seat.person, by=make_clerk())
    assert (sweep(), len(mail.outbox)) == (0, 0)
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_what_is_over_or_was_never_sent_makes_no_mail():
    past = make_meeting(timezone.localdate() - timedelta(days=1))
    make_invitation(past, organisation=make_organisation())
    coming = make_meeting()
    never_sent = make_invitation(coming, make_person(), organisation=make_organisation())
    assert (sweep(), len(mail.outbox)) == (1, 0)
    assert Invitation.objects.exclude(withdrawn_at=None).get() == never_sent


def test_a_request_still_waiting_says_nothing_to_a_lost_seat(meeting):
    seat = make_seat(make_organisation())
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    lose(seat)
    outbox.send_all_due()
    assert mail.outbox == []
