"""Answers by mail against points 40 to 50 of the checklist; each test's name has the number it proves."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.actors import SYSTEM
from hub.models import OutboxMail
from meetings.actions.invitations import withdraw
from meetings.actions.mail_in import recipient_is_known
from meetings.enums import Answer, Channel, HeldReason, MailOutcome
from meetings.models import HeldMail, Invitation, Meeting, ReceivedMail, Response
from members.models import Person, Seat
from tests import replies
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.replies import NOW, RECORDED, STALE, UNKNOWN, current, held, ledger, reply, send

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


# --- 40: programs of all makes --------------------------------------------------------------------------------


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
@pytest.mark.parametrize("shape", replies.SHAPES)
def test_p40_answers_of_every_shape_are_taken(invitation, shape, partstat):
    organizer = None if shape == "outlook" else "mailto:x@y.example"
    raw = reply(invitation, partstat, shape=replies.SHAPES[shape], organizer=organizer)
    assert send(raw, invitation) == RECORDED
    assert current(invitation) == Answer[partstat]
    made = invitation.responses.get()
    assert (made.channel, made.stamp, made.applied) == (Channel.MAIL, replies.STAMP, True)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["UTF-8", "UTF-16", "UTF-16LE", "iso-8859-1", "windows-1252"])
def test_p40_every_charset_and_transfer_encoding(invitation, charset, encoding):
    if charset.startswith("UTF-16") and encoding == "quoted-printable":
        encoding = "base64"  # nobody writes that
    ics = replies.calendar(replies.event(invitation, comment="très bien"))
    assert send(replies.bare(invitation, ics, charset=charset, encoding=encoding), invitation) == RECORDED
    assert invitation.responses.get().comment == "très bien"


def test_p40_khmer_comes_through_whatever_is_declared(invitation):
    ics = replies.calendar(replies.event(invitation, comment="ខ្ញុំនឹងមក"))
    raw = replies.bare(invitation, ics, encoding="base64").replace(b"charset=UTF-8", b"charset=us-ascii")
    assert send(raw, invitation) == RECORDED
    assert invitation.responses.get().comment == "ខ្ញុំនឹងមក"


@pytest.mark.parametrize(
    "facts",
    [
        {"attendee": "MAILTO:{upper}"},
        {"parameters": ';CN="Somebody, of the Reading room";ROLE=REQ-PARTICIPANT;RSVP=TRUE'},
        {"attendee": "urn:uuid:7f0e", "parameters": ";EMAIL={email}"},
        {"extra": ["RECURRENCE-ID;TZID=Asia/Phnom_Penh:20300314T090000"]},
        {"extra": ["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "CLASS:PUBLIC", "DTSTART:damaged"]},
    ],
)
def test_p40_small_differences_do_no_harm(invitation, facts):
    email = invitation.person.email
    facts = {
        name: value.format(upper=email.upper(), email=email) if isinstance(value, str) else value
        for name, value in facts.items()
    }
    assert send(reply(invitation, **facts), invitation) == RECORDED


def test_p40_bare_line_feeds_and_folded_lines(invitation):
    ics = (
        replies.calendar(replies.event(invitation)).replace("PARTSTAT", "PARTS\r\n TAT").replace("\r\n", "\n")
    )
    assert send(replies.bare(invitation, ics), invitation) == RECORDED


def test_p40_the_method_may_stand_in_the_header_alone(invitation):
    ics = replies.calendar(replies.event(invitation), method=None)
    assert send(replies.bare(invitation, ics), invitation) == RECORDED


# --- 41: the token ---------------------------------------------------------------------------------------------


def test_p41_only_a_known_token_opens(invitation):
    right = replies.token_address(invitation)
    token = invitation.mail_token
    other = make_invitation(make_meeting()).mail_token
    assert recipient_is_known(right, now=NOW)
    assert recipient_is_known(right.upper(), now=NOW)
    assert recipient_is_known(f"<{right.replace('+', '-')}>", now=NOW)
    wrong = [
        f"rsvp+{token[:-1]}{'a' if token[-1] != 'a' else 'b'}@localhost",
        f"rsvp+{token.partition('-')[0]}-{other.partition('-')[2]}@localhost",
        f"rsvp+{invitation.answer_token}@localhost",
        right.replace("@localhost", "@elsewhere.example"),
        f"rsvp+{'z' * 10}-{token.partition('-')[2]}@localhost",
        *(
            "rsvp@localhost",
            "",
            "@",
            "rsvp+@localhost",
            "postmaster@localhost",
            right + ".evil.example",
            "rsvp+\0@localhost",
        ),
    ]
    for address in wrong:
        assert not recipient_is_known(address, now=NOW), address
        assert send(reply(invitation), invitation, to=address) == UNKNOWN
    assert (HeldMail.objects.count(), Response.objects.count(), ReceivedMail.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "end",
    [
        lambda row: withdraw(row, by=SYSTEM),
        lambda row: Person.objects.filter(pk=row.person_id).update(is_active=False),
        lambda row: Seat.objects.filter(person=row.person_id).update(until=datetime(2020, 2, 2, tzinfo=UTC)),
        lambda row: Invitation.objects.filter(pk=row.pk).update(key_version=2),
        lambda row: Person.objects.filter(pk=row.person_id).update(key_version=2),
    ],
    ids=["withdrawn", "deactivated", "seat lost", "key renewed", "all keys renewed"],
)
def test_p41_the_token_of_somebody_who_left_is_dead_at_once(represented, end):
    assert recipient_is_known(replies.token_address(represented), now=NOW)
    end(represented)
    assert send(reply(represented), represented) == UNKNOWN


def test_p41_a_month_after_the_meeting_the_token_is_dead(invitation):
    late = invitation.meeting.ends_at - NOW
    assert send(reply(invitation), invitation, minutes=late / timedelta(minutes=1) + 1) == held(
        HeldReason.ANSWERS_CLOSED
    )
    later = late + timedelta(days=30, minutes=1)
    assert send(reply(invitation), invitation, minutes=later / timedelta(minutes=1)) == UNKNOWN


def test_p41_the_right_token_with_a_wrong_uid_waits_in_the_tray(invitation):
    other = make_meeting()
    assert send(reply(invitation, uid=other.uid), invitation) == held(HeldReason.OTHER_MEETING)
    row = HeldMail.objects.get()
    assert (row.invitation, row.answer, row.attendee) == (invitation, A, invitation.person.email)
    assert row.raw
    assert current(invitation) == N


# --- 42: the person --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attendee", ["mailto:crasher@people.example", "urn:uuid:0", "invalid"])
def test_p42_another_attendee_waits_in_the_tray(invitation, attendee):
    assert send(reply(invitation, attendee=attendee), invitation) == held(HeldReason.OTHER_PERSON)
    assert current(invitation) == N
    assert OutboxMail.objects.count() == 0


def test_p42_an_answer_that_somebody_else_sends_waits_in_the_tray(invitation):
    raw = reply(invitation, mail={"From": "crasher@people.example"})
    assert send(raw, invitation) == held(HeldReason.OTHER_PERSON)


# --- 43 and 44: order ------------------------------------------------------------------------------------------


def test_p43_an_answer_to_an_older_version_is_kept_flagged_and_asked_again(invitation):
    Meeting.objects.update(itip_sequence=3)
    Invitation.objects.update(sent_sequence=3, sent_at=NOW)
    assert send(reply(invitation, sequence=2, shape=replies.outlook), invitation) == STALE
    assert (current(invitation), ledger(invitation)) == (N, [(A, False)])
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.data["invitation"], mail.data["sequence"]) == ("invitation", invitation.pk, 3)
    # Asked again once a day, and what was answered to the present version meanwhile counts.
    assert (
        send(reply(invitation, "DECLINED", sequence=2, shape=replies.outlook), invitation, minutes=5) == STALE
    )
    assert OutboxMail.objects.count() == 1
    assert send(reply(invitation, sequence=3), invitation, minutes=6) == RECORDED
    assert current(invitation) == A


def test_p43_a_missing_sequence_is_the_first_and_a_higher_one_is_taken(invitation):
    assert send(reply(invitation, sequence=None), invitation) == RECORDED
    assert send(reply(invitation, "DECLINED", sequence=2**70), invitation) == RECORDED
    Meeting.objects.update(itip_sequence=1)
    assert send(reply(invitation, sequence=None), invitation) == STALE


def test_p43_a_machine_is_not_asked_again(invitation):
    Meeting.objects.update(itip_sequence=3)
    raw = reply(invitation, sequence=2, mail={"Auto-Submitted": "auto-generated"})
    assert send(raw, invitation) == STALE
    assert OutboxMail.objects.count() == 0


def test_p44_an_older_stamp_after_a_newer_one_changes_nothing(invitation):
    assert send(reply(invitation, stamp=replies.STAMP), invitation) == RECORDED
    older = replies.STAMP - timedelta(minutes=3)
    assert send(reply(invitation, "DECLINED", stamp=older), invitation, minutes=1) == STALE
    assert (current(invitation), ledger(invitation)) == (A, [(A, True), (D, False)])


def test_p44_equal_stamps_the_later_arrival_wins(invitation):
    send(reply(invitation), invitation)
    send(reply(invitation, "DECLINED"), invitation, minutes=1)
    assert current(invitation) == D


def test_p44_a_fast_clock_counts_as_the_time_of_receipt(invitation):
    send(reply(invitation, stamp=NOW + timedelta(days=3)), invitation)
    assert invitation.responses.get().stamp == NOW
    send(reply(invitation, "DECLINED", stamp=NOW + timedelta(minutes=2)), invitation, minutes=2)
    assert current(invitation) == D


def test_p44_the_same_mail_twice_is_once_by_whatever_door(invitation):
    raw = reply(invitation)
    assert send(raw, invitation) == RECORDED
    assert send(reply(invitation, "DECLINED"), invitation, minutes=1) == RECORDED
    for source in ("lmtp", "pipe", "imap"):
        assert send(raw, invitation, minutes=2, source=source) == (MailOutcome.DUPLICATE, None)
    assert (current(invitation), len(ledger(invitation))) == (D, 2)


def test_p44_the_same_message_id_with_another_answer_is_another_answer(invitation):
    same = {"Message-ID": "<same@people.example>"}
    send(reply(invitation, mail=same), invitation)
    assert send(reply(invitation, "DECLINED", mail=same), invitation, minutes=1) == RECORDED


def test_p44_a_missing_message_id_never_matches(invitation):
    none = {"Message-ID": None}
    for _time in range(2):
        assert send(replies.person(invitation, **none), invitation)[0] == MailOutcome.FORWARDED
    assert HeldMail.objects.count() == 2


# --- 45: several events ----------------------------------------------------------------------------------------


def several(invitation, *events, method="REPLY"):
    return replies.google(invitation, replies.calendar(*events, method=method))


def test_p45_equal_events_are_one_answer_and_foreign_ones_beside_ours_are_nothing(invitation):
    own = replies.event(invitation)
    foreign = replies.event(invitation, "DECLINED", uid="another@people.example")
    assert send(several(invitation, own, own, foreign), invitation) == RECORDED
    assert ledger(invitation) == [(A, True)]


def test_p45_contradicting_events_wait_in_the_tray(invitation):
    raw = several(invitation, replies.event(invitation), replies.event(invitation, "DECLINED"))
    assert send(raw, invitation) == held(HeldReason.CONTRADICTION)


@pytest.mark.parametrize("value", [":20300401T020000Z", ";VALUE=DATE:20300401", ":damaged"])
def test_p45_an_answer_to_one_date_of_a_series_waits_in_the_tray(invitation, value):
    raw = several(
        invitation,
        replies.event(invitation),
        *[replies.event(invitation, extra=[f"RECURRENCE-ID{value}"]) for _number in range(16)],
    )
    assert send(raw, invitation) == held(HeldReason.ONE_OF_A_SERIES)


def test_p45_parts_that_disagree_wait_in_the_tray(invitation):
    one = replies.calendar(replies.event(invitation)).encode()
    two = replies.calendar(replies.event(invitation, "DECLINED")).encode()
    raw = replies.in_multipart(
        invitation,
        "mixed",
        replies.part("text/calendar; method=REPLY; charset=utf-8", one),
        replies.part("application/ics", two),
    )
    assert send(raw, invitation) == held(HeldReason.CONTRADICTION)
    says_request = replies.part("text/calendar; method=REQUEST; charset=utf-8", one)
    assert send(replies.in_multipart(invitation, "mixed", says_request), invitation) == held(
        HeldReason.CONTRADICTION
    )


def test_p45_two_attendees_wait_in_the_tray(invitation):
    raw = reply(invitation, extra=["ATTENDEE;PARTSTAT=ACCEPTED:mailto:other@people.example"])
    assert send(raw, invitation) == held(HeldReason.CONTRADICTION)
