"""Mails that were no answers by themselves: assigned, discarded, forgotten; by the secretariat only, once only."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions import tray
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel, HeldReason, HeldState, MeetingState
from meetings.models import HeldMail
from members.enums import RoleKind
from tests.builders import (
    make_clerk,
    make_held_mail,
    make_invitation,
    make_meeting,
    make_person,
    make_role,
)
from tests.meetings.actions.test_responses_at_once import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 9, tzinfo=ZoneInfo("Asia/Phnom_Penh"))


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def invitation():
    return make_invitation(make_meeting())


def verbs(thing=None):
    entries = AuditEntry.objects.about(thing) if thing else AuditEntry.objects.order_by("pk")
    return list(entries.values_list("verb", flat=True))


def test_an_assigned_mail_is_an_answer_by_mail(clerk, invitation):
    held = make_held_mail(
        invitation, answer=Answer.ACCEPTED, comment="From my other address", stamp=NOW - timedelta(hours=2)
    )
    response = tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    invitation.refresh_from_db()
    held.refresh_from_db()
    assert (response.channel, response.stamp, response.applied) == (
        Channel.MAIL,
        NOW - timedelta(hours=2),
        True,
    )
    assert (invitation.answer, invitation.comment) == (Answer.ACCEPTED, "From my other address")
    assert (held.state, held.settled_by, held.settled_at) == (
        HeldState.ASSIGNED,
        clerk.display_name,
        NOW,
    )
    assert bytes(held.raw) == b""
    assert (verbs(held), verbs(invitation)) == (["held_mail.assigned"], ["response.recorded"])


def test_the_clerk_corrects_what_was_read(clerk, invitation):
    held = make_held_mail(invitation, answer=Answer.ACCEPTED)
    tray.assign(held, by=clerk, invitation=invitation, answer=Answer.DECLINED, now=NOW)
    invitation.refresh_from_db()
    assert invitation.answer == Answer.DECLINED


def test_another_invited_person_may_have_written_it(clerk, invitation):
    other = make_invitation(invitation.meeting)
    held = make_held_mail(invitation, reason=HeldReason.OTHER_PERSON, attendee=other.person.email)
    tray.assign(held, by=clerk, invitation=other, answer=Answer.TENTATIVE, now=NOW)
    other.refresh_from_db()
    invitation.refresh_from_db()
    assert (other.answer, invitation.answer) == (Answer.TENTATIVE, Answer.NEEDS_ACTION)


def test_another_meeting_only_for_the_same_person(clerk, invitation):
    later = make_meeting(date(2030, 4, 11))
    same, stranger = make_invitation(later, invitation.person), make_invitation(later)
    held = make_held_mail(invitation, reason=HeldReason.OTHER_MEETING, sequence=7)
    assert tray.candidates(held) == [invitation, same]
    with pytest.raises(Refused, match="neither"):
        tray.assign(held, by=clerk, invitation=stranger, answer=Answer.ACCEPTED, now=NOW)
    assert tray.assign(held, by=clerk, invitation=same, answer=Answer.ACCEPTED, now=NOW).sequence == 7


def test_of_another_meetings_sequence_nothing_is_concluded(clerk, invitation):
    held = make_held_mail(invitation, reason=HeldReason.OTHER_MEETING, sequence=99)
    response = tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    assert (response.sequence, response.applied) == (invitation.itip_sequence, True)


@pytest.mark.parametrize(
    ("sequence", "before_we_asked_again"), [(0, False), (None, True)], ids=["its number", "its time"]
)
def test_what_answers_an_older_version_is_kept_but_not_current(
    clerk, invitation, sequence, before_we_asked_again
):
    invitation.sent_sequence, invitation.sent_at = 3, NOW
    invitation.save()
    received = NOW - timedelta(days=1) if before_we_asked_again else NOW
    held = make_held_mail(invitation, sequence=sequence, received_at=received)
    response = tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    invitation.refresh_from_db()
    assert (response.applied, invitation.answer) == (False, Answer.NEEDS_ACTION)


def test_a_later_answer_on_the_web_stands(clerk, invitation):
    held = make_held_mail(invitation, answer=Answer.ACCEPTED, received_at=NOW - timedelta(hours=3))
    record_response(
        invitation, Answer.DECLINED, by=invitation.person, channel=Channel.WEB, now=NOW - timedelta(hours=1)
    )
    response = tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    invitation.refresh_from_db()
    assert (response.applied, invitation.answer) == (False, Answer.DECLINED)


def test_a_refused_answer_leaves_the_mail_waiting(clerk, invitation):
    held = make_held_mail(invitation)
    invitation.meeting.state = MeetingState.CANCELLED
    invitation.meeting.save()
    with pytest.raises(Refused, match="cancelled"):
        tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    held.refresh_from_db()
    assert (held.state, bool(held.raw), AuditEntry.objects.count()) == (HeldState.WAITING, True, 0)


@pytest.mark.parametrize("answer", [Answer.NEEDS_ACTION, ""])
def test_only_answers_are_assigned(clerk, invitation, answer):
    with pytest.raises(Refused) as refused:
        tray.assign(make_held_mail(invitation), by=clerk, invitation=invitation, answer=answer, now=NOW)
    assert refused.value.field == "answer"


def test_discarding_empties_the_mail_and_says_so(clerk, invitation):
    held = make_held_mail(invitation)
    tray.discard(held, by=clerk, now=NOW)
    held.refresh_from_db()
    assert (held.state, bytes(held.raw), held.settled_at) == (HeldState.DISCARDED, b"", NOW)
    assert verbs(held) == ["held_mail.discarded"]


@pytest.mark.parametrize("who", ["member", "chair", "the hub itself"])
def test_nobody_else_settles_anything(invitation, who):
    actor = {"member": make_person, "chair": lambda: make_role(RoleKind.CHAIR)}.get(who, lambda: SYSTEM)()
    held = make_held_mail(invitation)
    with pytest.raises(Refused, match="secretariat"):
        tray.assign(held, by=actor, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    with pytest.raises(Refused, match="secretariat"):
        tray.discard(held, by=actor, now=NOW)
    held.refresh_from_db()
    assert (held.state, verbs()) == (HeldState.WAITING, [])


def test_what_is_settled_or_gone_is_not_settled_again(clerk, invitation):
    held = make_held_mail(invitation)
    tray.discard(held, by=clerk, now=NOW)
    with pytest.raises(Refused, match="settled already"):
        tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    held.delete()
    held.pk = 999
    with pytest.raises(Refused, match="not in the tray"):
        tray.discard(held, by=clerk, now=NOW)


def test_settled_mails_go_after_a_month_and_waiting_ones_stay(clerk, invitation):
    old, young, waiting = (make_held_mail(invitation) for _mail in range(3))
    tray.discard(old, by=clerk, now=NOW - tray.KEPT - timedelta(seconds=1))
    tray.discard(young, by=clerk, now=NOW - tray.KEPT + timedelta(seconds=1))
    HeldMail.objects.filter(pk=waiting.pk).update(received_at=NOW - timedelta(days=400))
    assert tray.forget_settled(now=NOW) == 1
    assert set(HeldMail.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}
    assert verbs()[-1] == "held_mail.forgotten"


def test_no_word_of_a_mail_gets_into_the_audit_trail(clerk, invitation):
    canary = "kingfisher-4711"
    facts = {"subject": canary, "text": canary, "comment": canary, "sender": f"{canary}@people.example"}
    first, second = (make_held_mail(invitation, **facts) for _mail in range(2))
    tray.assign(first, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
    tray.discard(second, by=clerk, now=NOW)
    tray.forget_settled(now=NOW + tray.KEPT * 2)
    rows = list(AuditEntry.objects.values()) + list(OutboxMail.objects.values())
    assert len(rows) >= 5
    assert canary not in str(rows)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_settle_a_mail_once(clerk, invitation):
    held = make_held_mail(invitation)

    def settle(number):
        try:
            if number % 2:
                tray.discard(held, by=clerk, now=NOW)
            else:
                tray.assign(held, by=clerk, invitation=invitation, answer=Answer.ACCEPTED, now=NOW)
        except Refused as refusal:
            return str(refusal.sentence)
        return ""

    told = at_once(settle, range(8), threads=8)
    assert sorted(told) == ["", *[str(tray.SETTLED)] * 7]
    held.refresh_from_db()
    answered = invitation.responses.count()
    assert (held.state, answered) in [(HeldState.ASSIGNED, 1), (HeldState.DISCARDED, 0)]
    assert len(verbs(held)) == 1
