"""What somebody promised to do: agreed at a meeting, then open, in progress, done or not taken up."""

from collections.abc import Mapping
from datetime import date as Day

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.calendar_entries import touch_due
from meetings.actions.rows import changed_fields, check_move, columns, demand, demand_desk, lock_held_record
from meetings.enums import ACTION_MOVES, ActionState, Audience
from meetings.models import Action, AgendaItem, Decision, Meeting
from meetings.rules import may_change_action, may_record_on_the_day
from members.models import Organisation, Person

_S = ActionState
REFUSALS = {
    _S.OPEN: _("This action is open already."),
    _S.IN_PROGRESS: _("This action is finished. Open it again first."),
    (_S.IN_PROGRESS, _S.IN_PROGRESS): _("This action is in progress already."),
    _S.DONE: _("This action was not taken up. Open it again first."),
    (_S.DONE, _S.DONE): _("This action is done already."),
    _S.NOT_TAKEN_UP: _("This action is done. Open it again first."),
    (_S.NOT_TAKEN_UP, _S.NOT_TAKEN_UP): _("This action was marked as not taken up already."),
}


def agree_action(
    meeting: Meeting,
    *,
    by: Actor,
    title: Mapping[str, str],
    owner_organisation: Organisation | None = None,
    owner_person: Person | None = None,
    due_date: Day | None = None,
    due_next_meeting: bool = False,
    decision: Decision | None = None,
    agenda_item: AgendaItem | None = None,
    audience: str = Audience.PUBLIC,
) -> Action:
    """Record what was promised at a held meeting, under the meeting's next action number.

    Due on a day (Phnom Penh), at the next meeting, or with neither: open until somebody reports. Refused without
    a title in any language, without an owner, with both kinds of due, and after the minutes are adopted. The
    secretariat's verb, and on the day that of whoever runs the meeting.
    """
    demand_desk(by, may_record_on_the_day(meeting, audience, agenda_item.audience if agenda_item else ""))
    if not any(text.strip() for text in title.values()):
        raise Refused(_("Say what is to be done, in at least one language."), field="title_en")
    if not owner_organisation and not owner_person:
        raise Refused(_("Say who will do it."), field="owner_organisation")
    if due_date and due_next_meeting:
        raise Refused(_("Give either a day or “next meeting”, not both."), field="due_date")
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        for thing, field in ((agenda_item, "agenda_item"), (decision, "decision")):
            if thing and thing.meeting_id != meeting.pk:
                raise Refused(_("This belongs to another meeting."), field=field)
        number = (meeting.actions.aggregate(highest=Max("number"))["highest"] or 0) + 1
        action = Action.objects.create(
            meeting=meeting,
            number=number,
            agenda_item=agenda_item,
            decision=decision,
            owner_organisation=owner_organisation,
            owner_person=owner_person,
            due_date=due_date,
            due_next_meeting=due_next_meeting,
            audience=audience,
            **columns("title", title),
        )
        touch_due()
        record("action.agreed", action, by=by, label=action.reference)
    return action


def change_action(
    action: Action, *, by: Actor, to: str, outcome: Mapping[str, str] | None, on: Day | None = None
) -> Action:
    """Move an action to another state, with a few words per language on what came of it.

    `on` is the day it was done (default today, Phnom Penh), forgotten when it is opened again. The secretariat may,
    and so may whoever speaks for the owner organisation today, and the owner in person. Goes on after adoption.
    """
    if by is not SYSTEM:
        demand(may_change_action(action), by)
    with transaction.atomic():
        action = Action.objects.select_for_update().get(pk=action.pk)
        wanted = ActionState(to)
        check_move(ACTION_MOVES, REFUSALS, _S(action.state), wanted)
        done_on = (on or timezone.localdate()) if wanted == _S.DONE else None
        facts = {"state": wanted, "done_on": done_on, **columns("outcome", outcome or {})}
        fields = changed_fields(action, facts)
        action.save(update_fields=fields)
        touch_due()
        record(f"action.{wanted}", action, by=by, label=action.reference, fields=fields)
    return action
