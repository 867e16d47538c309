"""The four doors of an answer, as those who answer come through them: the web page, the link, a mail, a calendar."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from html import unescape

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from hub.models.outbox import OutboxMail
from meetings.actions.mail_in import Outcome, receive
from meetings.enums import Answer
from meetings.models import Invitation
from meetings.notices.calendar_mail import plus_address
from members.actions.app_passwords import make_app_password, principal_name
from members.actions.calendar_keys import make_key
from tests.builders import sign_in

PARTSTAT = re.compile(r"(ATTENDEE[^:]*?PARTSTAT=)[A-Z-]+", re.DOTALL)


def reply_mail(
    invitation: Invitation,
    answer: str,
    *,
    stamp: datetime | None,
    sequence: int | None,
    message_id: str | None,
    comment: str = "",
) -> bytes:
    """A REPLY as a calendar program mails it; `stamp` is aware, None leaves the line or header out."""
    person, meeting = invitation.person, invitation.meeting
    calendar = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Example//Calendar//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}" if stamp else None,
        f"SEQUENCE:{sequence}" if sequence is not None else None,
        f"ATTENDEE;PARTSTAT={answer.upper().replace('_', '-')}:mailto:{person.email}",
        f"COMMENT:{comment}" if comment else None,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    mail = [
        f"Message-ID: {message_id}" if message_id else None,
        f"From: <{person.email}>",
        f"To: <{plus_address(invitation.mail_token)}>",
        "Subject: Re: Invitation",
        "MIME-Version: 1.0",
        "Content-Type: text/calendar; method=REPLY; charset=UTF-8",
        "",
        *calendar,
    ]
    return "\r\n".join(line for line in mail if line is not None).encode()


class Guest:
    """One invited person with everything they may answer by: a sign-in, the link, a mail address, an app password."""

    def __init__(self, invitation: Invitation, make_client=Client):
        self.invitation = invitation
        self.person = invitation.person
        self.web = sign_in(make_client(), self.person)
        self.anonymous = make_client()
        self.key, secret = make_key(self.person, name="phone", discreet=False, by=self.person)
        self.feed_path = f"/calendar/p/{secret}.ics"
        self.password, self.secret = make_app_password(self.person, name="phone", by=self.person)
        login = b64encode(f"{self.person.email}:{self.secret}".encode()).decode()
        self.calendar = make_client(headers={"Authorization": f"Basic {login}"})

    # --- Answering

    def by_web(self, answer: str, **fields: str) -> None:
        with translation.override("en"):
            path = reverse("meetings:my_answer", args=[self.invitation.pk])
        response = self.web.post(path, {"answer": answer, "comment": "", "delegated_to": "", **fields})
        assert response.status_code == 302, response.status_code

    def by_link(self, answer: str, **fields: str) -> None:
        path = f"/rsvp/{self.invitation.answer_token}/"
        proof = re.search(r'name="proof" value="([^"]+)"', self.anonymous.get(path).content.decode())
        form = {"proof": unescape(proof[1]), "comment": "", "delegated_to": "", **fields}
        response = self.anonymous.post(path, form | {"answer": answer})
        assert response.status_code == 303, response.content.decode()

    def by_mail(self, raw: bytes) -> Outcome:
        return receive(
            raw,
            recipient=plus_address(self.invitation.mail_token),
            envelope_sender=self.person.email,
            now=timezone.now(),
            source="test",
        )

    def by_calendar(self, answer: str, of: str | None = None) -> int:
        """PUT the object as it stands, or as it stood (`of`), with another PARTSTAT; the status."""
        body = PARTSTAT.sub(rf"\g<1>{answer.upper().replace('_', '-')}", of or self.calendar_object())
        return self.calendar.put(self.href(), body, content_type="text/calendar; charset=utf-8").status_code

    # --- Reading

    def href(self) -> str:
        """Where the person's calendar keeps the meeting."""
        return f"/dav/{principal_name(self.person)}/meetings/{self.invitation.meeting.uid}.ics"

    def calendar_object(self) -> str:
        """The object as the server holds it, unfolded."""
        response = self.calendar.get(self.href())
        assert response.status_code == 200, response.status_code
        return response.content.decode().replace("\r\n ", "")

    def shown(self) -> dict[str, str]:
        """The person's answer as each door shows it, in the words of `Answer`."""
        with translation.override("en"):
            home = self.web.get(reverse("meetings:my_home")).content.decode()
        page = self.anonymous.get(f"/rsvp/{self.invitation.answer_token}/").content.decode()
        feed = self.anonymous.get(self.feed_path).content.decode().replace("\r\n ", "")
        partstat = PARTSTAT.search(self.calendar_object())
        return {
            "web": _pressed(home),
            "link": _pressed(page),
            "feed": _said(feed),
            "calendar": partstat[0].rpartition("=")[2].lower().replace("-", "_"),
        }


def last_request(invitation: Invitation) -> int:
    """The SEQUENCE of the last mail to the person: what their calendar program knows."""
    mails = OutboxMail.objects.filter(order_key=f"invitation:{invitation.pk}")
    return mails.latest("pk").data["sequence"]


def _pressed(html: str) -> str:
    """The answer whose button is pressed on a page."""
    pressed = re.findall(r'value="(\w+)" aria-pressed="true"', html)
    return pressed[0] if pressed else "needs_action"


def _said(feed: str) -> str:
    """The answer in a personal feed with one meeting: it stands at the end of the title."""
    (word,) = re.findall(r"\nSUMMARY:.*\((.+)\)\r", feed)
    return next(value for value, label in Answer.choices if str(label).lower() == word.lower())
