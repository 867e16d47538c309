"""What somebody does in their own calendar program, also when other doors are used at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from hub.models import AuditEntry, OutboxMail, Version
from meetings.actions.calendar_entries import own_counter
from meetings.actions.own_calendar import ChangedMeanwhile, answer_in_calendar, clear_request, put_away
from meetings.actions.responses import record_response
from meetings.actions.scratch import delete_scratch_event, put_scratch_event
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Response, ScratchEvent
from tests.builders import make_invitation, make_meeting, make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def invitation():
    return make_invitation(make_meeting(), capacity="guest")


def answer(invitation, said=Answer.ACCEPTED, **facts):
    row = Invitation.objects.select_related("meeting", "person").get(pk=invitation.pk)
    answer_in_calendar(row, by=row.person, now=timezone.now(), answer=said, **facts)


def number(person):
    return Version.objects.of(own_counter(person.pk))[0]


def test_an_answer_and_alarms_are_one_step(invitation):
    answer(invitation, alarms="BEGIN:VALARM\n")
    row = Invitation.objects.get()
    assert (row.answer, row.alarms, row.channel) == (Answer.ACCEPTED, "BEGIN:VALARM\n", Channel.CALDAV)
    assert row.calendar_revision == number(row.person)
    before = number(row.person)
    answer(invitation, alarms="BEGIN:VALARM\n")
    assert number(row.person) == before
    answer(invitation, alarms="")
    row.refresh_from_db()
    assert (row.alarms, row.calendar_revision) == ("", number(row.person))
    assert (Response.objects.count(), number(row.person)) == (1, before + 1)


def test_who_has_not_seen_the_last_change_changes_nothing(invitation):
    seen = invitation.calendar_revision
    record_response(invitation, Answer.DECLINED, by=invitation.person, channel=Channel.WEB)
    for verb in (
        lambda: answer(invitation, seen=seen, alarms="x\n"),
        lambda: put_away(invitation, by=invitation.person, now=NOW, declines=True, seen=seen),
        lambda: clear_request(invitation, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile):
            verb()
    row = Invitation.objects.get()
    assert (row.answer, row.alarms, row.hidden_at, row.inbox_done) == (Answer.DECLINED, "", None, None)


def test_putting_away_says_no_for_whoever_was_coming(invitation):
    assert not put_away(invitation, by=invitation.person, now=NOW, declines=True)
    record_response(invitation, Answer.TENTATIVE, by=invitation.person, channel=Channel.WEB)
    assert put_away(invitation, by=invitation.person, now=timezone.now(), declines=True)
    assert not put_away(invitation, by=invitation.person, now=timezone.now(), declines=True)
    assert OutboxMail.objects.filter(kind="declined_by_removal").count() == 1
    verbs = AuditEntry.objects.about(invitation).values_list("verb", flat=True)
    assert list(verbs).count("invitation.put_away") == 3
    assert not Invitation.objects.in_own_calendar().exists()


def test_scratch_events_are_counted_and_keep_their_names():
    person = make_person()
    first, is_new = put_scratch_event(person, name="1.ics", uid="1", body="x")
    second, is_new_too = put_scratch_event(person, name="1.ics", uid="1", body="y")
    assert (is_new, is_new_too, first.pk) == (True, False, second.pk)
    assert second.revision > first.revision
    delete_scratch_event(second)
    row = ScratchEvent.objects.get()
    assert (row.is_deleted, row.body, row.revision > second.revision) == (True, "", True)
    assert put_scratch_event(person, name="1.ics", uid="1", body="z")[1]


@pytest.mark.django_db(transaction=True)
def test_every_door_at_once_leaves_one_state():
    """32 answers by CalDAV, mail, link and web to one invitation, and putting it away meanwhile: none fails, none is lost."""
    invitation = make_invitation(make_meeting(), capacity="guest")
    answers = [Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE]

    def one(number):
        try:
            said = answers[number % 3]
            if number % 8 == 7:
                put_away(invitation, by=invitation.person, now=timezone.now(), declines=False)
            elif number % 4 == 0:
                answer(invitation, said, alarms=f"{number}\n")
            else:
                channel = [Channel.MAIL, Channel.LINK, Channel.WEB][number % 4 - 1]
                record_response(invitation, said, by=invitation.person, channel=channel, once_key=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(32)))
    row, last = Invitation.objects.get(), Response.objects.filter(applied=True).order_by("pk").last()
    assert (row.answer, row.channel) == (last.answer, last.channel)
    assert row.calendar_revision == number(row.person)
    assert row.alarms


@pytest.mark.django_db(transaction=True)
def test_two_programs_that_have_seen_the_same_write_once():
    invitation = make_invitation(make_meeting(), capacity="guest")

    def one(said):
        try:
            answer(invitation, said, seen=0)
        except ChangedMeanwhile:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(4) as pool:
        wrote = list(pool.map(one, [Answer.ACCEPTED, Answer.TENTATIVE] * 2))
    assert (sum(wrote), Response.objects.count()) == (1, 1)
