"""What kind of page a text is: by its label, else by what it is made of."""

import re

from .document import ImportedDocument
from .split import Block

SIGNS = {
    "structure_page": r"^(?:our\s)?(?:mission|vision|goals?|objectives?|key strateg(?:y|ies)|mandate|organi[sz]ational (?:chart|structure)|structure|tasks|functions)\b(?:\s?:|.{0,30}$)",
    "project_page": r"^(?:target groups?|donors?\b.{0,30}|project (?:partners?|activities|goals?|duration|period)|beneficiaries|activities|need(?:s)? assessment|the issue\b.{0,20}|project\b.{0,40}|phase [iv\d]+.{0,20})\s?:?$",
    "factsheet": r"^(?:.*\brecommendations?\b.*|resources|references|core message|key messages?|conclusions?|background(?: and rationale)?|introduction|methodology|urgency|why this fact ?sheet.*|about this fact ?sheet.*)$",
}  # fmt: skip
SIGNS = {kind: re.compile(expression, re.I) for kind, expression in SIGNS.items()}
WORDS = {
    "press_release": re.compile(r"\bpress release\b|\bfor immediate release\b", re.I),
    "statement": re.compile(r"\b(?:we, the undersigned|joint statement|statement by)\b", re.I),
    "factsheet": re.compile(r"\bthis fact ?sheet\b|\bpolicy brief\b", re.I),
    "project_page": re.compile(
        r"\bphase (?:i{1,3}|[123])\b|\bthe project\b|\bfunded by\b|\bbeneficiar", re.I
    ),
    "news_item": re.compile(
        r"\b(?:yesterday|today|this (?:morning|week)|took place|was held|were held|took part)\b", re.I
    ),
    "event": re.compile(r"\bprogramme of the day\b|\bwill (?:be held|take place)\b|\bregistration\b", re.I),
}
URL_LINE = re.compile(r"(?:read more|\bmore)\W*$|\.{3}$|…$", re.I)


def guess_kind(blocks: list[Block], label: str, doc: ImportedDocument) -> str:
    """Return the kind; a guess without a label in the source is flagged when it is a close call."""
    if label:
        return label
    lines = [block.text for block in blocks if len(block.text) <= 90]
    opening = [block.text[:60] for block in blocks if len(block.text) > 90]
    score = {
        kind: 2 * sum(bool(expression.search(line)) for line in [*lines, *_labels(opening)])
        for kind, expression in SIGNS.items()
    }
    text = " ".join(block.text for block in blocks)[:60_000]
    for kind, expression in WORDS.items():
        score[kind] = score.get(kind, 0) + min(3, len(expression.findall(text)))
    if sum(block.number is not None and block.kind == "heading" for block in blocks) >= 3:
        score["factsheet"] += 3
    if doc.letterhead and doc.published.date:
        score["press_release"] = score.get("press_release", 0) + 3
    if _is_listing(blocks):
        doc.flag("listing", "Looks like a list of other pages, not an article.")
        return "listing"
    best = max(score, key=score.get)
    if score[best] >= 4:
        return best
    dated = doc.published.date is not None or score["news_item"] > 0
    return "news_item" if dated else "plain_page"


def _labels(openings: list[str]) -> list[str]:
    """ "Mission: The VSS is …" counts by its label."""
    return [match[1] + ":" for text in openings if (match := re.match(r"([A-Z][\w ]{2,25}?)\s?:\s", text))]


def _is_listing(blocks: list[Block]) -> bool:
    teasers = sum(bool(URL_LINE.search(block.text)) for block in blocks)
    return len(blocks) >= 6 and teasers * 2 >= len(blocks)
