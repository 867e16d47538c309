"""From a news text to the record of the meeting it tells of. Proposes only; the clerk accepts or edits."""

import re
from datetime import date

from .contacts import HONORIFIC, NAME
from .dates import find_dates, month_named
from .document import DERIVED, FOUND, DateFact, Guest, ImportedDocument, MeetingProposal, Outcome
from .facts import sentences
from .gazetteer import bodies_in, full_name
from .split import Block

MEETING = re.compile(
    r"\b(?:(\w+)\s)?(constitutive|inaugural|extraordinary|ordinary|monthly)?\s?meeting\s(?:of|was|will|took|provided|resulted|continued)",
    re.I,
)
WORKING_GROUP = re.compile(r"\bworking group\b", re.I)
ORDINAL = {word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], start=1)}  # fmt: skip
ORDINAL_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.I)
HOSTED = re.compile(
    r"\bhosted by\s(?:the\s)?(.{3,200}?)(?=\sat\s(?:their|its|the)\b|\son\s|\sin\s[A-Z]|\sand\s(?:was\s)?(?:facilitated|organi|chaired)|[,.]|$)"
)
AT_OFFICE = re.compile(
    r"\bat\s(?:their|its|the)\s(?:office|premises|offices|building)\s(?:on|at|in)\s([A-Z].{2,120}?)(?:[.;]|$)"
)
VENUE = re.compile(
    r"\b(?:held|took place)\b[^.;]{0,40}?\s(?:at|in)\s(?:the\s)?([A-Z].{2,120}?)(?=\son\s\d|[,.;]|$)"
)
FACILITATED = re.compile(
    r"(?:\bthe\s)?([A-Z][^.;]{2,160}?)\sfacilitated\b(?!\sby)|\bfacilitated by\s(?:the\s)?([A-Z][^.;,]{2,120})"
)
IN_ADDITION = re.compile(
    r"\b(?:in addition to|together with|also (?:present|attended by)|were also present)\b(?:\sthe\spresence\sof)?\s?:?\s",
    re.I,
)
PERSON = re.compile(rf"\b({HONORIFIC})\s({NAME})")
UNNAMED = re.compile(
    r"\b(?:additional|other|further|several)\s(?:staff|representatives?|members?|officials?|guests?)\b.{0,160}",
    re.I,
)
OUTCOMES = re.compile(r"\boutcomes?\b.{0,120}?\b(?:including|such as|:)\s(.*)", re.I | re.S)
NEW_OUTCOME = re.compile(
    r",?\sand\s(?=(?:commitments?|agreements?|plans?|decisions?|determin|establish|adopt|agree|commit|the (?:adoption|election|creation))\b)|;\s",
    re.I,
)
AGREED = re.compile(r"\b(?:agreed|decided|resolved|adopted|approved|elected)\b(?:\s(?:that|to|on))?", re.I)
NEXT = re.compile(
    r"\b(?:at|in|during)\s(?:the|its|their)\snext\smeeting\b(?:\s(?:in|on)\s([\w ,]{3,40}))?|\bnext\smeeting\b.{0,60}?\b(?:in|on)\s([\w ,]{3,40})",
    re.I,
)
DIRECTION = re.compile(r"^(?:determining|determined|agreeing|setting)\s", re.I)


def propose_meeting(blocks: list[Block], doc: ImportedDocument) -> MeetingProposal | None:
    """A proposal if the text tells of a working group's meeting and the day is known; else None."""
    text = "\n".join(block.text[:20_000] for block in blocks[:60])
    meetings = list(MEETING.finditer(text))
    if not meetings or not WORKING_GROUP.search(doc.title + "\n" + text) or doc.event.start is None:
        return None
    if doc.event.precision != "day" or doc.event.start != doc.event.end:
        return None
    proposal = MeetingProposal(date=doc.event.start)
    _number_and_kind(meetings, proposal)
    _places(text, proposal)
    stated = next((c for c in doc.counts if "representative" in c.noun and c.of_value), None)
    if stated:
        proposal.stated_representatives, proposal.stated_organisations = stated.value, stated.of_value
    for block in blocks:
        _guests(block.text[:20_000], proposal)
        _outcomes(block, doc, proposal)
    proposal.announcements = list(doc.announcements)
    missing = [name for name, value in (("host", proposal.host), ("number", proposal.number)) if not value]
    doc.flag(
        "meeting_proposed",
        "The text tells of a meeting: a meeting record is proposed."
        + (f" Not found: {', '.join(missing)}." if missing else ""),
    )
    return proposal


