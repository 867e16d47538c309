"""When the steps of a meeting's month are due, and steps that one meeting does not need."""

from collections.abc import Mapping
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models import Setting
from hub.models.audit import record
from meetings.actions.rows import LIFELESS, demand_desk, lock_meeting
from meetings.enums import MeetingState, Step
from meetings.models import Meeting, StepMark
from meetings.models.cycle import OFFSETS, Offsets

DONE_ALREADY = _("This step is done, so it cannot be left out.")
NOT_LEFT_OUT = _("This step was not left out.")
OUT_OF_RANGE = _("Give a number of days from 0 to %(most)s.")
IN_ORDER = _(
    "These steps come in this order: call for items, agenda, invitations, reminder. Give %(step)s no more days than the step before it."
)
CORRECTIONS_LATER = _("Corrections end after the draft is circulated. Give them more days than the draft.")


def leave_out(meeting: Meeting, step: Step, *, by: Actor) -> None:
    """Say that a meeting needs no such step; twice is once. The secretariat's verb, refused once the step was done.

    Audit entry.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state in LIFELESS:
            raise Refused(LIFELESS[MeetingState(meeting.state)])
        mark, made = StepMark.objects.get_or_create(meeting=meeting, step=step, defaults={"skipped": True})
        if not made and not mark.skipped:
            raise Refused(DONE_ALREADY)
        if made:
            record("step.left_out", meeting, by=by, label=f"{meeting.slug} {step}", fields=[step])


def take_up(meeting: Meeting, step: Step, *, by: Actor) -> None:
    """Take back that a step is not needed. The secretariat's verb; audit entry."""
    demand_desk(by)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        gone, _rows = StepMark.objects.filter(meeting=meeting, step=step, skipped=True).delete()
        if not gone:
            raise Refused(NOT_LEFT_OUT)
        record("step.taken_up", meeting, by=by, label=f"{meeting.slug} {step}", fields=[step])


def set_days(days: Mapping[Step, int], *, by: Actor) -> list[Step]:
    """Set how many days before or after a meeting its steps are due, from now on; the steps that changed.

    Refused out of range, where an earlier step would be due after a later one, and where corrections would end
    before the draft is due. The secretariat's verb. Each change is a row of the setting's history; audit entries.
    """
    demand_desk(by)
    check_days(days)
    with transaction.atomic():
        before = Offsets.current().days
        changed = [step for step in OFFSETS if step in days and days[step] != before[step]]
        for step in changed:
            setting = Setting.objects.put(OFFSETS[step].key, days[step], by=by)
            record("setting.changed", setting, by=by, label=OFFSETS[step].key)
    return changed


def check_days(days: Mapping[Step, int]) -> None:
    """Refuse days that are out of range or out of order, naming the step's field."""
    whole = {**Offsets.current().days, **days}
    for step, count in whole.items():
        if not 0 <= count <= OFFSETS[step].most:
            raise Refused(OUT_OF_RANGE % {"most": OFFSETS[step].most}, field=step)
    order = [step for step in OFFSETS if OFFSETS[step].before]
    for earlier, later in pairwise(order):
        if whole[later] > whole[earlier]:
            raise Refused(IN_ORDER % {"step": Step(later).label}, field=later)
    if whole[Step.CORRECTIONS] <= whole[Step.DRAFT]:
        raise Refused(CORRECTIONS_LATER, field=Step.CORRECTIONS)
