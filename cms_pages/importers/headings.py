"""Title, subtitle, kind label, letterhead, and headings that are headings only by their looks."""

import re

from .document import ImportedDocument
from .gazetteer import LETTERHEADS, pattern
from .litter import LONG
from .split import Block

KIND_LABELS = {
    "press release": "press_release",
    "joint press release": "press_release",
    "media release": "press_release",
    "news release": "press_release",
    "communiqué de presse": "press_release",
    "communique de presse": "press_release",
    "សេចក្តីប្រកាសព័ត៌មាន": "press_release",
    "press statement": "statement",
    "statement": "statement",
    "joint statement": "statement",
    "public statement": "statement",
    "communiqué": "statement",
    "សេចក្តីថ្លែងការណ៍": "statement",
    "media alert": "media_alert",
    "media advisory": "media_alert",
    "news": "news_item",
    "factsheet": "factsheet",
    "fact sheet": "factsheet",
    "policy brief": "factsheet",
}
MAX_TITLE = 220
MAX_HEADING = 90
LETTERHEAD = pattern(LETTERHEADS)
UNFINISHED = re.compile(r"\.\.\.|…|\b(?:at|to|read more|more)$", re.I)
CREDIT = re.compile(r"(?:produced|supported|implemented|funded|published|co-?funded|financed) by\s?:?", re.I)


def take_letterhead(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """Leading lines that hold nothing but names of state and court are the letterhead: style, not text."""
    end = 0
    while end < len(blocks) and _is_letterhead(blocks[end]):
        end += 1
    if end < 2:
        return blocks
    for block in blocks[:end]:
        doc.letterhead.append(block.text)
        ledger.remove(block.spans, "letterhead")
    return blocks[end:]


def _is_letterhead(block: Block) -> bool:
    if len(block.text) > 200 or block.explicit:
        return False
    return not re.sub(r"\W+|\bECCC\b|\bCETC\b", "", LETTERHEAD.sub("", block.text))


def take_kind_label(blocks: list[Block], doc: ImportedDocument, ledger) -> tuple[list[Block], str]:
    """A line such as "Press Release" among the first lines names the kind; it is no title."""
    for position, block in enumerate(blocks[:6]):
        if len(block.text) >= LONG:
            break
        kind = KIND_LABELS.get(block.text.casefold().strip(" .:*"))
        if kind and position + 1 < len(blocks):
            ledger.remove(block.spans, "kind label")
            return blocks[:position] + blocks[position + 1 :], kind
    return blocks, ""


def take_title(blocks: list[Block], page_title: str, doc: ImportedDocument, ledger) -> list[Block]:
    """Find the title and subtitle; what stood before a title found further down moves behind it."""
    at = _explicit_title(blocks)
    if at is None and blocks and _looks_like_title(blocks, 0):
        at = 0
    if at is None:
        doc.title = page_title
        if not page_title:
            doc.flag("no_title", "No title in the source: give one.")
        else:
            doc.flag("title_guessed", "Title taken from the page's head, not from its text.")
        return blocks
    before, rest = blocks[:at], blocks[at:]
    size = 1
    while rest[0].bold and size < len(rest) and size < 4 and rest[size].bold and not rest[size].gap:
        size += 1
    doc.title = " ".join(block.text for block in rest[:size])
    for block in rest[:size]:
        ledger.keep(block.spans, "title")
    rest = _repeated(rest[size:], doc, ledger)
    if size == 1 and blocks[at].explicit:
        rest = _subtitle(rest, doc, ledger)
    if before and any(len(block.text) >= LONG for block in before):
        numbers = ", ".join(str(block.number) for block in before if block.kind == "heading" and block.number)
        what = f"Section {numbers}" if numbers else "Some text"
        doc.flag(
            "reordered",
            f"{what} stood before the title and was moved behind the rest ({len(before)} blocks).",
        )
        return rest + before
    return before + rest


def _explicit_title(blocks: list[Block]) -> int | None:
    marked = [n for n, block in enumerate(blocks) if block.explicit and block.number is None]
    top = [n for n in marked if blocks[n].level == 1]
    if top:
        return top[0]
    return 0 if marked and marked[0] == 0 else None


def _looks_like_title(blocks: list[Block], at: int) -> bool:
    block = blocks[at]
    alone = at + 1 == len(blocks)
    return (
        block.kind != "item"
        and 3 <= len(block.text) <= MAX_TITLE
        and not block.text.rstrip().endswith((".", ":", ";", ","))
        and not CREDIT.fullmatch(block.text)
        and (block.bold or block.explicit or alone or blocks[at + 1].gap > 0)
    )


def _repeated(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    same = doc.title.casefold().strip(" .")
    while blocks and blocks[0].text.casefold().strip(" .") == same:
        ledger.remove(blocks[0].spans, "title repeated")
        blocks = blocks[1:]
    return blocks


def _subtitle(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    if len(blocks) < 2 or blocks[0].kind != "paragraph" or blocks[0].ends_sentence:
        return blocks
    if len(blocks[0].text) > LONG or not (blocks[1].kind == "heading" or len(blocks[1].text) >= LONG):
        return blocks
    doc.subtitle = blocks[0].text
    ledger.keep(blocks[0].spans, "subtitle")
    return blocks[1:]


def looks_like_heading(block: Block, following: Block | None) -> bool:
    """A short line on its own, without end punctuation, with text under it."""
    text = block.text
    return (
        block.kind == "paragraph"
        and len(text) <= MAX_HEADING
        and len(text.split()) <= 12
        and not block.ends_sentence
        and not text.endswith((",", "-"))
        and not UNFINISHED.search(text)
        and not block.starts_lower
        and following is not None
        and (block.bold or (following.gap > 0 and (block.gap > 0 or block.start == 0)))
        and any(character.isalpha() for character in text)
    )


def mark_headings(blocks: list[Block]) -> None:
    """Where a text marks its headings, only those count; otherwise short lines with text under them do."""
    if sum(block.explicit for block in blocks) >= 3:
        return
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if looks_like_heading(block, following) and not CREDIT.fullmatch(block.text):
            block.kind, block.level = "heading", 2


def take_credits(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """ "Produced by" with a logo that is lost: a slot that wants an organisation and a text alternative."""
    kept, position = [], 0
    while position < len(blocks):
        block = blocks[position]
        if not CREDIT.fullmatch(block.text):
            kept.append(block)
            position += 1
            continue
        doc.credits.append(block.text.strip(" :"))
        ledger.keep(block.spans, "credits")
        position += 1
    if doc.credits:
        doc.flag("credits_empty", "Logos are lost, name the organisations: " + ", ".join(doc.credits))
    return kept
