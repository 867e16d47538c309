"""Page furniture that scraping leaves in a text: found, taken out, listed with its reason."""

import re

from .split import Block

HEAD, TAIL = "page head", "page foot"
FURNITURE = {
    # what stands in the source (lower case, without end punctuation) -> reason
    "select page": "navigation", "skip to main content": "navigation", "skip to content": "navigation",
    "top of page": "navigation", "bottom of page": "navigation", "scroll to top": "navigation", "back to top": "navigation",
    "donate": "navigation", "donate now": "navigation", "menu": "navigation", "home": "navigation", "search": "navigation",
    "previous": "navigation", "next": "navigation", "log in": "navigation", "mobile-under-construction": "navigation",
    "read more": "navigation", "share": "share and print buttons", "print": "share and print buttons",
    "share this": "share and print buttons", "f t m": "share and print buttons", "imprimer envoyer": "share and print buttons",
    "imprimer": "share and print buttons", "email": "share and print buttons", "tweet": "share and print buttons",
    "no comments: post a comment": "comment form", "no comments": "comment form", "post a comment": "comment form",
    "leave a reply": "comment form", "leave a comment": "comment form", "###": "end mark", "-30-": "end mark",
    "ends": "end mark", "document sample": "viewer", "powered by": "viewer", "who's online": "visitor counter",
    "informing humanitarians worldwide": "site slogan", "informing humanitarians worldwide 24/7": "site slogan",
}  # fmt: skip
OPENERS = {
    # after one of these, what is left at the end of the page is a list of other pages
    "most read", "latest news", "stay connected", "related articles", "related posts", "related news", "keep reading",
    "recent posts", "you may also like", "more news", "most popular", "follow us", "archives", "categories", "tags",
    "share this article", "articles liés", "dernières nouvelles", "à lire aussi", "who's online", "leave a reply",
}  # fmt: skip
PATTERNS = (
    (re.compile(r"we have \d+ guests? online.{0,80}", re.I), "visitor counter"),
    (re.compile(r"mod_vvisit_counter.{0,200}", re.I), "visitor counter"),
    (re.compile(r"\d+ downloads?,? \d+ views?.{0,40}", re.I), "visitor counter"),
    (re.compile(r"(?:hits|views|visits|lectures|affichages)\s?:\s?\d+", re.I), "visitor counter"),
    (re.compile(r"(?:\[object object\]\s?)+", re.I), "script remains"),
    (re.compile(r"(?:\{\{[^{}]{0,200}\}\}\s?)+"), "script remains"),
    (re.compile(r"0123\d{0,8}"), "script remains"),
    (re.compile(r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|e-?mail|print|copy link|youtube|instagram)"
                r"(?:[\s,|]{1,3}(?:facebook|twitter|x|whatsapp|telegram|linkedin|e-?mail|print|copy link|youtube|instagram)){1,10}", re.I),
     "share and print buttons"),
    (re.compile(r"(?:home|accueil)(?:\s?(?:>|»|/|›)\s?[^>»/›]{1,120}){1,8}", re.I), "breadcrumb"),
    (re.compile(r"you are here:.{0,300}", re.I), "breadcrumb"),
    (re.compile(r"[^|]{10,200}(?: \| [^|]{10,200}){2,20}"), "other headlines"),
    (re.compile(r"(?:©|copyright|\(c\)) .{0,200}", re.I), "page foot"),
    (re.compile(r"!?\[[^\]]{0,80}\]\((?!https?:|mailto:)[^()]{0,300}\)"), "dead link"),
    (re.compile(r"[-_=*~.\s]{3,}"), "ruler"),
)  # fmt: skip
PROTECTED = re.compile(r"\[e-?mail\s?protected\]", re.I)
REACHABLE = re.compile(r"@|\+855|\b0\d{2} \d{3}")  # a contact under the opening phrase is not furniture
LONG = 160  # a paragraph this long is text, not a teaser


def take_out(blocks: list[Block], remove) -> list[Block]:
    """Return the blocks that are text; the others go to `remove(blocks, reason)`."""
    blocks = _tail(blocks, remove)
    kept = []
    for block in blocks:
        reason = furniture(block.text) if block.kind != "heading" or len(block.text) < 40 else ""
        if reason:
            remove([block], reason)
        else:
            kept.append(block)
    return kept


def furniture(text: str) -> str:
    """Reason why a whole line is page furniture, "" if it is text."""
    plain = text.strip().casefold().replace("’", "'").rstrip(".:… ")
    if plain in FURNITURE or text.strip().casefold() in FURNITURE:
        return FURNITURE.get(plain) or FURNITURE[text.strip().casefold()]
    if plain in OPENERS:
        return "list of other pages"
    if len(text) > 1_000:
        return ""
    return next((reason for pattern, reason in PATTERNS if pattern.fullmatch(text.strip())), "")


def _tail(blocks: list[Block], remove) -> list[Block]:
    """Cut the list of other pages off the end: from an opening phrase on, if only short lines follow."""
    long = min(LONG, max((len(block.text) for block in blocks), default=0))
    texts = [n for n, block in enumerate(blocks) if len(block.text) >= long]
    first_text, last_text = (texts[0], texts[-1]) if texts else (len(blocks), len(blocks))
    for position in range(last_text, len(blocks)):
        plain = blocks[position].text.casefold().replace("’", "'").rstrip(".:… ")
        speaks = any(REACHABLE.search(block.text) for block in blocks[position + 1 :])
        if plain in OPENERS and position > first_text and not speaks:
            remove(blocks[position : position + 1], "list of other pages")
            if blocks[position + 1 :]:
                remove(blocks[position + 1 :], "list of other pages (under “" + blocks[position].text + "”)")
            return blocks[:position]
    return blocks
