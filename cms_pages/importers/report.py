"""`ImportedDocument` -> the plain object of the report: fixed keys first, what else was found after them."""

from dataclasses import asdict, is_dataclass

from .document import ImportedDocument, Section
from .likeness import fingerprint

EXTRAS = (
    "subtitle", "address", "counts", "gallery", "resources", "recommendations", "promises", "announcements",
    "organisers", "mentions", "credits", "corrections", "abbreviations", "project", "meeting", "letterhead", "date_lines", "encoding", "sha256",
)  # fmt: skip


def report_of(doc: ImportedDocument, page_id: int | None = None) -> dict:
    """One JSON-ready object per file. Dates are ISO strings; what is unknown is null, never invented."""
    return {
        "file": doc.file,
        "kind": doc.kind or None,
        "language": doc.language or None,
        "title": doc.title,
        "published": _plain(doc.published),
        "event": _plain(doc.event),
        "sections": [_section(section) for section in doc.sections],
        "contacts": _plain(doc.contacts),
        "removed": _plain(doc.removed),
        "flags": [f"{flag.code}: {flag.message}" for flag in doc.flags],
        "page_id": page_id,
        "error": doc.error or None,
        **{name: _plain(getattr(doc, name)) for name in EXTRAS},
        "fingerprint": fingerprint("\n".join([doc.title, *(section.text for section in doc.sections)])),
    }


def _section(section: Section) -> dict:
    return {
        "heading": section.heading,
        "text": section.text,
        "number": section.number,
        "items": section.items,
        "style": section.style,
        "level": section.level,
        "language": section.language,
        "quotes": section.quotes,
        "blocks": [block if isinstance(block, str) else asdict(block) for block in section.blocks],
    }


def _plain(value):
    if is_dataclass(value):
        return asdict(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value
