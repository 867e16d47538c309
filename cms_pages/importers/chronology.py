"""When it was published and when it happened: two things, each found, derived or left open."""

import re
from datetime import date, timedelta

from .dates import FoundDate, damaged_dates, find_dates, is_epoch
from .document import DERIVED, FOUND, GUESSED, DateFact, EventFact, ImportedDocument
from .numbers import NUMBER, number
from .split import Block

POSTED = re.compile(
    r"(?:posted|published|publié|mis en ligne|created|release date|date|issued|dated|last updated|updated|modified|mis à jour)"
    r"(?:\s(?:on|by|le|at|in))?\s?:?\s",
    re.I,
)
UPDATED = re.compile(r"(?:last\s)?(?:updated|modified)|mis à jour", re.I)
PLACE_AND_COMMA = re.compile(
    r"(?:phnom penh|(?-i:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?))\s?,?\s(?:on\s|le\s|the\s)?", re.I
)
WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s", re.I)
CLOCK = re.compile(r"\s?(?:at|-|,)?\s?\d{1,2}[:h]\d{2}(?::\d{2})?\s?(?:am|pm)?", re.I)
YESTERDAY = re.compile(r"\b(?:yesterday|hier)\b|ម្សិលមិញ", re.I)
TODAY = re.compile(r"\b(?:today|aujourd[’']hui)\b|ថ្ងៃនេះ", re.I)
AFTER_DAYS = re.compile(
    rf"\b(?:after|après)\s({NUMBER})(?:\s\w+)?\s(?:days?|jours?)\b|\b({NUMBER})[- ]days?\b", re.I
)
HAPPENED = re.compile(
    r"\b(?:held|took place|takes place|will be held|organi[sz]ed|convened|met|gathered|attended|opened|conference|workshop|"
    r"forum|ceremony|meeting|training|event|s[’']est tenue?|a eu lieu)\b",
    re.I,
)
YEAR = re.compile(r"(?<![\d/.-])(?:19[89]\d|20[0-4]\d)(?![\d/])")
EVENT_KINDS = frozenset({"news_item", "press_release", "statement", "media_alert", "event", "plain_page"})
SENTENCE = re.compile(r"[^.!?]{0,2000}(?:[.!?](?!\s|$)[^.!?]{0,500}){0,20}[.!?]?")


def take_date_lines(blocks: list[Block], doc: ImportedDocument, ledger) -> list[Block]:
    """Lines that hold a date and nothing else ("Phnom Penh, 14 September 2012", "Posted on …")."""
    kept = []
    for block in blocks:
        text = block.text
        if len(text) > 140 or not any(character.isdigit() for character in text):
            kept.append(block)
            continue
        if is_epoch(text):
            doc.flag("date_not_a_date", f"“{text}” is a computer's way to say “no date”.")
        for damaged in damaged_dates(text):
            doc.flag("date_damaged", f"Damaged date, not used: “{damaged}”")
        posted = POSTED.match(text)
        found = find_dates(text)
        rest = _without(text[posted.end() :] if posted else text, found, bool(posted))
        if not rest and (found or is_epoch(text)):
            if found and not (posted and UPDATED.match(text)) and doc.published.date is None:
                doc.published = _fact(found[0], block, FOUND)
                if found[0].ambiguous:
                    doc.published.provenance = GUESSED
                    doc.flag("date_ambiguous", f"“{text}” read as day/month/year.")
            doc.date_lines.append(text)
            ledger.keep(block.spans, "published")
            continue
        kept.append(block)
    return kept


def _without(text: str, found: list[FoundDate], posted: bool) -> str:
    """What is left of a line when its dates, weekday, clock and place are gone."""
    for one in found:
        text = re.sub(re.escape(_said(one, text)), "", text) if _said(one, text) else text
    for damaged in ("1 January 1970", "January 1, 1970", "01/01/1970", "1970-01-01"):
        text = text.replace(damaged, "")
    text = POSTED.sub("", text) if posted else text
    text = WEEKDAY.sub("", CLOCK.sub("", PLACE_AND_COMMA.sub("", text + " ", count=1)))
    text = re.sub(r"\bby\s[\w ]{1,40}$", "", text) if posted else text
    return text.strip(" ,.|-–—/()*·")


