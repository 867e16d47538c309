"""Content lines of RFC 5545: escaping, quoting and folding.

Written by hand because a feed is made of stored lines, and because the text of people is scrubbed here of what
the format must never carry: control characters, other line ends, marks that turn text around.
"""

from datetime import UTC, datetime

from hub.cleaning import scrub

FOLD = 75  # octets, the line end not counted (RFC 5545 section 3.1)
CRLF = "\r\n"
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# RFC 6868: what a parameter value cannot hold, written with a circumflex.
_PARAMETER = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})


def text(value: str) -> str:
    """A TEXT value (section 3.3.11): scrubbed, with backslash, semicolon, comma and line feed escaped."""
    return scrub(value).strip().translate(_TEXT)


def parameter(value: str) -> str:
    """A quoted parameter value, safe by RFC 6868."""
    return f'"{scrub(value, lines=False).translate(_PARAMETER)}"'


def uri(value: str) -> str:
    """An address without anything that could end the line; empty if it holds blanks or control characters."""
    clean = scrub(value, lines=False)
    return clean if clean == value and " " not in clean else ""


def utc(when: datetime) -> str:
    """An aware datetime as "20300314T020000Z"."""
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(when: datetime) -> str:
    """The local part of an aware datetime, for a property that carries a TZID."""
    return when.strftime("%Y%m%dT%H%M%S")


def fold(line: str) -> str:
    """The line with its CRLF, broken into lines of at most 75 octets, never inside a UTF-8 sequence."""
    octets = line.encode()
    if len(octets) <= FOLD:
        return line + CRLF
    parts, start, room = [], 0, FOLD
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # a continuation octet: step back to the start of its character
            end -= 1
        parts.append(octets[start:end])
        start, room = end, FOLD - 1  # the blank that marks a continuation counts
    parts.append(octets[start:])
    return (b"\r\n ".join(parts) + b"\r\n").decode()
