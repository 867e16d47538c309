"""When the representative cannot come, the alternates are asked: whom, how often, and when not."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from hub import outbox
from hub.actors import SYSTEM
from hub.models import AuditEntry, Setting
from hub.models.outbox import OutboxMail
from meetings.actions import seats
from meetings.actions.invitations import invite, invitees, withdraw
from meetings.actions.responses import record_response
from meetings.actions.undoing import undo_response
from meetings.enums import Answer, Capacity, Channel
from meetings.models import Invitation, Meeting
from meetings.models.meeting import PHNOM_PENH
from tests.builders import (
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 10, tzinfo=PHNOM_PENH)
A, D, T, N, G = Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.NEEDS_ACTION, Answer.DELEGATED


@pytest.fixture
def organisation():
    return make_organisation("Paper Boat Theatre")


@pytest.fixture
def representative(organisation):
    """Invited, with one alternate who is not."""
    make_seat(organisation, make_person("Lim", "Borey"), alternate=True)
    seat = make_seat(organisation, make_person("Sok", "Dara"))
    return make_invitation(make_meeting(), seat.person, organisation=organisation)


def answer(invitation, what, *, minutes=0, channel=Channel.WEB, **facts):
    now = NOW + timedelta(minutes=minutes)
    return record_response(invitation, what, by=invitation.person, channel=channel, now=now, **facts)


def others(invitation):
    return list(Invitation.objects.exclude(pk=invitation.pk).order_by("pk"))


def asked():
    return OutboxMail.objects.filter(kind=seats.KIND).count()


@pytest.mark.parametrize("channel", list(Channel))
def test_a_no_by_any_channel_invites_the_alternates(representative, channel):
    declined = answer(representative, D, channel=channel)
    (other,) = others(representative)
    assert (other.person.family_name, other.capacity, other.answer) == ("Lim", Capacity.ALTERNATE, N)
    assert (other.organisation, other.made_for) == (representative.organisation, declined)
    assert (other.sent_at, asked()) == (NOW, 0)  # the invitation itself asks


def test_an_alternate_who_is_silent_gets_one_mail_in_their_language(representative):
    invite(representative.meeting, by=SYSTEM, people=invitees(representative.meeting), now=NOW)
    outbox.send_all_due()
    mail.outbox.clear()
    (other,) = others(representative)
    other.person.language = "en"
    other.person.save()
    answer(representative, D)
    assert (others(representative), asked()) == ([other], 1)
    outbox.send_all_due()
    (message,) = mail.outbox
    assert message.to == [other.person.email]
    assert message.subject == "Can you come in their place? Meeting of March 2030, 14 March 2030"
    assert "SOK Dara cannot come to this meeting for Paper Boat Theatre. Can you?" in message.body
    assert f"/rsvp/{other.answer_token}/" in message.body
    assert representative.answer_token not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mind_changed_ten_times_sends_one_mail_a_day(representative):
    invite(representative.meeting, by=SYSTEM, people=invitees(representative.meeting), now=NOW)
    for minute in range(10):
        answer(representative, [D, A][minute % 2], minutes=minute)
    assert asked() == 1
    OutboxMail.objects.filter(kind=seats.KIND).update(state="sent", sent_at=NOW)
    answer(representative, D, minutes=11)
    assert asked() == 1
    answer(representative, A, minutes=60 * 24)
    answer(representative, D, minutes=60 * 24 + 1)
    assert asked() == 2


@pytest.mark.parametrize("what", [A, D, T])
def test_an_alternate_who_has_answered_is_left_in_peace(representative, what):
    invite(representative.meeting, by=SYSTEM, people=invitees(representative.meeting), now=NOW)
    (other,) = others(representative)
    answer(other, what)
    answer(representative, D, minutes=1)
    assert asked() == 0


def test_nobody_is_asked_when_another_seat_has_accepted(representative, organisation):
    second = make_seat(organisation, make_person("Keo", "Vutha"), alternate=True).person
    coming = make_invitation(
        representative.meeting, second, organisation=organisation, capacity=Capacity.ALTERNATE
    )
    answer(coming, A)
    answer(representative, D)
    assert (others(representative), asked()) == ([coming], 0)


@pytest.mark.parametrize(
    "capacity", [Capacity.GUEST, Capacity.OBSERVER, Capacity.ALTERNATE, Capacity.ADVOCATE]
)
def test_only_a_representatives_no_asks(representative, capacity):
    Invitation.objects.update(capacity=capacity)
    representative.refresh_from_db()
    answer(representative, D)
    assert others(representative) == []


@pytest.mark.parametrize("what", [A, T])
def test_only_a_no_asks(representative, what):
    answer(representative, what)
    assert others(representative) == []


def test_an_answer_that_is_only_kept_asks_nobody(representative):
    Meeting.objects.update(itip_sequence=3)
    answer(representative, D, channel=Channel.MAIL, sequence=2, stamp=NOW)
    assert others(representative) == []


def test_a_guest_who_comes_for_the_organisation_does_not_cover_it(representative, organisation):
    guest = make_invitation(representative.meeting, organisation=organisation, capacity=Capacity.GUEST)
    answer(guest, A)
    answer(representative, D)
    assert len(others(representative)) == 2


def test_whom_the_secretariat_took_off_stays_off_and_an_undone_alternate_is_asked(representative):
    answer(representative, D)
    (other,) = others(representative)
    withdraw(other, by=SYSTEM, now=NOW)
    answer(representative, A, minutes=1)
    answer(representative, D, minutes=2)
    assert others(representative)[0].withdrawn_at
    Invitation.objects.filter(pk=other.pk).delete()
    answer(representative, G, minutes=3, delegated_to=other.person)
    undo_response(representative, by=SYSTEM, channel=Channel.LINK, now=NOW + timedelta(minutes=4))
    assert others(representative)[0].withdrawn_at is None  # the "no" came back, and asked again


def test_the_setting_has_a_history(representative):
    clerk = make_clerk()
    assert seats.asks_alternates() is True
    seats.set_asking(True, by=clerk)  # as it is: no row
    seats.set_asking(False, by=clerk)
    assert list(Setting.objects.filter(key=seats.ASK_ALTERNATES).values_list("value", "set_by")) == [
        (False, clerk.display_name)
    ]
    assert AuditEntry.objects.filter(verb="setting.changed").count() == 1
    answer(representative, D)
    assert others(representative) == []
    seats.set_asking(True, by=clerk)
    answer(representative, A, minutes=1)
    answer(representative, D, minutes=2)
    assert len(others(representative)) == 1


def test_the_mail_is_not_sent_when_it_is_no_longer_so(representative, organisation):
    invite(representative.meeting, by=SYSTEM, people=invitees(representative.meeting), now=NOW)
    answer(representative, D)
    answer(representative, T, minutes=1)
    outbox.send_all_due()
    assert not [message for message in mail.outbox if "Can you" in message.subject]
