"""A mail that calendars understand (RFC 6047): the structure that clients were seen to accept."""

from email import encoders
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

CALENDAR_TYPE = "text/calendar"


class SevenBitMail(EmailMessage):
    """A mail in ASCII throughout, whatever its script: no relay has to write anything anew, and DKIM stays whole.

    Django leaves the first line of a long Khmer subject empty, which some programs show as a blank, or as none.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.encoding = seven_bit(self.body)

    def message(self):
        message = super().message()
        subject = Header(str(self.subject), "utf-8", header_name="Subject")
        if not str(self.subject).isascii():
            del message["Subject"]
            Message.__setitem__(message, "Subject", subject)  # Django's own would encode it as it did before
        return message


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


def seven_bit(text: str) -> Charset:
    """UTF-8 as ASCII: quoted-printable where most is Latin, base64 for Khmer, whose letters it triples."""
    charset = Charset("utf-8")
    foreign = sum(octet > 127 for octet in text.encode())
    charset.body_encoding = BASE64 if foreign * 6 > len(text.encode()) else QP
    return charset


def plus_address(token: str) -> str:
    """The address that answers to one invitation come back to: ORGANIZER, From and envelope alike."""
    return f"rsvp+{token}@{settings.MAIL_DOMAIN}"


def sender(name: str, address: str) -> str:
    """The From header; the name may be in any script."""
    return formataddr((name, address))
