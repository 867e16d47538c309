"""The account of the source text: every character is kept somewhere or removed for a reason."""

from bisect import bisect_right
from dataclasses import dataclass

from .document import Span


@dataclass(frozen=True)
class Entry:
    """One stretch of the source. `fate` is "kept" or "removed"; `what` names the field or the reason."""

    start: int
    end: int
    fate: str
    what: str


class Ledger:
    """Entries never overlap: the first one to claim a stretch owns it."""

    def __init__(self, source: str):
        self.source = source
        self._claims: list[Entry] = []

    def keep(self, spans: list[Span], field: str) -> None:
        self._claims.extend(Entry(span.start, span.end, "kept", field) for span in spans)

    def remove(self, spans: list[Span], reason: str) -> None:
        self._claims.extend(Entry(span.start, span.end, "removed", reason) for span in spans)

    def hold(self, span: Span, reason: str) -> None:
        """Take back a stretch that was kept before: from now on it counts as removed."""
        self._claims.insert(0, Entry(span.start, span.end, "removed", reason))

    def entries(self) -> list[Entry]:
        """All claims in source order, without overlaps, gaps of white space left out."""
        taken: list[Entry] = []
        starts: list[int] = []
        for claim in self._claims:
            for start, end in _free(claim, taken, starts):
                position = bisect_right(starts, start)
                starts.insert(position, start)
                taken.insert(position, Entry(start, end, claim.fate, claim.what))
        return taken

    def missing(self) -> list[Span]:
        """Stretches with visible text that nothing accounts for; an importer error if not empty."""
        gaps, at = [], 0
        for entry in self.entries():
            if self.source[at : entry.start].strip():
                gaps.append(Span(at, entry.start))
            at = max(at, entry.end)
        if self.source[at:].strip():
            gaps.append(Span(at, len(self.source)))
        return gaps


def _free(claim: Entry, taken: list[Entry], starts: list[int]) -> list[tuple[int, int]]:
    """The parts of `claim` that no earlier claim owns."""
    position = max(0, bisect_right(starts, claim.start) - 1)
    at, free = claim.start, []
    while position < len(taken) and taken[position].start < claim.end:
        owner = taken[position]
        if owner.end > at:
            if owner.start > at:
                free.append((at, owner.start))
            at = owner.end
        position += 1
    if at < claim.end:
        free.append((at, claim.end))
    return free
