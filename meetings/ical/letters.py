"""A mail to an answer address: what of it matters, from octets, with nothing of the database."""

import re
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import getaddresses

from hub.cleaning import plain_text, scrub
from meetings.ical import mime
from meetings.ical.messages import CalendarMessage, Unreadable, read_message

MAX_TEXT = 10_000
MAX_CALENDARS = 4  # parts that are read; programs send the same object twice
_CALENDAR = ("text/calendar", "application/ics")  # where both stand in a mail, the first is read first
_COMMENT = re.compile(r"\([^()]*\)")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "X-Loop")
_BULK = ("bulk", "list", "junk", "auto_reply")
_SYSTEM = ("mailer-daemon", "postmaster")


@dataclass(frozen=True)
class Bounce:
    """A delivery status notification (RFC 3464): for which addresses, with which status ("5.1.1")."""

    addresses: frozenset[str]
    status: str
    failed: bool

    @property
    def is_permanent(self) -> bool:
        return self.failed and self.status.startswith("5.")


@dataclass(frozen=True)
class Letter:
    """A mail as far as it matters here.

    `messages` are the calendar objects in it, text/calendar before application/ics. `auto` is the first word of
    Auto-Submitted (RFC 3834), empty for a person's mail. `is_report` covers bounces and receipts, `is_bulk` lists
    and answering machines. `too_much` and `unreadable` say that it was not read, or not all of it.
    """

    message_id: str = ""
    senders: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    auto: str = ""
    null_sender: bool = False
    is_report: bool = False
    is_bulk: bool = False
    bounce: Bounce | None = None
    messages: tuple[CalendarMessage, ...] = ()
    contradicts_itself: bool = False
    unreadable: bool = False
    too_much: bool = False
    authentication: str = field(default="", repr=False)

    @property
    def sender(self) -> str:
        return self.senders[0] if self.senders else ""

    @property
    def is_automatic(self) -> bool:
        """No person wrote it: nothing is ever sent because of it."""
        return bool(self.auto or self.null_sender or self.is_report or self.is_bulk)

    def with_envelope(self, sender: str) -> "Letter":
        """The same, where the door knows the envelope; "" is the null path."""
        return replace(self, null_sender=self.null_sender or not sender.strip().strip("<>"))


def read_letter(raw: bytes) -> Letter:
    """Read a mail; never raises. What cannot be read at all is a letter that says so."""
    if len(raw) > mime.MAX_BYTES:
        return replace(_head(raw), too_much=True)
    try:
        return _read(mime.parse(raw))
    except mime.TooMuch:
        return replace(_head(raw), too_much=True)
    except Exception:  # noqa: BLE001 - the parser meets what nobody has met yet; the mail is kept, with this reason
        return replace(_head(raw), unreadable=True)


def _head(raw: bytes) -> Letter:
    """The header alone, of a mail whose body is not read."""
    head = raw[: 4 * mime.MAX_HEADER].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    try:
        return _outside(mime.parse(head + b"\n\n"))
    except Exception:  # noqa: BLE001 - as above
        return Letter()


def recipients(raw: bytes) -> list[str]:
    """The addresses that a mail was delivered to, most trusted first, for doors that are not told the envelope."""
    head = raw[: 8 * mime.MAX_HEADER].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    try:
        part = mime.parse(head + b"\n\n")
        names = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
        return [address for name in names for address in _addresses(mime.headers(part, name)[:20])]
    except Exception:  # noqa: BLE001 - as above
        return []


def _outside(part: Message) -> Letter:
    senders = _addresses(mime.headers(part, "From"))
    precedence = mime.header(part, "Precedence").lower()
    return Letter(
        message_id=scrub(mime.header(part, "Message-ID"), lines=False),
        senders=tuple(senders),
        subject=mime.words(mime.header(part, "Subject"))[:300],
        auto=_auto(mime.headers(part, "Auto-Submitted")),
        null_sender="".join(mime.header(part, "Return-Path").split()) == "<>",
        is_report=part.get_content_type() == "multipart/report",
        is_bulk=bool(
            precedence in _BULK
            or any(mime.headers(part, name) for name in _LISTS)
            or any(sender.partition("@")[0] in _SYSTEM for sender in senders)
        ),
        authentication=mime.header(part, "Authentication-Results"),
    )


def _addresses(values: list[str]) -> list[str]:
    found = [address.strip().lower()[:320] for _name, address in getaddresses(values) if address.strip()]
    return [scrub(address, lines=False) for address in found]


def _auto(values: list[str]) -> str:
    words = [_COMMENT.sub("", value).partition(";")[0].strip().lower() for value in values]
    automatic = [word for word in words if word not in ("", "no")]
    return "auto-replied" if "auto-replied" in automatic else next(iter(automatic), "")


def _read(root: Message) -> Letter:
    letter = _outside(root)
    if letter.is_report:
        return replace(letter, bounce=_bounce(root))
    parts = list(mime.leaves(root))
    messages, disagree, failed = [], False, 0
    calendars = sorted(filter(_is_calendar, parts), key=lambda one: _kind(one) == "application/ics")
    for part in calendars[:MAX_CALENDARS]:
        try:
            message = read_message(mime.content(part))
        except Unreadable:
            failed += 1
            continue
        announced = part.get_param("method")
        announced = announced.strip().upper() if isinstance(announced, str) else ""
        message = message if message.method else replace(message, method=announced)
        disagree = disagree or bool(announced and announced != message.method)
        messages.append(message)
    return replace(
        letter,
        text=_text(parts),
        messages=tuple(messages),
        contradicts_itself=disagree or len(calendars) > MAX_CALENDARS,
        unreadable=bool(failed) and not messages,
    )


def _kind(part: Message) -> str:
    """text/calendar, application/ics, or something else; a file named .ics counts by its name."""
    kind = part.get_content_type()
    if kind in _CALENDAR:
        return kind
    name = (part.get_filename("") or "").lower()
    return "application/ics" if kind != "message/rfc822" and name.endswith((".ics", ".ical")) else kind


def _is_calendar(part: Message) -> bool:
    return _kind(part) in _CALENDAR


def _text(parts: list[Message]) -> str:
    """What a person wrote: the first plain text, else the first HTML as text."""
    shown = [
        part for part in parts if part.get_content_disposition() != "attachment" and not _is_calendar(part)
    ]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind and (text := mime.content(part)[: 2 * MAX_TEXT].strip()):
                return (
                    scrub(text[:MAX_TEXT]) if kind == "text/plain" else plain_text(text)[:MAX_TEXT]
                ).strip()
    return ""


def _bounce(root: Message) -> Bounce | None:
    """The delivery status of a report; None if it is none, such as a receipt of reading."""
    addresses, status, failed = set(), "", False
    for part in root.walk():
        for name in ("Original-Recipient", "Final-Recipient"):
            for value in mime.headers(part, name):
                addresses.add(value.rpartition(";")[2].strip().strip("<>").lower())
        if action := mime.header(part, "Action"):
            failed = failed or action.strip().lower() == "failed"
            if found := _STATUS.search(mime.header(part, "Status")):
                status = max(status, found[0])
        if part is not root and part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            addresses.update(_returned_to(part))
    return Bounce(frozenset(addresses - {""}), status, failed) if status else None


def _returned_to(part: Message) -> list[str]:
    """Whom the mail that came back was written to."""
    if part.is_multipart():
        return [address for inner in mime.inside(part) for address in _addresses(mime.headers(inner, "To"))]
    lines = mime.content(part)[: mime.MAX_HEADER].splitlines()
    return _addresses([line.partition(":")[2] for line in lines if line.lower().startswith("to:")])
