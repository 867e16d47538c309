"""What a text states, promises, announces and recommends: candidates for records, with their words kept."""

import re

from .dates import find_dates
from .document import Announcement, ImportedDocument, Promise, Recommendation, Resource, Section, TextList
from .gazetteer import MISSPELLING, addressees_in, bodies_in, reading
from .numbers import find_counts
from .split import Block

SENTENCE = re.compile(r"(?:[^.!?។៕]|[.!?](?=[^\s\"”’)\]]))+[.!?។៕]?[\"”’)]{0,2}")
PROMISE = re.compile(
    r"\b(?:will|shall)\s(?:then\s|also\s|soon\s)?(?:be\s)?(?:produced?|publish(?:ed)?|issued?|release[d]?|prepared?|disseminated?|"
    r"compiled?|report(?:ed)?|provided?|submit(?:ted)?)\b",
    re.I,
)
PROMISED_THING = re.compile(
    r"\b(?:report|proceedings|publication|book|video|minutes|results|recommendations)\b", re.I
)
SUBJECT = re.compile(
    r"((?:The|A|An|Both|All)\s[\w’'-]+(?:\s[\w’'-]+){0,4}?|[A-Z][\w&-]+(?:\s[A-Z][\w&-]+){0,4})\s(?:will|shall)\b"
)
ANNOUNCED = re.compile(
    r"\b(?:announce[sd]?|announcement|scheduled|pronouncement|pronounce[sd]?|forthcoming|upcoming|impending|will be (?:held|issued|pronounced|delivered)|"
    r"is to (?:be|announce|deliver)|remind(?:ed|s)?)\b",
    re.I,
)
MUST = re.compile(r"\b(?:must|should|ought to|needs? to|recommend(?:s|ed)?\sthat)\b", re.I)
RECOMMENDING = re.compile(r"\brecommend(?:ations?|ed|s)\b", re.I)
ORGANISED = re.compile(r"\b(?:co-)?organi[sz]ed by\b(.{0,400})", re.S)
TIME_FRAME = re.compile(r"\bin the (short|long|medium)[- ](?:term|run)\b", re.I)
ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z0-9]{1,7})\)")
MAX_TEXT = 20_000
MAX_SEARCHED = 400_000  # a document has its facts in its first 100 pages, if it has any


def sentences(text: str, limit: int | None = MAX_TEXT) -> list[tuple[int, str]]:
    """(offset, sentence) for a paragraph; an over-long one is read up to `limit` characters."""
    found = []
    for match in SENTENCE.finditer(text[:limit]):
        stripped = match[0].strip()
        if stripped:
            found.append((match.start() + len(match[0]) - len(match[0].lstrip()), stripped))
    return found


def read_facts(blocks: list[Block], doc: ImportedDocument) -> None:
    """Counts, promises, announcements, abbreviations and typing errors of the body."""
    doc.organisers = organisers(blocks)
    doc.mentions = bodies_in(" ".join(block.text for block in blocks)[:200_000])
    searched = 0
    for block in blocks:
        searched += len(block.text)
        if len(block.text) > MAX_TEXT or searched > MAX_SEARCHED:
            doc.flag(
                "long_text", "Very long: only its first part was searched for figures, promises and dates."
            )
        if searched > MAX_SEARCHED:
            break
        doc.counts += find_counts(block.text, block.locate)
        for offset, sentence in sentences(block.text):
            span = block.locate(offset, offset + len(sentence))
            if PROMISE.search(sentence) and PROMISED_THING.search(sentence):
                subject = SUBJECT.search(sentence)
                doc.promises.append(Promise(sentence, _owner(subject, blocks), span))
            elif ANNOUNCED.search(sentence):
                _announcement(sentence, span, doc)
        _words(block, doc)


def _owner(subject: re.Match | None, blocks: list[Block]) -> str:
    """ "The co-organizers" are the bodies that the text says organised it."""
    if subject is None:
        return ""
    named = bodies_in(subject[1])
    if named:
        return ", ".join(named)
    if "organi" in subject[1].lower():
        return ", ".join(organisers(blocks)) or subject[1]
    return subject[1] if not subject[1].lower().startswith(("the report", "a report")) else ""


