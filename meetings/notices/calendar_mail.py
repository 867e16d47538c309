"""A mail that calendars understand (RFC 6047): the structure that clients were seen to accept."""

from email import encoders
from email.mime.base import MIMEBase
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from hub.mail import SevenBitMail

CALENDAR_TYPE = "text/calendar"


class CalendarMail(SevenBitMail, EmailMultiAlternatives):
    """`multipart/mixed{alternative{plain, html, calendar}, invite.ics}` with one and the same calendar object.

    The calendar part is base64 with one charset and the method in its header, and has no disposition: a part that
    is left 8bit or quoted-printable gets its line ends or long Khmer lines rewritten on the way, one with
    `inline` is not shown by Thunderbird, one without `method` shows as a file in Outlook.
    """

    def __init__(self, *, method: str, calendar: str, html: str, **facts):
        super().__init__(**facts)
        self.method, self.calendar = method, calendar.encode()
        self.attach_alternative(html, "text/html")
        self.attach_alternative(self.calendar, CALENDAR_TYPE)
        self.attach("invite.ics", self.calendar, "application/ics")
        self.extra_headers["Auto-Submitted"] = "auto-generated"

    def _create_mime_attachment(self, content, mimetype):
        if mimetype != CALENDAR_TYPE:
            return super()._create_mime_attachment(content, mimetype)
        part = MIMEBase("text", "calendar", method=self.method, charset="utf-8")
        part.set_payload(content)
        encoders.encode_base64(part)
        return part


def plus_address(token: str) -> str:
    """The address that answers to one invitation come back to: ORGANIZER, From and envelope alike."""
    return f"rsvp+{token}@{settings.MAIL_DOMAIN}"


def sender(name: str, address: str) -> str:
    """The From header; the name may be in any script."""
    return formataddr((name, address))
