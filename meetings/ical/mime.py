"""A mail's MIME tree, read within bounds: whatever comes in, the work is limited before it is done.

The standard library's parser does the reading; parts are counted while it makes them (so that depth, which costs
it most, is bounded too), and a header is cut before anything is looked for in it.
"""

import codecs
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from itertools import count
from typing import Any

from hub.cleaning import scrub

MAX_BYTES = 1024 * 1024
MAX_PARTS = 50
MAX_DEPTH = 20
MAX_LINES = 40_000
MAX_HEADER = 8192  # characters of one header field
MAX_HEADERS = 2000  # of all parts together

# Encodings in which ASCII bytes are something else: a mail says so, or they are not tried. UTF-7 is never read:
# it hides a text from everybody else who looks at it.
_STATEFUL = re.compile(r"iso-?2022-|hz", re.IGNORECASE)
_NOT_TEXT = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


class TooMuch(Exception):
    """More parts, levels, lines or header fields than an answer can have."""


class _Bounded(Compat32):
    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        return name[:MAX_HEADER], value[:MAX_HEADER]


def parse(raw: bytes) -> Message:
    """The tree of a mail of at most `MAX_BYTES` octets; raises TooMuch."""
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MAX_LINES:
        raise TooMuch
    made = count()

    def make(policy: Any) -> Message:
        if next(made) > MAX_PARTS:  # the parser makes one more, to see whether it can
            raise TooMuch
        return Message(policy=policy)

    makes: Any = make
    root = BytesParser(makes, policy=_Bounded()).parsebytes(raw)
    if sum(len(part.keys()) for part in root.walk()) > MAX_HEADERS or _depth(root) > MAX_DEPTH:
        raise TooMuch
    return root


def _depth(part: Message) -> int:
    return 1 + max(map(_depth, inside(part)), default=0)


def inside(part: Message) -> list[Message]:
    """The parts right below this one."""
    payload: Any = part.get_payload()
    return payload if part.is_multipart() else []


def leaves(part: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail inside the mail is one of them and is not opened."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in inside(part):
            yield from leaves(child)
    else:
        yield part


def headers(part: Message, name: str) -> list[str]:
    """All fields of that name as they stand, the topmost first, undecoded; octets above ASCII as UTF-8."""
    return [
        value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
        for known, value in part.raw_items()
        if known.lower() == name.lower()
    ]


def header(part: Message, name: str) -> str:
    """The topmost field of that name, or an empty string."""
    return next(iter(headers(part, name)), "")


def words(value: str) -> str:
    """A header in words (RFC 2047), on one line and without control characters."""
    pieces = []
    for piece, charset in decode_header(value):
        pieces.append(piece if isinstance(piece, str) else decoded(piece, charset or "utf-8"))
    return scrub("".join(pieces), lines=False)


def content(part: Message) -> str:
    """The text of a part, whatever its transfer encoding, and even where it declares the wrong charset."""
    payload = part.get_payload(decode=True)
    return decoded(payload, part.get_content_charset("")) if isinstance(payload, bytes) else ""


def decoded(data: bytes, declared: str) -> str:
    """Octets as text: by their mark, by what they can only be, by what is declared, and as Latin-1 at last."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if data[1:2] == b"\0" and data[3:4] == b"\0":
        return data.decode("utf-16-le", "replace")
    if data[:1] == b"\0" and data[2:3] == b"\0":
        return data.decode("utf-16-be", "replace")
    known = _text_encoding(declared)
    order = [known, "utf-8"] if _STATEFUL.match(declared) else ["utf-8", known]
    for name in filter(None, order):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return data.decode("latin-1")


def _text_encoding(declared: str) -> str:
    try:
        found = codecs.lookup(declared) if declared.isascii() and declared.isprintable() else None
    except (LookupError, ValueError):
        return ""
    if found is None or not getattr(found, "_is_text_encoding", False) or found.name in _NOT_TEXT:
        return ""
    return found.name