def _number_and_kind(meetings: list[re.Match], proposal: MeetingProposal) -> None:
    for match in meetings:
        word, kind = (match[1] or "").lower(), (match[2] or "").lower()
        digits = ORDINAL_DIGITS.fullmatch(word)
        number = ORDINAL.get(word) or (int(digits[1]) if digits else None)
        if proposal.number is None and number:
            proposal.number = number
        if kind in {"constitutive", "inaugural"}:
            proposal.kind = "constitutive"
        elif kind == "extraordinary":
            proposal.kind = "extraordinary"
    if proposal.kind == "constitutive" and proposal.number is None:
        proposal.number = 1


def _places(text: str, proposal: MeetingProposal) -> None:
    if match := HOSTED.search(text):
        proposal.host = " ".join(match[1].split())
    if match := AT_OFFICE.search(text) or VENUE.search(text):
        proposal.place = " ".join(match[1].split())
    if match := FACILITATED.search(text):
        said = match[1] or match[2]
        bodies = bodies_in(said)
        proposal.facilitator = full_name(bodies[-1]) if bodies else " ".join(said.split())


def _guests(text: str, proposal: MeetingProposal) -> None:
    """Named people and unnamed groups after "in addition to"; a title after several names is theirs all."""
    start = IN_ADDITION.search(text)
    if not start or proposal.guests:
        return
    offset = start.end()
    rest = next((sentence for at, sentence in sentences(_shielded(text[offset:])) if at >= 0), "").replace(
        "\x01", "."
    )
    group = UNNAMED.search(rest)
    named = rest[: group.start()] if group else rest
    people = list(PERSON.finditer(named))
    for position, person in enumerate(people):
        end = people[position + 1].start() if position + 1 < len(people) else len(named)
        role = re.sub(
            r"(?:,|\sand)?\s*$", "", named[person.end() : end].strip(" ,").removesuffix("and").strip(" ,")
        )
        proposal.guests.append(Guest(person[2], person[1], role))
    for earlier, later in reversed(list(zip(proposal.guests, proposal.guests[1:], strict=False))):
        if not earlier.role and later.role:
            earlier.role = later.role
    if group:
        proposal.guests.append(Guest(role=group[0].rstrip(" ."), unnamed=True))


def _shielded(text: str) -> str:
    """Hide the full stop of "Mr." so that it ends no sentence."""
    return re.sub(
        rf"\b({HONORIFIC.replace(chr(92) + 'b' + chr(92) + '.?', '')})\.(?=\s[A-Z])", "\\1\x01", text
    )


def _outcomes(block: Block, doc: ImportedDocument, proposal: MeetingProposal) -> None:
    for offset, sentence in sentences(block.text):
        span = block.locate(offset, offset + len(sentence))
        listed = OUTCOMES.search(sentence)
        upcoming = NEXT.search(sentence)
        if listed:
            for part in NEW_OUTCOME.split(listed[1]):
                clean = DIRECTION.sub("", part.strip(" ,."))
                proposal.outcomes.append(Outcome(_capital(clean), part.strip(" ,"), span))
        elif upcoming and re.search(r"\b(?:confirmed|decided|discussed|adopted|presented)\b", sentence):
            proposal.outcomes.append(Outcome(sentence, sentence, span, next_meeting=True))
            proposal.next_item = proposal.next_item or _subject(sentence)
        elif AGREED.search(sentence) and WORKING_GROUP.search(sentence):
            proposal.outcomes.append(Outcome(sentence, sentence, span))
        if upcoming and proposal.next_meeting is None:
            proposal.next_meeting = _next(upcoming[1] or upcoming[2] or "", sentence, span, doc)


def _next(said: str, sentence: str, span, doc: ImportedDocument) -> DateFact | None:
    """ "in October" of a text of September 2022 is October 2022, to the month."""
    exact = find_dates(said)
    if exact:
        return DateFact(exact[0].iso, exact[0].precision, FOUND, sentence, span)
    month = next((number for word in said.split()[:2] if (number := month_named(word))), None)
    if not month or not doc.event.start:
        return None
    held = date.fromisoformat(doc.event.start)
    year = held.year + (month < held.month)
    return DateFact(f"{year}-{month:02}", "month", DERIVED, sentence, span)


def _subject(sentence: str) -> str:
    """What is to be confirmed: "The budget will be discussed …" -> "Budget"."""
    subject = re.split(r"\s(?:will|shall|is to|are to)\s", sentence)[0]
    subject = re.sub(r"^(?:The|A|An)\s", "", subject)
    return _capital(subject) if subject != sentence and len(subject) <= 250 else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
