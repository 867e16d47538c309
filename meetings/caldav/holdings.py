"""What a person holds: their invitations as calendar objects, with validators that are known before any text is.

ETag and tokens are made of the numbers that verbs keep (`calendar_revision` and the person's counter), the facts of
the person that stand in every object, and which invitations are shown. Nothing of it lives in a process.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from hub.compiled import Compiled
from hub.keys import derive
from hub.models import Version
from hub.prepared import Objects
from meetings.actions.calendar_entries import WORDS, own_counter
from meetings.actions.scratch import scratch_counter
from meetings.caldav.tree import ROOT, Kind
from meetings.enums import PUBLIC_STATES, Answer, MeetingState, Precision
from meetings.ical import calendar, facts
from meetings.ical.event import Event
from meetings.models import Invitation, ScratchEvent
from meetings.models.invitation import InvitationQuerySet
from meetings.models.meeting import PHNOM_PENH
from meetings.notices.calendar_mail import plus_address
from members.models import Person

FORMAT = 1  # raise it when the same facts are written differently: every client then fetches anew
KEPT = timedelta(days=90)  # how long a meeting stays in the calendar after its day
_TOKEN = re.compile(
    r"([0-9a-z]{1,13})-([0-9a-f]{16})-((?:[0-9a-z]{1,13}(?:\.[0-9a-z]{1,13})*)?)-([0-9a-z]{26})"
)
# What validators and names are made of: enough for a list without bodies.
_HEAD = (
    "calendar_revision", "key_version", "person_id", "answer", "sent_sequence", "inbox_done", "meeting__uid",
    "meeting__itip_sequence", "meeting__feed_sequence", "meeting__state", "meeting__date",
    "meeting__start_time", "meeting__end_time", "meeting__precision",
)  # fmt: skip


class BadToken(ValueError):
    """A sync token that was not given out for this collection, or no longer says anything."""


@dataclass(frozen=True)
class Item:
    """One object of a collection; `row` can be asked for its text if it was loaded with it."""

    pk: int
    name: str
    revision: int
    etag: str
    row: Invitation | ScratchEvent
    schedule_tag: str = ""

    @property
    def uid(self) -> str:
        return self.row.uid if isinstance(self.row, ScratchEvent) else self.row.meeting.uid


def reachable(*, person: int, today: date) -> InvitationQuerySet:
    """The invitations that a person can answer by their UID on a date of Phnom Penh, put away or not."""
    return (
        Invitation.objects.alive(today)
        .filter(
            person=person,
            meeting__state__in=PUBLIC_STATES,
            meeting__precision=Precision.DAY,
            meeting__start_time__isnull=False,
        )
        .order_by("pk")
    )


# What every PUT asks.
_ANSWERABLE = Objects(
    lambda *, uid, **of: reachable(**of).filter(meeting__uid=uid).select_related("meeting__venue"),
    uid="the uid",
    person=2**31 - 1,
    today=date(1, 1, 1),
)
_COUNTERS = Compiled(
    lambda *, own, scratch: Version.objects.filter(name__in=[own, scratch, WORDS]).values_list(
        "name", "number"
    ),
    own="the own counter",
    scratch="the scratch counter",
)


@dataclass
class Holdings:
    """Everything of one person at `now` (aware); each kind of row is read once."""

    person: Person
    now: datetime
    _loaded: dict = field(default_factory=dict)

    def __post_init__(self):
        """The counters are read before any row: what changes in between is told twice, not lost."""
        person = self.person.pk
        self.counters = dict(_COUNTERS.rows(own=own_counter(person), scratch=scratch_counter(person)))

    @cached_property
    def fingerprint(self) -> str:
        """Of the person's facts that stand in every object; another one makes every token and validator new."""
        person = self.person
        told = (FORMAT, settings.BASE_URL, settings.MAIL_DOMAIN, settings.SECRETARIAT_EMAIL)
        own = (person.pk, person.email, person.language, person.name_in(person.language), person.key_version)
        return _digest(*told, *own, self.counters.get(WORDS, 0))[:16]

    # --- Rows -----------------------------------------------------------------------------------------------------

    def invitations(self) -> InvitationQuerySet:
        """Those that the person's calendar shows: alive, with a day, announced at least, and not put away."""
        rows = reachable(person=self.person.pk, today=self.today).in_own_calendar()
        return rows.filter(meeting__date__gte=self.today - KEPT)

    @property
    def today(self) -> date:
        return self.now.astimezone(PHNOM_PENH).date()

    def items(self, kind: Kind, *, whole: bool = False) -> list[Item]:
        """The objects of a collection, with their text only if they are wanted `whole`. One query for each kind of row."""
        if kind == Kind.SCRATCH:
            return [self.scratch_item(row) for row in self._scratch()]
        rows = self._rows(whole)
        if kind == Kind.INBOX:
            rows = [row for row in rows if self._is_open(row)]
        return [self.item(row, kind) for row in rows]

    def _rows(self, whole: bool) -> list[Invitation]:
        if whole not in self._loaded:
            rows = self.invitations()
            rows = rows.select_related("meeting__venue") if whole else self.head(rows)
            self._loaded[whole] = self._with_person(rows)
        return self._loaded[whole]

    def head(self, rows: InvitationQuerySet) -> InvitationQuerySet:
        return rows.select_related("meeting").only(*_HEAD)

    def _with_person(self, rows: Iterable[Invitation]) -> list[Invitation]:
        rows = list(rows)
        for row in rows:
            row.person = self.person
        return rows

    def _scratch(self) -> list[ScratchEvent]:
        if "scratch" not in self._loaded:
            self._loaded["scratch"] = list(self.person.scratch_events.filter(is_deleted=False).order_by("pk"))
        return self._loaded["scratch"]

    def named(self, kind: Kind, names: Iterable[str]) -> dict[str, Item]:
        """The objects of these names, with their text; one query after the counters."""
        names = set(names)
        if kind == Kind.SCRATCH:
            rows = self.person.scratch_events.filter(is_deleted=False, name__in=names)
            return {row.name: self.scratch_item(row) for row in rows}
        uids = [name.removesuffix(".ics") for name in names if name.endswith(".ics")]
        rows = self.invitations().filter(meeting__uid__in=uids).select_related("meeting__venue")
        kept = self._with_person(rows)
        if kind == Kind.INBOX:
            kept = [row for row in kept if self._is_open(row)]
        return {item.name: item for item in (self.item(row, kind) for row in kept)}

    def answerable(self, uid: str) -> Invitation | None:
        """The person's invitation to the meeting of this UID, with its text; put away or not."""
        rows = _ANSWERABLE.all(uid=uid, person=self.person.pk, today=self.today)
        return next(iter(self._with_person(rows)), None)

    def _is_open(self, row: Invitation) -> bool:
        """Whether the inbox still holds the request: unanswered, not over, and not cleared since it was last asked."""
        return (
            row.answer == Answer.NEEDS_ACTION
            and row.meeting.state == MeetingState.ANNOUNCED
            and not row.meeting.is_over(self.now)
            and row.inbox_done != row.itip_sequence
        )

    # --- Validators -------------------------------------------------------------------------------------------------

    def item(self, row: Invitation, kind: Kind) -> Item:
        """The Schedule-Tag is made of what the organiser alone changes (RFC 6638 section 3.2.10)."""
        own = (row.pk, row.key_version, self.fingerprint)
        organiser = (row.itip_sequence, row.meeting.feed_sequence, row.meeting.state)
        return Item(
            pk=row.pk,
            name=f"{row.meeting.uid}.ics",
            revision=row.calendar_revision,
            etag=_digest(kind, row.calendar_revision, *organiser, *own),
            row=row,
            schedule_tag=_digest("schedule", *organiser, *own) if kind == Kind.MEETINGS else "",
        )

    def scratch_item(self, row: ScratchEvent) -> Item:
        return Item(row.pk, row.name, row.revision, _digest("scratch", row.pk, row.revision), row)

    def text(self, item: Item, kind: Kind) -> str:
        """The object itself."""
        if isinstance(item.row, ScratchEvent):
            return item.row.body
        event = self.event(item.row)
        return (
            calendar.request(event, event.attendee)
            if kind == Kind.INBOX and event.attendee
            else calendar.stored(event)
        )

    def event(self, row: Invitation) -> Event:
        """The facts of an object, in the person's language."""
        return facts.held_event(row, self.person.language, organizer=plus_address(row.mail_token))

    # --- Tokens (RFC 6578) --------------------------------------------------------------------------------------------

    def token(self, kind: Kind) -> str:
        """Says the counter, the person's facts and which objects are shown: ctag and sync token alike."""
        return self._token(kind, self.counters.get(self._counter(kind), 0), self.items(kind))

    def _counter(self, kind: Kind) -> str:
        return scratch_counter(self.person.pk) if kind == Kind.SCRATCH else own_counter(self.person.pk)

    def _token(self, kind: Kind, number: int, items: list[Item]) -> str:
        steps, before = [], 0
        for item in sorted(items, key=lambda item: item.pk):
            steps.append(int_to_base36(item.pk - before))
            before = item.pk
        said = f"{int_to_base36(number)}-{self.fingerprint}-{'.'.join(steps)}"
        return f"{settings.BASE_URL}{ROOT}sync/{said}-{self._proof(kind, said)}"

    def _proof(self, kind: Kind, said: str) -> str:
        return derive(f"sync:{kind}:{said}", self.person.pk)

    def changes(self, kind: Kind, token: str) -> tuple[list[Item], list[str]]:
        """What has changed since `token`: objects that are new or other, and the names of those that are gone.

        An empty token asks for all. Raises `BadToken`; one query more where something is gone.
        """
        items = self.items(kind)
        if not token:
            return items, []
        number, known = self._read(kind, token)
        shown = {item.pk for item in items}
        changed = [item for item in items if item.revision > number or item.pk not in known]
        return changed, self._names(kind, known - shown)

    def _read(self, kind: Kind, token: str) -> tuple[int, set[int]]:
        match = _TOKEN.fullmatch(token.removeprefix(f"{settings.BASE_URL}{ROOT}sync/"))
        if not match or not constant_time_compare(match[4], self._proof(kind, token_said(match))):
            raise BadToken
        number = base36_to_int(match[1])
        if match[2] != self.fingerprint or number > self.counters.get(self._counter(kind), 0):
            raise BadToken
        known, before = set(), 0
        for step in filter(None, match[3].split(".")):
            before += base36_to_int(step)
            known.add(before)
        return number, known

    def _names(self, kind: Kind, pks: set[int]) -> list[str]:
        if not pks:
            return []
        if kind == Kind.SCRATCH:
            names = list(self.person.scratch_events.filter(pk__in=pks).values_list("name", flat=True))
        else:
            uids = self.person.invitations.filter(pk__in=pks).values_list("meeting__uid", flat=True)
            names = [f"{uid}.ics" for uid in uids]
        if len(names) < len(pks):  # a row is gone for good, and with it the name: the client begins anew
            raise BadToken
        return sorted(names)


def token_said(match: re.Match) -> str:
    """What a token says, without its proof."""
    return "-".join(match.group(1, 2, 3))


def _digest(*facts: object) -> str:
    return sha256(repr(facts).encode()).hexdigest()[:32]
