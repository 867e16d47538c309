"""Which kinds of files are papers, told from their name and their first bytes alike; and names that are safe to send."""

import re
import zipfile
from typing import BinaryIO

from hub.cleaning import scrub

# Extension → what is said of it to the browser. Nothing among them runs in a browser.
KINDS = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MOST_PARTS = 5_000
_LONGEST_NAME = 120
# Of paths and of what systems refuse in names; quotes and percent signs would need care in a header and an address.
_UNFIT = re.compile(r'[\\/:*?"<>|%#;]+')


def extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def safe_name(name: str, *, otherwise: str = "paper") -> str:
    """The last part of a name that a browser sent, without what could mislead or break a header: one line, one dot
    before its extension where it has several in a row, at most 120 characters."""
    name = scrub(name.replace("\\", "/").rpartition("/")[2], lines=False)
    stem, _dot, ending = _UNFIT.sub("-", name).rpartition(".")
    stem = re.sub(r"\.{2,}", ".", stem).strip(" .-")[: _LONGEST_NAME - 6]
    return f"{stem or otherwise}.{ending.strip().lower()}"


def is_what_it_says(name: str, file: BinaryIO) -> bool:
    """Whether the content is of the kind its extension says; reads `file` and leaves it at its beginning.

    Documents of offices are opened as archives without unpacking them; those with macros are not papers.
    """
    kind = extension(name)
    file.seek(0)
    try:
        if kind == "pdf":
            return file.read(5) == b"%PDF-"
        if kind in ("txt", "csv"):
            return _is_text(file.read())
        if kind in KINDS:
            return _is_office(kind, file)
        return False
    finally:
        file.seek(0)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_office(kind: str, file: BinaryIO) -> bool:
    if file.read(4) != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS or any("vbaproject" in name.lower() for name in names):
                return False
            if folder := _OFFICE_FOLDERS.get(kind):
                return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
            if any(name.startswith(("Basic/", "Scripts/")) for name in names) or "mimetype" not in names:
                return False
            with archive.open("mimetype") as said:
                return said.read(200).strip() == KINDS[kind].encode()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        return False
