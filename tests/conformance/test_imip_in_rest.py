"""Answers by mail, points 46 to 50: what is no answer, what is not to be trusted, what only tells the secretariat."""

import base64
from datetime import datetime, timedelta

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.forms.models import model_to_dict

from hub.models import OutboxMail
from meetings.enums import Answer, Capacity, HeldReason, MailOutcome
from meetings.models import HeldMail, Invitation, Meeting, ReceivedMail, Response
from meetings.models.meeting import PHNOM_PENH
from members.models import Person
from tests import replies
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.replies import IGNORED, NOW, RECORDED, current, held, reply, send

pytestmark = pytest.mark.django_db
A, D, N = Answer.ACCEPTED, Answer.DECLINED, Answer.NEEDS_ACTION


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


@pytest.fixture
def represented():
    """A representative's invitation, with an alternate of the same organisation."""
    organisation = make_organisation()
    person = make_seat(organisation).person
    make_seat(organisation, alternate=True, person=make_person(email="alternate@people.example"))
    return make_invitation(make_meeting(), person, organisation=organisation)


# --- 46: what is no answer -------------------------------------------------------------------------------------


def test_p46_a_bounce_marks_the_address_until_an_answer_comes(invitation):
    assert send(replies.bounce(invitation), invitation, sender="") == (MailOutcome.BOUNCE, None)
    person = Person.objects.get(pk=invitation.person_id)
    assert (person.bounced_at, person.bounce_status) == (NOW, "5.1.1")
    assert (current(invitation), OutboxMail.objects.count(), HeldMail.objects.count()) == (N, 0, 0)
    send(reply(invitation), invitation)
    person.refresh_from_db()
    assert (person.bounced_at, person.bounce_status) == (None, "")


@pytest.mark.parametrize(
    "facts",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "failed", "status": "4.2.2"},
        {"address": "former@people.example"},
    ],
)
def test_p46_only_a_permanent_bounce_of_the_present_address_counts(invitation, facts):
    assert send(replies.bounce(invitation, **facts), invitation, sender="") == IGNORED
    assert Person.objects.get(pk=invitation.person_id).bounced_at is None


def receipt(invitation):
    kind, body = replies.multipart(
        "report", "r", b"Content-Type: message/disposition-notification\r\n\r\nDisposition: displayed\r\n"
    )
    return replies.mail(replies.headers(invitation, **{"Content-Type": kind}), body)


@pytest.mark.parametrize(
    ("raw", "envelope"),
    [
        (lambda row: replies.person(row, "I am away.", **{"Auto-Submitted": "auto-replied"}), None),
        (lambda row: replies.person(row, "I am away.", **{"Auto-Submitted": "Auto-Generated (vacation); x=y"}), None),
        (lambda row: replies.person(row, "I am away.", Precedence="bulk"), None),
        (lambda row: replies.person(row, "I am away.", **{"X-Autoreply": "yes"}), None),
        (lambda row: replies.person(row, "I am away."), ""),
        (lambda row: replies.person(row, "Not delivered", **{"Return-Path": "<>"}), None),
        (lambda row: replies.person(row, "News", **{"List-Unsubscribe": "<https://news.example>"}), None),
        (lambda row: replies.person(row, "News", **{"List-Id": "<news.example>"}), None),
        (lambda row: replies.person(row, "?", From="MAILER-DAEMON@mx.people.example"), None),
        (receipt, None),
    ],
)  # fmt: skip
def test_p46_machines_change_nothing_and_get_no_mail(invitation, raw, envelope):
    assert send(raw(invitation), invitation, sender=envelope) == IGNORED
    assert (current(invitation), HeldMail.objects.count(), OutboxMail.objects.count()) == (N, 0, 0)
    assert ReceivedMail.objects.get().outcome == "ignored"


@pytest.mark.parametrize("facts", [{"Auto-Submitted": "auto-replied"}, {"Return-Path": "<>"}])
def test_p46_an_answer_that_a_machine_sends_back_waits_in_the_tray(invitation, facts):
    assert send(reply(invitation, mail=facts), invitation) == held(HeldReason.NOT_A_REPLY)
    assert current(invitation) == N


def test_p46_a_returned_invitation_is_not_opened(invitation):
    """The mail inside a bounce, or a forwarded one, is nobody's answer."""
    inner = reply(invitation, shape=replies.bare)
    raw = replies.in_multipart(
        invitation, "mixed", replies.text("See below"), b"Content-Type: message/rfc822\r\n\r\n" + inner
    )
    assert send(raw, invitation)[0] == MailOutcome.FORWARDED
    assert current(invitation) == N


