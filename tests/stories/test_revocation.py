"""A key taken back, a seat that ended, a person deactivated: what they opened is dead in the next request."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions.invitations import Invitee, invite
from meetings.actions.mail_in import recipient_is_known
from meetings.enums import Answer, Capacity, MailOutcome
from meetings.models import HeldMail, Invitation, Response
from meetings.notices.calendar_mail import plus_address
from members.actions.app_passwords import revoke_app_password
from members.actions.calendar_keys import make_key, revoke_key
from members.actions.people import deactivate_person, revoke_everything
from tests.builders import make_meeting, make_organisation, make_person, make_seat
from tests.doors import Guest, reply_mail

pytestmark = pytest.mark.django_db
OPEN = {
    "web": 200,
    "personal feed": (200, True),
    "organisation feed": 200,
    "CalDAV": 200,
    "link": 200,
    "mail, RCPT": True,
}


class Held(Guest):
    """A representative who has everything: a sign-in, the link, two feeds, CalDAV, the mail address."""

    def __init__(self):
        organisation = make_organisation("Paper Boat Theatre")
        person = make_person("Sok", "Dara", sign_in=True)
        self.seat = make_seat(organisation, person)
        meeting = make_meeting(timezone.localdate() + timedelta(days=30))
        invite(meeting, by=SYSTEM, people=[Invitee(person, organisation, Capacity.REPRESENTATIVE)])
        super().__init__(Invitation.objects.select_related("meeting", "person").get(person=person))
        self.shared, secret = make_key(
            person, name="office", discreet=False, organisation=organisation, by=person
        )
        self.shared_path = f"/calendar/o/{secret}.ics"
        self.link = f"/rsvp/{self.invitation.answer_token}/"
        self.address = plus_address(self.invitation.mail_token)

    def opens(self) -> dict:
        """What each door says now; of the personal feed also whether it leads to the answer page."""
        feed = Client().get(self.feed_path)
        return {
            "web": self.web.get("/en/my/").status_code,
            "personal feed": (feed.status_code, b"/rsvp/" in feed.content.replace(b"\r\n ", b"")),
            "organisation feed": Client().get(self.shared_path).status_code,
            "CalDAV": self.calendar.get(self.href()).status_code,
            "link": Client().get(self.link).status_code,
            "mail, RCPT": recipient_is_known(self.address, now=timezone.now()),
        }

    def answer_by_mail(self):
        raw = reply_mail(
            self.invitation, Answer.ACCEPTED, stamp=timezone.now(), sequence=9, message_id="<1@phone>"
        )
        return self.by_mail(raw).kind


def end_seat(held):
    held.seat.until = timezone.localdate() - timedelta(days=1)
    held.seat.save()


TAKEN_BACK = {
    "its key": (lambda held: revoke_key(held.key, by=SYSTEM), {"personal feed": (404, False)}),
    "the organisation's key": (lambda held: revoke_key(held.shared, by=SYSTEM), {"organisation feed": 404}),
    "its app password": (lambda held: revoke_app_password(held.password, by=SYSTEM), {"CalDAV": 401}),
    "the seat": (
        end_seat,  # the sign-in and the person's own key live on, and show what is public
        {
            "personal feed": (200, False),
            "organisation feed": 404,
            "CalDAV": 404,
            "link": 404,
            "mail, RCPT": False,
        },
    ),
    "everything of a person": (
        lambda held: revoke_everything(held.person, by=SYSTEM),
        {
            "web": 302,
            "personal feed": (404, False),
            "organisation feed": 404,
            "CalDAV": 401,
            "link": 404,
            "mail, RCPT": False,
        },
    ),
    "the person": (
        lambda held: deactivate_person(held.person, by=SYSTEM),
        {
            "web": 302,
            "personal feed": (404, False),
            "organisation feed": 404,
            "CalDAV": 401,
            "link": 404,
            "mail, RCPT": False,
        },
    ),
}


@pytest.mark.parametrize("what", TAKEN_BACK)
def test_p19_p68_dead_in_the_next_request(what):
    take_back, closed = TAKEN_BACK[what]
    held = Held()
    assert held.opens() == OPEN
    take_back(held)
    assert held.opens() == OPEN | closed
    answered = closed.get("mail, RCPT", True)
    assert held.answer_by_mail() == (MailOutcome.RECORDED if answered else MailOutcome.UNKNOWN_TOKEN)
    assert Response.objects.filter(answer=Answer.ACCEPTED).count() == int(answered)
    assert not HeldMail.objects.exists()
