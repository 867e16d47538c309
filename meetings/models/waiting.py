"""What waits for the secretariat's hand, as one list, the oldest first; three queries, however much it is.

A new kind is one more entry of `_SOURCES`. Corrections of minutes will be one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Upper

from hub.models import OutboxMail
from hub.models.outbox import OutboxState
from meetings.enums import (
    COUNTED_CAPACITIES,
    LOCKED_MINUTES,
    Audience,
    MeetingState,
    MinutesState,
    ProposalState,
)
from meetings.models.action import Action
from meetings.models.agenda import AgendaItem, Note
from meetings.models.agenda_version import AgendaVersion
from meetings.models.held_mail import HeldMail
from meetings.models.invitation import Invitation
from meetings.models.minutes import Minutes
from meetings.models.proposal import Proposal
from members.enums import ApplicationState, Language, NameOrder
from members.models import Application, Person, Seat

MOST = 500  # more than this is a tray that nobody reads


class Kind(StrEnum):
    HELD_MAIL = "held_mail"
    APPLICATION = "application"
    PROPOSAL = "proposal"
    MINUTES = "minutes"
    AGENDA = "agenda"  # changed since it was released, see `_changed_agendas`
    TRANSLATION = "translation"
    ACTION = "action"
    SEAT = "seat"
    BOUNCE = "bounce"
    FAILED_MAIL = "failed_mail"


@dataclass(frozen=True)
class Waiting:
    """One thing: what it is, since when it waits (aware), and the few facts that its line is told from.

    `word` is a value of an enum of the thing, `texts` what its source says below; `meeting` the slug, number and day
    of its meeting, empty or None where it has none.
    """

    kind: Kind
    key: int
    at: datetime
    word: str = ""
    texts: tuple[str, str, str, str] = ("", "", "", "")
    slug: str = ""
    number: int | None = None
    day: date | None = None


def waiting(today: date) -> list[Waiting]:
    """What waits on `today` (Phnom Penh), the oldest first; at most `MOST` things and the agendas."""
    first, *others = (make(today) for make in _SOURCES)
    rows = first.union(*others, all=True).order_by("w_at")[:MOST]
    found = [Waiting(Kind(row[0]), row[1], row[2], row[3], row[4:8], row[8], row[9], row[10]) for row in rows]
    return sorted([*found, *_changed_agendas(today)], key=lambda one: one.at)


def _changed_agendas(today: date) -> list[Waiting]:
    """Agendas of announced meetings that are not as they were released; `word` is the version; two queries."""
    rows = AgendaVersion.objects.filter(
        audience=Audience.SECRETARIAT,
        meeting__state=MeetingState.ANNOUNCED,
        meeting__date__gte=today.replace(day=1),
    ).select_related("meeting")
    last = {row.meeting_id: row for row in rows.order_by("number")}
    items: dict[int, list[AgendaItem]] = {}
    for item in AgendaItem.objects.filter(meeting__in=last).order_by("number"):
        items.setdefault(item.meeting_id, []).append(item)
    return [
        Waiting(
            Kind.AGENDA,
            row.pk,
            row.released_at,
            str(row.number),
            slug=row.meeting.slug,
            number=row.meeting.number,
            day=row.meeting.date,
        )
        for row in last.values()
        if [_released(entry) for entry in row.body] != [_as_is(one) for one in items.get(row.meeting_id, [])]
    ]


def _released(entry: dict) -> tuple:
    facts = (entry.get("title", {}), entry.get("purpose"), entry.get("minutes"))
    return (entry["item"], entry["label"], entry["level"], *facts)


def _as_is(item: AgendaItem) -> tuple:
    titles = {code: text for code in Language.values if (text := getattr(item, f"title_{code}"))}
    return (item.pk, item.label, item.level, titles, item.purpose, item.minutes_allotted)


_COLUMNS = ("w_kind", "w_key", "w_at", "w_word", "w_1", "w_2", "w_3", "w_4", "w_slug", "w_number", "w_day")
_TEXT = models.TextField()


def _line(
    rows: QuerySet, kind: Kind, at: Any, *, word: str = "", texts: tuple = (), meeting: str = ""
) -> QuerySet:
    """The columns of one source, all of them annotations: a union takes columns by their order.

    `texts` are names of columns or expressions; `meeting` is the path to the meeting.
    """
    blank = Value("", output_field=_TEXT)
    told = [Cast(text, _TEXT) for text in texts] + [blank] * (4 - len(texts))
    return (
        rows.order_by()
        .annotate(
            w_kind=Value(kind.value, output_field=_TEXT),
            w_key=Cast(F("pk"), models.BigIntegerField()),
            w_at=at,
            w_word=Cast(word, _TEXT) if word else blank,
            w_1=told[0],
            w_2=told[1],
            w_3=told[2],
            w_4=told[3],
            w_slug=Coalesce(Cast(f"{meeting}__slug", _TEXT), blank) if meeting else blank,
            w_number=Cast(F(f"{meeting}__number") if meeting else Value(None), models.IntegerField()),
            w_day=Cast(F(f"{meeting}__date") if meeting else Value(None), models.DateField()),
        )
        .values_list(*_COLUMNS)
    )


def _name(person: str = "") -> Case:
    """A person's `display_name`, made by the database; `person` is the path to them."""
    family, given = Upper(f"{person}family_name"), F(f"{person}given_name")
    given_first = When(
        **{f"{person}name_order": NameOrder.GIVEN_FIRST}, then=Concat(given, Value(" "), family)
    )
    return Case(given_first, default=Concat(family, Value(" "), given), output_field=_TEXT)


