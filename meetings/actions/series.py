"""The rules that meetings are planned from, and their standing items."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.agenda import LONGEST_TITLE, TITLES, add_item
from meetings.actions.rows import changed_fields, demand_desk
from meetings.enums import ItemKind
from meetings.models import Meeting, Series, SeriesItem
from members.enums import Language

NAMES = [f"name_{code}" for code in Language.values]
FACTS = {*NAMES, "nth", "weekday", "months", "since", "until", "start_time", "end_time", "venue"}
FACTS |= {"holiday_policy"}
ITEM_FACTS = {*TITLES, "purpose", "minutes_allotted", "presented_by", "audience"}
HORIZON = 36  # months in which a rule has to name a day
MOST_ITEMS = 40
LONGEST_NAME = 200

NEVER = _(
    "This rule names no day in the next three years, so no meeting could be planned from it. "
    "Choose another week, more months, or other days to begin and end."
)


def make_series(*, by: Actor, facts: dict[str, Any], today: date | None = None) -> Series:
    """A new rule; `facts` are fields of the series, see `FACTS`. Audit entry; refused as `edit_series` is."""
    demand_desk(by)
    with transaction.atomic():
        series = checked_rule(facts, today=today)
        series.save()
        record("series.made", series, by=by, label=_label(series))
    return series


def checked_rule(facts: dict[str, Any], *, today: date | None = None) -> Series:
    """A series that is not saved, to look at its days; refused as `edit_series` is."""
    series = Series(**_checked(facts, FACTS))
    _check_rule(series, today or timezone.localdate())
    return series


def edit_series(series: Series, *, by: Actor, facts: dict[str, Any], today: date | None = None) -> Series:
    """Change a rule; meetings planned from it so far stay as they are. Audit entry with the names of the fields.

    Refused without a name, with hours or days in the wrong order, and if the rule names no day in three years from
    `today` (default: the day in Phnom Penh).
    """
    demand_desk(by)
    with transaction.atomic():
        series = _lock(series)
        fields = changed_fields(series, _checked(facts, FACTS))
        if fields:
            _check_rule(series, today or timezone.localdate())
            series.save(update_fields=fields)
            record("series.edited", series, by=by, label=_label(series), fields=fields)
    return series


def remove_series(series: Series, *, by: Actor) -> None:
    """Remove a rule with its standing items. Audit entry; refused once a meeting was planned from it."""
    demand_desk(by)
    with transaction.atomic():
        series = _lock(series)
        if series.meetings.exists():
            raise Refused(
                _("Meetings were planned from this series, so it stays. Give it a last day to end it.")
            )
        record("series.removed", series, by=by, label=_label(series))
        series.delete()


def _check_rule(series: Series, today: date) -> None:
    if not any(getattr(series, name).strip() for name in NAMES):
        raise Refused(_("Give the series a name in at least one language."), field="name_en")
    if series.end_time <= series.start_time:
        raise Refused(_("The meeting must end after it begins."), field="end_time")
    if series.since and series.until and series.until < series.since:
        raise Refused(_("The series must end after it begins."), field="until")
    if not series.days_from(today, months=HORIZON):
        raise Refused(NEVER, field="nth")


def add_standing_item(series: Series, *, by: Actor, **facts: Any) -> SeriesItem:
    """Add an item at the end; `facts` see `ITEM_FACTS`. It comes to meetings planned from now on. Audit entry."""
    demand_desk(by)
    facts = _checked(facts, ITEM_FACTS)
    with transaction.atomic():
        series = _lock(series)
        if series.standing_items.count() >= MOST_ITEMS:
            raise Refused(_("A series has %(n)s standing items at most.") % {"n": MOST_ITEMS})
        last = series.standing_items.aggregate(last=Max("number"))["last"] or 0
        item = SeriesItem(series=series, number=last + 1, **facts)
        _needs_title(item)
        item.save()
        record("standing_item.added", item, by=by, label=_item_label(item))
    return item


def edit_standing_item(item: SeriesItem, *, by: Actor, facts: dict[str, Any]) -> SeriesItem:
    """Change an item; agendas that have it already stay as they are. Audit entry with the names of the fields."""
    demand_desk(by)
    with transaction.atomic():
        _lock(item.series)
        item = SeriesItem.objects.select_for_update(of=("self",)).select_related("series").get(pk=item.pk)
        fields = changed_fields(item, _checked(facts, ITEM_FACTS))
        if fields:
            _needs_title(item)
            item.save(update_fields=fields)
            record("standing_item.edited", item, by=by, label=_item_label(item), fields=fields)
    return item


def move_standing_item(item: SeriesItem, *, by: Actor, to: int) -> SeriesItem:
    """Put an item at place `to`, from 1; those between move by one. Audit entry; refused beyond the ends."""
    demand_desk(by)
    with transaction.atomic():
        series = _lock(item.series)
        order = list(series.standing_items.order_by("number", "pk"))
        item = next((one for one in order if one.pk == item.pk), item)
        if item not in order or not 1 <= to <= len(order):
            raise Refused(_("There is no such place among the standing items."))
        order.remove(item)
        order.insert(to - 1, item)
        for number, one in enumerate(order, start=1):
            if one.number != number:
                one.number = number
                one.save(update_fields=["number"])
        record("standing_item.moved", item, by=by, label=_item_label(item), fields=["number"])
    return item


def remove_standing_item(item: SeriesItem, *, by: Actor) -> None:
    """Take an item off the series and close the gap; agendas that have it keep it. Audit entry."""
    demand_desk(by)
    with transaction.atomic():
        series = _lock(item.series)
        item = SeriesItem.objects.select_related("series").get(pk=item.pk)
        record("standing_item.removed", item, by=by, label=_item_label(item))
        number = item.number
        item.delete()
        series.standing_items.filter(number__gt=number).update(number=F("number") - 1)


def copy_standing_items(meeting: Meeting, *, by: Actor) -> None:
    """Put the standing items of a meeting's series on its agenda, in their order."""
    if meeting.series is None:
        return
    for item in meeting.series.standing_items.select_related("presented_by").order_by("number"):
        facts = {name: getattr(item, name) for name in ITEM_FACTS}
        add_item(meeting, by=by, kind=ItemKind.STANDING, **facts)


def _lock(series: Series) -> Series:
    return Series.objects.select_for_update().get(pk=series.pk)


def _checked(facts: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """The facts, with names and titles of one line and without characters that turn text around."""
    if unknown := set(facts) - known:
        raise TypeError(f"Not a fact here: {sorted(unknown)}")
    longest = dict.fromkeys(NAMES, LONGEST_NAME) | dict.fromkeys(TITLES, LONGEST_TITLE)
    texts = {
        name: scrub(value or "", lines=False)[: longest[name]]
        for name, value in facts.items()
        if name in longest
    }
    return facts | texts


def _needs_title(item: SeriesItem) -> None:
    if not any(getattr(item, name).strip() for name in TITLES):
        raise Refused(_("Give the item a title in at least one language."), field="title_en")


def _label(series: Series) -> str:
    return f"series {series.pk}"


def _item_label(item: SeriesItem) -> str:
    return f"series {item.series_id} item {item.number}"
