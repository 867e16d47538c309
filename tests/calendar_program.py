"""What a calendar program does with an invitation that came by mail: finds the calendar in it, and answers."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr

import icalendar


def calendar_of(message: EmailMessage) -> icalendar.Calendar:
    """The calendar object of a mail: of the part whose header names its method (RFC 6047 section 2.4)."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == str(calendar["METHOD"])
    return calendar


def reply_to(message: EmailMessage, partstat: str, *, outlook: bool = False) -> EmailMessage:
    """The REPLY to an invitation (RFC 5546 section 3.2.3): one ATTENDEE, with its answer.

    Google, Apple and Thunderbird send it beside a text. With `outlook` it is the whole mail, in base64, and says
    nothing of the ORGANIZER.
    """
    (event,) = calendar_of(message).walk("VEVENT")
    attendee = event["ATTENDEE"]
    attendee.params["PARTSTAT"] = partstat
    attendee.params.pop("RSVP", None)
    answer = icalendar.Event()
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER"):
        if not (outlook and name == "ORGANIZER"):
            answer[name] = event[name]
    answer.add("DTSTAMP", datetime.now(UTC))
    answer["ATTENDEE"] = attendee
    calendar = icalendar.Calendar()
    calendar.add("PRODID", "-//A calendar program of the tests//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "REPLY")
    calendar.add_component(answer)
    text = f"{attendee} {partstat}\n"
    mail = letter_to(message, f"{partstat.capitalize()}: {message['Subject']}", "" if outlook else text)
    if outlook:
        mail["Content-Type"] = 'text/calendar; charset="utf-8"; method=REPLY'
        mail["Content-Transfer-Encoding"] = "base64"
        mail.set_payload(base64.encodebytes(calendar.to_ical()).decode())
    else:
        mail.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return mail


def letter_to(message: EmailMessage, subject: str, text: str) -> EmailMessage:
    """A mail of whoever got `message`, to the address that it came from."""
    mail = EmailMessage()
    mail["From"], mail["To"] = message["To"], parseaddr(message["From"])[1]
    mail["Subject"], mail["Message-ID"] = subject, make_msgid(domain="people.example")
    if text:
        mail.set_content(text)
    return mail
