"""What is shown before a change is what the change does, and showing it changes nothing."""

from datetime import date, time

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from hub import outbox
from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail, Version
from meetings.actions import invitations, planning
from meetings.actions.rehearsal import Outdated, carry_out, rehearse
from meetings.actions.responses import record_response
from meetings.actions.revisions import Weight
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Response
from meetings.models.meeting import Meeting
from tests.builders import make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db
HOURS = {"start_time": time(14), "end_time": time(16)}


@pytest.fixture
def meeting():
    """Announced, with three people invited (two read English, one Khmer) and one by telephone, all mails left."""
    meeting = make_meeting()
    for language in ("en", "en", "km"):
        make_seat(make_organisation(), make_person(language=language))
    make_seat(make_organisation(), make_person(email=""))
    invitations.invite(meeting, by=SYSTEM, people=invitations.invitees(meeting))
    outbox.send_all_due()
    mail.outbox.clear()
    return meeting


def everything():
    tables = (Meeting, Invitation, Response, OutboxMail, AuditEntry, Version, DBTaskResult)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def edit(meeting, tell=False, **facts):
    return lambda: planning.edit_meeting(meeting, by=SYSTEM, facts=facts, tell=tell)


VERBS = {
    "silent": (lambda m: edit(m, stated_representatives=3), Weight.SILENT, 0, ["stated_representatives"]),
    "feeds only": (lambda m: edit(m, summary_en="New words"), Weight.VISIBLE, 0, ["summary_en"]),
    "told anyway": (lambda m: edit(m, tell=True, summary_en="New"), Weight.SIGNIFICANT, 3, ["summary_en"]),
    "nothing": (lambda m: edit(m, summary_en=""), Weight.SILENT, 0, []),
    "call link": (
        lambda m: edit(m, call_url="https://call.example/1"),
        Weight.SIGNIFICANT,
        3,
        ["call_url"],
    ),
    "move": (
        lambda m: lambda: planning.move(m, by=SYSTEM, date=date(2030, 3, 21), **HOURS),
        Weight.SIGNIFICANT,
        3,
        ["date", "start_time", "end_time"],
    ),
    "cancel": (lambda m: lambda: planning.cancel(m, by=SYSTEM), Weight.SIGNIFICANT, 3, []),
    "postpone": (
        lambda m: lambda: planning.postpone(m, by=SYSTEM, month=None),
        Weight.SIGNIFICANT,
        3,
        [],
    ),
    "withdraw": (
        lambda m: lambda: invitations.withdraw(m.invitations.first(), by=SYSTEM),
        Weight.SIGNIFICANT,
        1,
        [],
    ),
    "withdraw by telephone": (
        lambda m: lambda: invitations.withdraw(m.invitations.get(person__email=""), by=SYSTEM),
        Weight.VISIBLE,
        0,
        [],
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_the_rehearsal_says_what_then_happens(meeting, name):
    make, weight, people, fields = VERBS[name]
    before = everything()
    effect = rehearse(meeting, make(meeting))
    assert everything() == before
    assert outbox.send_all_due() == 0
    assert (effect.weight, effect.people, effect.fields) == (weight, people, fields)
    shown = {one.person.email: letter.mail for letter in effect.letters for one in letter.people}
    carry_out(meeting, make(meeting), seen=effect.seen)
    outbox.send_all_due()
    assert {message.to[0] for message in mail.outbox} == set(shown)
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        email: draft.subject for email, draft in shown.items()
    }


def test_one_sample_for_each_language_without_a_real_link(meeting):
    effect = rehearse(meeting, lambda: planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), **HOURS))
    assert [(letter.language, len(letter.people)) for letter in effect.letters] == [("en", 2), ("km", 1)]
    for letter in effect.letters:
        assert "/rsvp/…/" in letter.mail.text
        assert not any(one.answer_token in letter.mail.text for one in letter.people)
        assert letter.mail.subject.count("២០៣០") == 2 * (letter.language == "km")


def test_what_changed_in_between_stops_it(meeting):
    verb = edit(meeting, call_url="https://call.example/1")
    effect = rehearse(meeting, verb)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Somebody else"})
    before = everything()
    with pytest.raises(Outdated):
        carry_out(meeting, verb, seen=effect.seen)
    assert everything() == before


def test_another_recipient_in_between_stops_it(meeting):
    verb = edit(meeting, call_url="https://call.example/1")
    effect = rehearse(meeting, verb)
    make_seat(make_organisation())
    invitations.invite(meeting, by=SYSTEM, people=invitations.invitees(meeting))
    with pytest.raises(Outdated):
        carry_out(meeting, verb, seen=effect.seen)
    meeting.refresh_from_db()
    assert meeting.call_url == ""


def test_who_never_got_the_invitation_is_told_of_no_end():
    meeting = make_meeting()
    make_seat(make_organisation())
    invitations.invite(meeting, by=SYSTEM, people=invitations.invitees(meeting))
    assert rehearse(meeting, lambda: planning.cancel(meeting, by=SYSTEM)).people == 0


def test_who_is_told_anyway_keeps_the_answer(meeting):
    invitation = meeting.invitations.filter(person__language="en").exclude(person__email="").first()
    record_response(invitation, Answer.ACCEPTED, by=SYSTEM, channel=Channel.WEB)
    effect = rehearse(meeting, edit(meeting, tell=True, summary_en="New words"))
    mine = next(letter for letter in effect.letters if invitation in letter.people)
    assert mine.people.index(invitation) or "Your answer stays: Accepted." in mine.mail.text


def test_a_refusal_comes_through(meeting):
    with pytest.raises(Refused, match="Restore it"):
        rehearse(meeting, lambda: planning.announce(planning.cancel(meeting, by=SYSTEM), by=SYSTEM))
    meeting.refresh_from_db()
    assert meeting.state == "announced"
