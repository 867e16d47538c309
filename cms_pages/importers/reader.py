"""The door of the importer: bytes in, `ImportedDocument` out; a fixed order of steps, each in its own module."""

import hashlib
from datetime import date

from .chronology import read_chronology, take_date_lines
from .contacts import mark_historic, read_address, read_contacts
from .decode import decode
from .document import ImportedDocument, Removed, Span
from .errors import UnreadableError
from .facts import read_facts, read_recommendations, read_resources
from .headings import mark_headings, take_credits, take_kind_label, take_letterhead, take_title
from .kinds import guess_kind
from .languages import guess_language
from .ledger import Ledger
from .litter import take_out
from .markup import flatten
from .projects import read_project
from .proposals import propose_meeting
from .sections import build_sections
from .sensitivity import hold_back
from .split import Block, split
from .tears import mend

MAX_LINES = 200_000
MAX_BLOCKS = 60_000
MAX_TITLE = 200
LONGEST_PAGE = 400_000  # characters, some 150 printed pages; beyond it no draft is made


def read_document(data: bytes, *, file: str, today: date) -> ImportedDocument:
    """Read one legacy document.

    Never raises for bad input: a document that cannot be read has `error` set to one sentence. `today` (the
    date in Phnom Penh) decides only whether a contact counts as one of the past. Time grows with the size of
    the input, a few seconds for the largest accepted (8 MB).
    """
    doc = ImportedDocument(file=file, sha256=hashlib.sha256(data).hexdigest())
    try:
        text, doc.encoding = decode(data)
        doc.source, taken, page_title = flatten(text)
        if not doc.source.strip():
            raise UnreadableError("no text in it")
        if (lines := doc.source.count("\n")) > MAX_LINES:
            raise UnreadableError(f"not a document: {lines:,} lines")
        end = _end_of_reading(doc.source)
        blocks = split(doc.source[:end])
        if len(blocks) > MAX_BLOCKS:
            raise UnreadableError(f"not a document: {len(blocks):,} separate lines")
    except UnreadableError as refusal:
        doc.error = str(refusal)
        doc.flag("unreadable", doc.error)
        return doc
    doc.removed = taken
    if any(removed.reason == "script" for removed in taken):
        doc.flag("script_removed", "Script code was taken out.")
    if doc.encoding not in {"utf-8"}:
        doc.flag("encoding", f"Read as {doc.encoding}.")
    _read(blocks, page_title, doc, today, Span(end, len(doc.source)))
    return doc


def _end_of_reading(source: str) -> int:
    """Where to stop: a text far too long for a page is read in its first part, the rest is listed unread."""
    if len(source) <= LONGEST_PAGE:
        return len(source)
    return source.rfind("\n\n", LONGEST_PAGE // 2, LONGEST_PAGE) + 1 or LONGEST_PAGE


def refused_document(file: str, sentence: str) -> ImportedDocument:
    """A document that was not read at all, with the sentence why."""
    doc = ImportedDocument(file=file, error=sentence)
    doc.flag("unreadable", sentence)
    return doc


def _read(blocks: list[Block], page_title: str, doc: ImportedDocument, today: date, unread: Span) -> None:
    ledger = Ledger(doc.source)
    if unread.end > unread.start:
        ledger.remove([unread], "not read: beyond the length of a page")
        doc.flag(
            "too_long", f"{unread.end:,} characters are no page: split the source, or keep it as a file."
        )
    links: dict[str, list[str]] = {" ".join(b.text.split()): b.links for b in blocks if b.links}
    doc.language = guess_language(" ".join(block.text for block in blocks if len(block.text) > 80)[:8_000])
    doc.language = doc.language or guess_language(doc.source)
    if not doc.language:
        doc.flag("language_unknown", "The language was not recognised.")

    blocks = take_out(blocks, lambda out, why: [ledger.remove(block.spans, why) for block in out])
    blocks = take_letterhead(blocks, doc, ledger)
    blocks, label = take_kind_label(blocks, doc, ledger)
    blocks = take_date_lines(blocks, doc, ledger)
    if not label:
        blocks, label = take_kind_label(blocks, doc, ledger)
    blocks = read_contacts(blocks, doc, ledger)
    blocks = read_address(blocks, doc, ledger)
    blocks = take_title(blocks, page_title, doc, ledger)
    if len(doc.title) > MAX_TITLE:
        doc.flag("long_title", f"The title has {len(doc.title)} characters; the draft has its beginning.")
    blocks = take_credits(blocks, doc, ledger)
    blocks = mend(blocks, doc, ledger)
    blocks = hold_back(blocks, doc, ledger)
    mark_headings(blocks)
    doc.kind = guess_kind(blocks, label, doc)
    doc.sections = build_sections(blocks, doc, ledger)
    read_chronology(blocks, doc)
    read_facts(blocks, doc)
    read_recommendations(doc, blocks)
    read_resources(doc, links)
    if doc.kind == "project_page":
        doc.project = read_project(doc)
    if doc.kind in {"news_item", "press_release", "statement"}:
        doc.meeting = propose_meeting(blocks, doc)
    mark_historic(doc, today)
    _close(doc, ledger)


def _close(doc: ImportedDocument, ledger: Ledger) -> None:
    """List what was removed, in source order, and prove that nothing is missing."""
    doc.ledger = ledger.entries()
    for entry in doc.ledger:
        if entry.fate == "removed":
            text = doc.source[entry.start : entry.end]
            doc.removed.append(Removed(text.strip(), entry.what, Span(entry.start, entry.end)))
    for gap in ledger.missing():
        doc.removed.append(Removed(doc.source[gap.start : gap.end].strip(), "not understood", gap))
        doc.flag("unaccounted", "Some text was not understood and stands under “removed”.")
    if not doc.sections:
        doc.flag("no_text", "No body text was found.")
