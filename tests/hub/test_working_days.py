"""Public holidays: computed, named in three languages, replaced by what the secretariat enters."""

from datetime import date, timedelta

import pytest

from hub import working_days
from hub.models import Holiday
from hub.working_days import (
    PublicHoliday,
    days_around,
    days_between,
    holiday_on,
    next_working_day,
)

VICTORY = date(2027, 1, 7)


def test_every_name_the_library_knows_has_a_french_one():
    """From the first year it knows: minutes of old meetings have their holidays too."""
    names = {
        part
        for year in range(working_days.FIRST_YEAR, 2036)
        for day in working_days.computed(year).values()
        for part in day.name_en.split(" / ")
    }
    assert sorted(names - working_days.FRENCH.keys()) == []
    assert names >= working_days.ESTIMATED


@pytest.mark.parametrize("year", range(2020, 2036))
def test_every_day_has_three_names_and_no_invisible_characters(year):
    for holiday in working_days.computed(year).values():
        names = (holiday.name_en, holiday.name_km, holiday.name_fr)
        assert all(name.strip(" /") and name.isprintable() for name in names), holiday


def test_two_holidays_on_one_day_are_both_named():
    assert working_days.computed(2026)[date(2026, 5, 1)].name_fr == "Fête du Travail / Visaka Bochea"


def test_days_of_the_moon_are_estimates_and_fixed_days_are_not():
    year = working_days.computed(2027)
    assert not year[VICTORY].is_estimate
    assert {day.name_en for day in year.values() if day.is_estimate} == working_days.ESTIMATED - {
        "Meak Bochea Day"  # until 2019
    }


def test_a_year_is_computed_once():
    assert working_days.computed(2028) is working_days.computed(2028)


def test_before_the_library_begins_there_are_only_weekends():
    assert working_days.computed(1992) == {}


@pytest.mark.django_db
class TestTheTable:
    def test_a_row_replaces_the_computed_day(self):
        Holiday.objects.create(date=VICTORY, name_en="Victory, as the sub-decree says", source="Sub-decree 1")
        assert holiday_on(VICTORY) == PublicHoliday(
            VICTORY, "Victory, as the sub-decree says", "", "", is_entered=True, source="Sub-decree 1"
        )

    def test_a_row_without_a_name_keeps_the_computed_ones(self):
        Holiday.objects.create(date=VICTORY, source="Sub-decree 1")
        found = holiday_on(VICTORY)
        assert (found.name_fr, found.source) == (
            "Jour de la Victoire sur le régime génocidaire",
            "Sub-decree 1",
        )

    def test_a_row_takes_a_day_off_the_list_and_another_adds_one(self):
        Holiday.objects.create(date=VICTORY, is_working_day=True)
        Holiday.objects.create(date=date(2027, 1, 8), name_en="Special Public Holiday")
        off = days_between(date(2027, 1, 2), date(2027, 1, 31))
        assert [day for day in off.known if off.holiday(day)] == [date(2027, 1, 8)]
        assert holiday_on(VICTORY) is None
        assert days_between(VICTORY, VICTORY).known[VICTORY].is_working_day

    def test_both_ends_are_included_and_years_run_on(self):
        off = days_between(date(2026, 12, 29), date(2027, 1, 1))
        assert [holiday.name_en for holiday in off.known.values()] == [
            "Peace Day in Cambodia",
            "International New Year Day",
        ]

    def test_the_next_working_day_steps_over_weekends_and_holidays(self):
        # Water Festival 2026: Monday to Wednesday.
        assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 26)
        Holiday.objects.create(date=date(2026, 11, 21), is_working_day=True)
        assert next_working_day(date(2026, 11, 20)) == date(2026, 11, 21)

    @pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
    def test_the_ends_of_time_are_days_like_others(self, day):
        assert days_around([day]).holiday(day) is None

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_year_takes_one_query(self, django_assert_num_queries, rows):
        for number in range(rows):
            Holiday.objects.create(date=VICTORY + timedelta(days=7 * number), name_en="Special")
        with django_assert_num_queries(1):
            days_between(date(2026, 6, 1), date(2028, 6, 1))
