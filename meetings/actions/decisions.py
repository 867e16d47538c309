"""What the group decided, under a number that is never given twice."""

from collections.abc import Mapping
from datetime import date as Day

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.calendar_entries import touch_due
from meetings.actions.rows import changed_fields, columns, demand_desk, lock_held_record, lock_open_record
from meetings.enums import Audience, DecisionMode, Progress
from meetings.models import AgendaItem, Decision, Meeting
from meetings.rules import may_record_on_the_day
from members.models import Membership


def decide(
    meeting: Meeting,
    *,
    by: Actor,
    title: Mapping[str, str],
    text: Mapping[str, str],
    agenda_item: AgendaItem | None = None,
    mode: str = DecisionMode.CONSENSUS,
    audience: str = Audience.PUBLIC,
    decided_on: Day | None = None,
    progress: str = Progress.NOTED,
    progress_note: Mapping[str, str] | None = None,
    supersedes: Decision | None = None,
    membership: Membership | None = None,
) -> Decision:
    """Record a decision of a held meeting: "WG/2022/01-D2", year held, ordinal of the meeting, decision.

    `title` (in short) and `text` (the full sentence) hold one text per language code; `decided_on` is the
    meeting's day if left out. An earlier decision that it supersedes is marked so. Refused before the meeting is
    held, after its minutes are adopted, and without a text in any language. The secretariat's verb, and on the day
    that of whoever runs the meeting.
    """
    demand_desk(by, may_record_on_the_day(meeting, audience, agenda_item.audience if agenda_item else ""))
    _needs_text(text, title)
    with transaction.atomic():
        meeting = lock_held_record(meeting)
        _same_meeting(meeting, agenda_item)
        number = (meeting.decisions.aggregate(highest=Max("number"))["highest"] or 0) + 1
        decision = Decision.objects.create(
            meeting=meeting,
            agenda_item=agenda_item,
            number=number,
            reference=f"{meeting.reference}-D{number}",
            decided_on=decided_on or meeting.date,
            mode=mode,
            audience=audience,
            progress=progress,
            supersedes=supersedes,
            membership=membership,
            **columns("title", title),
            **columns("text", text),
            **columns("progress_note", progress_note or {}),
        )
        record("decision.taken", decision, by=by, label=decision.reference)
        if supersedes:
            _supersede(supersedes, by=by)
    return decision


def edit_decision(
    decision: Decision,
    *,
    by: Actor,
    title: Mapping[str, str],
    text: Mapping[str, str],
    agenda_item: AgendaItem | None = None,
    mode: str = DecisionMode.CONSENSUS,
    audience: str = Audience.PUBLIC,
) -> Decision:
    """Correct a decision while the minutes are not adopted; its number stays."""
    _needs_text(text, title)
    with transaction.atomic():
        meeting = lock_open_record(decision.meeting)
        _same_meeting(meeting, agenda_item)
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        facts = {"agenda_item": agenda_item, "mode": mode, "audience": audience}
        fields = changed_fields(decision, {**facts, **columns("title", title), **columns("text", text)})
        if fields:
            decision.save(update_fields=fields)
            if {"audience", "agenda_item"} & set(fields):
                touch_due()
            record("decision.edited", decision, by=by, label=decision.reference, fields=fields)
    return decision


def set_progress(decision: Decision, *, by: Actor, progress: str, note: Mapping[str, str]) -> Decision:
    """Say what became of a decision; that goes on after the minutes are adopted. `note`: a few words per language."""
    with transaction.atomic():
        decision = Decision.objects.select_for_update().get(pk=decision.pk)
        if progress != Progress.SUPERSEDED and decision.superseded_by.exists():
            raise Refused(_("A later decision took the place of this one."), field="progress")
        fields = changed_fields(decision, {"progress": progress, **columns("progress_note", note)})
        if fields:
            decision.save(update_fields=fields)
            record("decision.progressed", decision, by=by, label=decision.reference, fields=fields)
    return decision


def _supersede(decision: Decision, *, by: Actor) -> None:
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    decision.progress = Progress.SUPERSEDED
    decision.save(update_fields=["progress"])
    record("decision.superseded", decision, by=by, label=decision.reference, fields=["progress"])


def _needs_text(text: Mapping[str, str], title: Mapping[str, str]) -> None:
    if not any(value.strip() for value in (*text.values(), *title.values())):
        raise Refused(_("Write the decision in at least one language."), field="text_en")


def _same_meeting(meeting: Meeting, item: AgendaItem | None) -> None:
    if item and item.meeting_id != meeting.pk:
        raise Refused(_("This item stands on the agenda of another meeting."), field="agenda_item")