def _held_mails(_today: date) -> QuerySet:
    """Subject, sender, and whose invitation it came to: the name, and in Khmer."""
    whose = "invitation__person__"
    texts = ("subject", "sender", _name(whose), Coalesce(f"{whose}khmer_name", Value("")))
    rows = HeldMail.objects.waiting()
    return _line(
        rows, Kind.HELD_MAIL, F("received_at"), word="reason", texts=texts, meeting="invitation__meeting"
    )


def _applications(_today: date) -> QuerySet:
    """Reference, name, and the language it was written in."""
    rows = Application.objects.filter(state=ApplicationState.RECEIVED)
    return _line(
        rows, Kind.APPLICATION, F("received_at"), word="kind", texts=("reference", "name", "language")
    )


def _proposals(_today: date) -> QuerySet:
    """Title, and whose it is in the three languages: the organisation, else the person."""
    names = [
        Coalesce(Cast(f"organisation__name_{code}", _TEXT), _name("person__")) for code in ("en", "km", "fr")
    ]
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED)
    return _line(rows, Kind.PROPOSAL, F("made_at"), word="state", texts=("title", *names))


def _minutes(_today: date) -> QuerySet:
    rows = Minutes.objects.filter(state=MinutesState.ADOPTED)
    return _line(rows, Kind.MINUTES, Coalesce("adopted_at", "meeting__changed_at"), meeting="meeting")


def _translations(_today: date) -> QuerySet:
    """How many edits it is behind, the audience, the number of its item, and the item's label; `word` its language.

    A locked record is not translated any more, and one without a text has not been begun.
    """
    behind = F("translated_from__edits") - F("translated_from_edit")
    rows = (
        Note.objects.filter(translated_from__edits__gt=F("translated_from_edit"))
        .exclude(text="")
        .exclude(item__meeting__minutes__state__in=LOCKED_MINUTES)
    )
    texts = (behind, "audience", "item__number", "item__label")
    return _line(
        rows,
        Kind.TRANSLATION,
        F("translated_from__changed_at"),
        word="language",
        texts=texts,
        meeting="item__meeting",
    )


def _actions(today: date) -> QuerySet:
    """Its title in the three languages, and its number."""
    at = Coalesce(Cast("due_date", models.DateTimeField()), F("meeting__changed_at"))
    texts = ("title_en", "title_km", "title_fr", "number")
    return _line(Action.objects.overdue(today), Kind.ACTION, at, texts=texts, meeting="meeting")


def _seats(today: date) -> QuerySet:
    """Who lost the seat, and of which organisation: nobody else speaks for it at a meeting to come."""
    held = Seat.objects.current(today).filter(
        person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    others = Invitation.objects.alive(today).filter(
        meeting=OuterRef("meeting"), organisation=OuterRef("organisation"), capacity__in=COUNTED_CAPACITIES
    )
    rows = Invitation.objects.filter(
        ~Exists(held),
        ~Exists(others),
        capacity__in=COUNTED_CAPACITIES,
        organisation__isnull=False,
        meeting__state__in=(MeetingState.ANNOUNCED, MeetingState.POSTPONED),
        meeting__date__gte=today.replace(day=1),
    )
    texts = (_name("person__"), *(f"organisation__name_{code}" for code in ("en", "km", "fr")))
    return _line(rows, Kind.SEAT, Coalesce("withdrawn_at", "made_at"), texts=texts, meeting="meeting")


def _bounces(_today: date) -> QuerySet:
    """Name, Khmer name, address, and what the other side said."""
    texts = (_name(), "khmer_name", "email", "bounce_status")
    return _line(Person.objects.unreachable(), Kind.BOUNCE, F("bounced_at"), texts=texts)


def _failed_mails(_today: date) -> QuerySet:
    rows = OutboxMail.objects.filter(state=OutboxState.FAILED)
    return _line(rows, Kind.FAILED_MAIL, F("created_at"), word="kind")


# Each kind that waits in a table; its `texts` are told in words by the views.
_SOURCES: tuple[Callable[[date], QuerySet], ...] = (
    _held_mails,
    _applications,
    _proposals,
    _minutes,
    _translations,
    _actions,
    _seats,
    _bounces,
    _failed_mails,
)
