"""An organisation's seat: when its representative cannot come, its alternates are asked without anybody's hand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hub.actors import Actor
from hub.models import Setting
from hub.models.audit import record
from hub.models.outbox import OutboxMail, OutboxState
from hub.outbox import queue
from meetings.actions.invitations import Invitee, bring_in, order_key
from meetings.actions.rows import demand_desk
from meetings.enums import COUNTED_CAPACITIES, Answer, Capacity
from meetings.models import Invitation, Response
from members.enums import SeatKind
from members.models import Seat

ASK_ALTERNATES = "seats.ask_alternates"  # True or False; each change is a new row that says who and when
ASKS_BY_DEFAULT = True
KIND = "alternate_asked"
ONE_MAIL_IN = timedelta(days=1)


def asks_alternates() -> bool:
    """Whether a representative's "no" asks the alternates by itself."""
    return bool(Setting.objects.current(ASK_ALTERNATES, ASKS_BY_DEFAULT))


def set_asking(on: bool, *, by: Actor) -> None:
    """Turn it on or off from now on; what was asked before stays asked. Audit entry; the setting keeps its history."""
    demand_desk(by)
    with transaction.atomic():
        if asks_alternates() == on:
            return
        setting = Setting.objects.put(ASK_ALTERNATES, on, by=by)
        record("setting.changed", setting, by=by, label=ASK_ALTERNATES)


def ask_alternates(
    invitation: Invitation, declined: Response, *, by: Actor, now: datetime
) -> list[Invitation]:
    """In the transaction of a representative's applied "no", the meeting being locked: ask those who could come.

    Alternates who are not invited yet are invited; those who are and have not answered get one mail, at most one
    within a day however often the answer changes. Nobody is asked while somebody of the organisation has accepted,
    or while only the month is known; whom the secretariat took off the list stays off. Returns the invitations made.
    """
    meeting = invitation.meeting
    if not asks_alternates() or not meeting.has_day:
        return []
    same = meeting.invitations.filter(organisation=invitation.organisation_id)
    if same.alive().filter(capacity__in=COUNTED_CAPACITIES, answer=Answer.ACCEPTED).exists():
        return []
    seats = Seat.objects.current().filter(
        organisation=invitation.organisation_id, kind=SeatKind.ALTERNATE, person__is_active=True
    )
    people = {
        seat.person_id: seat.person
        for seat in seats.select_related("person").order_by("person_id")
        if seat.person_id != invitation.person_id
    }
    undone = Response.objects.filter(undoes=OuterRef("made_for"))
    kept = meeting.invitations.filter(Q(withdrawn_at__isnull=True) | ~Exists(undone))
    known = set(kept.filter(person__in=people).values_list("person_id", flat=True))
    new = [
        Invitee(person, invitation.organisation, Capacity.ALTERNATE)
        for person in people.values()
        if person.pk not in known
    ]
    made = bring_in(meeting, by=by, people=new, now=now, made_for=declined)
    silent = same.silent().alive().filter(capacity=Capacity.ALTERNATE, person__in=people).order_by("pk")
    for other in silent.exclude(pk__in=[row.pk for row in made]):
        if not _asked_lately(other, now):
            queue(
                KIND,
                key=f"{KIND}:{other.pk}:{declined.pk}",
                data={"invitation": other.pk, "declined": invitation.pk},
                order_key=order_key(other.pk),
            )
    return made


def _asked_lately(invitation: Invitation, now: datetime) -> bool:
    """Whether such a mail waits, or left within a day: whoever changes their mind ten times sends one."""
    recent = Q(state=OutboxState.QUEUED) | Q(sent_at__gt=now - ONE_MAIL_IN)
    return OutboxMail.objects.filter(recent, kind=KIND, order_key=order_key(invitation.pk)).exists()
