"""The shapes of the public record: plain, frozen, in one language, with nothing in them that may not be shown.

A `Text` is a text with the language it really is in; words such as "held" are ready in the language of the view.
"""

from dataclasses import dataclass
from datetime import date, datetime

from hub.languages.counting import Counts
from hub.languages.fallback import Text


@dataclass(frozen=True)
class When:
    """A day or a month in words. `iso` is "2022-10-13", or "2022-10" while only the month is known."""

    iso: str
    has_day: bool
    leaf: str  # "13 October", or "October 2022"
    year: str  # "2022", empty for a month, whose leaf has it
    long: str  # "Thursday 13 October 2022", or "October 2022"
    short: str  # for columns
    hours: str  # "09:00 to 12:00", empty for a month
    line: str  # "Thursday, 09:00 to 12:00, Phnom Penh time", or that the day is not set


@dataclass(frozen=True)
class Mark:
    """A state and its word, as `hub/_ring.html` draws them."""

    state: str
    word: str


@dataclass(frozen=True)
class Place:
    name: Text
    address: Text
    map_url: str
    access_note: Text


@dataclass(frozen=True)
class OrganisationPresent:
    """A member organisation that may be named, and how many spoke for it."""

    name: Text
    people: int
    alternates: int


@dataclass(frozen=True)
class PersonPresent:
    """Somebody who may be named to this audience, as they were on that day."""

    name: str
    title: str
    organisation: Text
    capacity: str
    capacity_word: str


@dataclass(frozen=True)
class CorrectionView:
    """The counts changed after the minutes were adopted: when, the whole sentence before, and why."""

    on: str
    before: str
    reason: Text


@dataclass(frozen=True)
class AttendanceView:
    """Counted and stated side by side; None where nobody counted, so that an empty list is never worded as zero."""

    recorded: Counts | None
    stated: Counts | None
    stated_source: str
    organisations: tuple[OrganisationPresent, ...]
    unnamed_organisations: int
    people: tuple[PersonPresent, ...]
    groups: tuple[Text, ...]
    corrections: tuple[CorrectionView, ...] = ()

    @property
    def leading(self) -> Counts | None:
        """What one sentence is made of: the recorded counts, else the stated ones."""
        return self.recorded or self.stated


@dataclass(frozen=True)
class NoteView:
    """Cleaned HTML of one note. `behind` counts the edits of its source since it was translated."""

    html: str
    lang: str
    is_fallback: bool
    audience: str
    audience_word: str
    behind: int


@dataclass(frozen=True)
class DecisionView:
    """`year` and `tail` make the permanent address: WG/2022/01-D2 is 2022 and "01-D2"."""

    reference: str
    year: int
    tail: str
    title: Text
    text: Text
    decided_on: date
    decided: str
    mode: str
    mode_word: str
    progress: Mark
    progress_note: Text
    audience: str
    audience_word: str
    item_number: int | None
    item_label: str
    meeting_slug: str
    meeting_title: str
    supersedes: str
    superseded_by: tuple[str, ...]

    @property
    def headline(self) -> Text:
        """The short form where there is one, else the whole sentence."""
        return self.title or self.text

    @property
    def sentence(self) -> Text:
        return self.text or self.title


@dataclass(frozen=True)
class ActionView:
    """`due_on` is the day that counts: its own, or that of the next meeting once it is known."""

    reference: str
    number: int
    title: Text
    owner: Text
    owner_person: str
    due_on: date | None
    due: str  # "due 25 November", "due at the next meeting", "no date set"
    due_day: str  # "25 November", or nothing
    due_next_meeting: bool
    mark: Mark
    days_overdue: int
    outcome: Text
    audience: str
    audience_word: str
    item_number: int | None
    decision_reference: str
    meeting_slug: str
    meeting_title: str
    meeting_short: str


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation as published, in neutral words: nobody is shown as failing."""

    key: int
    source: str
    section: str
    number: int
    title: Text
    text: Text
    addressees: str
    mark: Mark
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class PaperView:
    """A paper that this audience may read: a file with its kind and size ("PDF", "120 kB"), or a link elsewhere."""

    key: int
    title: str
    lang: str
    language: str  # "French"
    kind: str
    size: str
    filename: str
    link: str
    revision: int
    audience_word: str
    earlier: "tuple[PaperView, ...]"


@dataclass(frozen=True)
class ItemView:
    """A closed item keeps its place, its label and nothing else. `label` is what people read: "3", "3.1"."""

    key: int
    number: int
    label: str
    level: int
    is_closed: bool
    title: Text
    purpose: str
    purpose_word: str
    minutes_allotted: int | None
    presented_by: Text
    presenter: str
    carried_over: str  # "Carried over from the second meeting", or nothing
    audience: str
    audience_word: str
    papers: tuple[PaperView, ...]
    notes: tuple[NoteView, ...]
    decisions: tuple[DecisionView, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class Released:
    """Which version of its agenda an audience reads, and since when: "28 November 2022"."""

    number: int
    day: str
    iso: str


@dataclass(frozen=True)
class ChangedItem:
    """One item that is not as it was in an earlier version of the agenda, and how, in sentences."""

    label: str
    title: Text
    is_closed: bool
    is_gone: bool
    sentences: tuple[str, ...]
    old_title: Text


@dataclass(frozen=True)
class AnnouncementView:
    on: date
    iso: str
    day: str
    title: Text
    source: Text
    link: str
    took_place: bool


@dataclass(frozen=True)
class MinutesView:
    """Where the minutes stand; `is_open` says whether this audience may read their text."""

    state: str
    mark: Mark
    is_open: bool
    is_published: bool
    circulated: str
    adopted: str
    published: str
    version: int | None
    fingerprint: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class MeetingRow:
    """One line of a list: `phrase` is "16 representatives of nine organisations", empty where nobody counted."""

    slug: str
    reference: str
    title: str
    kind_word: str
    when: When
    on: date
    starts_at: datetime | None
    state: str
    mark: Mark
    counts: Counts | None
    phrase: str
    place: Place | None
    summary: Text
    minutes_published: bool
    is_sample: bool


@dataclass(frozen=True)
class MeetingView:
    """Everything about one meeting that one audience may read, in one language. Times are aware, Phnom Penh."""

    audience: str
    language: str
    slug: str
    reference: str
    number: int | None
    title: str  # "Second meeting"
    minutes_title: str  # "Minutes of the second meeting"
    kind: str
    kind_word: str
    state: str
    marks: tuple[Mark, ...]
    regime: str
    when: When
    on: date
    starts_at: datetime | None
    ends_at: datetime | None
    moved_from: date | None
    moved: str
    mode: str
    mode_word: str
    place: Place | None
    host: Text
    facilitator: Text
    chair: str
    summary: Text
    is_held: bool
    is_sample: bool
    attendance: AttendanceView
    items: tuple[ItemView, ...]
    released: Released | None
    decisions: tuple[DecisionView, ...]
    actions: tuple[ActionView, ...]
    announcements: tuple[AnnouncementView, ...]
    minutes: MinutesView | None
    following: MeetingRow | None

    @property
    def loose_decisions(self) -> tuple[DecisionView, ...]:
        """Decisions that stand under no item of the agenda."""
        return tuple(decision for decision in self.decisions if decision.item_number is None)

    @property
    def outline(self) -> list[tuple[ItemView, list[ItemView]]]:
        """Each main item with its sub-items, as pages indent them."""
        blocks: list[tuple[ItemView, list[ItemView]]] = []
        for item in self.items:
            if item.level and blocks:
                blocks[-1][1].append(item)
            else:
                blocks.append((item, []))
        return blocks
