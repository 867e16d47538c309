"""The secretariat's list of mails: what became of each, in words, and sending one again."""

import smtplib

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hub import outbox
from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import invite, invitees, withdraw
from meetings.actions.mails import send_again
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation
from meetings.views.secretariat.mail import kind_in_words
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db
LOG = "/en/secretariat/mail/"


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    return sign_in(client, clerk)


@pytest.fixture
def meeting():
    return make_meeting(slug="2030-03")


def ask(meeting, people=1):
    for _one in range(people):
        make_seat(make_organisation())
    invite(meeting, by=SYSTEM, people=[one for one in invitees(meeting) if one.is_new])
    return list(meeting.invitations.order_by("pk"))


def part(message):
    """The calendar object of a mail that left, unfolded."""
    (calendar,) = [one for one in message.message().walk() if one.get_content_type() == "text/calendar"]
    return calendar.get_payload(decode=True).decode().replace("\r\n ", "")


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(desk, meeting, size, django_assert_num_queries):
    ask(meeting, size)
    outbox.send_all_due()
    desk.get(LOG)
    with django_assert_num_queries(6):
        assert desk.get(LOG).status_code == 200
    with django_assert_num_queries(8):
        assert desk.get(f"{LOG}?meeting=2030-03").status_code == 200


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "waiting"),
        ({"error": "ConnectionRefusedError", "attempts": 2}, "The mail server cannot be reached."),
        ({"state": "sent", "sent_at": timezone.now()}, "Send again"),
        ({"state": "sent", "error": "nothing to say any more"}, "It was no longer so"),
        ({"state": "failed", "error": "SMTPRecipientsRefused"}, "The other side refuses this address."),
        ({"state": "failed", "error": "SMTPSenderRefused"}, "The mail server refuses to send it."),
        ({"state": "failed", "error": "LookupError"}, "The mail could not be written: LookupError."),
    ],
    ids=["waiting", "tried again", "sent", "unsaid", "refused address", "refused", "broken"],
)
def test_what_became_of_a_mail_in_words(desk, meeting, facts, words):
    (invitation,) = ask(meeting)
    OutboxMail.objects.update(**facts)
    page = desk.get(LOG).content.decode()
    assert words in page
    assert invitation.person.display_name in page
    assert invitation.person.email not in page
    assert invitation.answer_token not in page


@pytest.mark.parametrize("kind", settings.OUTBOX_KINDS)
def test_every_kind_of_mail_has_words(kind):
    assert kind_in_words(kind) != kind


def test_a_mail_that_came_back(desk, meeting):
    (invitation,) = ask(meeting)
    outbox.send_all_due()
    invitation.person.bounced_at = timezone.now()
    invitation.person.save()
    assert "came back" in desk.get(LOG).content.decode()


def test_by_meeting_and_only_what_failed(desk, meeting):
    ask(meeting, 2)
    other = make_meeting(slug="2030-04")
    invite(other, by=SYSTEM, people=invitees(other))
    OutboxMail.objects.filter(pk=OutboxMail.objects.latest("pk").pk).update(state="failed")
    assert desk.get(LOG).content.decode().count('class="row"') == 4
    assert desk.get(f"{LOG}?meeting=2030-03").content.decode().count('class="row"') == 2
    assert desk.get(f"{LOG}?became=failed").content.decode().count('class="row"') == 1
    assert desk.get(f"{LOG}?meeting=nonsense&page=x").status_code == 200
    assert "1 mail could not be delivered." in desk.get(
        "/en/secretariat/meetings/2030-04/answers/"
    ).content.decode().replace("One mail", "1 mail")


def test_what_failed_is_sent_again_as_the_same_mail(desk, meeting, monkeypatch):
    ask(meeting)

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"unknown")})

    with monkeypatch.context() as patch:
        patch.setattr(mail.backends.locmem.EmailBackend, "send_messages", refuse)
        outbox.send_all_due()
    row = OutboxMail.objects.get()
    assert row.state == "failed"
    answer = desk.post(reverse("meetings:mail_again", args=[row.pk]), {"meeting": "2030-03"})
    assert answer.url == f"{LOG}?meeting=2030-03"
    outbox.send_all_due()
    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == ("sent", 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == outbox.message_id(row)
    assert [entry.verb for entry in AuditEntry.objects.about(row)] == ["mail.sent_again"]


def test_what_left_is_the_same_request_in_a_new_mail_and_keeps_the_answer(meeting, clerk):
    (invitation,) = ask(meeting)
    outbox.send_all_due()
    record_response(invitation, Answer.ACCEPTED, by=SYSTEM, channel=Channel.WEB)
    send_again(OutboxMail.objects.get(), by=clerk)
    outbox.send_all_due()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    for line in ("SEQUENCE:0\r\n", f"UID:{meeting.uid}\r\n", "METHOD:REQUEST\r\n"):
        assert line in part(first)
        assert line in part(second)
    assert ("PARTSTAT=NEEDS-ACTION" in part(first), "PARTSTAT=ACCEPTED" in part(second)) == (True, True)
    invitation.refresh_from_db()
    assert invitation.answer == Answer.ACCEPTED


def test_an_end_is_sent_again_too(meeting, clerk):
    (invitation,) = ask(meeting)
    outbox.send_all_due()
    withdraw(invitation, by=clerk)
    outbox.send_all_due()
    send_again(OutboxMail.objects.latest("pk"), by=clerk)
    outbox.send_all_due()
    _request, first, second = mail.outbox
    sequence = [line for line in part(first).split("\r\n") if line.startswith("SEQUENCE")]
    assert sequence == [line for line in part(second).split("\r\n") if line.startswith("SEQUENCE")]
    assert "METHOD:CANCEL" in part(second)


def test_what_is_no_longer_so_is_not_sent_again(meeting, clerk):
    ask(meeting)
    outbox.send_all_due()
    request = OutboxMail.objects.get()
    planning.cancel(meeting, by=SYSTEM)
    with pytest.raises(Refused, match="no longer so"):
        send_again(request, by=clerk)
    outbox.send_all_due()
    planning.restore(meeting, by=SYSTEM)
    with pytest.raises(Refused, match="on its way already"):
        send_again(OutboxMail.objects.latest("pk"), by=clerk)


def test_only_the_secretariat_sends_again(client, meeting):
    (invitation,) = ask(meeting)
    outbox.send_all_due()
    row = OutboxMail.objects.get()
    with pytest.raises(Refused):
        send_again(row, by=make_person())
    sign_in(client, invitation.person)
    assert client.post(reverse("meetings:mail_again", args=[row.pk])).status_code == 403
    assert client.get(LOG).status_code == 403
    assert Invitation.objects.count() == OutboxMail.objects.count() == 1
