"""Files are told by name and content alike, and their names are safe to send."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.documents.paper_kinds import KINDS, is_what_it_says, safe_name


def office(parts, mimetype=""):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "x")
    return packed.getvalue()


GOOD = {
    "pdf": b"%PDF-1.7 \xe2\xe3\xcf",
    "odt": office(["content.xml"], KINDS["odt"]),
    "ods": office(["content.xml"], KINDS["ods"]),
    "odp": office(["content.xml"], KINDS["odp"]),
    "docx": office(["[Content_Types].xml", "word/document.xml"]),
    "xlsx": office(["[Content_Types].xml", "xl/workbook.xml"]),
    "pptx": office(["[Content_Types].xml", "ppt/presentation.xml"]),
    "txt": "ថវិកា 🪷\n".encode(),
    "csv": "\ufefftitre;somme\n".encode(),
}


def test_every_kind_is_known():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_content_is_what_the_name_says_or_is_refused(kind):
    for other, content in GOOD.items():
        fits = is_what_it_says(f"paper.{kind}", io.BytesIO(content))
        assert fits == (other == kind or {other, kind} == {"txt", "csv"}), other


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b""),
        ("a.txt", b"MZ\x00\x01"),
        ("a.csv", b"caf\xe9"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", office(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])),
        ("a.odt", office(["content.xml", "Basic/Standard/Module1.xml"], KINDS["odt"])),
        ("a.odt", office(["content.xml"], "text/html")),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("a", b"%PDF-1.7"),
    ],
)
def test_disguises(name, content):
    file = io.BytesIO(content)
    assert not is_what_it_says(name, file)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Budget 2023.pdf", "Budget 2023.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\papers\\ថវិកា.PDF", "ថវិកា.pdf"),
        ("a\u202etxt.fdp.pdf", "atxt.fdp.pdf"),
        ('a"b;c\r\nX: y.pdf', "a-b-c X- y.pdf"),
        ("...pdf", "paper.pdf"),
        ("a" * 400 + ".pdf", "a" * 114 + ".pdf"),
    ],
)
def test_names(name, safe):
    assert safe_name(name) == safe


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_name_leads_elsewhere(name):
    safe = safe_name(f"{name}.pdf")
    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\"\r\n\x00%?#')
    assert len(safe) <= 125
    assert not safe.startswith(".")
