"""HTML in, plain lines with light marks out (`## heading`, `• item`, `**bold**`, `[text](address)`).

A scanner, not a parser: one pass, no recursion, so 20,000 nested tags or 5 MB of "<" cost the same as
prose. Nothing of the markup survives as markup: what leaves here is text, escaped again where it is shown.
"""

import html
import re

from .document import Removed

BLOCK_TAGS = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "section",
        "article",
        "main",
        "table",
        "tr",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "hr",
        "address",
        "header",
        "thead",
        "tbody",
        "center",
    ]
)
INLINE_TAGS = frozenset(
    [
        "span",
        "font",
        "em",
        "i",
        "u",
        "small",
        "big",
        "sub",
        "sup",
        "abbr",
        "cite",
        "code",
        "q",
        "tt",
        "label",
        "s",
        "strike",
        "img",
        "td",
        "th",
        "a",
    ]
)
DROPPED = {
    "script": "script",
    "style": "style sheet",
    "noscript": "script",
    "template": "script",
    "iframe": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "svg": "picture code",
    "math": "picture code",
    "head": "page head",
    "title": "page head",
    "nav": "navigation",
    "footer": "page foot",
    "aside": "side column",
    "select": "form control",
    "button": "form control",
    "textarea": "form control",
}
BOLD_TAGS = frozenset({"b", "strong"})
KNOWN = BLOCK_TAGS | INLINE_TAGS | BOLD_TAGS | DROPPED.keys() | {"br", "li", "meta", "link", "input"}
KNOWN |= {f"h{level}" for level in range(1, 7)}

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>|<!--|<![a-zA-Z][^<>]*>|<\?[^<>]*>")
PAGE = re.compile(
    r"<!doctype html|</?(?:html|body|p|div|h[1-6]|br|li|table|article|section)\b[^<>]{0,500}>", re.I
)
HREF = re.compile(r"""href\s*=\s*["']?\s*((?:https?|mailto):[^"'\s<>]+)""", re.I)
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.I)
SAFE_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d?);", re.I)
MAX_TITLE_SCAN = 100_000


def flatten(text: str) -> tuple[str, list[Removed], str]:
    """Return (text without tags, what was taken out with its reason, content of <title>).

    A text with block tags is read as HTML, where a line end means nothing; otherwise stray tags go and
    lines stay. Markdown's `<https://…>` is no tag and stays.
    """
    is_page = bool(PAGE.search(text))
    if not is_page and not any(m[2] and m[2].lower() in KNOWN for m in TAG.finditer(text)):
        return (html.unescape(text) if SAFE_ENTITY.search(text) else text), [], ""
    found = TITLE.search(text[:MAX_TITLE_SCAN])
    flattened, removed = _Scanner(text, is_page).run()
    return flattened, removed, html.unescape(found[1]).strip() if found else ""


class _Scanner:
    def __init__(self, text: str, is_page: bool):
        self.text, self.is_page = text, is_page
        self.lower = text.lower()
        self.out: list[str] = []
        self.removed: list[Removed] = []
        self.href = ""
        self.unclosed: set[str] = set()

    def run(self) -> tuple[str, list[Removed]]:
        at = 0
        while match := TAG.search(self.text, at):
            self.write(self.text[at : match.start()])
            at = self.tag(match)
        self.write(self.text[at:])
        flat = "".join(self.out)
        flat = re.sub(r"[ \t]*\n[ \t]*\n\s*", "\n\n", flat) if self.is_page else flat
        return flat.strip("\n") + "\n", self.removed

    def write(self, chunk: str) -> None:
        if not chunk:
            return
        chunk = html.unescape(chunk)
        self.out.append(re.sub(r"[ \t\n]+", " ", chunk) if self.is_page else chunk)

    def tag(self, match: re.Match) -> int:
        """Act on one tag; return where reading goes on."""
        if match[0] == "<!--":
            return self.drop(match.start(), "-->", "comment")
        name = (match[2] or "").lower()
        if not name:
            return match.end()
        if name not in KNOWN:
            if self.is_page:
                self.removed.append(Removed(match[0][:200], "unknown tag"))
            else:
                self.write(match[0])
            return match.end()
        closing = bool(match[1])
        if name in DROPPED and not closing:
            return self.drop(match.start(), f"</{name}", DROPPED[name])
        self.mark(name, closing, match[3])
        return match.end()

    def mark(self, name: str, closing: bool, attributes: str) -> None:
        if name[0] == "h" and name[1:].isdigit():
            self.out.append("\n\n" if closing else f"\n\n{'#' * int(name[1:])} ")
        elif name == "li":
            self.out.append("\n" if closing else "\n• ")
        elif name == "br":
            self.out.append("  \n")
        elif name in BOLD_TAGS:
            self.out.append("**")
        elif name == "a":
            if not closing:
                found = HREF.search(attributes)
                self.href = html.unescape(found[1]) if found else ""
                self.out.append("[" if self.href else "")
            elif self.href:
                self.out.append(f"]({self.href})")
                self.href = ""
        elif name in BLOCK_TAGS:
            self.out.append("\n\n")
        elif name in {"td", "th"}:
            self.out.append(" ")

    def drop(self, start: int, closer: str, reason: str) -> int:
        """Take out everything up to `closer`; a missing closer is looked for once only."""
        end = -1 if closer in self.unclosed else self.lower.find(closer, start)
        if end < 0:
            self.unclosed.add(closer)
            end = self.text.find(">", start)
            return len(self.text) if end < 0 else end + 1
        if closer == "-->":
            end += len(closer)
        else:
            close = self.text.find(">", end)
            end = len(self.text) if close < 0 else close + 1
        self.removed.append(Removed(self.text[start:end], reason))
        return end


LINK = re.compile(r"\[([^\[\]]{1,500})\]\(\s*<?([^\s()<>]{1,1000})>?\s*\)")
AUTOLINK = re.compile(r"<{1,2}((?:https?://|mailto:)[^\s<>]{1,1000})>{1,2}")
BARE_LINK = re.compile(r"https?://[^\s<>\"'()\[\]]{3,1000}")
ESCAPED = re.compile(r"\\+([_*#\[\]()<>~`\\-])")
BOLD = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,300})(?<=\S)\*(?![\w*])")


def inline(raw: str) -> tuple[str, list[str]]:
    """Clean one line of markdown marks. Return (text, links found); links lose their escapes and brackets."""
    text = raw.replace("\xa0", " ").replace("\u2007", " ").replace("\u202f", " ")
    if not any(mark in text for mark in ("*", "[", "<", "\\", "://", "__")):
        return text.strip(), []
    links: list[str] = []

    def named(match: re.Match) -> str:
        target = ESCAPED.sub(r"\1", match[2])
        label = ESCAPED.sub(r"\1", match[1])
        if not target.startswith(("http://", "https://", "mailto:")):
            return label
        if not target.startswith("mailto:"):
            links.append(target)
        return label

    def auto(match: re.Match) -> str:
        links.append(match[1])
        return match[1].removeprefix("mailto:")

    text = AUTOLINK.sub(auto, LINK.sub(named, text))
    text = BOLD.sub("", ITALIC.sub(r"\1", ESCAPED.sub(r"\1", text)))
    for match in BARE_LINK.finditer(text):
        if match[0].rstrip(".,;") not in links:
            links.append(match[0].rstrip(".,;"))
    return text.strip(), links
