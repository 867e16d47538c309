"""Answers by mail against points 40 to 50 of the checklist; each test's name has the number it proves."""

from datetime import datetime, timedelta

import pytest

from meetings.actions.mail_in import receive
from meetings.enums import Answer, Channel, MailOutcome
from meetings.models import Invitation
from meetings.models.meeting import PHNOM_PENH
from tests import replies
from tests.builders import make_invitation, make_meeting

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 10, 1, tzinfo=PHNOM_PENH)
A, D, T, N = Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.NEEDS_ACTION


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


def no_dns(name, timeout=5):
    raise OSError("no DNS in tests")


def send(raw, invitation, *, minutes=0, to=None, sender=None, source="lmtp"):
    """(what became of it, why it is held or None)."""
    outcome = receive(
        raw,
        recipient=to or replies.token_address(invitation),
        envelope_sender=invitation.person.email if sender is None else sender,
        now=NOW + timedelta(minutes=minutes),
        source=source,
        dnsfunc=no_dns,
    )
    return outcome.kind, outcome.reason


def current(invitation):
    return Invitation.objects.values_list("answer", flat=True).get(pk=invitation.pk)


RECORDED = (MailOutcome.RECORDED, None)


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
@pytest.mark.parametrize("shape", replies.SHAPES)
def test_p40_answers_of_every_shape_are_taken(invitation, shape, partstat):
    ics = replies.calendar(
        replies.event(invitation, partstat, organizer=None if shape == "outlook" else "mailto:x@y.example")
    )
    assert send(replies.SHAPES[shape](invitation, ics), invitation) == RECORDED
    assert current(invitation) == Answer[partstat]
    made = invitation.responses.get()
    assert (made.channel, made.stamp, made.applied) == (Channel.MAIL, replies.STAMP, True)