# --- 47: trust -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def key():
    """(private key as PEM, TXT record)"""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(raw, key, domain=b"people.example"):
    return dkim.sign(raw, b"s1", domain, key[0], include_headers=[b"from", b"subject"]) + raw


def test_p47_a_false_signature_of_the_senders_domain_waits_in_the_tray(invitation, key):
    def dns(name, timeout=5):
        assert name == b"s1._domainkey.people.example."
        return key[1]

    good = signed(reply(invitation), key)
    assert send(good, invitation, dnsfunc=dns) == RECORDED
    changed = signed(reply(invitation, "DECLINED"), key).replace(b"Subject: ", b"Subject: not ")
    assert send(changed, invitation, dnsfunc=dns) == held(HeldReason.FORGED)
    assert current(invitation) == A
    message = signed(replies.person(invitation, "Bring money."), key).replace(b"money", b"honey")
    assert send(message, invitation, dnsfunc=dns) == held(HeldReason.FORGED)
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("record", [None, b"", b"v=DKIM1; p=", b"nonsense", OSError, RuntimeError])
def test_p47_no_key_no_dns_and_no_sense_count_as_no_signature(invitation, key, record):
    def dns(name, timeout=5):
        if isinstance(record, type):
            raise record
        return record

    changed = signed(reply(invitation), key).replace(b"Subject: ", b"Subject: not ")
    assert send(changed, invitation, dnsfunc=dns) == RECORDED


def test_p47_a_key_of_unusual_length_is_not_tried(invitation, key):
    """The sender chooses it: RSA of 16,384 bits with an exponent as long costs half a minute."""
    changed = signed(reply(invitation), key).replace(b"Subject: ", b"Subject: not ")
    assert send(changed, invitation, dnsfunc=lambda name, timeout=5: key[1] + b" " * 1024) == RECORDED


def test_p47_the_signature_of_another_domain_says_nothing(invitation, key):
    changed = signed(reply(invitation), key, b"relay.example").replace(b"Subject: ", b"Subject: not ")
    assert send(changed, invitation, dnsfunc=lambda name, timeout=5: key[1]) == RECORDED


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("mx.hub.example; dkim=fail header.d=people.example", held(HeldReason.FORGED)),
        ("mx.hub.example 1; spf=pass; dkim=fail (bad) header.i=@people.example", held(HeldReason.FORGED)),
        ("mx.hub.example; dkim=fail header.d=relay.example", RECORDED),
        ("mx.hub.example; dkim=fail header.d=example", RECORDED),
        ("mx.hub.example; dkim=temperror header.d=people.example; dkim=none", RECORDED),
        ("mx.hub.example; dkim=pass header.d=people.example; dkim=fail header.d=people.example", RECORDED),
        ("mx.evil.example; dkim=fail header.d=people.example", RECORDED),
    ],
)
def test_p47_only_our_own_servers_word_counts(invitation, settings, header, expected):
    settings.MAIL_AUTHSERV_ID = "mx.hub.example"
    assert send(reply(invitation, mail={"Authentication-Results": header}), invitation) == expected


def test_p47_a_forged_pass_does_not_hide_a_false_signature(invitation, key, settings):
    forged = {"Authentication-Results": "mx.hub.example; dkim=pass header.d=people.example"}
    changed = signed(reply(invitation, mail=forged), key).replace(b"Subject: ", b"Subject: not ")
    dns = {"dnsfunc": lambda name, timeout=5: key[1]}
    # Without a name of our own server nobody's word counts; with one, its own result stands above the forged one.
    assert send(changed, invitation, **dns) == held(HeldReason.FORGED)
    settings.MAIL_AUTHSERV_ID = "mx.hub.example"
    ours = b"Authentication-Results: mx.hub.example; dkim=fail header.d=people.example\r\n"
    assert send(ours + changed, invitation, **dns)[0] != MailOutcome.RECORDED
    theirs = b"Authentication-Results: mx.other.example; dkim=none\r\n"
    assert send(theirs + changed, invitation, **dns)[0] != MailOutcome.RECORDED


# --- 48: delegation, other times, comments ---------------------------------------------------------------------


