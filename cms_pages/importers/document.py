"""What an import yields: plain data, no behaviour beyond small derived properties."""

from dataclasses import dataclass, field

FOUND = "found"  # stands in the source as such
DERIVED = "derived"  # follows from the source by a stated step ("Yesterday", "today after two days")
GUESSED = "guessed"  # the importer's choice between readings; the editor should look
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Span:
    """Where in the decoded text: characters `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass
class DateFact:
    """A date with its precision ("day", "month", "year", or "" when unknown) and where it comes from.

    `date` is ISO: "2022-09-09", "2022-10" or "2016"; None when the source gives none.
    """

    date: str | None = None
    precision: str = ""
    provenance: str = UNKNOWN
    quote: str = ""
    span: Span | None = None
    after: str | None = None  # for an undated document: the latest year it mentions


@dataclass
class EventFact:
    """From-to of what the document tells of; `end` equals `start` for one day."""

    start: str | None = None
    end: str | None = None
    precision: str = ""
    provenance: str = UNKNOWN
    start_provenance: str = UNKNOWN
    quote: str = ""
    span: Span | None = None


@dataclass
class TextList:
    items: list[str]
    ordered: bool = False


@dataclass
class Section:
    """One heading with what stands under it. `blocks` holds paragraphs (str) and lists in reading order."""

    heading: str = ""
    level: int = 2
    number: int | None = None
    style: str = "plain"  # plain | box | recommendation | resources
    language: str = "en"
    blocks: list[str | TextList] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[str]:
        return [item for block in self.blocks if isinstance(block, TextList) for item in block.items]

    @property
    def text(self) -> str:
        """Plain text: paragraphs parted by a blank line, list items on their own lines."""
        parts = []
        for block in self.blocks:
            if isinstance(block, TextList):
                marks = (f"{n}. " if block.ordered else "• " for n in range(1, len(block.items) + 1))
                parts.append("\n".join(mark + item for mark, item in zip(marks, block.items, strict=True)))
            else:
                parts.append(block)
        return "\n\n".join(parts)


@dataclass
class Phone:
    """`raw` as printed; `normalised` in the form "+855 12 488 156", empty if it cannot be told."""

    raw: str
    normalised: str
    label: str = ""
    privacy: str = "office"  # office | personal | helpline | fax
    shown: bool = True


@dataclass
class Email:
    address: str
    privacy: str = "office"  # office | private_provider
    shown: bool = True


@dataclass
class Contact:
    name: str
    honorific: str = ""
    organisation: str = ""
    role: str = ""
    phones: list[Phone] = field(default_factory=list)
    emails: list[Email] = field(default_factory=list)
    historic: bool = True
    lost: bool = False  # the text breaks off where the address stood
    privacy: str = "office"
    span: Span | None = None
    as_printed: list[str] = field(default_factory=list)


@dataclass
class Address:
    unit: str = ""
    parent: str = ""
    lines: list[str] = field(default_factory=list)
    po_box: str = ""
    country: str = ""
    phones: list[Phone] = field(default_factory=list)
    fax: list[Phone] = field(default_factory=list)
    historic: bool = True
    validity: str = ""
    as_printed: list[str] = field(default_factory=list)


@dataclass
class Guest:
    """Somebody present in addition; an unnamed group has no name and no number."""

    name: str = ""
    honorific: str = ""
    role: str = ""
    unnamed: bool = False


@dataclass
class Count:
    """A figure as the source states it: `value` 200, `qualifier` "more than", `noun` "participants"."""

    value: int
    noun: str
    qualifier: str = ""
    of_value: int | None = None
    of_noun: str = ""
    quote: str = ""
    span: Span | None = None


@dataclass
class Outcome:
    text: str
    quote: str = ""
    span: Span | None = None
    next_meeting: bool = False  # to be confirmed at the next meeting: becomes an agenda item there


@dataclass
class Announcement:
    text: str
    date: str
    source: str = ""
    span: Span | None = None


@dataclass
class Recommendation:
    text: str
    title: str = ""
    number: int | None = None
    addressees: list[str] = field(default_factory=list)
    time_frame: str = ""
    candidate: bool = False  # read out of running text, not from a recommendations section


@dataclass
class Promise:
    """Something the publishers say they will do; becomes an open action without a due date."""

    text: str
    owner: str = ""
    span: Span | None = None


@dataclass
class Resource:
    text: str
    links: list[str] = field(default_factory=list)


@dataclass
class Caption:
    text: str
    file_name: bool = False
    span: Span | None = None


@dataclass
class Removed:
    text: str
    reason: str
    span: Span | None = None
    restorable: bool = True


@dataclass
class Flag:
    code: str
    message: str


@dataclass
class MeetingProposal:
    """What a news text says about a meeting of a working group; the clerk accepts or edits it."""

    number: int | None = None
    kind: str = "ordinary"  # constitutive | ordinary | extraordinary
    date: str | None = None
    host: str = ""
    facilitator: str = ""
    place: str = ""
    stated_representatives: int | None = None
    stated_organisations: int | None = None
    guests: list[Guest] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    next_meeting: DateFact | None = None
    next_item: str = ""  # what is to be confirmed there
    announcements: list[Announcement] = field(default_factory=list)


@dataclass
class Project:
    goals: list[str] = field(default_factory=list)
    target_group: str = ""
    streams: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    start: str | None = None
    end: str | None = None
    donors: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)


@dataclass
class ImportedDocument:
    file: str = ""
    sha256: str = ""
    encoding: str = ""
    source: str = ""  # the decoded text that all spans point into
    kind: str = ""
    language: str = ""
    title: str = ""
    subtitle: str = ""
    published: DateFact = field(default_factory=DateFact)
    event: EventFact = field(default_factory=EventFact)
    sections: list[Section] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    date_lines: list[str] = field(default_factory=list)
    letterhead: list[str] = field(default_factory=list)
    address: Address | None = None
    counts: list[Count] = field(default_factory=list)
    gallery: list[Caption] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    organisers: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)  # bodies named, by their usual short names
    credits: list[str] = field(default_factory=list)
    corrections: list[dict] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    project: Project | None = None
    meeting: MeetingProposal | None = None
    ledger: list = field(default_factory=list)
    error: str = ""

    def flag(self, code: str, message: str) -> None:
        if not any(old.code == code and old.message == message for old in self.flags):
            self.flags.append(Flag(code, message))

    @property
    def readable(self) -> bool:
        return not self.error
