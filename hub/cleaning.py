"""The one place where HTML and plain text from people are cleaned.

bleach does the cleaning. It is no longer developed and 20,000 nested tags take it 11 seconds, so size, number
of tags and nesting are capped *before* it runs; whoever replaces it does so in this file only. HTML is cleaned
when it is saved and again when it is shown.
"""

import re
import unicodedata
from collections import Counter
from html import unescape

import bleach
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 300_000
MAX_TAGS = 5_000
MAX_MARKS = 20_000
MAX_DEPTH = 40
MAX_PIECES = 4_000  # of one tag; each may be an attribute, and the parser compares every two of them

_EVERYWHERE = [
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "span",
    "a",
    "abbr",
    "cite",
    "q",
]
_BLOCKS = ["h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"]
_TABLES = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"]
ALLOWED_TAGS = frozenset(_EVERYWHERE + _BLOCKS + _TABLES)
ALLOWED_PROTOCOLS = frozenset(["http", "https", "mailto"])

_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SMALL_NUMBER = re.compile(r"[0-9]{1,4}")
# Relative and scheme-less addresses are refused too: "javascript" + U+200B + ":" parses as a relative one.
_ADDRESS = re.compile(r"(?:https?://[^\s/?#\\]+[^\s]*|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)
_NUMBERED = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
_SCOPES = ("row", "col", "rowgroup", "colgroup")

_DECLARATION = re.compile(r"<[!?][a-zA-Z\[][^<>]*>")
# A "<" that opens no tag: broken comments, in which an end tag could hide.
_STRAY = re.compile(r"<(?!/?[a-zA-Z])")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_OPEN_TAG = re.compile(r"<[a-zA-Z][^>]*")
_BETWEEN_PIECES = re.compile(r"[\s/\"']")
_VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# Their end tag may be left out, and an HTML parser closes them by itself.
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "caption",
        "rt",
        "rp",
    ]
)

# Whole parts that are not text: comments (Word hides its own language in them), style sheets, scripts.
_PART_OPENING = re.compile(
    r"<(?:(!--)|(script|style|xml|title|template|svg|math|object|iframe|noscript)\b)", re.I
)
_COMMENT_END = re.compile(r"--!?>")
# Word writes the bullet of a list item as text of its own.
_WORD_BULLET = re.compile(
    r"<span[^<>]{0,200}mso-list:\s*Ignore[^<>]{0,200}>[^<]{0,20}(?:<span[^<>]{0,300}>[^<]{0,80}</span>)?[^<]{0,20}</span>",
    re.I,
)
_EMPTY_BLOCK = re.compile(r"<(p|h[1-4]|span|strong|em|u)(?: [^<>]*)?>(?:\s|&nbsp;|\u00a0|<br/?>)*</\1>")
_SAME_THING = {"b": "strong", "i": "em", "h1": "h2"}
_SAME_TAG = re.compile(r"<(/?)(b|i|h1)(?=[ >])")
_BARE = re.compile(r"<(span|a)>((?:[^<]|<(?!/?\1\b))*)</\1>")
_BLOCK_END = re.compile(r"<(?:br|hr)\b[^>]*>|</(?:p|div|h[1-6]|li|tr|dt|dd|blockquote|caption)\s*>", re.I)
_ANY_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")

_CONTROLS = dict.fromkeys(
    [
        # The controls of C0 and C1, but for tab and line feed.
        *range(0x00, 0x09),
        *(0x0B, 0x0C),
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        # Embeddings, overrides and isolates turn text around; U+200B to U+200D stay, Khmer needs them.
        *(0x061C, 0x200E, 0x200F),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        # Marks, annotations, half characters and invisible tags.
        *(0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF),
        *range(0xD800, 0xE000),
        *range(0xE0000, 0xE0080),
    ]
)
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Normalising sorts each run of combining marks, in quadratic time. No writing has runs above 30 (UAX 15 section 13).
_MOST_MARKS = 30


def _marks():
    """The characters that such runs are made of, as ranges of a regular expression: 0.03 s when this is loaded."""
    ranges = []
    for code in (*range(0x300, 0xD800), *range(0xE000, 0x20000)):
        if unicodedata.combining(unicodedata.normalize("NFD", chr(code))[0]):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_EXCESS = re.compile(f"[{_marks()}]{{{_MOST_MARKS + 1},}}")
# Where such a run may be at all; looked for first, since it is twelve times as quick in Latin text.
_BEYOND_LATIN = re.compile(f"[^\x00-\u02ff]{{{_MOST_MARKS + 1},}}")


_TOO_MUCH_FORMATTING = _(
    "This text has too much formatting inside other formatting. Please paste it as plain text."
)


class HtmlRefused(ValidationError):
    """The HTML is too large or too deeply nested to be cleaned; carries the sentence for its author."""


