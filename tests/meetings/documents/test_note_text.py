"""What is typed on the day comes back as it was typed, whatever it is, and is safe to show."""

import html

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import cleaning
from meetings.documents.note_text import settled, to_html, to_text, woven

SIGNS = [
    "<script>alert(1)</script>",
    "<b>",
    "</p>",
    "&amp;",
    "&",
    "<!--",
    "]]>",
    "\u202e",
    "\u2067",
    "🌊",
    "👩‍👩‍👧",
]
SIGNS += [
    "ការសម្រេច",
    "ចិត្ត\u200bរួម",
    "é",
    "e\u0301",
    "\u00a0",
    "'",
    '"',
    "`",
    "\n",
    "\n\n\n",
    " \n",
    "\t",
    "\r\n",
    "×",
    "<",
    ">",
]
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=12)), max_size=12).map("".join)


@unhurried
@given(texts)
def test_a_typed_text_comes_back(text):
    kept = to_html(text)
    assert to_text(kept) == settled(text)
    assert settled(settled(text)) == settled(text)


@unhurried
@given(texts)
def test_what_is_kept_is_clean_already(text):
    kept = to_html(text)
    assert to_text(cleaning.clean_html(kept)) == settled(text)
    shown = cleaning.render_html(kept)
    assert "<script" not in shown
    assert "<b>" not in shown


@unhurried
@given(texts)
def test_weaving_a_plain_text_is_writing_it(text):
    assert woven("", text) == to_html(text)
    assert woven(to_html(text), text) == to_html(text)


LIST = "<ul><li>One <strong>bold</strong></li><li>Two</li></ul>"
TABLE = "<table><tbody><tr><th>Body</th><td>Yes</td></tr><tr><td>Paper &amp; Boat</td><td>No</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("", ""),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<br>Two.</p>", "One.\nTwo."),
        (LIST, "One bold\nTwo"),
        (TABLE, "Body | Yes\nPaper & Boat | No"),
        ("Bare words<p>Para</p>tail", "Bare words\n\nPara\n\ntail"),
        ("<p>a\nb</p>", "a b"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("<blockquote><p>Said</p><p>so</p></blockquote>", "Said\nso"),
        ("<p>One</p><hr><p>Two</p>", "One\n\nTwo"),
    ],
)
def test_kept_html_reads_as_lines(kept, text):
    assert to_text(kept) == text


def test_a_change_elsewhere_leaves_lists_and_links_as_they_are():
    kept = f"<p>First.</p>{LIST}{TABLE}<p>Last.</p>"
    text = to_text(kept)
    assert woven(kept, text) == kept
    changed = woven(kept, text.replace("First.", "First <of> all.") + "\n\nMore.")
    assert changed == f"<p>First &lt;of&gt; all.</p>{LIST}{TABLE}<p>Last.</p><p>More.</p>"
    assert LIST not in woven(kept, text.replace("Two", "Three"))
    assert TABLE in woven(kept, text.replace("Two", "Three"))


@unhurried
@given(texts, texts)
def test_a_woven_text_comes_back(before, after):
    assert to_text(woven(f"{LIST}{to_html(before)}<p><em>{html.escape('x & y')}</em></p>", after)) == settled(
        after
    )