def _said(one: FoundDate, text: str) -> str:
    """The words of the date, looked up again because the line may have lost its first words."""
    again = next((other for other in find_dates(text) if other.start == one.start), None)
    return text[again.at : again.to] if again else ""


def _fact(one: FoundDate, block: Block, provenance: str, shift: int = 0) -> DateFact:
    day = one.iso if not shift else (one.start + timedelta(days=shift)).isoformat()
    return DateFact(day, one.precision, provenance, block.text[one.at : one.to], block.locate(one.at, one.to))


def read_chronology(blocks: list[Block], doc: ImportedDocument) -> None:
    """Fill `published` and `event` from running text; relative words are resolved and marked "derived"."""
    if doc.kind in EVENT_KINDS:
        for block in blocks:
            if len(block.text) <= 20_000 and doc.event.start is None:
                _relative(block, doc)
        if doc.event.start is None:
            _held_on(blocks, doc)
    if doc.published.date is None:
        years = [int(match[0]) for block in blocks for match in YEAR.finditer(block.text[:20_000])]
        doc.published.after = str(max(years)) if years else None
        doc.flag(
            "undated",
            f"No publication date: undated (after {max(years)})" if years else "No publication date.",
        )


def _relative(block: Block, doc: ImportedDocument) -> None:
    """ "Yesterday, 8 September 2022" tells the event and so the day it was written; "concluded today" the reverse."""
    text = block.text
    for word, shift in ((YESTERDAY, 1), (TODAY, 0)):
        match = word.search(text)
        if not match:
            continue
        near = next(
            (one for one in find_dates(text) if 0 <= one.at - match.end() <= 12 and one.precision == "day"),
            None,
        )
        if near:
            _event(doc, near.start, near.end, block, match.start(), near.to, FOUND)
            _published_from(doc, near, shift, block, match.start())
        elif doc.published.precision == "day":
            day = date.fromisoformat(doc.published.date) - timedelta(days=shift)
            length = AFTER_DAYS.search(text)
            days = number(length[1] or length[2]) if length else 1
            first = day - timedelta(days=max(1, days or 1) - 1)
            _event(
                doc,
                first,
                day,
                block,
                match.start(),
                max(match.end(), length.end() if length else 0),
                DERIVED,
            )
            if days and days > 1:
                doc.flag("event_start_derived", f"First day {first} counted back from “{length[0]}”.")
        return


def _published_from(doc: ImportedDocument, near: FoundDate, shift: int, block: Block, at: int) -> None:
    derived = near.start + timedelta(days=shift)
    quote, span = block.text[at : near.to], block.locate(at, near.to)
    if doc.published.date is None:
        doc.published = DateFact(derived.isoformat(), "day", DERIVED, quote, span)
        doc.flag("published_derived", f"Publication date {derived} derived from “{quote}”.")
    elif doc.published.date != derived.isoformat():
        doc.flag("dates_conflict", f"Dated {doc.published.date}, but “{quote}” speaks for {derived}.")


def _event(
    doc: ImportedDocument, start: date, end: date, block: Block, at: int, to: int, provenance: str
) -> None:
    doc.event = EventFact(
        start.isoformat(), end.isoformat(), "day", provenance, DERIVED if start != end else provenance,
        block.text[min(at, to) : max(at, to)], block.locate(min(at, to), max(at, to)),
    )  # fmt: skip


def _held_on(blocks: list[Block], doc: ImportedDocument) -> None:
    """The first date in a sentence that says something was held, not later than the text itself."""
    for block in blocks[:40]:
        for sentence in SENTENCE.finditer(block.text[:20_000]):
            if not HAPPENED.search(sentence[0]):
                continue
            found = [
                one for one in find_dates(sentence[0]) if one.precision == "day" or doc.published.date is None
            ]
            if found and block.text:
                one, shift = found[0], sentence.start()
                doc.event = EventFact(
                    one.iso, one.iso_end, one.precision, FOUND, FOUND,
                    sentence[0][one.at : one.to], block.locate(shift + one.at, shift + one.to),
                )  # fmt: skip
                return
