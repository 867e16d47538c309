"""How alike two texts are, whatever their layout: the smallest hashes of their five-word pieces (MinHash)."""

import re
import zlib

WORD = re.compile(r"[^\W_]+")
PIECE = 5
SIZE = 64
MAX_WORDS = 60_000


def fingerprint(text: str) -> list[int]:
    """At most 64 numbers, the same for the same words; empty for a text shorter than one piece.

    Khmer writes without spaces, so a Khmer "word" here is a phrase: copies are found, rewritings are not.
    """
    words = [word.casefold() for word in WORD.findall(text)[:MAX_WORDS]]
    pieces = (" ".join(words[at : at + PIECE]) for at in range(len(words) - PIECE + 1))
    return sorted({zlib.crc32(piece.encode()) for piece in pieces})[:SIZE]
