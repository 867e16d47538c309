"""Undo for a day: what comes back, by whichever channel the slip came, and what is refused."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions import planning
from meetings.actions.responses import record_response
from meetings.actions.undoing import undo_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation
from meetings.models.meeting import PHNOM_PENH
from tests.builders import make_invitation, make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 10, tzinfo=PHNOM_PENH)
A, D, T, N, G = Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.NEEDS_ACTION, Answer.DELEGATED


@pytest.fixture
def invitation():
    organisation = make_organisation()
    return make_invitation(make_meeting(), make_seat(organisation).person, organisation=organisation)


def answer(invitation, what, *, minutes=0, channel=Channel.WEB, **facts):
    now = NOW + timedelta(minutes=minutes)
    return record_response(invitation, what, by=invitation.person, channel=channel, now=now, **facts)


def undo(invitation, *, minutes=0, channel=Channel.LINK):
    now = NOW + timedelta(minutes=minutes)
    return undo_response(invitation, by=invitation.person, channel=channel, now=now)


def state(invitation):
    return Invitation.objects.values_list("answer", "comment", "needs").get(pk=invitation.pk)


@pytest.mark.parametrize(
    "channel", [Channel.WEB, Channel.LINK, Channel.MAIL, Channel.CALDAV, Channel.SECRETARIAT]
)
def test_the_answer_before_comes_back_with_comment_and_needs(invitation, channel):
    answer(invitation, A, comment="by bus", needs=["transport"])
    slip = answer(invitation, D, minutes=1, channel=channel, comment="ill", stamp=NOW + timedelta(minutes=1))
    assert state(invitation) == (D, "ill", ["transport"])
    back = undo(invitation, minutes=2)
    assert state(invitation) == (A, "by bus", ["transport"])
    assert (back.undoes, back.applied, back.channel) == (slip, True, "link")
    assert list(invitation.responses.values_list("answer", flat=True)) == [A, D, A]
    assert AuditEntry.objects.filter(verb="response.undone").count() == 1


def test_needs_and_comment_that_were_not_there_are_gone_again(invitation):
    answer(invitation, A)
    answer(invitation, A, minutes=1, comment="by bus", needs=["diet", "transport"])
    undo(invitation, minutes=2)
    assert state(invitation) == (A, "", [])


def test_the_first_answer_is_taken_back(invitation):
    answer(invitation, A, comment="by bus", needs=["diet"])
    undo(invitation, minutes=1)
    assert state(invitation) == (N, "", [])


def test_twice_is_once(invitation):
    answer(invitation, A)
    answer(invitation, D, minutes=1)
    assert undo(invitation, minutes=2) == undo(invitation, minutes=3)
    assert state(invitation)[0] == A
    answer(invitation, T, minutes=4)
    undo(invitation, minutes=5)
    assert state(invitation)[0] == A


@pytest.mark.parametrize(("minutes", "allowed"), [(24 * 60, True), (24 * 60 + 1, False)])
def test_for_a_day(invitation, minutes, allowed):
    answer(invitation, A)
    if allowed:
        undo(invitation, minutes=minutes)
    else:
        with pytest.raises(Refused, match="Undo works for one day"):
            undo(invitation, minutes=minutes)
    assert state(invitation)[0] == (N if allowed else A)


def test_nothing_to_undo(invitation):
    with pytest.raises(Refused, match="nothing to undo"):
        undo(invitation)


def test_an_answer_to_the_old_time_does_not_come_back(invitation):
    record_response(invitation, A, by=SYSTEM, channel=Channel.LINK)
    meeting = invitation.meeting
    planning.move(meeting, by=SYSTEM, date=meeting.date, start_time=time(14), end_time=time(16))
    with pytest.raises(Refused, match="has changed since"):
        undo_response(invitation, by=SYSTEM, channel=Channel.LINK)
    assert state(invitation)[0] == N


def test_refused_where_answers_are(invitation):
    answer(invitation, A)
    planning.cancel(invitation.meeting, by=SYSTEM)
    with pytest.raises(Refused, match="was cancelled"):
        undo(invitation, minutes=1)


def test_what_was_only_kept_is_not_undone(invitation):
    answer(invitation, A, channel=Channel.MAIL, stamp=NOW)
    answer(invitation, D, channel=Channel.MAIL, stamp=NOW - timedelta(minutes=5), minutes=1)
    undo(invitation, minutes=2)
    assert state(invitation)[0] == N


@pytest.mark.parametrize("answered", [False, True])
def test_an_alternate_named_by_mistake(invitation, answered):
    alternate = make_seat(invitation.organisation, alternate=True).person
    answer(invitation, T)
    answer(invitation, G, minutes=1, delegated_to=alternate)
    theirs = Invitation.objects.get(person=alternate)
    if answered:
        answer(theirs, A, minutes=2)
    undo(invitation, minutes=3)
    theirs.refresh_from_db()
    assert (state(invitation)[0], bool(theirs.withdrawn_at)) == (T, not answered)


def test_an_alternate_who_was_invited_before_stays(invitation):
    alternate = make_seat(invitation.organisation, alternate=True).person
    theirs = make_invitation(
        invitation.meeting, alternate, organisation=invitation.organisation, capacity="alternate"
    )
    answer(invitation, G, delegated_to=alternate)
    undo(invitation, minutes=1)
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_naming_an_alternate_comes_back_too(invitation):
    alternate = make_seat(invitation.organisation, alternate=True).person
    answer(invitation, G, delegated_to=alternate)
    answer(invitation, A, minutes=1)
    back = undo(invitation, minutes=2)
    assert (back.answer, back.delegated_to) == (G, alternate)


def told(after: timedelta) -> list[str]:
    """What left by so long from now, in the words with which each subject begins."""
    mail.outbox.clear()
    outbox.send_all_due(now=timezone.now() + after)
    return [message.subject.partition(":")[0] for message in mail.outbox]


@pytest.fixture
def name(invitation):
    """Names a colleague as the alternate."""
    alternate = make_seat(invitation.organisation, alternate=True).person
    return lambda: record_response(invitation, G, by=SYSTEM, channel=Channel.WEB, delegated_to=alternate)


def take_back(invitation):
    undo_response(invitation, by=SYSTEM, channel=Channel.LINK)


def test_an_alternate_hears_of_the_first_asking_and_its_end_at_once(invitation, name):
    name()
    assert told(timedelta(0)) == ["Invitation"]
    take_back(invitation)
    assert told(timedelta(0)) == ["Invitation withdrawn"]


@pytest.mark.parametrize(("and_named", "mails"), [(True, ["Changed"]), (False, [])])
def test_later_changes_of_mind_come_as_one_mail_an_hour_later(invitation, name, and_named, mails):
    """However often, and only what is so by then: nothing where the alternate knows it already."""
    name()
    told(timedelta(0))
    take_back(invitation)
    told(timedelta(0))
    for _time in range(4):
        name()
        take_back(invitation)
    if and_named:
        name()
    assert told(timedelta(minutes=59)) == []
    assert told(timedelta(minutes=61)) == mails
    assert not OutboxMail.objects.filter(state="queued").exists()


def test_the_next_day_an_alternate_is_asked_at_once_again(invitation, name):
    name()
    take_back(invitation)
    told(timedelta(0))
    OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=1))
    name()
    assert told(timedelta(0)) == ["Invitation"]
