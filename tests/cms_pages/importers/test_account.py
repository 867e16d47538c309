"""No character of the body vanishes: it is kept in a field or listed with the reason for its removal."""

import json
import re
from collections import Counter

import pytest

from cms_pages.importers.report import report_of

from .seeds import read, seed, seed_path

WORD = re.compile(r"[^\W_]+")
OWN = """# Opening of the reading room

Posted on 3 May 2019 by admin

Skip to main content

The reading room of the **Invented Library** was opened on 2 May 2019 and is

open to [everybody](https://library.example/room).

## Hours

- Monday to Friday
- Saturday, mornings

For more information, please contact:

Ms. SOK Dara
Librarian
Personal phone: 012 345 678

Related Articles

Another page altogether
"""
HTML = """<html><head><title>Room | Site</title><style>p{color:red}</style></head><body><nav><a href="/">Home</a></nav>
<h1>Opening of the room</h1><p>The room &amp; its shelves were opened on 2 May 2019 by the director.</p>
<ul><li>First shelf</li><li>Second shelf</li></ul><script>steal()</script></body></html>"""


def documents():
    return [*(pytest.param(seed(n), id=f"S{n}") for n in range(5)), pytest.param(read(OWN), id="own"), pytest.param(read(HTML), id="html")]  # fmt: skip


def words(text: str) -> Counter:
    return Counter(word.casefold() for word in WORD.findall(text))


@pytest.mark.parametrize("doc", documents())
def test_the_account_gives_the_source_back(doc):
    pieces = "".join(doc.source[entry.start : entry.end] for entry in doc.ledger)
    assert "".join(pieces.split()) == "".join(doc.source.split())


@pytest.mark.parametrize("doc", documents())
def test_the_account_has_no_overlap(doc):
    ends = [entry.end for entry in doc.ledger]
    starts = [entry.start for entry in doc.ledger]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


@pytest.mark.parametrize("number", range(5))
def test_every_word_of_the_file_stands_in_the_report(number):
    """Stronger than the account: the words are really there, not only claimed."""
    report = report_of(seed(number))
    report.pop("file")
    source = seed_path(number).read_text(encoding="utf-8").replace("\\", "")
    # link targets stand once in the report where markdown writes them twice
    source = re.sub(r"\]\((?:mailto:)?[^()\s]+\)", "]", source)
    marks = Counter(re.findall(r"^\s*(\d)\.\s|\s(\d)\)\s", source, flags=re.M))
    missing = words(source) - words(json.dumps(report, ensure_ascii=False).replace("\\n", " "))
    missing -= Counter(digit for pair in marks.elements() for digit in pair if digit)
    assert not missing


@pytest.mark.parametrize("number", range(5))
def test_what_is_removed_is_in_no_section(number):
    doc = seed(number)
    body = "\n".join(section.text for section in doc.sections)
    assert [
        gone.text
        for gone in doc.removed
        if len(gone.text) > 12 and gone.text in body and gone.reason != "letterhead"
    ] == []


@pytest.mark.parametrize("doc", documents())
def test_removed_text_can_be_found_again(doc):
    for gone in doc.removed:
        assert gone.span is None or doc.source[gone.span.start : gone.span.end].strip() == gone.text


def test_held_back_and_furniture_are_told_apart():
    reasons = {gone.text.splitlines()[0]: gone.reason for gone in read(OWN).removed}
    assert reasons == {
        "Skip to main content": "navigation",
        "Personal phone: 012 345 678": "held back: personal telephone number",
        "Related Articles": "list of other pages",
        "Another page altogether": "list of other pages (under “Related Articles”)",
    }
