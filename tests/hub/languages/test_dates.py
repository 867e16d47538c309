from datetime import date, time

import pytest

from hub.languages import dates

DAY = date(2022, 9, 8)


@pytest.mark.parametrize(
    ("function", "english", "french", "khmer"),
    [
        (dates.day, "8 September 2022", "8 septembre 2022", "ថ្ងៃទី៨ ខែកញ្ញា ឆ្នាំ២០២២"),
        (dates.day_month, "8 September", "8 septembre", "ថ្ងៃទី៨ កញ្ញា"),
        (dates.short_day, "8 September 2022", "8 septembre 2022", "៨ កញ្ញា ២០២២"),
        (dates.leaf_day, "8 September", "8 septembre", "៨ កញ្ញា"),
        (dates.month, "September 2022", "septembre 2022", "ខែកញ្ញា ឆ្នាំ២០២២"),
        (dates.short_month, "September 2022", "septembre 2022", "កញ្ញា ២០២២"),
        (dates.weekday, "Thursday", "jeudi", "ថ្ងៃព្រហស្បតិ៍"),
        (
            dates.weekday_day,
            "Thursday 8 September 2022",
            "jeudi 8 septembre 2022",
            "ថ្ងៃព្រហស្បតិ៍ ទី៨ ខែកញ្ញា ឆ្នាំ២០២២",
        ),
    ],
)
def test_one_day_in_three_languages(function, english, french, khmer):
    assert (function(DAY, "en"), function(DAY, "fr"), function(DAY, "km")) == (english, french, khmer)


def test_the_first_of_a_month_is_1er_in_french_only():
    first = date(2022, 10, 1)
    assert dates.day(first, "fr") == "1er octobre 2022"
    assert dates.day_month(first, "fr") == "1er octobre"
    assert dates.day(first, "en") == "1 October 2022"


def test_month_names_are_complete_and_different():
    for language in ("en", "fr", "km"):
        assert len({dates.month(date(2022, month, 1), language) for month in range(1, 13)}) == 12
        assert len({dates.weekday(date(2022, 9, day), language) for day in range(1, 8)}) == 7


@pytest.mark.parametrize(
    ("begin", "end", "language", "expected"),
    [
        (time(9), time(12), "en", "09:00 to 12:00"),
        (time(9), time(12), "fr", "de 9 h à 12 h"),
        (time(9), time(12), "km", "ម៉ោង ០៩:០០ ដល់ ១២:០០"),
        (time(9, 5), time(11, 50), "fr", "de 9 h 05 à 11 h 50"),
        (time(14), None, "en", "14:00"),
        (time(14), None, "fr", "14 h"),
        (time(14), None, "km", "ម៉ោង ១៤:០០"),
        (time(0), time(0, 30), "en", "00:00 to 00:30"),
    ],
)
def test_times(begin, end, language, expected):
    assert dates.time_range(begin, end, language) == expected


@pytest.mark.parametrize(
    ("offset", "english", "french", "khmer"),
    [
        (-10, "10 days ago", "il y a 10 jours", "១០ ថ្ងៃមុន"),
        (-1, "yesterday", "hier", "ម្សិលមិញ"),
        (0, "today", "aujourd’hui", "ថ្ងៃនេះ"),
        (1, "tomorrow", "demain", "ថ្ងៃស្អែក"),
        (3, "in 3 days", "dans 3 jours", "៣ ថ្ងៃទៀត"),
    ],
)
def test_distance_from_today(offset, english, french, khmer):
    when, today = date.fromordinal(DAY.toordinal() + offset), DAY
    assert [dates.relative(when, today, language) for language in ("en", "fr", "km")] == [
        english,
        french,
        khmer,
    ]


@pytest.mark.parametrize(
    ("offset", "english", "french", "khmer"),
    [
        (-10, "Overdue by 10 days", "En retard de 10 jours", "ហួសកំណត់ ១០ ថ្ងៃ"),
        (-1, "Overdue by 1 day", "En retard de 1 jour", "ហួសកំណត់ ១ ថ្ងៃ"),
        (0, "Due today", "Échéance aujourd’hui", "ត្រឹមថ្ងៃនេះ"),
        (1, "Due tomorrow", "Échéance demain", "ត្រឹមថ្ងៃស្អែក"),
        (3, "Due in 3 days", "Échéance dans 3 jours", "នៅសល់ ៣ ថ្ងៃ"),
    ],
)
def test_lateness(offset, english, french, khmer):
    when = date.fromordinal(DAY.toordinal() + offset)
    assert [dates.due(when, DAY, language) for language in ("en", "fr", "km")] == [english, french, khmer]
