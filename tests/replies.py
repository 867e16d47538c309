"""Answers by mail as calendar programs write them, made for one invitation: shapes seen in the field, no real mails.

`calendar` makes the object, `SHAPES` the mails around it; `reply` is the usual one, and `send` hands a mail in at `NOW`.
"""

import base64
import quopri
from datetime import UTC, datetime, timedelta
from itertools import count

from meetings.actions.mail_in import receive
from meetings.enums import MailOutcome
from meetings.models import Invitation
from meetings.models.meeting import PHNOM_PENH
from meetings.notices.calendar_mail import plus_address

NOW = datetime(2030, 3, 1, 10, 1, tzinfo=PHNOM_PENH)
STAMP = datetime(2030, 3, 1, 3, tzinfo=UTC)
_numbers = count(1)
CRLF = "\r\n"


def token_address(invitation) -> str:
    return plus_address(invitation.mail_token)


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def event(invitation, answer: str = "ACCEPTED", **facts) -> str:
    """One VEVENT of a REPLY; a fact that is None leaves its line out, `extra` adds lines."""
    facts = {
        "uid": invitation.meeting.uid,
        "attendee": f"mailto:{invitation.person.email}",
        "organizer": f"mailto:{token_address(invitation)}",
        "sequence": invitation.itip_sequence,
        "stamp": STAMP,
        "parameters": "",
        "comment": None,
        "extra": (),
    } | facts
    lines = ["BEGIN:VEVENT", f"UID:{facts['uid']}"]
    if facts["stamp"]:
        lines.append(f"DTSTAMP:{utc(facts['stamp'])}")
    if facts["sequence"] is not None:
        lines.append(f"SEQUENCE:{facts['sequence']}")
    if facts["organizer"]:
        lines.append(f"ORGANIZER:{facts['organizer']}")
    if facts["attendee"]:
        partstat = f";PARTSTAT={answer}" if answer else ""
        lines.append(f"ATTENDEE{partstat}{facts['parameters']}:{facts['attendee']}")
    if facts["comment"]:
        lines.append(f"COMMENT:{facts['comment']}")
    return CRLF.join([*lines, *facts["extra"], "END:VEVENT", ""])


def calendar(*events: str, method: str | None = "REPLY", before: str = "") -> str:
    head = ["BEGIN:VCALENDAR", "PRODID:-//Example Mail//EN", "VERSION:2.0"]
    if method:
        head.append(f"METHOD:{method}")
    return CRLF.join(head) + CRLF + before + "".join(events) + "END:VCALENDAR" + CRLF


def headers(invitation, **facts) -> list[str]:
    """The outer header; `message_id=None` and the like leave a line out."""
    facts = {
        "From": f"Somebody <{invitation.person.email}>",
        "To": token_address(invitation),
        "Subject": "Accepted: Working group",
        "Date": "Fri, 01 Mar 2030 03:00:05 +0000",
        "Message-ID": f"<reply-{next(_numbers)}@people.example>",
        "MIME-Version": "1.0",
    } | facts
    return [f"{name}: {value}" for name, value in facts.items() if value is not None]


def mail(head: list[str], *body: str | bytes) -> bytes:
    blocks = [CRLF.join(head).encode() + b"\r\n"]
    return b"\r\n".join(blocks + [one.encode() if isinstance(one, str) else one for one in body])


def part(kind: str, data: bytes, *, encoding: str = "base64", more: tuple[str, ...] = ()) -> bytes:
    """One MIME part with its header."""
    if encoding == "base64":
        written = base64.encodebytes(data).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        written = quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        written = data
    head = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *more]
    return CRLF.join(head).encode() + b"\r\n\r\n" + written


def multipart(kind: str, boundary: str, *parts: bytes) -> tuple[str, bytes]:
    """The Content-Type and the body of a multipart."""
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return f'multipart/{kind}; boundary="{boundary}"', body + b"--" + boundary.encode() + b"--\r\n"


def in_multipart(invitation, kind: str, *parts: bytes, **facts) -> bytes:
    content_type, body = multipart(kind, "=_outer", *parts)
    return mail(headers(invitation, **{"Content-Type": content_type} | facts), body)


def text(words: str = "Accepted.") -> bytes:
    return part("text/plain; charset=UTF-8", words.encode(), encoding="8bit")


def bare(
    invitation, ics: str, *, charset: str = "UTF-8", encoding: str = "8bit", method: str = "REPLY", **facts
) -> bytes:
    """The whole mail is one calendar part, as DAViCal and Exchange connectors send it."""
    method_parameter = f"; method={method}" if method else ""
    kind = f"text/calendar{method_parameter}; charset={charset}"
    head, _blank, body = part(kind, ics.encode(charset), encoding=encoding).partition(b"\r\n\r\n")
    facts = {"Content-class": "urn:content-classes:calendarmessage"} | facts
    return mail([*headers(invitation, **facts), *head.decode().split(CRLF)], body)


def google(invitation, ics: str, **facts) -> bytes:
    """multipart/mixed{alternative{plain, html, calendar 7bit}, application/ics base64}, auto-generated."""
    inner_type, inner = multipart(
        "alternative",
        "000000000000abcdef",
        part("text/plain; charset=UTF-8; format=flowed; delsp=yes", b"Accepted", encoding="base64"),
        part("text/html; charset=UTF-8", b"<p>Accepted</p>", encoding="quoted-printable"),
        part('text/calendar; charset="UTF-8"; method=REPLY', ics.encode(), encoding="7bit"),
    )
    alternative = f"Content-Type: {inner_type}\r\n\r\n".encode() + inner
    attached = part(
        'application/ics; name="invite.ics"',
        ics.encode(),
        more=('Content-Disposition: attachment; filename="invite.ics"',),
    )
    facts = {"Auto-Submitted": "auto-generated", "Reply-To": invitation.person.email} | facts
    return in_multipart(invitation, "mixed", alternative, attached, **facts)