def scrub(text, *, lines=True):
    """Plain text without control characters, bidi overrides and half characters, in NFC.

    Line ends become "\\n"; with `lines=False` line ends and tabs become single spaces and the ends are stripped.
    U+200B (the invisible space between Khmer words) is kept; of a run of combining marks the first 30 are.
    """
    text = _LINE_ENDS.sub("\n", text).translate(_CONTROLS)
    text = _cut_marks(unicodedata.normalize("NFC", _cut_marks(text)))  # again, for some become two marks
    return text if lines else " ".join(re.split(r"[\n\t ]+", text)).strip()


def _cut_marks(text):
    """The first 30 of each run of combining marks, in linear time."""
    if text.isascii():
        return text
    return _BEYOND_LATIN.sub(lambda stretch: _EXCESS.sub(lambda run: run[0][:_MOST_MARKS], stretch[0]), text)


def _without_hidden_parts(html):
    """Drops comments, scripts and style sheets with their content, in linear time.

    A part without its end is left to bleach, which shows it as text.
    """
    kept, position = [], 0
    missing = set()
    while match := _PART_OPENING.search(html, position):
        name = match.group(2).lower() if match.group(2) else "!--"
        end = None
        if name not in missing:
            ending = _COMMENT_END if name == "!--" else re.compile(rf"</{name}\s*>", re.IGNORECASE)
            end = ending.search(html, match.end())
        if end is None:
            missing.add(name)
            kept.append(html[position : match.end()])
            position = match.end()
        else:
            kept.append(html[position : match.start()])
            position = end.end()
    return "".join([*kept, html[position:]])


def _check_size(html):
    if len(html) > MAX_CHARACTERS or html.count("<") + html.count("&") > MAX_MARKS:
        raise HtmlRefused(_("This text is too long. Please shorten it or put part of it in a document."))
    if any(len(_BETWEEN_PIECES.findall(tag)) > MAX_PIECES for tag in _OPEN_TAG.findall(html)):
        raise HtmlRefused(_TOO_MUCH_FORMATTING)
    open_tags = Counter()
    depth = 0
    for tags, match in enumerate(_TAG.finditer(html), start=1):
        closing, name = match.group(1), match.group(2).lower()
        if name in _VOID or name in _SELF_CLOSING:
            pass
        elif not closing:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            # Only an end tag whose element is open closes anything; a stray one must not hide depth.
            open_tags[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH or tags > MAX_TAGS:
            raise HtmlRefused(_TOO_MUCH_FORMATTING)


def _allowed_attribute(tag, name, value):
    if name == "lang":
        return bool(_LANGUAGE_CODE.fullmatch(value))
    if name == "href":
        return tag == "a" and bool(_ADDRESS.fullmatch(value))
    if name == "title":
        return tag in ("a", "abbr")
    if name == "scope":
        return tag == "th" and value in _SCOPES
    return name in _NUMBERED.get(tag, ()) and bool(_SMALL_NUMBER.fullmatch(value))


def clean_html(html):
    """HTML that is safe to show, from anything a person typed or pasted (Word included).

    Keeps headings, lists, tables, emphasis, links with http, https and mailto, and `lang`. Cleaning twice gives
    the same. Raises HtmlRefused, with a sentence and before any costly work, for input over the caps.
    """
    if len(html) > MAX_CHARACTERS * 4:
        _check_size(html)
    html = _DECLARATION.sub("", _without_hidden_parts(scrub(html)))
    html = _STRAY.sub("&lt;", _WORD_BULLET.sub("", html))
    _check_size(html)
    html = bleach.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=_allowed_attribute,
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    html = _SAME_TAG.sub(lambda match: f"<{match.group(1)}{_SAME_THING[match.group(2)]}", html)
    previous = None
    while previous != html:
        previous = html
        html = _EMPTY_BLOCK.sub("", _BARE.sub(r"\2", html))
    return html.strip()


def render_html(html):
    """Safe HTML for a page, never an error: what cannot be cleaned is shown as plain paragraphs."""
    try:
        # bleach's output is what this function exists for.
        return mark_safe(clean_html(html))  # noqa: S308
    except HtmlRefused:
        return mark_safe(linebreaks(escape(plain_text(html[:MAX_CHARACTERS]))))  # noqa: S308 (escaped)


def plain_text(html):
    """The text of some HTML for mail, search and calendars: blocks on lines of their own, no tags, no entities."""
    text = _BLOCK_END.sub("\n", _without_hidden_parts(html))
    text = scrub(unescape(_ANY_TAG.sub("", text)).replace("\u00a0", " "))
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


class PlainTextField(forms.CharField):
    """A form field for plain text without control characters; `lines=True` for more than one line."""

    def __init__(self, *, lines=False, **kwargs):
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return scrub(value, lines=self.lines) if value else value
