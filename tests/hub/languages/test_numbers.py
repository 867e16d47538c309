import pytest

from hub.languages import digits, numbers


def test_khmer_digits_both_ways():
    assert digits.to_khmer("09:00, 2022") == "០៩:០០, ២០២២"
    assert digits.to_latin("០៩:០០, ២០២២") == "09:00, 2022"
    assert digits.for_language(16, "km") == "១៦"
    assert digits.for_language(16, "fr") == "16"


@pytest.mark.parametrize(
    ("value", "english", "french", "khmer"),
    [(0, "no", "aucun", "០"), (1, "one", "un", "១"), (9, "nine", "neuf", "៩"), (10, "10", "10", "១០")],
)
def test_words_up_to_nine(value, english, french, khmer):
    assert [numbers.number(value, language) for language in ("en", "fr", "km")] == [english, french, khmer]


def test_french_feminine():
    assert numbers.number(1, "fr", feminine=True) == "une"
    assert numbers.number(0, "fr", feminine=True) == "aucune"
    assert numbers.number(2, "fr", feminine=True) == "deux"


@pytest.mark.parametrize(
    ("value", "english", "french", "khmer"),
    [
        (1, "first meeting", "première réunion", "កិច្ចប្រជុំលើកទី១"),
        (3, "third meeting", "troisième réunion", "កិច្ចប្រជុំលើកទី៣"),
        (9, "ninth meeting", "neuvième réunion", "កិច្ចប្រជុំលើកទី៩"),
        (20, "twentieth meeting", "vingtième réunion", "កិច្ចប្រជុំលើកទី២០"),
        (21, "21st meeting", "21e réunion", "កិច្ចប្រជុំលើកទី២១"),
        (22, "22nd meeting", "22e réunion", "កិច្ចប្រជុំលើកទី២២"),
        (33, "33rd meeting", "33e réunion", "កិច្ចប្រជុំលើកទី៣៣"),
        (111, "111th meeting", "111e réunion", "កិច្ចប្រជុំលើកទី១១១"),
    ],
)
def test_names_of_meetings(value, english, french, khmer):
    assert [numbers.meeting(value, language) for language in ("en", "fr", "km")] == [english, french, khmer]


def test_capitalised_keeps_the_rest():
    assert numbers.capitalised("réunion de l’ECCC") == "Réunion de l’ECCC"
    assert numbers.capitalised("") == ""
