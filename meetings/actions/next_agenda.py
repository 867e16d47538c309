"""The agenda that is proposed for a meeting from what earlier ones left: suggestions, and taking them over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.actors import Actor
from hub.errors import Refused
from meetings.actions import proposals
from meetings.actions.agenda import TITLES, add_item, arrange
from meetings.actions.rows import demand_desk, lock_open_record
from meetings.enums import HELD_STATES, Audience, ItemKind, ItemState, MeetingState, MinutesState, Purpose
from meetings.models import Action, AgendaItem, Meeting, Minutes, Proposal, SeriesItem
from meetings.public import words
from members.enums import ApplicationState, Language
from members.models import Application

TO_ADOPT = [MinutesState.CIRCULATED, MinutesState.CORRECTED]
TO_DECIDE = [ApplicationState.RECEIVED, ApplicationState.CIRCULATED]


@dataclass(frozen=True)
class Suggestion:
    """One item that could stand on the agenda. `key` names its source, `why` says it in a sentence to the clerk.

    `facts` are what `add_item` takes; a proposal has none, it is accepted instead. `place` orders the kinds.
    """

    key: str
    why: str
    title: dict[str, str]
    audience: str
    place: int
    facts: dict[str, Any] = field(default_factory=dict)
    proposal: Proposal | None = None


_OPENING, _ADOPTION, _FOLLOW_UP, _REST, _CLOSING = range(5)


def suggestions(meeting: Meeting, *, today: date) -> list[Suggestion]:
    """What could stand on the agenda of a meeting and does not yet, in the order in which it would; seven queries.

    Minutes that wait for adoption, one item for all open actions, items put off earlier, applications to decide,
    open proposals, and the standing items of its series. `today` is Phnom Penh's.
    """
    there = list(meeting.agenda_items.order_by("number"))
    found = [
        *_standing(meeting, there),
        *_adoptions(meeting, there),
        *_follow_up(meeting, there, today),
        *_put_off(meeting),
        *_applications(meeting),
        *_proposals(meeting),
    ]
    return sorted(found, key=lambda one: one.place)


def take(meeting: Meeting, keys: Collection[str], *, by: Actor, today: date) -> int:
    """Put the suggestions of these keys on the agenda; how many. What is there already, or gone, is passed over.

    Adoption of minutes comes right after the opening, the follow-up next, a closing standing item stays last.
    Proposals are accepted, with the mail to whoever proposed them. Refused for a meeting that was held or cancelled.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_open_record(meeting)
        if meeting.state in HELD_STATES:
            raise Refused(_("This meeting was held. Choose one that is still to come."))
        before = list(meeting.agenda_items.order_by("number"))
        chosen = [one for one in suggestions(meeting, today=today) if one.key in keys]
        added = [(one, _put_on(meeting, one, by=by)) for one in chosen]
        if added:
            arrange(meeting, [item.pk for item in _in_order(before, added)], by=by)
    return len(added)


def _put_on(meeting: Meeting, one: Suggestion, *, by: Actor) -> AgendaItem:
    if one.proposal is not None:
        accepted = proposals.accept(one.proposal, by=by, meeting=meeting, audience=one.audience)
        return AgendaItem.objects.get(proposals=accepted)
    titles = {f"title_{code}": text for code, text in one.title.items()}
    return add_item(meeting, by=by, audience=one.audience, **titles, **one.facts)


def _in_order(
    before: Sequence[AgendaItem], added: Sequence[tuple[Suggestion, AgendaItem]]
) -> list[AgendaItem]:
    """The old items in their order with the new ones set between them."""
    by_place: dict[int, list[AgendaItem]] = {place: [] for place in range(_CLOSING + 1)}
    for one, item in added:
        by_place[one.place].append(item)
    start, end = 0, len(before)
    if before and before[0].kind == ItemKind.STANDING:
        start = next((at for at, item in enumerate(before) if at and item.level == 0), len(before))
    last_main = max((at for at, item in enumerate(before) if item.level == 0), default=0)
    if last_main >= start and before and before[last_main].kind == ItemKind.STANDING:
        end = last_main
    while start < end and (
        before[start].kind in (ItemKind.ADOPTION, ItemKind.FOLLOW_UP) or before[start].level
    ):
        start += 1
    return [
        *by_place[_OPENING],
        *before[:start],
        *by_place[_ADOPTION],
        *by_place[_FOLLOW_UP],
        *before[start:end],
        *by_place[_REST],
        *before[end:],
        *by_place[_CLOSING],
    ]


# --- Sources, one query each ------------------------------------------------------------------------------------


def _standing(meeting: Meeting, there: Sequence[AgendaItem]) -> list[Suggestion]:
    """Those of the series that are not there under one of their titles: the first opens, the last closes."""
    rows = list(
        SeriesItem.objects.filter(series=meeting.series_id).select_related("presented_by").order_by("number")
    )
    titles = {getattr(item, name) for item in there for name in TITLES} - {""}
    found = []
    for at, row in enumerate(rows):
        title = _titles(row)
        if titles & set(title.values()):
            continue
        place = _OPENING if at == 0 else _CLOSING if at == len(rows) - 1 else _REST
        facts = {
            "kind": ItemKind.STANDING,
            "purpose": row.purpose,
            "minutes_allotted": row.minutes_allotted,
            "presented_by": row.presented_by,
        }
        found.append(
            Suggestion(
                f"standing:{row.pk}", _("Standing item of the series."), title, row.audience, place, facts
            )
        )
    return found


