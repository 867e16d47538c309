"""The room on the day: who is expected by seat, who is there, who has left; and the quorum that follows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hub.errors import Refused
from hub.languages.fallback import best_text
from hub.languages.sorting import sort_key
from hub.once import once
from meetings.actions import presence
from meetings.actions.presence import hour_of, is_in_the_room
from meetings.actions.quorum import Quorum, quorum_now, rule_in_force
from meetings.enums import COUNTED_CAPACITIES, Answer, Capacity, Presence
from meetings.models import Attendance, Invitation, Meeting
from meetings.views.secretariat.running import key_of, moment_of, on_the_day
from members.enums import MembershipKind
from members.models import Membership, Organisation, Seat


@dataclass
class Place:
    """One person or unnamed group: `key` is what its button sends, such as "seat:5" or "row:7"."""

    key: str
    name: str
    capacity: str
    row: Attendance | None = None
    here: bool = False
    declined: bool = False

    @property
    def since(self) -> time | None:
        return self.row.present_from if self.row else None

    @property
    def left_at(self) -> time | None:
        return self.row.present_until if self.row and self.row.presence == Presence.PRESENT else None

    @property
    def regrets(self) -> bool:
        """Said that they would not come, or is written down so."""
        return self.row.presence == Presence.REGRETS if self.row else self.declined


@dataclass
class Bench:
    """The places of one member organisation; those who neither are nor were there may stand in a fold."""

    organisation: Organisation
    places: list[Place] = field(default_factory=list)

    @property
    def here(self) -> list[Place]:
        return [place for place in self.places if place.here]

    @property
    def shown(self) -> list[Place]:
        """Who is or was there; while nobody is, also the representatives."""
        came = [place for place in self.places if place.here or place.left_at]
        if any(place.here for place in came):
            return came
        waiting = [p for p in self.places if p not in came and p.capacity == Capacity.REPRESENTATIVE]
        return came + waiting

    @property
    def others(self) -> list[Place]:
        shown = self.shown
        return [place for place in self.places if place not in shown]


@dataclass
class Room:
    """Everybody expected or there, and how the quorum stands (None without a rule)."""

    benches: list[Bench]
    advocates: list[Place]
    in_addition: list[Place]
    quorum: Quorum | None

    @property
    def organisations_here(self) -> int:
        return sum(bool(bench.here) for bench in self.benches)


def room_of(meeting: Meeting, *, language: str, now: datetime) -> Room:
    """The room of a meeting at `now` (aware), names in `language`; six queries."""
    at = None if meeting.ended_at else hour_of(meeting, now)
    rows = list(meeting.attendances.select_related("person", "organisation").order_by("capacity", "pk"))
    invited = {
        one.person_id: one
        for one in Invitation.objects.filter(meeting=meeting, withdrawn_at=None).select_related(
            "person", "organisation"
        )
    }
    memberships = list(
        Membership.objects.current(meeting.date).select_related("organisation", "person").order_by("pk")
    )
    counted = {one.organisation_id: one.organisation for one in memberships if _counts(one)}
    known = {row.person_id for row in rows if row.person_id}
    benches: dict[int, list[Place]] = defaultdict(list)
    advocates, in_addition = [], []
    for row in rows:
        place = _recorded(row, language, at)
        if row.capacity in COUNTED_CAPACITIES and row.organisation_id in counted:
            benches[row.organisation_id].append(place)
        else:
            (advocates if row.capacity == Capacity.ADVOCATE else in_addition).append(place)
    seats = Seat.objects.current(meeting.date).filter(organisation__in=counted, person__is_active=True)
    for seat in seats.select_related("person", "organisation").order_by("-kind", "pk"):
        if seat.person_id not in known:
            benches[seat.organisation_id].append(
                _expected(f"seat:{seat.pk}", seat, seat.kind, invited, language)
            )
    for one in memberships:
        if one.kind == MembershipKind.INDIVIDUAL and one.person_id not in known:
            advocates.append(_expected(f"advocate:{one.pk}", one, Capacity.ADVOCATE, invited, language))
    for one in invited.values():
        if one.person_id not in known and one.capacity not in (*COUNTED_CAPACITIES, Capacity.ADVOCATE):
            in_addition.append(_expected(f"invitation:{one.pk}", one, one.capacity, invited, language))
    ordered = sorted(
        (Bench(organisation, benches[pk]) for pk, organisation in counted.items()),
        key=lambda bench: sort_key(best_text(bench.organisation, "name", language).text),
    )
    rule = rule_in_force(meeting.ended_at or now)
    return Room(ordered, advocates, in_addition, quorum_now(rows, set(counted), rule, at=at))


def _counts(membership: Membership) -> bool:
    return membership.organisation_id is not None and membership.kind in (
        MembershipKind.FULL,
        MembershipKind.ASSOCIATE,
    )


def _recorded(row: Attendance, language: str, at: time | None) -> Place:
    name = row.day_khmer_name if language == "km" and row.day_khmer_name else row.day_name
    name = name or best_text(row, "group_name", language).text
    return Place(f"row:{row.pk}", name, row.capacity, row, is_in_the_room(row, at))


def _expected(key: str, who, capacity: str, invited: dict[int, Invitation], language: str) -> Place:
    asked = invited.get(who.person_id)
    declined = asked is not None and asked.answer == Answer.DECLINED
    return Place(key, who.person.name_in(language), capacity, declined=declined)


_EXPECTED = {"seat": Seat, "advocate": Membership, "invitation": Invitation, "row": Attendance}


def _expected_at(meeting: Meeting, kind: str) -> QuerySet:
    """Those of a kind whom the room of this meeting may show: a key alone writes nobody else down, and names nobody."""
    found = _EXPECTED[kind].objects.all()
    if kind == "seat":
        return found.current(meeting.date).filter(person__is_active=True)
    if kind == "advocate":
        return found.current(meeting.date).filter(kind=MembershipKind.INDIVIDUAL, person__isnull=False)
    return found.filter(meeting=meeting)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


@on_the_day
@require_POST
def run_presence(request: HttpRequest, meeting: Meeting, verb: str) -> HttpResponse:
    """Arrives, or leaves; back to the item that was open, at the room."""
    kind, _colon, pk = request.POST.get("who", "").partition(":")
    if verb not in ("arrives", "leaves") or kind not in _EXPECTED or not _is_number(pk) or len(pk) > 9:
        raise Http404
    if kind != "row" and verb == "leaves":
        raise Http404
    found = _expected_at(meeting, kind)
    who = get_object_or_404(found.select_related("person", "organisation"), pk=int(pk))
    act = presence.arrive if verb == "arrives" else presence.leave
    at = moment_of(request)
    try:
        once(key_of(request), by=request.person, do=lambda: act(meeting, who, by=request.person, now=at).pk)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    number = request.POST.get("item", "")
    if _is_number(number) and len(number) < 5:
        back = reverse("meetings:run_item", args=[meeting.slug, int(number)])
    else:
        back = reverse("meetings:run", args=[meeting.slug])
    return redirect(f"{back}#room")