def organisers(blocks: list[Block]) -> list[str]:
    """Bodies named after "(co-)organised by" in the first paragraphs."""
    for block in blocks[:5]:
        match = ORGANISED.search(block.text[:MAX_TEXT])
        if match:
            return bodies_in(re.split(r"\b(?:was|were|is)\b", match[1])[0])
    return []


def _announcement(sentence: str, span, doc: ImportedDocument) -> None:
    written = doc.event.end or doc.published.date
    if not written:
        return
    coming = [one for one in find_dates(sentence) if one.iso > written]
    if coming:
        before = sentence[: coming[0].at]
        unit = re.findall(
            r"\b(?:[A-Z][\w’'-]+\s){1,4}(?:Chamber|Section|Office|Unit|Court|Ministry)\b", before
        )
        source = unit[-1].removeprefix("The ") if unit else ", ".join(bodies_in(before)[-1:])
        doc.announcements.append(Announcement(sentence, coming[0].iso, source, span))


def _words(block: Block, doc: ImportedDocument) -> None:
    text = block.text[:MAX_TEXT]
    for match in MISSPELLING.finditer(text):
        span = block.locate(match.start(), match.end())
        doc.corrections.append(
            {"as_published": match[0], "reading": reading(match[0]), "start": span.start, "end": span.end}
        )
    for match in ABBREVIATION.finditer(text):
        words = text[max(0, match.start() - 120) : match.start()].split()[-8:]
        expansion = _expansion(match[1], words)
        if expansion:
            doc.abbreviations.setdefault(match[1], expansion)


def _expansion(short: str, words: list[str]) -> str:
    """The words before "(VSS)" whose first letters make it; small words may stand between."""
    letters = [letter for letter in short if letter.isupper()]
    for size in range(len(letters), min(len(words), len(letters) + 4) + 1):
        chosen = words[-size:]
        initials = [part[:1].upper() for word in chosen for part in word.split("-") if part[:1]]
        if chosen[0][:1].upper() == letters[0] and _subsequence(letters, initials):
            while chosen[-1][:1].upper() not in letters and "-" not in chosen[-1]:
                chosen.pop()  # "Legal Documentation Center related to the ECCC (LDC)"
            return " ".join(chosen).strip('“"(,')
    return ""


def _subsequence(short: list[str], initials: list[str]) -> bool:
    remaining = iter(initials)
    return all(letter in remaining for letter in short)


def read_recommendations(doc: ImportedDocument, blocks: list[Block]) -> None:
    """Recommendations as records: from their own section, else as candidates from running text."""
    for section in doc.sections:
        if section.style == "recommendation" and section.heading:
            _record(doc, section.text, section.heading)
    if not doc.recommendations:
        for section in doc.sections:
            if RECOMMENDING.search(section.heading):
                for item in section.items:
                    _record(doc, item)
    if doc.recommendations:
        return
    for block in blocks:
        found = sentences(block.text)
        if not any(RECOMMENDING.search(sentence) for _offset, sentence in found):
            continue
        for _offset, sentence in found:
            if MUST.search(sentence):
                frame = TIME_FRAME.search(sentence)
                _record(doc, sentence, time_frame=f"{frame[1].lower()} term" if frame else "", candidate=True)


def _record(
    doc: ImportedDocument, text: str, title: str = "", time_frame: str = "", candidate: bool = False
) -> None:
    number = len(doc.recommendations) + 1
    doc.recommendations.append(
        Recommendation(text, title, number, addressees_in(text), time_frame, candidate)
    )


def read_resources(doc: ImportedDocument, links: dict[str, list[str]]) -> None:
    """Citations: each paragraph or item of a resources section with the links that stood in it."""
    for section in doc.sections:
        if section.style == "resources":
            for text in _entries(section):
                doc.resources.append(Resource(text, links.get(text, [])))


def _entries(section: Section) -> list[str]:
    entries = []
    for block in section.blocks:
        entries += block.items if isinstance(block, TextList) else [block]
    return entries
