"""Bytes -> text, saying which encoding it was, or one sentence why it cannot be read."""

import codecs
import re

from .errors import UnreadableError

MAX_BYTES = 8 * 1024 * 1024
SAMPLE = 64 * 1024

SIGNATURES = (
    (b"%PDF-", "a PDF; export its text first"),
    (b"PK\x03\x04", "a ZIP or Office file; save it as text or HTML first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as text or HTML first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding name); line ends become "\\n".

    Raises UnreadableError for empty, over-long and binary input. Windows-1252 is the last resort: it is
    what old Western pages without a declared encoding are.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"too large: {len(data):,} bytes, the limit is {MAX_BYTES:,}")
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("empty file")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableError(f"not a text: {what}")
    text, encoding = _decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    sample = text[:SAMPLE]
    if len(CONTROL.findall(sample)) > max(2, len(sample) // 200):
        raise UnreadableError("not a text: binary data")
    if not text.strip():
        raise UnreadableError("empty file")
    return CONTROL.sub(" ", text), encoding


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise UnreadableError(f"damaged {encoding} text") from error
    bare = _utf16_without_bom(data)
    if bare:
        return data.decode(bare, errors="replace"), bare
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace"), "utf-8 (damaged)"
    return data.decode("cp1252", errors="replace"), "windows-1252"


def _utf16_without_bom(data: bytes) -> str:
    """Latin text in UTF-16 has a zero in every other byte; Khmer text has 0x17 there."""
    head = data[:SAMPLE]
    if len(head) < 8:
        return ""
    even, odd = head[0::2], head[1::2]
    for high, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        low = even if high is odd else odd
        if (high.count(0) + high.count(0x17)) > len(high) * 0.6 and low.count(0) < len(low) * 0.1:
            return encoding
    return ""


def _mostly_utf8(data: bytes) -> bool:
    """One torn character at a cut must not turn a Khmer page into Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    multibyte = sum(1 for character in text[:SAMPLE] if ord(character) > 127) - text[:SAMPLE].count("\ufffd")
    return broken <= 3 and multibyte > broken * 5
