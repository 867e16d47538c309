"""What the secretariat knows better than the computed calendar: public holidays entered, moved and taken off."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models import Holiday
from hub.models.audit import record
from hub.working_days import computed, holiday_on
from meetings.actions.rows import changed_fields, demand_desk
from members.enums import Language

LONGEST = 200  # characters of a name or a source


NONE_TO_CHANGE = _("This day is no public holiday. Enter it first if it should be one.")


def set_holiday(day: date, *, by: Actor, names: dict[str, str], source: str = "") -> Holiday:
    """Make `day` a public holiday of these names ({"en": …}), whatever was computed or entered for it. Audit entry.

    Without any name the computed ones stay; refused where there are none.
    """
    demand_desk(by)
    texts = {f"name_{code}": names.get(code, "") for code in Language.values}
    if not any(text.strip() for text in texts.values()) and day not in computed(day.year):
        raise Refused(_("Give the holiday a name in at least one language."), field="name_en")
    with transaction.atomic():
        row, new = Holiday.objects.select_for_update().get_or_create(date=day)
        facts = {**texts, "source": source, "is_working_day": False}
        return _write(row, facts, "holiday.entered", new=new, by=by)


def take_off(day: date, *, by: Actor, source: str = "") -> Holiday:
    """Make a holiday an ordinary working day. Audit entry; refused for a day that is no holiday."""
    demand_desk(by)
    with transaction.atomic():
        row, new = Holiday.objects.select_for_update().get_or_create(date=day)
        if new and day not in computed(day.year):
            raise Refused(NONE_TO_CHANGE)
        return _write(row, {"source": source, "is_working_day": True}, "holiday.taken_off", new=new, by=by)


def move_holiday(day: date, *, by: Actor, to: date, source: str = "") -> Holiday:
    """Take a holiday off its day and enter it, by its names, on another. Two audit entries; refused on a holiday."""
    demand_desk(by)
    with transaction.atomic():
        # Both rows in the order of their days, so that two moves at once never wait for each other.
        list(Holiday.objects.select_for_update().filter(date__in=(day, to)).order_by("date"))
        moved = holiday_on(day)
        if moved is None:
            raise Refused(NONE_TO_CHANGE)
        if day == to:
            raise Refused(_("Choose another day than the one it is on."), field="to")
        if holiday_on(to):
            raise Refused(_("That day is a public holiday already. Choose another one."), field="to")
        take_off(day, by=by, source=source)
        names = {code: getattr(moved, f"name_{code}") for code in Language.values}
        return set_holiday(to, by=by, names=names, source=source)


def forget_holiday(day: date, *, by: Actor) -> None:
    """Remove what was entered for a day: what is computed counts again. Audit entry; nothing to do is no error."""
    demand_desk(by)
    with transaction.atomic():
        row = Holiday.objects.select_for_update().filter(date=day).first()
        if row is not None:
            record("holiday.removed", row, by=by, label=day.isoformat())
            row.delete()


def _write(row: Holiday, facts: dict[str, Any], verb: str, *, new: bool, by: Actor) -> Holiday:
    texts = {
        name: scrub(value, lines=False)[:LONGEST] for name, value in facts.items() if isinstance(value, str)
    }
    fields = changed_fields(row, facts | texts)
    if fields or new:
        row.save()
        record(verb, row, by=by, label=row.date.isoformat(), fields=fields)
    return row
