"""CalDAV: putting away, and asking when others are free (points 66 and 72 of the checklist)."""

from datetime import date, time

import pytest
from django.core import mail

from hub.models import OutboxMail
from hub.outbox import send_all_due
from meetings.actions.invitations import Invitee, invite
from meetings.actions.planning import cancel, move
from meetings.actions.responses import record_response
from meetings.caldav.xml import c, d
from meetings.enums import Answer, Capacity, Channel
from meetings.models import Invitation, Response
from tests.builders import make_clerk, make_meeting
from tests.conformance.dav import condition, found, root

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(dav, seat):
    """An invitation that has left by mail."""
    one = Invitee(dav.person, seat.organisation, Capacity.REPRESENTATIVE)
    (row,) = invite(make_meeting(), by=make_clerk(), people=[one])
    send_all_due()
    mail.outbox.clear()
    return row


@pytest.fixture
def href(dav, invitation):
    return dav.href(invitation.meeting)


def answered(invitation, answer):
    if answer != Answer.NEEDS_ACTION:
        record_response(invitation, answer, by=invitation.person, channel=Channel.WEB)


def shown(dav):
    return list(found(dav.propfind(dav.meetings, depth="1")))[1:]


@pytest.mark.parametrize("answer", [Answer.NEEDS_ACTION, Answer.DECLINED])
def test_p66_who_has_not_accepted_says_nothing_by_it(dav, invitation, href, answer):
    answered(invitation, answer)
    rows = Response.objects.count()
    assert dav.ask("DELETE", href).status_code == 204
    assert (Response.objects.count(), Invitation.objects.get().answer, shown(dav)) == (rows, answer, [])
    assert dav.ask("DELETE", href).status_code == 404


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.TENTATIVE])
def test_p66_who_has_is_taken_to_decline_and_told_so(dav, invitation, href, answer):
    answered(invitation, answer)
    assert dav.ask("DELETE", href).status_code == 204
    row = Response.objects.last()
    assert (row.answer, row.channel, Invitation.objects.get().answer) == (
        Answer.DECLINED,
        Channel.CALDAV,
        Answer.DECLINED,
    )
    assert shown(dav) == []
    send_all_due()
    (message,) = [one for one in mail.outbox if one.to == [dav.person.email]]
    assert "not coming" in message.subject
    assert f"/rsvp/{invitation.answer_token}/" in message.body
    record_response(invitation, Answer.ACCEPTED, by=dav.person, channel=Channel.LINK)
    assert shown(dav) == [href]


def test_p66_the_mail_is_not_sent_when_it_is_no_longer_so(dav, invitation, href):
    answered(invitation, Answer.ACCEPTED)
    dav.ask("DELETE", href)
    record_response(invitation, Answer.ACCEPTED, by=dav.person, channel=Channel.LINK)
    send_all_due()
    assert [one.to for one in mail.outbox if "not coming" in one.subject] == []


def test_p66_without_a_reply_it_is_only_put_away(dav, invitation, href):
    answered(invitation, Answer.ACCEPTED)
    assert dav.ask("DELETE", href, Schedule_Reply="F").status_code == 204
    assert (Invitation.objects.get().answer, shown(dav)) == (Answer.ACCEPTED, [])
    assert not OutboxMail.objects.filter(kind="declined_by_removal").exists()


def test_p66_a_cancelled_meeting_is_only_put_away(dav, invitation, href):
    answered(invitation, Answer.ACCEPTED)
    cancel(invitation.meeting, by=make_clerk())
    assert shown(dav) == [href]
    assert dav.ask("DELETE", href).status_code == 204
    assert (Response.objects.count(), shown(dav)) == (1, [])


def test_p66_it_comes_back_when_it_is_asked_again(dav, invitation, href):
    dav.ask("DELETE", href)
    assert shown(dav) == []
    move(invitation.meeting, by=make_clerk(), date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    assert shown(dav) == [href]


def test_p66_conditions(dav, invitation, href):
    tag = dav.get(href)["ETag"]
    assert dav.ask("DELETE", href, If_Match='"other"').status_code == 412
    assert dav.ask("DELETE", href, If_Match=f"W/{tag}").status_code == 412
    assert dav.ask("DELETE", href, If_Schedule_Tag_Match='"other"').status_code == 412
    assert shown(dav) == [href]
    assert dav.ask("DELETE", href, If_Match=tag).status_code == 204


def test_p66_collections_stay(dav, href):
    for path in (dav.meetings, dav.home, dav.inbox, "/dav/", f"{dav.home}outbox/"):
        answer = dav.ask("DELETE", path)
        assert (answer.status_code, condition(answer)) == (403, d("need-privileges"))
    assert shown(dav) == [href]


BUSY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Client//EN
METHOD:REQUEST
BEGIN:VFREEBUSY
UID:1
DTSTAMP:20300101T000000Z
DTSTART:20300314T000000Z
DTEND:20300315T000000Z
ORGANIZER:mailto:Keo.Sokha@people.example
ATTENDEE:mailto:one@people.example
ATTENDEE:mailto:two@people.example
END:VFREEBUSY
END:VCALENDAR
"""


def test_p72_free_busy_is_answered_politely(dav):
    answer = dav.ask("POST", f"{dav.home}outbox/", BUSY, Content_Type="text/calendar; charset=utf-8")
    assert answer.status_code == 200
    assert root(answer).tag == c("schedule-response")
    told = {
        one.findtext(f"{c('recipient')}/{d('href')}"): one.findtext(c("request-status"))
        for one in root(answer)
    }
    assert told == {f"mailto:{name}@people.example": "3.8;No authority" for name in ("one", "two")}
    answer = dav.ask("POST", f"{dav.home}outbox/", "nothing", Content_Type="text/calendar")
    assert condition(answer) == c("valid-calendar-data")
    assert dav.ask("POST", dav.meetings, BUSY).status_code == 405
