"""Sentences torn by a page break or by a heading or caption set in between; captions without their picture."""

import re

from .document import Caption, ImportedDocument
from .headings import looks_like_heading
from .split import Block

FILE_NAME = re.compile(r"(?:IMG|DSC|FB|PIC|WP|DSCN|MG)[-_ ]?\d|\w_\w|\.(?:jpe?g|png|gif|tiff?)\b", re.I)
CAPTION_MARK = re.compile(r"(?:photo|picture|image|caption|figure|fig\.)(?:\s?\d+)?\s?[:.–-]", re.I)
DESCRIBES_PERSON = re.compile(
    r"(?:A|An|Two|Three|Une?)\s(?:[\w’'-]+\s){0,5}?(?:survivors?|wom[ae]n|m[ae]n|villagers?|civil part(?:y|ies)|victims?|widow|"
    r"participants?|monks?|nun|farmers?|survivante?)\b"
)
SENTENCE_END = re.compile(r"(?<=[a-z)\]][.!?])[\"”’)]?\s+(?=[A-Z“\"‘(])")
MIN_TORN, MAX_BETWEEN, MAX_LINE = 60, 3, 130


def mend(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """Rejoin torn sentences and move captions to the gallery; every step leaves a flag."""
    blocks = _rejoin(blocks, doc, ledger)
    return _captions(blocks, doc, ledger)


def _rejoin(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    mended: list[Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        end = _other_half(blocks, position)
        if end is None:
            mended.append(block)
            position += 1
            continue
        between, half = blocks[position + 1 : end], blocks[end]
        doc.flag("torn_sentence", f"Rejoined: “…{block.text[-40:]} | {half.text[:40]}…”")
        position = end + 1
        if block.kind == "item" or not between:
            block.parts += half.parts
            block.links += half.links
            mended.append(block)
            for caption in between:
                _to_gallery(caption, doc, ledger)
            continue
        first = SENTENCE_END.search(half.text)
        pieces = half.cut(first.start()) if first else None
        block.parts += pieces[0].parts if pieces else half.parts
        mended.append(block)
        mended += between
        for inserted in between:
            doc.flag("inserted_line", f"“{inserted.text}” stood inside a sentence: check where it belongs.")
        if pieces:
            # the rest of the paragraph may itself be torn further down
            pieces[1].gap, pieces[1].links = 1, half.links
            blocks = [*blocks[:position], pieces[1], *blocks[position:]]
    return mended


def _other_half(blocks: list[Block], position: int) -> int | None:
    """Index of the block that continues an unfinished sentence, past at most three short lines."""
    block = blocks[position]
    if block.kind == "heading" or block.ends_sentence or len(block.text) < MIN_TORN:
        return None
    if not (block.text[-1:].isalpha() or block.text.endswith((",", "-"))):
        return None
    for other in range(position + 1, min(position + 2 + MAX_BETWEEN, len(blocks))):
        candidate = blocks[other]
        if candidate.kind == "paragraph" and candidate.starts_lower:
            return other
        if candidate.ends_sentence or len(candidate.text) > MAX_LINE or candidate.explicit:
            return None
        if block.kind == "item" and candidate.kind == "item" and candidate.indent <= block.indent:
            return None
    return None


def _captions(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    kept: list[Block] = []
    heading, previous = "", False
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind == "heading" or (not previous and looks_like_heading(block, following)):
            heading = block.text
        if _is_caption(blocks, position) or (previous and _is_twin(block, heading, blocks[position - 1])):
            _to_gallery(block, doc, ledger)
            previous = True
        else:
            kept.append(block)
            previous = False
    return kept


def _is_caption(blocks: list[Block], position: int) -> bool:
    block = blocks[position]
    if block.kind == "heading" or block.links or len(block.text) > 2 * MAX_LINE:
        return False
    if CAPTION_MARK.match(block.text):
        return True
    last = position + 1 == len(blocks)
    if (
        last
        and position > 2
        and DESCRIBES_PERSON.match(block.text)
        and len(SENTENCE_END.split(block.text)) == 1
    ):
        return True
    if len(block.text) > MAX_LINE or block.ends_sentence:
        return False
    if FILE_NAME.search(block.text) and "@" not in block.text:
        return True
    return block.kind == "item" and (block.number or 0) > 1 and not _in_sequence(blocks, position)


def _in_sequence(blocks: list[Block], position: int) -> bool:
    """Has this numbered line a neighbour numbered one less or one more? A lone "4." is no list."""
    number = blocks[position].number
    near = blocks[max(0, position - 3) : position] + blocks[position + 1 : position + 4]
    return any(block.kind == "item" and block.number in {number - 1, number + 1} for block in near)


def _is_twin(block: Block, heading: str, above: Block) -> bool:
    """The second line of a caption: set in like the first, or the section's heading said again with more."""
    if block.kind != "paragraph" or block.ends_sentence or len(block.text) > MAX_LINE:
        return False
    if block.indent and block.indent >= above.indent:
        return True
    return bool(heading) and block.text.casefold().startswith(heading.casefold())


def _to_gallery(block: Block, doc: ImportedDocument, ledger) -> None:
    file_name = bool(FILE_NAME.search(block.text))
    text = " ".join(block.text.split())
    if block.marker and block.number is not None:
        text = f"{block.marker} {text}"
    doc.gallery.append(Caption(text, file_name, block.spans[0]))
    ledger.keep(block.spans, "gallery")
    if file_name:
        doc.flag("caption_needed", f"A picture has a file name where its caption should be: “{text}”")
