"""What must not go out unread: texts that could identify a survivor, protected identities, hard contents.

The combination rule: sex, age or what happened, a place, a people or faith. One of them is history; three of
them about one person are a person. Such a sentence is held back: out of the page, in the report, restorable.
"""

import re

from .document import ImportedDocument
from .facts import sentences
from .gazetteer import PEOPLE, PROVINCE, PROVINCES
from .split import Block, Part

INDIVIDUAL = re.compile(
    r"\b(?:An?|One|This|The|Our|Une?|Cette)\s(?:[\w’'-]+,?\s){0,6}?"
    r"(?:survivor|wom[ae]n|man|girl|boy|villager|victim|civil party|widower|widow|wife|husband|mother|father|daughter|son|"
    r"grandmother|monk|nun|survivante?|femme|veuve)\b|\b\d{2}[- ]year[- ]old\b",
    re.I,
)
FEW = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|[2-9])\s(?:[\w’'-]+\s){0,3}?"
    r"(?:people|survivors|women|men|villagers|victims|civil parties|sisters|brothers|families)\b",
    re.I,
)
FACETS = {
    "sex or family": re.compile(
        r"\b(?:wom[ae]n|man|girl|boy|her|his|she|he|wife|husband|widow(?:er)?|mother|father|daughter|son|femme|veuve)\b",
        re.I,
    ),
    "age": re.compile(r"\b\d{1,2}[- ]year[- ]old\b|\baged\s\d{1,2}\b", re.I),
    "what happened": re.compile(
        r"forced marriage|forcibly married|\braped?\b|sexual(?:ly)?\s\w+|tortur|\bprison|executed|"
        r"\blost\s(?:her|his|their|all|\w+ children)|\bkilled\b|mariage forcé|\bviol(?:ée?)?\b",
        re.I,
    ),
    "place": re.compile(
        rf"{PROVINCE.pattern}|(?-i:\b[A-Z]\w+(?:\s[A-Z]\w+)?)\s(?:village|commune|district|province|pagoda)\b"
        r"|\b(?:village|commune|district|province) of\s(?-i:[A-Z])",
        re.I,
    ),
    "people or faith": PEOPLE,
}
FINE_PLACE = re.compile(r"\b(?:village|commune)\b", re.I)
PROTECTED = re.compile(
    r"\b(?:identit(?:y|ies)|names?)\b.{0,30}\b(?:protected|changed|withheld)\b|\banonymi[sz]ed\b|identités? protégées?",
    re.I,
)
VIOLENCE = re.compile(
    r"\brapes?d?\b|forced marriage|sexual (?:violence|abuse|assault)|gender[- ]based violence|\bGBV\b|violences? sexuelles?|mariages? forcés?",
    re.I,
)
# A sentence can only identify somebody if it names a place or an age: looked for first, it is cheap.
ANCHORS = (
    *(name.lower() for name in PROVINCES), "village", "commune", "district", "province", "pagoda", "year-old",
    "year old", "aged ",
)  # fmt: skip
REASON = "held back: could identify a person"


def facets(sentence: str) -> list[str]:
    """Names of the identifying facets a sentence brings together."""
    return [name for name, expression in FACETS.items() if expression.search(sentence)]


def identifies(sentence: str) -> list[str]:
    """The facets if together they could point to a person or a handful of people, else []."""
    if len(sentence) > 2_000:
        sentence = sentence[:2_000]
    found = facets(sentence)
    if INDIVIDUAL.search(sentence) and len(found) >= 3 and {"place", "age"} & set(found):
        return found
    small_place = "place" in found and "people or faith" in found and FINE_PLACE.search(sentence)
    return found if small_place and FEW.search(sentence) else []


def hold_back(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """Take identifying sentences out of the body and of captions; leave "[…]" where a paragraph goes on."""
    kept = []
    for block in blocks:
        _notes(block.text, doc)
        hits = (
            [(at, one) for at, one in sentences(block.text, limit=None) if identifies(one)]
            if _may(block.text)
            else []
        )
        if not hits:
            kept.append(block)
            continue
        for _at, one in hits:
            _flag(one, doc)
        left = _without(block, hits, ledger)
        if left is not None:
            kept.append(left)
    doc.gallery = [caption for caption in doc.gallery if not _held_caption(caption, doc, ledger)]
    return kept


def _may(text: str) -> bool:
    lower = text.lower()
    return any(anchor in lower for anchor in ANCHORS)


def _without(block: Block, hits: list[tuple[int, str]], ledger) -> Block | None:
    if len(hits) == 1 and len(hits[0][1]) < len(block.text.strip()):
        at, sentence = hits[0]
        head, rest = (None, block) if at == 0 else (block.cut(at) or (None, None))
        if rest is not None:
            pieces = rest.cut(len(sentence))
            held, tail = pieces if pieces else (rest, None)
            ledger.remove(held.spans, REASON)
            mark = Part("[…]", held.start, held.start)
            block.parts = [*(head.parts if head else []), mark, *(tail.parts if tail else [])]
            return block
    ledger.remove(block.spans, REASON)
    return None


def _held_caption(caption, doc: ImportedDocument, ledger) -> bool:
    if not identifies(caption.text):
        return False
    _flag(caption.text, doc)
    ledger.hold(caption.span, REASON)
    return True


def _flag(sentence: str, doc: ImportedDocument) -> None:
    doc.flag("held_back", f"Held back, brings together {', '.join(facets(sentence))}: an editor decides.")


def _notes(text: str, doc: ImportedDocument) -> None:
    if PROTECTED.search(text):
        doc.flag(
            "identity_protected", "The source protects identities: restrict the page's images and names."
        )
    if VIOLENCE.search(text):
        doc.flag(
            "content_note", "Speaks of sexual violence: put a content note and a helpline before the text."
        )
