"""Notes as people type them on the day and as they are kept: plain lines there, clean HTML here.

`to_text(to_html(text)) == settled(text)` for every text, and HTML made here is what `hub.cleaning` would keep as it is.
"""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

from django.utils.html import escape

from hub import cleaning

_MANY_BREAKS = re.compile(r"\n{3,}")
_BREAK = re.compile(r"<br\s*/?>")
_ROW_END = re.compile(r"</(?:p|h[1-6]|li|tr|dt|dd|blockquote|caption|pre)>\s*")
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh])")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "ul", "ol", "dl", "blockquote", "pre", "table", "hr"])
_EMPTY = frozenset(["br", "hr"])


def settled(text: str) -> str:
    """A typed text as it comes back: no control characters, no blanks at line ends, at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in cleaning.scrub(text).split("\n"))
    return _MANY_BREAKS.sub("\n\n", lines).strip("\n").strip()


def to_html(text: str) -> str:
    """Plain text as clean HTML: an empty line parts paragraphs, a line end stays one. Every sign stands for itself."""
    return "".join(_paragraph(block) for block in settled(text).split("\n\n") if block)


def to_text(html: str) -> str:
    """The text of kept HTML for a text box: no tags, no entities; paragraphs apart, rows of lists and tables on lines."""
    return settled("\n\n".join(_words(block) for block in _parts(html)))


def woven(html: str, text: str) -> str:
    """The HTML of a changed `text`; paragraphs of `html` that still stand in it keep their lists, links and tables."""
    kept: dict[str, list[str]] = {}
    for block in _parts(html):
        kept.setdefault(settled(_words(block)), []).append(block)
    rest, made = settled(text), []
    # An old block may hold empty lines itself, so the longest is looked for first.
    formatted = sorted((words for words in kept if "\n\n" in words), key=len, reverse=True)
    for words in formatted:
        if f"\n\n{words}\n\n" in f"\n\n{rest}\n\n":
            before, _same, after = f"\n\n{rest}\n\n".partition(f"\n\n{words}\n\n")
            return woven(html, before) + kept[words][0] + woven(html, after)
    for block in rest.split("\n\n"):
        if block:
            made.append(kept[block].pop(0) if kept.get(block) else _paragraph(block))
    return "".join(made)


def _paragraph(block: str) -> str:
    # As bleach writes text: quotation marks stay what they are.
    lines = escape(block).replace("&#x27;", "'").replace("&quot;", '"')
    return f"<p>{lines}</p>".replace("\n", "<br>")


def _words(block: str) -> str:
    text = block if "<pre" in block else block.replace("\n", " ")
    text = _CELL_END.sub(" | ", text)
    text = _ROW_END.sub("\n", _BREAK.sub("\n", text))
    return unescape(_TAG.sub("", text)).strip("\n")


class _Splitter(HTMLParser):
    """Where the outermost blocks begin and end. Kept HTML is well formed: it was written by a parser."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=False)
        self.starts = [0]
        for line in html.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.depth = 0
        self.cuts = [0]
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if self.depth == 0 and tag in _BLOCKS:
            self.cuts.append(self._here())
        if tag not in _EMPTY:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        self.depth = max(self.depth - 1, 0)
        if self.depth == 0 and tag in _BLOCKS:
            self.cuts.append(self._here() + len(f"</{tag}>"))


def _parts(html: str) -> list[str]:
    """The outermost blocks of kept HTML, and the stretches between them, in order."""
    cuts = [*_Splitter(html).cuts, len(html)]
    parts = [html[start:end] for start, end in pairwise(cuts)]
    return [part for part in parts if part.strip()]
