"""Text -> lines -> blocks (heading, list item, paragraph), each knowing where in the source it stood."""

import re
from dataclasses import dataclass, field

from .document import Span
from .markup import inline

HASH = re.compile(r"(#{1,6})\s+(?=\S)")
UNDERLINE = re.compile(r"(=|-){3,}\s*$")
BULLET = re.compile(r"(?:[•●▪◦‣·∙►▶]\s*|(?:[-–—*→]|o(?=\s\s))\s+)")
NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
NUMBER_OF_HEADING = re.compile(r"(\d{1,2})[.)]?\s+(?=\S)")
BOLD_LABEL = re.compile(r"\*\*[^*]{2,80}(?::\s?\*\*|\*\*\s?:)\s*\S")
LABEL_LINE = re.compile(
    r"(?:(?:personal |mobile |office |cell |direct )?(?:tele)?(?:phone|mobile|tel|cell|fax|hotline|helpline|e-?mail|"
    r"website|web|address|t[ée]l[ée]phone|courriel|contact|p\.\s?o\.\s?box|b\.p\.|posted|updated|published|date)\b)"
    r"|(?:mr|ms|mrs|dr|h\.e|prof|judge|mme|m)\.?\s+[A-Z]",
    re.I,
)
FULL_STOP = (*tuple(".!?…។៕"), '."', ".”", ".’", ".'", '?"', "?”", '!"', "!”", ".)", ".»")
TERMINAL = (*FULL_STOP, ":", ";")
LONG_LINE = 50


@dataclass
class Part:
    """A piece of the source from `start` to `end`, marks included, and its clean text.

    `origin` is where the clean text begins when it stands there letter for letter, else None.
    """

    text: str
    start: int
    end: int
    origin: int | None = None


@dataclass
class Block:
    kind: str  # heading | item | paragraph
    parts: list[Part]
    level: int = 0
    number: int | None = None
    marker: str = ""
    indent: int = 0
    gap: int = 0  # blank lines before it
    bold: bool = False
    label: bool = False  # begins with a bold label: "**Health care:** many …"
    explicit: bool = False  # a heading by its mark, not by its looks
    links: list[str] = field(default_factory=list)

    _joined: tuple = (0, 0, "")

    @property
    def text(self) -> str:
        """The parts joined; kept until a part is added, for it is asked for often."""
        key = (id(self.parts), len(self.parts))
        if self._joined[:2] != key:
            self._joined = (*key, " ".join(part.text for part in self.parts))
        return self._joined[2]

    @property
    def spans(self) -> list[Span]:
        return [Span(part.start, part.end) for part in self.parts]

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def ends_sentence(self) -> bool:
        return self.text.rstrip().endswith(TERMINAL)

    @property
    def ends_full_stop(self) -> bool:
        return self.text.rstrip().endswith(FULL_STOP)

    @property
    def starts_lower(self) -> bool:
        return self.text[:1].islower()

    def locate(self, start: int, end: int) -> Span:
        """Source span of `text[start:end]`; of the whole part where marks were cleaned away."""
        at, found = 0, []
        for part in self.parts:
            lower, upper = max(start, at) - at, min(end, at + len(part.text)) - at
            if lower < upper:
                exact = part.origin is not None
                found.append(
                    Span(part.origin + lower, part.origin + upper) if exact else Span(part.start, part.end)
                )
            at += len(part.text) + 1
        return Span(found[0].start, found[-1].end) if found else Span(self.start, self.start)

    def cut(self, offset: int) -> tuple["Block", "Block"] | None:
        """Split at `text[offset]`; None if the place lies in a part whose marks were cleaned away."""
        at = 0
        for position, part in enumerate(self.parts):
            if at < offset < at + len(part.text):
                if part.origin is None:
                    return None
                inside = offset - at
                tail_text = part.text[inside:].lstrip()
                border = part.origin + inside
                head = Part(part.text[:inside].rstrip(), part.start, border, part.origin)
                tail = Part(tail_text, border, part.end, part.origin + len(part.text) - len(tail_text))
                return (
                    Block(self.kind, [*self.parts[:position], head], indent=self.indent, gap=self.gap),
                    Block("paragraph", [tail, *self.parts[position + 1 :]], indent=self.indent),
                )
            at += len(part.text) + 1
        return None


def split(source: str) -> list[Block]:
    """Cut a text into blocks; lines that were only wrapped are joined again."""
    blocks: list[Block] = []
    gap, at = 0, 0
    wrapped = False
    for raw in source.split("\n"):
        start, at = at, at + len(raw) + 1
        if not raw.strip():
            gap, wrapped = gap + 1, False
            continue
        if UNDERLINE.fullmatch(raw.strip()) and blocks:
            _underline(blocks, raw, start, gap)
            wrapped = False
            continue
        block = _block(raw, start, gap)
        if wrapped and _continues(blocks[-1], block, gap):
            blocks[-1].parts.extend(block.parts)
            blocks[-1].links.extend(block.links)
        else:
            blocks.append(block)
        wrapped = not raw.endswith("  ") and block.kind != "heading"
        gap = 0
    return blocks


def _underline(blocks: list[Block], raw: str, start: int, gap: int) -> None:
    """A row of === or --- makes the line above a heading, or is a ruler and goes with the line above."""
    above = blocks[-1]
    lead = len(raw) - len(raw.lstrip())
    if not gap and above.kind == "paragraph" and len(above.parts) == 1 and len(above.text) <= 120:
        above.kind, above.explicit = "heading", True
        above.level = 1 if raw.strip()[0] == "=" else 2
    above.parts[-1].end = start + lead + len(raw.strip())


def _block(raw: str, start: int, gap: int) -> Block:
    lead = len(raw) - len(raw.lstrip())
    body = raw.strip()
    begin, end = start + lead, start + lead + len(body)
    block = Block("paragraph", [], indent=len(raw[:lead].expandtabs(4)), gap=gap)
    rest = body
    if match := HASH.match(body):
        block.kind, block.level, block.explicit = "heading", len(match[1]), True
        rest = body[match.end() :].rstrip("# ")
        if number := NUMBER_OF_HEADING.match(rest):
            block.number, rest = int(number[1]), rest[number.end() :]
    elif match := NUMBERED.match(body):
        block.kind, block.number, block.marker = "item", int(match[1]), match[0].strip()
        rest = body[match.end() :]
    elif not body.startswith("**") and (match := BULLET.match(body)) and match.end() < len(body):
        block.kind, block.marker = "item", match[0].strip()
        rest = body[match.end() :]
    text, block.links = inline(rest)
    block.label = bool(BOLD_LABEL.match(rest))
    block.bold = rest.startswith("**") and rest.endswith("**") and rest.count("**") == 2
    exact = text == rest.replace("\xa0", " ")
    block.parts = [Part(text, begin, end, begin + len(body) - len(rest) if exact else None)]
    return block


def _continues(above: Block, block: Block, gap: int) -> bool:
    """Is this line the wrapped rest of the one above?"""
    if gap or block.kind != "paragraph" or block.bold or LABEL_LINE.match(block.text):
        return False
    last = above.parts[-1].text
    if len(above.parts) == 1 and len(last) < 120 and LABEL_LINE.match(last):
        return False
    if block.starts_lower and not last.endswith((".", "!", "?")):
        return True
    return (
        above.kind == "paragraph"
        and len(last) >= LONG_LINE
        and not above.bold
        and not block.indent > above.indent
    )
