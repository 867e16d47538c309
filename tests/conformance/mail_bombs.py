"""Mails made to cost time or memory. `python -m tests.conformance.mail_bombs` reads each and prints what it cost.

A program of its own, so that what it costs can be measured and limited apart from the tests.
"""

import json
import os
import resource
import sys
import time
from dataclasses import replace

HEAD = b"From: person@people.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
CAP = 1024 * 1024 - 2000
EVENT = (
    "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20300301T000000Z\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:person@people.example\r\nEND:VEVENT\r\n"
)
ENDLESS = (
    "BEGIN:{0}\r\nDTSTART:00010101T000000\r\nRRULE:FREQ={1}\r\n"
    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0{2}00\r\nEND:{0}\r\n"
)


def calendar(body: str, head: bytes = b"") -> bytes:
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n{body}END:VCALENDAR\r\n"
    return HEAD + head + b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + text.encode()


def of(kind: str, body: bytes) -> bytes:
    return HEAD + f"Content-Type: {kind}\r\n\r\n".encode() + body


def levels(count: int) -> bytes:
    each = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    return HEAD + b"".join(each % (number, number) for number in range(count))


def event(*lines: str) -> bytes:
    return calendar("BEGIN:VEVENT\r\n" + "".join(f"{line}\r\n" for line in lines) + "END:VEVENT\r\n")


def bombs() -> dict[str, bytes]:
    many = b"--b\r\nContent-Type: text/calendar\r\n\r\n" + calendar(EVENT * 150).partition(b"\r\n\r\n")[2]
    sum_of_calendars = of("multipart/mixed; boundary=b", many * 45)[:CAP]
    return {
        "an ordinary answer": calendar(EVENT),
        "40 levels": levels(40),
        "5000 levels": levels(5000),
        "5000 mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000,
        "a megabyte of lines": of("text/plain", b"\n" * CAP),
        "lines below 45 levels": (levels(45) + b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 35_000)[:CAP],
        "90000 parts": of("multipart/mixed; boundary=b", b"--b\r\n\r\nx\r\n" * 90_000),
        "45 calendars": sum_of_calendars,
        "150000 headers": b"A: b\r\n" * 150_000 + b"\r\n",
        "a folded header": b"A: b\r\n" + b" c\r\n" * 30_000 + b"\r\n",
        "200000 parameters": HEAD + b"Content-Type: text/plain" + b";a=b" * 200_000 + b"\r\n\r\n",
        "400000 quotes": HEAD + b"Content-Type: multipart/mixed" + b';"' * 400_000 + b"\r\n\r\n",
        "60000 pieces of a name": of("text/calendar; " + "; ".join(f"name*{n}=x" for n in range(60_000)), b""),
        "comments in From": b"From: " + b"(" * CAP + b"\r\n\r\n",
        "200000 senders": b"From: " + b"a@b," * 200_000 + b"\r\n\r\n",
        "encoded words": b"Subject: " + b"=?a?q?" * 150_000 + b"\r\n\r\n",
        "20 megabytes": of("text/plain", b"x" * 20 * 1024 * 1024),
        "2000 events": calendar(EVENT * 2000),
        "150 events": calendar(EVENT * 150),
        "a line of 2 megabytes": event("X-A:" + "a" * 2 * 1024 * 1024),
        "a line of 250 kilobytes": event("COMMENT:" + "a" * 250 * 1024),
        "calendar parameters": event(*["ATTENDEE" + ";A=b" * 1000 + ":mailto:x"] * 60),
        "calendar quotes": event(*["ATTENDEE" + ';A="' * 1000 + ":mailto:x"] * 60),
        "9900 attendees": event(*["ATTENDEE:mailto:x"] * 9900),
        "a rule": event(*["RRULE:FREQ=SECONDLY;BYSECOND=" + "1," * 1900 + "1"] * 60),
        "nested components": calendar("BEGIN:VEVENT\r\n" * 150 + "END:VEVENT\r\n" * 150),
        "a time zone without end": calendar(
            "BEGIN:VTIMEZONE\r\nTZID:X\r\n"
            + ENDLESS.format("STANDARD", "SECONDLY", 1)
            + ENDLESS.format("DAYLIGHT", "YEARLY;BYMONTHDAY=30;BYMONTH=2", 2)
            + "END:VTIMEZONE\r\n"
            + EVENT.replace("END:VEVENT", "DTSTART;TZID=X:20300301T000000\r\nEND:VEVENT")
        ),
        "unclosed tags": of("text/html", b"<a " * 340_000),
        "unclosed comments": of("text/html", b"<!--" * 250_000),
        "combining signs": of("text/plain; charset=utf-8", ("a" + "\u0301\u0323" * 20_000).encode() * 10),
        "a blank megabyte": of("text/plain", b" " * CAP),
        "uuencoded": HEAD + b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\n" + b"M\n" * 30_000,
        "quoted-printable": HEAD + b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 900_000,
        "a long report": of("multipart/report; boundary=b", b"--b\r\nContent-Type: message/delivery-status\r\n\r\n" + b"Status: 5.1.1\r\n\r\n" * 50_000),
    }  # fmt: skip


SIGNATURE = (
    b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=people.example; s=s; h=from;"
    b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
)
KEY = b"v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC0"


def main() -> None:
    """A line of JSON for each bomb: its name, seconds, peak of memory in MB so far, and what it was taken for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from meetings.actions import mail_trust  # noqa: PLC0415 - needs the apps
    from meetings.ical import letters  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
    for name, raw in bombs().items():
        began = time.process_time()
        letter = letters.read_letter(SIGNATURE + raw)
        letters.recipients(raw)
        if not letter.too_much:
            known = replace(letter, senders=("person@people.example",))
            mail_trust.check(SIGNATURE + raw, known, dnsfunc=lambda _name, timeout=5: KEY)
        spent = time.process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(json.dumps([name, spent, peak, letter.too_much or letter.unreadable]) + "\n")


if __name__ == "__main__":
    main()
