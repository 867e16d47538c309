"""Taking mail in: at once, again, and what is forgotten. The rules themselves: tests/conformance/test_imip_in*.py."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from hub.models import AuditEntry
from meetings.actions.mail_in import MARKS_KEPT, forget_marks, receive
from meetings.enums import Answer, Channel, MailOutcome
from meetings.models import HeldMail, Invitation, ReceivedMail
from tests import replies
from tests.builders import make_invitation, make_meeting
from tests.replies import NOW, send


@pytest.fixture
def invitation(db):
    return make_invitation(make_meeting())


def test_an_answer_is_of_the_person_and_a_held_mail_of_the_hub(invitation):
    send(replies.reply(invitation), invitation)
    send(replies.person(invitation), invitation)
    recorded = AuditEntry.objects.about(invitation).get()
    kept = AuditEntry.objects.about(HeldMail.objects.get()).get()
    assert (recorded.verb, recorded.actor_name) == ("response.recorded", invitation.person.display_name)
    assert (kept.verb, kept.actor_kind, kept.fields) == ("held_mail.kept", "system", ["message"])


def test_an_answer_on_the_web_outdates_a_mail_written_before(invitation):
    """Whoever answers on a page answers now; a mail that was on its way meanwhile is kept, and not current."""
    from_web = NOW + timedelta(minutes=5)
    invitation.responses.create(answer=Answer.DECLINED, channel=Channel.WEB, received_at=from_web)
    assert send(replies.reply(invitation), invitation, minutes=10) == replies.STALE


def test_marks_are_forgotten_in_time(invitation):
    send(replies.person(invitation, **{"Auto-Submitted": "auto-replied"}), invitation)
    assert forget_marks(now=NOW + MARKS_KEPT) == 0
    assert forget_marks(now=NOW + MARKS_KEPT + timedelta(seconds=1)) == 1
    assert ReceivedMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_by_many_doors_at_once_is_one_answer():
    invitation = make_invitation(make_meeting())
    raw, to = replies.reply(invitation), replies.token_address(invitation)

    def hand_in(source):
        try:
            return receive(raw, recipient=to, envelope_sender=None, now=NOW, source=source).kind
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as doors:
        outcomes = list(doors.map(hand_in, ["lmtp", "pipe", "imap"] * 2))
    assert sorted(outcomes) == [MailOutcome.DUPLICATE] * 5 + [MailOutcome.RECORDED]
    assert Invitation.objects.get().answer == Answer.ACCEPTED
    assert invitation.responses.count() == 1
