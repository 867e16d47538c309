"""The five source documents, read from beside the repository, never copied into it."""

from datetime import date
from functools import cache
from pathlib import Path

from cms_pages.importers.document import ImportedDocument
from cms_pages.importers.reader import read_document

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "seeds"
TODAY = date(2026, 11, 22)
STRUCTURE, MEETING, PROJECT, FACTSHEET, RELEASE = range(5)


def seed_path(number: int) -> Path:
    return next(FOLDER.glob(f"00{number}_*.txt"))


@cache
def seed(number: int) -> ImportedDocument:
    path = seed_path(number)
    return read_document(path.read_bytes(), file=path.name, today=TODAY)


def read(text: str | bytes, file: str = "page.txt") -> ImportedDocument:
    data = text.encode() if isinstance(text, str) else text
    return read_document(data, file=file, today=TODAY)


def flags(doc: ImportedDocument) -> set[str]:
    return {flag.code for flag in doc.flags}
