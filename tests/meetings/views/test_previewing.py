"""Before anything is sent the secretariat sees whom it goes to and how it reads; nothing typed is lost."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from hub import outbox
from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.invitations import invite, invitees
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Meeting
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db
EDIT = {
    "kind": "ordinary",
    "mode": "in_person",
    "audience": "public",
    "regime": "by_organisation",
    "place_is_public": "on",
}
MOVE = {"date": "2030-03-21", "start_time": "14:00", "end_time": "16:00"}


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def meeting():
    meeting = make_meeting(slug="2030-03")
    make_seat(make_organisation(), make_person("Sok", "Dara"))
    make_seat(make_organisation(), make_person("Lim", "Borey", language="km"))
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    outbox.send_all_due()
    mail.outbox.clear()
    return meeting


def address(name, *args):
    return reverse(f"meetings:{name}", args=("2030-03", *args))


def test_a_move_is_shown_before_it_is_made(desk, meeting):
    shown = desk.post(address("move"), MOVE)
    page = shown.content.decode()
    assert "2 people get a mail." in page
    assert "The time changes. Everybody invited is told and asked again." in page
    assert "SOK Dara" in page
    assert "Changed: Meeting of March 2030, 21 March 2030" in page
    assert "ផ្លាស់ប្តូរ" in page or "២១" in page
    assert "/rsvp/…/" in page
    assert (Meeting.objects.get().date, outbox.send_all_due()) == (date(2030, 3, 14), 0)
    done = desk.post(address("move"), {**MOVE, "seen": shown.context["effect"].seen}, follow=True)
    assert "2 mails are on their way." in done.content.decode()
    assert (Meeting.objects.get().date, outbox.send_all_due()) == (date(2030, 3, 21), 2)


def test_a_day_that_is_past_tells_nobody_and_says_so(desk, meeting):
    page = desk.post(address("move"), {**MOVE, "date": "2020-01-02", "took_place": "on"}).content.decode()
    assert "Nobody gets a mail." in page
    assert "The new day is past already, so nobody gets a mail." in page
    assert "by mail</small>" not in page


def test_what_nobody_notices_is_saved_at_once(desk, meeting):
    facts = {**EDIT, "stated_representatives": "16", "revision": meeting.revision}
    done = desk.post(address("meeting_edit"), facts, follow=True)
    assert "Nobody is told: no calendar shows this." in done.content.decode()
    assert Meeting.objects.get().stated_representatives == 16


def test_what_only_calendars_show_may_be_told_anyway(desk, meeting):
    invitation = Invitation.objects.get(person__language="en")
    record_response(invitation, Answer.ACCEPTED, by=invitation.person, channel=Channel.WEB)
    facts = {**EDIT, "summary_en": "About the archive"}
    shown = desk.post(address("meeting_edit"), facts)
    page = shown.content.decode()
    assert "Nobody gets a mail: only calendars that subscribe to the meetings show this." in page
    assert "Tell those invited by mail as well" in page
    told = desk.post(address("meeting_edit"), {**facts, "tell": "1"})
    assert "2 people get a mail." in told.content.decode()
    assert "Your answer stays: Accepted." in told.content.decode()
    assert Meeting.objects.get().summary_en == ""
    desk.post(address("meeting_edit"), {**facts, "tell": "1", "seen": told.context["effect"].seen})
    outbox.send_all_due()
    assert (Meeting.objects.get().summary_en, len(mail.outbox)) == ("About the archive", 2)
    invitation.refresh_from_db()
    assert invitation.answer == Answer.ACCEPTED


def test_a_change_in_between_is_a_409_and_loses_nothing(desk, meeting):
    shown = desk.post(address("move"), MOVE)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Somebody else"})
    late = desk.post(address("move"), {**MOVE, "seen": shown.context["effect"].seen})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody has changed this meeting meanwhile." in page
    assert 'name="date" value="2030-03-21"' in page
    assert (Meeting.objects.get().date, outbox.send_all_due()) == (date(2030, 3, 14), 0)
    assert desk.post(address("move"), {**MOVE, "seen": late.context["effect"].seen}).status_code == 302


def test_a_form_opened_before_a_change_is_a_409_too(desk, meeting):
    planning.edit_meeting(meeting, by=SYSTEM, facts={"regime": "named"})
    facts = {**EDIT, "stated_representatives": "16", "revision": meeting.revision}
    late = desk.post(address("meeting_edit"), facts)
    assert late.status_code == 409
    assert "attribution" in late.content.decode().lower()
    assert Meeting.objects.get().regime == "named"


def test_back_to_the_form_keeps_what_was_typed(desk, meeting):
    page = desk.post(address("move"), {**MOVE, "back": "1"}).content.decode()
    assert 'value="2030-03-21"' in page
    assert Meeting.objects.get().date == date(2030, 3, 14)


@pytest.mark.parametrize("verb", ["cancel", "postpone"])
def test_the_end_of_a_meeting_is_shown_first(desk, meeting, verb):
    shown = desk.post(address("meeting_state", verb), {"month": ""})
    assert "2 people get a mail." in shown.content.decode()
    assert Meeting.objects.get().state == "announced"
    desk.post(address("meeting_state", verb), {"month": "", "seen": shown.context["effect"].seen})
    assert Meeting.objects.get().state != "announced"
    shown = desk.post(address("meeting_state", "restore"))
    desk.post(address("meeting_state", "restore"), {"seen": shown.context["effect"].seen})
    assert Meeting.objects.get().state == "announced"


def test_a_refused_verb_says_why(desk, meeting):
    planning.cancel(meeting, by=SYSTEM)
    page = desk.post(address("meeting_state", "cancel"), follow=True).content.decode()
    assert "This meeting is cancelled already." in page
    page = desk.post(address("move"), MOVE).content.decode()
    assert "Restore it first." in page


def test_one_person_taken_off_the_list(desk, meeting):
    invitation = Invitation.objects.get(person__language="km")
    shown = desk.post(address("invitation_withdraw", invitation.pk))
    page = shown.content.decode()
    assert "One person gets a mail." in page or "1 person gets a mail." in page
    assert "Only LIM Borey is told; their calendar removes the meeting." in page
    desk.post(address("invitation_withdraw", invitation.pk), {"seen": shown.context["effect"].seen})
    outbox.send_all_due()
    assert [message.to for message in mail.outbox] == [[invitation.person.email]]
