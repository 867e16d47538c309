"""An action in one line: "TPO to send the list by next meeting" becomes who, what and by when. No database."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hub.languages.digits import to_latin
from meetings.forms.due_phrases import find_due

_LEAD = re.compile(r"^\s*(?:action|action item|សកម្មភាព)\s*[:៖]\s*|^\s*[-•*]\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|le|la|les|l['’])\s*", re.IGNORECASE)
# What may stand between who and what. Where one of them follows, the words before it are the owner and nothing else.
_LINK = re.compile(
    r"\s*[:៖–—]\s+|\s*[:៖]|,?\s+(?:to|will|shall|must|should|agrees to|has to|is to|doit|va|devra|est chargée? de)\s+"
    r"|\s*(?:ត្រូវ|នឹង|ទទួលបន្ទុក)\s*",
    re.IGNORECASE,
)
_KHMER = re.compile(r"[\u1780-\u17ff]")
LONGEST = 400  # signs of a line; more is no line, and is kept as it is
SHORTEST_PART = 4  # letters of a part of a name that stands for the whole


@dataclass(frozen=True)
class Known:
    """An organisation that a line may name: its key, and all its names (acronym and name in three languages)."""

    key: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """What a line says. `owner` is the key of the one organisation it names, `what` is never shortened."""

    owner: int | None
    what: str
    due_date: date | None = None
    due_next_meeting: bool = False
    ambiguous: bool = False  # the words before the verb fit several organisations

    @property
    def has_due(self) -> bool:
        return self.due_next_meeting or self.due_date is not None

    @property
    def is_complete(self) -> bool:
        """Who, what and by when: it needs no more than a tap."""
        return self.owner is not None and bool(self.what) and self.has_due


def understand(line: str, known: Iterable[Known], *, today: date) -> Understood:
    """Read one line of plain text; what is not sure stays empty, and what was typed stays in `what`."""
    text = " ".join(_LEAD.sub("", line).split())
    if len(text) > LONGEST:
        return Understood(None, text)
    due = find_due(text, today=today)
    rest = text[: due.at].rstrip(" ,;.(") if due else text.rstrip(" .។")
    owner, what, ambiguous = _owner(rest, tuple(known))
    return Understood(
        owner=owner,
        what=what.strip(" ,;"),
        due_date=due.day if due else None,
        due_next_meeting=bool(due and due.next_meeting),
        ambiguous=ambiguous,
    )


def _owner(text: str, known: Sequence[Known]) -> tuple[int | None, str, bool]:
    """(key, what is to be done, whether several fit); without an owner the whole text is what is to be done."""
    for link in _LINK.finditer(text):
        if not link.start():
            continue
        found = _named(text[: link.start()], known)
        if len(found) == 1:
            return found.pop(), text[link.end() :], False
        if found:
            return None, text, True
    found, end = _at_start(text, known)
    if len(found) == 1:
        return found.pop(), text[end:], False
    return None, text, bool(found)


def _named(words: str, known: Sequence[Known]) -> set[int]:
    """Whom these words name: by a whole name, else by the first words of one."""
    wanted = _folded(_ARTICLE.sub("", words.strip()))
    exact = {one.key for one in known for name in one.names if _folded(name) == wanted}
    if exact or len(wanted.replace(" ", "")) < SHORTEST_PART:
        return exact
    return {one.key for one in known for name in one.names if _folded(name).startswith(f"{wanted} ")}


def _at_start(text: str, known: Sequence[Known]) -> tuple[set[int], int]:
    """Without a word between ("ADHOC enverra la liste"): the longest name the text begins with, and where it ends.

    What follows must look like a verb: a word that begins with a small letter, or Khmer after a space.
    """
    skip = _ARTICLE.match(text)
    start = skip.end() if skip else 0
    best: tuple[set[int], int] = (set(), 0)
    for end in (match.start() for match in re.finditer(r"\s", text)):
        after = text[end:].lstrip()
        if end <= start or not (after[0].islower() or _KHMER.match(after)):
            continue
        wanted = _folded(text[start:end])
        found = {one.key for one in known for name in one.names if _folded(name) == wanted}
        if found:
            best = found, end
    return best


@lru_cache(maxsize=4096)  # a long line asks for the same names at each of its words
def _folded(text: str) -> str:
    """For comparison: without accents, capitals and signs between letters; Khmer letter for letter."""
    text = unicodedata.normalize("NFC", to_latin(text)).replace("\u200b", "")
    if not _KHMER.search(text):
        text = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
        text = re.sub(r"[^\w]+", " ", text)
    return " ".join(text.casefold().split())
