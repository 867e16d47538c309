"""The quorum: a rule the group may set, with its history; off until then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models import Setting
from hub.models.audit import record
from meetings.actions.presence import is_in_the_room
from meetings.actions.rows import demand_desk
from meetings.enums import COUNTED_CAPACITIES, QuorumRule
from meetings.models import Attendance

QUORUM = "quorum.rule"  # {"rule": a QuorumRule, "number": percent or organisations}; each change is a new row


@dataclass(frozen=True)
class SetRule:
    """What holds since `set_at` (aware): a share of the member organisations in percent, or a number of them."""

    rule: QuorumRule = QuorumRule.NONE
    number: int = 0
    set_at: datetime | None = None
    set_by: str = ""

    def needed(self, members: int) -> int:
        """How many organisations must be there, of so many members; 0 without a rule."""
        if self.rule == QuorumRule.SHARE:
            return -(-members * self.number // 100)
        return self.number if self.rule == QuorumRule.NUMBER else 0


@dataclass(frozen=True)
class Quorum:
    """How it stands now: organisations in the room, needed, and members there are."""

    present: int
    needed: int
    members: int
    rule: SetRule

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed


def _read(row: Setting) -> SetRule:
    return SetRule(QuorumRule(row.value["rule"]), row.value["number"], row.set_at, row.set_by)


def rule_in_force(at: datetime | None = None) -> SetRule:
    """The rule last set, or last set by `at` (aware): a closed day keeps the rule it had."""
    rows = Setting.objects.filter(key=QUORUM)
    if at is not None:
        rows = rows.filter(set_at__lte=at)
    row = rows.order_by("-pk").first()
    return _read(row) if row else SetRule()


def rules_so_far() -> list[SetRule]:
    """Every rule that was set, newest first."""
    return [_read(row) for row in Setting.objects.filter(key=QUORUM).order_by("-pk")]


def set_rule(rule: str, number: int, *, by: Actor) -> None:
    """Set the rule from now on, for meetings that are not over. Audit entry; the setting keeps its history.

    `number` is a percentage of the member organisations (1 to 100) or a number of organisations (1 to 500).
    """
    demand_desk(by)
    rule = QuorumRule(rule)
    if rule == QuorumRule.SHARE and not 1 <= number <= 100:
        raise Refused(_("Give a percentage between 1 and 100."), field="number")
    if rule == QuorumRule.NUMBER and not 1 <= number <= 500:
        raise Refused(_("Give the number of organisations that must be there."), field="number")
    number = 0 if rule == QuorumRule.NONE else number
    with transaction.atomic():
        held = rule_in_force()
        if (held.rule, held.number) == (rule, number):
            return
        setting = Setting.objects.put(QUORUM, {"rule": rule.value, "number": number}, by=by)
        record("setting.changed", setting, by=by, label=QUORUM)


def quorum_now(
    rows: Iterable[Attendance], members: set[int], rule: SetRule, *, at: time | None
) -> Quorum | None:
    """One voice for each member organisation with a representative or alternate in the room at `at`, see `in_room`.

    `members` are the keys of the organisations that count on that day. Advocates, observers, guests and unnamed
    groups do not. None while no rule is set.
    """
    if rule.rule == QuorumRule.NONE:
        return None
    there = {
        row.organisation_id
        for row in rows
        if row.capacity in COUNTED_CAPACITIES and row.organisation_id in members and is_in_the_room(row, at)
    }
    return Quorum(len(there), rule.needed(len(members)), len(members), rule)
