"""Telling those whose calendar is behind: once per person and change, and nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions.freshness import mail_stale
from meetings.enums import MeetingState
from meetings.models import Meeting, Venue
from members.actions.calendar_keys import make_key
from members.models import CalendarKey
from tests.builders import make_clerk, make_invitation, make_meeting

pytestmark = pytest.mark.django_db
CHANGED = timezone.now() - timedelta(hours=5)
BEFORE, AFTER = CHANGED - timedelta(hours=1), CHANGED + timedelta(hours=1)


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def meeting():
    venue = Venue.objects.create(name_en="Seven Palms Archive")
    return make_meeting(slug="2030-03", changed_at=CHANGED, feed_sequence=3, venue=venue)


def invited(meeting, fetched_at, **facts):
    invitation = make_invitation(meeting)
    make_key(invitation.person, name="phone", discreet=False, by=invitation.person)
    CalendarKey.objects.filter(person=invitation.person).update(seen_at=fetched_at)
    return invitation


def send(meeting, clerk, sequence=3):
    return mail_stale(meeting, sequence=sequence, by=clerk)


def test_only_those_behind_get_one_mail_for_one_change(meeting, clerk):
    behind = invited(meeting, BEFORE)
    invited(meeting, AFTER)
    make_invitation(meeting)
    assert [send(meeting, clerk), send(meeting, clerk)] == [1, 0]
    outbox.send_all_due()
    (sent,) = mail.outbox
    assert sent.to == [behind.person.email]
    for fact in ("Meeting of March 2030", "14 March 2030", "09:00 to 12:00", "Seven Palms Archive"):
        assert fact in sent.body
    assert behind.answer_token in sent.body
    assert [entry.verb for entry in AuditEntry.objects.about(meeting)] == ["calendar_stale.mailed"]
    assert behind.answer_token not in str(OutboxMail.objects.values())
    Meeting.objects.update(feed_sequence=4, changed_at=AFTER + timedelta(hours=1))
    assert send(meeting, clerk, sequence=4) == 2


def test_whoever_has_no_address_is_not_mailed(meeting, clerk):
    behind = invited(meeting, BEFORE)
    behind.person.email = ""
    behind.person.save()
    assert send(meeting, clerk) == 0


def test_a_change_that_was_not_looked_at_is_not_told(meeting, clerk):
    invited(meeting, BEFORE)
    with pytest.raises(Refused, match="changed again"):
        send(meeting, clerk, sequence=2)
    Meeting.objects.update(state=MeetingState.PLANNED)
    with pytest.raises(Refused, match="announced"):
        send(meeting, clerk)
    Meeting.objects.update(state=MeetingState.ANNOUNCED, date="2022-01-01")
    with pytest.raises(Refused, match="over"):
        send(meeting, clerk)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda one: CalendarKey.objects.update(seen_at=AFTER),
        lambda one: Meeting.objects.update(feed_sequence=4),
        lambda one: Meeting.objects.update(date="2022-01-01"),
        lambda one: type(one).objects.update(withdrawn_at=AFTER),
        lambda one: type(one.person).objects.update(email=""),
        lambda one: type(one.person).objects.update(is_active=False),
    ],
)
def test_what_is_no_longer_so_is_not_said(meeting, clerk, meanwhile):
    behind = invited(meeting, BEFORE)
    send(meeting, clerk)
    meanwhile(behind)
    outbox.send_all_due()
    assert mail.outbox == []


def test_a_cancelled_meeting_says_so_and_asks_nothing(meeting, clerk):
    behind = invited(meeting, BEFORE)
    Meeting.objects.update(state=MeetingState.CANCELLED)
    send(meeting, clerk)
    outbox.send_all_due()
    assert "This meeting was cancelled." in mail.outbox[0].body
    assert behind.answer_token not in mail.outbox[0].body


def test_only_the_secretariat_sends_it(meeting):
    behind = invited(meeting, BEFORE)
    with pytest.raises(Refused):
        send(meeting, behind.person)
    assert not OutboxMail.objects.exists()