def test_p48_a_comment_is_kept(invitation):
    send(reply(invitation, comment="By bus\\, at nine\\nor ten\x00\u202e"), invitation)
    assert invitation.responses.get().comment == "By bus, at nine\nor ten"


def test_p48_delegated_to_a_seat_of_the_same_organisation_invites_that_person(represented):
    raw = reply(represented, "DELEGATED", parameters=';DELEGATED-TO="MAILTO:Alternate@people.example"')
    assert send(raw, represented) == RECORDED
    made = Invitation.objects.get(person__email="alternate@people.example")
    assert (made.organisation, made.capacity) == (represented.organisation, Capacity.ALTERNATE)
    assert current(represented) == Answer.DELEGATED
    assert {mail.data["invitation"] for mail in OutboxMail.objects.all()} == {made.pk}


@pytest.mark.parametrize(
    "parameters", ["", ';DELEGATED-TO="mailto:stranger@people.example"', ';DELEGATED-TO="mailto:self"']
)
def test_p48_delegated_to_anybody_else_waits_in_the_tray_and_mails_nobody(represented, parameters):
    make_seat(make_organisation(), person=make_person(email="stranger@people.example"))
    parameters = parameters.replace("mailto:self", f"mailto:{represented.person.email}")
    assert send(reply(represented, "DELEGATED", parameters=parameters), represented) == held(
        HeldReason.NO_SUCH_SEAT
    )
    assert (current(represented), OutboxMail.objects.count(), Invitation.objects.count()) == (N, 0, 1)


def test_p48_another_time_is_told_to_the_secretariat_and_changes_no_answer(invitation):
    ics = replies.calendar(
        replies.event(
            invitation,
            "TENTATIVE",
            comment="Could we begin at two?",
            extra=["DTSTART;TZID=Asia/Phnom_Penh:20300314T140000", "DURATION:PT2H"],
        ),
        method="COUNTER",
    )
    assert send(replies.bare(invitation, ics, method="COUNTER"), invitation) == held(HeldReason.NEW_TIME)
    row = HeldMail.objects.get()
    start = datetime(2030, 3, 14, 14, tzinfo=PHNOM_PENH)
    assert (row.proposed_start, row.proposed_end) == (start, start + timedelta(hours=2))
    assert (row.comment, current(invitation)) == ("Could we begin at two?", N)


def test_p48_a_persons_own_words_go_to_the_secretariat(invitation):
    assert send(replies.person(invitation, "ខ្ញុំមកយឺត"), invitation) == (
        MailOutcome.FORWARDED,
        HeldReason.MESSAGE,
    )
    row = HeldMail.objects.get()
    assert (row.text, row.sender) == ("ខ្ញុំមកយឺត", invitation.person.email)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.data) == ("held_message", {"held": row.pk})


@pytest.mark.parametrize("partstat", ["COMPLETED", "X-PERHAPS", ""])
def test_p48_an_answer_that_is_none_waits_in_the_tray(invitation, partstat):
    expected = RECORDED if partstat == "" else held(HeldReason.UNREADABLE)
    assert send(reply(invitation, partstat), invitation) == expected


# --- 50: what others may not do --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "REFRESH", "DECLINECOUNTER", ""])
def test_p50_no_other_message_alters_a_meeting(invitation, method):
    before = model_to_dict(invitation.meeting)
    ics = replies.calendar(
        replies.event(
            invitation,
            sequence=99,
            extra=["DTSTART:20310101T000000Z", "STATUS:CANCELLED", "SUMMARY:Changed", "LOCATION:Elsewhere"],
        ),
        method=method or None,
    )
    assert send(replies.bare(invitation, ics, method=method), invitation) == held(HeldReason.NOT_A_REPLY)
    assert model_to_dict(Meeting.objects.get()) == before
    assert (current(invitation), Response.objects.count(), OutboxMail.objects.count()) == (N, 0, 0)


def test_p50_an_answer_changes_nothing_of_the_meeting_either(invitation):
    before = model_to_dict(invitation.meeting)
    send(reply(invitation, extra=["DTSTART:20310101T000000Z", "LOCATION:Elsewhere"]), invitation)
    assert model_to_dict(Meeting.objects.get()) == before


def test_p50_answers_to_a_cancelled_meeting_wait_in_the_tray(invitation):
    Meeting.objects.update(state="cancelled")
    assert send(reply(invitation), invitation) == held(HeldReason.ANSWERS_CLOSED)
