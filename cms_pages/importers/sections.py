"""Blocks -> sections: headings, labelled paragraphs, lists, boxes, and the order by number."""

import re

from .document import ImportedDocument, Section, TextList
from .languages import guess_language
from .split import Block

LABEL = re.compile(r"([A-ZÀ-Ý][\w’'&/-]{1,24}(?:\s(?:&|[\w’'/-]{1,24})){0,3})\s?:\s+(?=\S)")
ENUMERATION = re.compile(r"(?<!\w)\(?([1-9])\)\s+")
QUOTE = re.compile(r"[\"“]([A-Z][^\"“”]{15,400}[.!?])[\"”]")
RECOMMENDATIONS = re.compile(r"recommendation|way forward|recommandation", re.I)
RESOURCES = re.compile(
    r"(?:resources?|references?|bibliography|sources?|further reading|works cited)\s?:?", re.I
)
NOT_LABELS = re.compile(
    r"(?:note|contact|tel|phone|fax|e-?mail|date|place|venue|time|http|https|source|photo)$", re.I
)
MIN_LABELLED = 30
MAX_LIST_ITEM = 400


def build_sections(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Section]:
    """Gather blocks under their headings. Sets style, language and quotes; orders numbered sections."""
    marked = sum(block.explicit for block in blocks) >= 3
    labels = set() if marked else _labels(blocks)
    usual_gap = _usual_gap(blocks)
    sections = [Section()]
    position = 0
    while position < len(blocks):
        block, section = blocks[position], sections[-1]
        ledger.keep(block.spans, "sections")
        label = LABEL.match(block.text) if block.kind == "paragraph" else None
        if block.kind == "heading" and not block.text.endswith(":"):
            sections.append(Section(block.text, block.level or 2, block.number))
        elif label and label[1].casefold() in labels:
            sections.append(Section(label[1]))
            _paragraph(block.text[label.end() :], sections[-1])
        else:
            if section.heading and section.blocks and block.gap > max(1, usual_gap) and not _open(section):
                section = Section()
                sections.append(section)
                doc.flag("no_heading", f"A block without a heading of its own: “{block.text[:60]}…”")
            size = _list_run(blocks, position)
            if size:
                run = blocks[position : position + size]
                for item in run[1:]:
                    ledger.keep(item.spans, "sections")
                _append_list(section, run)
                position += size
                continue
            _paragraph(block.text, section)
        position += 1
    return _finish([section for section in sections if section.heading or section.blocks], doc)


def _labels(blocks: list[Block]) -> set[str]:
    """Labels that open a paragraph ("Mission: …"); one alone is a sentence with a colon."""
    found = [
        match[1].casefold()
        for block in blocks
        if block.kind == "paragraph"
        and (match := LABEL.match(block.text))
        and len(block.text) - match.end() >= MIN_LABELLED
        and not NOT_LABELS.search(match[1])
    ]
    return set(found) if len(found) >= 2 and len(found) == len(set(found)) else set()


def _usual_gap(blocks: list[Block]) -> int:
    gaps = sorted(block.gap for block in blocks[1:] if block.gap)
    return gaps[len(gaps) // 2] if gaps else 1


def _open(section: Section) -> bool:
    """Does the text so far announce a list?"""
    last = section.blocks[-1]
    return isinstance(last, str) and last.endswith(":")


def _list_run(blocks: list[Block], position: int) -> int:
    """How many blocks from here form one list: marked items, or short lines after a colon."""
    first = blocks[position]
    if first.kind == "item":
        size = 1
        while position + size < len(blocks) and _same_list(
            blocks[position + size - 1], blocks[position + size]
        ):
            size += 1
        return size
    above = blocks[position - 1] if position else None
    if above is None or not above.text.rstrip().endswith(":") or first.kind != "paragraph":
        return 0
    size = 0
    while position + size < len(blocks):
        block = blocks[position + size]
        plain = block.kind == "paragraph" and len(block.text) <= MAX_LIST_ITEM
        if not plain or block.text.endswith(":") or not (block.label or not block.ends_full_stop):
            break
        size += 1
    closes = size and blocks[position + size - 1].text.endswith((";", ",", " and", ", or"))
    if closes and position + size < len(blocks) and blocks[position + size].kind == "paragraph":
        size += 1  # "…; and" is followed by the last item with its full stop
    return size if size >= 2 else 0


def _same_list(above: Block, block: Block) -> bool:
    if block.kind != "item" or block.gap > 1:
        return False
    if (above.number is None) != (block.number is None):
        return False
    return block.number != 1 if block.number is not None else True


def _append_list(section: Section, run: list[Block]) -> None:
    items = [_squeeze(block.text) for block in run]
    section.blocks.append(TextList(items, ordered=run[0].number is not None))


def _paragraph(text: str, section: Section) -> None:
    """Add a paragraph; one that enumerates 1) 2) 3) becomes its opening words and a list."""
    text = _squeeze(text)
    marks = list(ENUMERATION.finditer(text[:20_000]))
    if len(marks) >= 2 and [int(match[1]) for match in marks] == list(range(1, len(marks) + 1)):
        ends = [match.start() for match in marks[1:]] + [len(text)]
        opening = text[: marks[0].start()].strip()
        if opening:
            section.blocks.append(opening)
        items = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
        section.blocks.append(TextList(items, ordered=True))
    else:
        section.blocks.append(text)


def _finish(sections: list[Section], doc: ImportedDocument) -> list[Section]:
    numbered = [section.number for section in sections if section.number is not None]
    sections = _in_order(sections, numbered, doc)
    boxes = len(numbered) >= 3
    in_recommendations = False
    for section in sections:
        in_recommendations = in_recommendations and section.number is None
        if RESOURCES.fullmatch(section.heading):
            section.style, in_recommendations = "resources", False
        elif in_recommendations:
            section.style = "recommendation"
        elif boxes and section.heading and section.number is None:
            section.style = "box"
        if RECOMMENDATIONS.search(section.heading):
            in_recommendations = True
        section.language = guess_language(section.text or section.heading) or doc.language
        section.quotes = [
            match[1] for block in section.blocks for match in QUOTE.finditer(_text(block)[:20_000])
        ]
    return sections


def _in_order(sections: list[Section], numbered: list[int], doc: ImportedDocument) -> list[Section]:
    """Sort by number; a section without one stays behind the numbered section it followed."""
    if numbered == sorted(numbered):
        return sections
    groups: list[tuple[int, list[Section]]] = [(0, [])]
    for section in sections:
        if section.number is not None:
            groups.append((section.number, []))
        groups[-1][1].append(section)
    doc.flag(
        "reordered",
        f"Sections stood in the order {', '.join(map(str, numbered))}; set in order of their numbers.",
    )
    return [section for _number, group in sorted(groups, key=lambda pair: pair[0]) for section in group]


def _text(block: str | TextList) -> str:
    return block if isinstance(block, str) else "\n".join(block.items)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