def outlook(invitation, ics: str, **facts) -> bytes:
    """multipart/alternative{plain, html, calendar base64}; Exchange leaves ORGANIZER out."""
    return in_multipart(
        invitation,
        "alternative",
        part('text/plain; charset="us-ascii"', b"\r\n", encoding="quoted-printable"),
        part('text/html; charset="us-ascii"', b"<html><body></body></html>", encoding="quoted-printable"),
        part('text/calendar; charset="utf-8"; method=REPLY', ics.encode(), encoding="base64"),
        **{"X-MS-Has-Attach": "", "Content-Language": "en-US"} | facts,
    )


def apple(invitation, ics: str, **facts) -> bytes:
    """multipart/alternative{plain, mixed{html, calendar}}, with the header of 2008 that still comes along."""
    inner_type, inner = multipart(
        "mixed",
        "Apple-Mail-2",
        part("text/html; charset=utf-8", b"<p>Accepted</p>", encoding="7bit"),
        part(
            "text/calendar; method=REPLY; name=iCal.ics; charset=utf-8",
            ics.encode(),
            encoding="quoted-printable",
            more=("X-Mail-Calendar-Part: Yes",),
        ),
    )
    nested = f"Content-Type: {inner_type}\r\n\r\n".encode() + inner
    return in_multipart(invitation, "alternative", text(), nested, **{"X-Mailer": "Apple Mail"} | facts)


def thunderbird(invitation, ics: str, **facts) -> bytes:
    """multipart/mixed{alternative{plain, calendar}, application/ics}."""
    inner_type, inner = multipart(
        "alternative",
        "------------inner",
        part("text/plain; charset=UTF-8; format=flowed", b"Somebody has accepted.", encoding="8bit"),
        part("text/calendar; method=REPLY; charset=UTF-8", ics.encode(), encoding="8bit"),
    )
    alternative = f"Content-Type: {inner_type}\r\n\r\n".encode() + inner
    attached = part('application/ics; name="invite.ics"', ics.encode(), encoding="8bit")
    return in_multipart(
        invitation, "mixed", alternative, attached, **{"User-Agent": "Mozilla Thunderbird"} | facts
    )


def attachment_only(invitation, ics: str, **facts) -> bytes:
    """A phone's mail program: text, and the calendar as a file that says nothing of its method."""
    attached = part(
        "application/octet-stream",
        ics.encode(),
        more=('Content-Disposition: attachment; filename="Reply.ICS"',),
    )
    return in_multipart(invitation, "mixed", text(), attached, **facts)


def person(invitation, words: str = "I come later, at ten.", **facts) -> bytes:
    """Somebody's own words, without any calendar."""
    facts = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"} | facts
    return mail(headers(invitation, **facts), words)


def bounce(invitation, *, status: str = "5.1.1", action: str = "failed", address: str | None = None) -> bytes:
    """A delivery status notification (RFC 3464) about the invitation."""
    address = address or invitation.person.email
    report = f"Reporting-MTA: dns; mx.people.example\r\n\r\nFinal-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n"
    returned = f"From: {token_address(invitation)}\r\nTo: {address}\r\nSubject: Invitation\r\n"
    kind, body = multipart(
        "report",
        "report",
        text("This mail could not be delivered."),
        b"Content-Type: message/delivery-status\r\n\r\n" + report.encode(),
        b"Content-Type: text/rfc822-headers\r\n\r\n" + returned.encode(),
    )
    facts = {
        "From": "MAILER-DAEMON@mx.people.example",
        "Auto-Submitted": "auto-replied",
        "Return-Path": "<>",
        "Content-Type": kind.replace("report;", "report; report-type=delivery-status;"),
    }
    return mail(headers(invitation, **facts), body)


SHAPES = {
    "google": google,
    "outlook": outlook,
    "apple": apple,
    "thunderbird": thunderbird,
    "bare": bare,
    "attachment": attachment_only,
}

RECORDED = (MailOutcome.RECORDED, None)
STALE = (MailOutcome.STALE, None)
IGNORED = (MailOutcome.IGNORED, None)
UNKNOWN = (MailOutcome.UNKNOWN_TOKEN, None)


def held(reason):
    return (MailOutcome.HELD, reason)


def no_dns(name, timeout=5):
    raise OSError("there is no DNS here")


def send(raw, invitation, *, minutes=0, to=None, sender=None, source="lmtp", dnsfunc=no_dns):
    """(what became of it, why it is held or None)."""
    outcome = receive(
        raw,
        recipient=token_address(invitation) if to is None else to,
        envelope_sender=invitation.person.email if sender is None else sender,
        now=NOW + timedelta(minutes=minutes),
        source=source,
        dnsfunc=dnsfunc,
    )
    return outcome.kind, outcome.reason


def reply(invitation, partstat="ACCEPTED", *, shape=google, mail=None, **facts):
    """A mail with one VEVENT; `mail` are facts of its header."""
    return shape(invitation, calendar(event(invitation, partstat, **facts)), **(mail or {}))


def current(invitation):
    return Invitation.objects.values_list("answer", flat=True).get(pk=invitation.pk)


def ledger(invitation):
    return list(invitation.responses.values_list("answer", "applied"))
