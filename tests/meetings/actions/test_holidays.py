"""Holidays that the secretariat enters, moves and takes off, over what is computed."""

from datetime import date

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, Holiday
from hub.working_days import holiday_on
from meetings.actions import holidays
from tests.builders import make_clerk, make_person

pytestmark = pytest.mark.django_db
VICTORY, DAY_AFTER, ORDINARY = date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 11)


@pytest.fixture
def clerk():
    return make_clerk()


def trail():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "object_label"))


def test_a_day_is_entered_with_its_source_and_no_bidi_tricks(clerk):
    holidays.set_holiday(ORDINARY, by=clerk, names={"en": "Special\u202e day"}, source="Sub-decree 12")
    found = holiday_on(ORDINARY)
    assert (found.name_en, found.source, found.is_entered) == ("Special day", "Sub-decree 12", True)
    assert trail() == [("holiday.entered", "2027-01-11")]


def test_the_same_again_changes_nothing(clerk):
    for _ in range(2):
        holidays.set_holiday(ORDINARY, by=clerk, names={"en": "Special day"})
    assert len(trail()) == 1


def test_a_computed_day_keeps_its_names_if_none_are_given(clerk):
    holidays.set_holiday(VICTORY, by=clerk, names={}, source="Sub-decree 12")
    assert holiday_on(VICTORY).name_en == "Day of Victory over the Genocidal Regime"
    with pytest.raises(Refused, match="Give the holiday a name") as refusal:
        holidays.set_holiday(ORDINARY, by=clerk, names={"en": "  "})
    assert refusal.value.field == "name_en"
    assert not Holiday.objects.filter(date=ORDINARY).exists()


def test_a_day_is_taken_off_and_put_back(clerk):
    holidays.take_off(VICTORY, by=clerk, source="Sub-decree 12")
    assert holiday_on(VICTORY) is None
    holidays.forget_holiday(VICTORY, by=clerk)
    holidays.forget_holiday(VICTORY, by=clerk)
    assert holiday_on(VICTORY).source == ""
    assert [verb for verb, _label in trail()] == ["holiday.taken_off", "holiday.removed"]


def test_an_ordinary_day_is_not_taken_off(clerk):
    with pytest.raises(Refused, match="no public holiday"):
        holidays.take_off(ORDINARY, by=clerk)
    assert not Holiday.objects.exists()


def test_a_holiday_moves_with_its_names_and_no_other_day_changes(clerk):
    holidays.move_holiday(VICTORY, by=clerk, to=DAY_AFTER, source="Sub-decree 12")
    assert holiday_on(VICTORY) is None
    moved = holiday_on(DAY_AFTER)
    assert (moved.name_fr, moved.source) == ("Jour de la Victoire sur le régime génocidaire", "Sub-decree 12")
    assert trail() == [("holiday.taken_off", "2027-01-07"), ("holiday.entered", "2027-01-08")]


@pytest.mark.parametrize(
    ("day", "to", "sentence"),
    [
        (ORDINARY, DAY_AFTER, "no public holiday"),
        (VICTORY, VICTORY, "another day"),
        (VICTORY, date(2027, 1, 1), "a public holiday already"),
    ],
)
def test_a_move_that_makes_no_sense_leaves_everything(clerk, day, to, sentence):
    with pytest.raises(Refused, match=sentence):
        holidays.move_holiday(day, by=clerk, to=to)
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(
    "verb",
    [
        lambda by: holidays.set_holiday(ORDINARY, by=by, names={"en": "Special"}),
        lambda by: holidays.take_off(VICTORY, by=by),
        lambda by: holidays.move_holiday(VICTORY, by=by, to=DAY_AFTER),
        lambda by: holidays.forget_holiday(VICTORY, by=by),
    ],
)
def test_only_the_secretariat_changes_days(verb):
    with pytest.raises(Refused):
        verb(make_person())
    verb(SYSTEM)