def _adoptions(meeting: Meeting, there: Sequence[AgendaItem]) -> list[Suggestion]:
    known = {item.adopts_id for item in there}
    rows = (
        Minutes.objects.filter(state__in=TO_ADOPT, meeting__date__lte=meeting.date)
        .exclude(meeting=meeting)
        .select_related("meeting")
        .order_by("meeting__date")
    )
    return [
        Suggestion(
            f"minutes:{row.pk}",
            _("Circulated and not adopted yet."),
            _in_every_language(lambda code, of=row.meeting: words.minutes_title(of, code)),
            row.meeting.audience,
            _ADOPTION,
            {"kind": ItemKind.ADOPTION, "adopts": row, "purpose": Purpose.DECISION, "minutes_allotted": 10},
        )
        for row in rows
        if row.pk not in known
    ]


def _follow_up(meeting: Meeting, there: Sequence[AgendaItem], today: date) -> list[Suggestion]:
    if any(item.kind == ItemKind.FOLLOW_UP for item in there):
        return []
    due = Q(due_date__lte=meeting.date) | Q(due_next_meeting=True)
    count = (
        Action.objects.open()
        .filter(meeting__date__lt=meeting.date)
        .aggregate(
            n=Count("pk"), due=Count("pk", filter=due), overdue=Count("pk", filter=Q(due_date__lt=today))
        )
    )
    if not count["n"]:
        return []
    why = ngettext("%(n)s open action", "%(n)s open actions", count["n"]) % {"n": count["n"]}
    why += ngettext(", %(n)s due by this meeting", ", %(n)s due by this meeting", count["due"]) % {
        "n": count["due"]
    }
    why += ngettext(", %(n)s overdue.", ", %(n)s overdue.", count["overdue"]) % {"n": count["overdue"]}
    facts = {"kind": ItemKind.FOLLOW_UP, "purpose": Purpose.INFORMATION, "minutes_allotted": 15}
    title = _in_every_language(lambda code: _("Follow-up of actions"))
    return [Suggestion("follow_up", why, title, Audience.PUBLIC, _FOLLOW_UP, facts)]


def _put_off(meeting: Meeting) -> list[Suggestion]:
    """Topics put off at an earlier meeting that stand on no later agenda; minutes and applications come by themselves."""
    rows = (
        AgendaItem.objects.filter(
            state=ItemState.PUT_OFF,
            kind=ItemKind.TOPIC,
            meeting__date__lte=meeting.date,
            meeting__state__in=HELD_STATES,
            carried_over_to=None,
        )
        .exclude(meeting=meeting)
        .select_related("meeting", "presented_by", "presenter")
        .order_by("meeting__date", "number")
    )
    return [
        Suggestion(
            f"put_off:{row.pk}",
            _("Put off: %(meeting)s.") % {"meeting": words.title(row.meeting, _language())},
            _titles(row),
            _closer(row.audience, row.meeting.audience),  # as closed as it was there
            _REST,
            {
                "purpose": row.purpose,
                "minutes_allotted": row.minutes_allotted,
                "presented_by": row.presented_by,
                "presenter": row.presenter,
                "carried_over_from": row,
            },
        )
        for row in rows
    ]


def _applications(meeting: Meeting) -> list[Suggestion]:
    """Those to decide that stand on no agenda to come; who asks to join is said to the clerk, never in the title."""
    standing = AgendaItem.objects.filter(application__isnull=False).filter(
        Q(meeting=meeting)
        | Q(meeting__state__in=[MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.POSTPONED])
    )
    rows = (
        Application.objects.filter(state__in=TO_DECIDE, received_at__date__lte=meeting.date)
        .exclude(pk__in=standing.values("application"))
        .order_by("received_at")
    )
    facts = {"kind": ItemKind.APPLICATION, "purpose": Purpose.DECISION, "minutes_allotted": 10}
    return [
        Suggestion(
            f"application:{row.pk}",
            _("Application of %(name)s.") % {"name": row.name},
            _in_every_language(
                lambda code, of=row: _("Application to join, %(reference)s") % {"reference": of.reference}
            ),
            Audience.MEMBERS,
            _REST,
            {**facts, "application": row},
        )
        for row in rows
    ]


def _proposals(meeting: Meeting) -> list[Suggestion]:
    """Open ones for this meeting, for an earlier one or for any."""
    rows = (
        Proposal.objects.open()
        .filter(Q(meeting=None) | Q(meeting__date__lte=meeting.date))
        .select_related("person", "organisation")
        .order_by("made_at")
    )
    return [
        Suggestion(
            f"proposal:{row.pk}",
            _("Proposed by %(who)s.") % {"who": row.organisation or row.person},
            {row.language: row.title},
            Audience.MEMBERS,
            _REST,
            proposal=row,
        )
        for row in rows
    ]


def _closer(*audiences: str) -> Audience:
    """The one of these that fewest may read."""
    order = list(Audience)
    return max((Audience(one) for one in audiences), key=order.index)


def _titles(row: AgendaItem | SeriesItem) -> dict[str, str]:
    return {code: text for code in Language.values if (text := getattr(row, f"title_{code}"))}


def _in_every_language(say) -> dict[str, str]:
    texts = {}
    for code in Language.values:
        with translation.override(code):
            texts[code] = say(code)
    return texts


def _language() -> str:
    return translation.get_language() or Language.EN
