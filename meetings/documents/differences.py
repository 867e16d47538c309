"""Two texts of the same thing side by side: what stands in one alone, and one text that holds both."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word; a Khmer letter with everything that is written around it, so that no mark is torn off; or one other sign.
_PIECE = re.compile(
    r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200b-\u200d])*"
    r"|[^\W\u1780-\u17ff]+[\u0300-\u036f\u200c\u200d]*|\s|.[\u0300-\u036f\ufe0f\u200d]*",
    re.S,
)
# Of both texts together, without what they begin and end with alike. Comparing is cubic where words come again and
# again, 3,000 took twelve seconds; beyond that whole lines are compared.
MOST_PIECES = 1_200


@dataclass(frozen=True)
class Piece:
    """Some words in a row; `alone`: only this text has them."""

    words: str
    alone: bool


def side_by_side(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, in order and complete: joined again they are what was given."""
    ours, others = _PIECE.findall(mine), _PIECE.findall(theirs)
    first = _alike(ours, others)
    last = _alike(ours[first:][::-1], others[first:][::-1])
    if len(ours) + len(others) - 2 * (first + last) > MOST_PIECES:
        ours, others, first, last = mine.splitlines(keepends=True), theirs.splitlines(keepends=True), 0, 0
    left: list[Piece] = []
    right: list[Piece] = []
    for side in (left, right):
        _add(side, "".join(ours[:first]), alone=False)
    our_middle, their_middle = ours[first : len(ours) - last], others[first : len(others) - last]
    for same, from_, to, start, end in _steps(our_middle, their_middle):
        _add(left, "".join(our_middle[from_:to]), alone=not same)
        _add(right, "".join(their_middle[start:end]), alone=not same)
    for side in (left, right):
        _add(side, "".join(ours[len(ours) - last :]), alone=False)
    return left, right


def _alike(ours: list[str], others: list[str]) -> int:
    """How many pieces both begin with."""
    return next(
        (n for n, (one, other) in enumerate(zip(ours, others, strict=False)) if one != other),
        min(len(ours), len(others)),
    )


def union(mine: str, theirs: str) -> str:
    """One text with every line of both, each in its order; lines that both have stand once."""
    ours, others = mine.split("\n"), theirs.split("\n")
    lines: list[str] = []
    for same, from_, to, start, end in _steps(ours, others):
        lines += ours[from_:to]
        if not same:
            lines += others[start:end]
    return "\n".join(lines)


def _steps(ours: list[str], others: list[str]) -> list[tuple[bool, int, int, int, int]]:
    codes = SequenceMatcher(None, ours, others, autojunk=len(ours) + len(others) > MOST_PIECES).get_opcodes()
    return [(tag == "equal", from_, to, start, end) for tag, from_, to, start, end in codes]


def _add(pieces: list[Piece], words: str, *, alone: bool) -> None:
    """Differing words with only a blank between them read as one difference."""
    if not words:
        return
    if (
        alone
        and len(pieces) > 1
        and pieces[-2].alone
        and pieces[-1].words.isspace()
        and "\n" not in pieces[-1].words
    ):
        blank, before = pieces.pop().words, pieces.pop().words
        words = before + blank + words
    pieces.append(Piece(words, alone))
