"""Whatever is thrown at it: one document with an error, or one document; never an exception, in bounded time."""

import time

import pytest

from cms_pages.importers.markup import flatten
from cms_pages.importers.report import report_of

from .seeds import MEETING, flags, read, seed, seed_path

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "empty file"),
        (b" \r\n\t\n", "empty file"),
        (b"\xef\xbb\xbf\n", "empty file"),
        (b"%PDF-1.7 ...", "not a text: a PDF; export its text first"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text: a picture"),
        (bytes(range(256)) * 20, "not a text: binary data"),
        (b"x" * (8 * MEGABYTE + 1), "too large: 8,388,609 bytes, the limit is 8,388,608"),
        (b"<script>alert(1)</script>", "no text in it"),
        (b"a\n" * 300_000, "not a document: 300,000 lines"),
    ],
)
def test_unreadable(data, error):
    doc = read(data)
    assert doc.error == error
    assert report_of(doc)["flags"] == [f"unreadable: {error}"]
    assert (doc.title, doc.sections, doc.kind) == ("", [], "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "windows-1252"])
def test_encodings_give_the_same_document(encoding):
    text = seed_path(MEETING).read_text(encoding="utf-8")
    doc = read(text.encode(encoding))
    assert (doc.title, doc.published.date) == (seed(MEETING).title, "2022-09-09")
    assert [section.text for section in doc.sections] == [section.text for section in seed(MEETING).sections]


def test_khmer_in_utf16_without_a_mark():
    doc = read(
        ("អង្គជំនុំជម្រះវិសាមញ្ញ\n\n" + "ក្រុមការងារបានជួបប្រជុំគ្នានៅថ្ងៃទី៨ ខែកញ្ញា ឆ្នាំ២០២២។ " * 5).encode("utf-16-le")
    )
    assert (doc.language, doc.event.start) == ("km", None)
    assert "ក្រុមការងារ" in doc.sections[0].text


def test_one_torn_character_does_not_change_the_encoding():
    data = ("ក្រុមការងារ " * 40).encode()
    assert read(data[:-2]).encoding == "utf-8 (damaged)"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert('canary')</script>",
        "<img src=x onerror=alert('canary')>",
        "<svg onload=alert('canary')><circle/></svg>",
        "<iframe src='javascript:canary'></iframe>",
        "<!-- canary -->",
        "<style>canary</style>",
        "<a href='javascript:canary()'>click</a>",
        "<object data='canary'></object>",
        "<ScRiPt>canary</sCrIpT >",
        "<x-canary onclick=1>",
    ],
)
def test_hostile_html_leaves_no_markup(attack):
    doc = read(
        f"<html><body><h1>Title</h1><p>Good text before. {attack} Good text after it, and more of it.</p></body></html>"
    )
    kept = doc.title + "".join(section.text for section in doc.sections)
    assert "canary" not in kept
    assert "<" not in kept
    assert "Good text before." in kept
    assert "Good text after it" in kept


def test_script_in_a_plain_text_is_taken_out_and_listed():
    doc = read(
        "A plain title\n\nA plain line with enough words to be text.\n\n<script>steal()</script>\n\nAnother line of the text.\n"
    )
    assert [(gone.text, gone.reason) for gone in doc.removed] == [("<script>steal()</script>", "script")]
    assert "script_removed" in flags(doc)


def test_markdown_autolinks_are_no_tags():
    assert flatten("See <https://hub.example/a> and a < b.")[0] == "See <https://hub.example/a> and a < b."


def test_no_title():
    doc = read(
        "This text begins with a full sentence, and it goes on and on without ever saying what it is called. "
        * 3
    )
    assert doc.title == ""
    assert "no_title" in flags(doc)


@pytest.mark.parametrize(
    "chunk",
    [b"a", b" ", b"<", b"<b>", b"<!--", b"<script ", b"[", b"**", b"1 ", b"\\", b"{{", b"a@", b"Mr. Ab ", b"(ECCC) ", b"A woman ", b". "],
)  # fmt: skip
def test_five_megabytes_of_one_thing_take_seconds(chunk):
    began = time.process_time()
    read(b"<p>Title</p>\n\n" + chunk * (5 * MEGABYTE // len(chunk)))
    assert time.process_time() - began < 12


def test_twenty_thousand_nested_tags():
    began = time.process_time()
    doc = read(b"<p>" + b"<b>" * 20_000 + b"deep down" + b"</b>" * 20_000)
    assert time.process_time() - began < 1
    assert "deep down" in doc.title + "".join(section.text for section in doc.sections)
