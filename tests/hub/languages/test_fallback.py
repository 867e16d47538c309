from types import SimpleNamespace

import pytest

from hub.languages.fallback import Text, best_text, fallback_notice, in_language


def thing(**texts):
    return SimpleNamespace(**{"title_en": "", "title_km": "", "title_fr": "", **texts})


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"title_en": "One", "title_km": "មួយ"}, "km", Text("មួយ", "km", False)),
        ({"title_en": "One", "title_fr": "Un"}, "km", Text("One", "en", True)),
        ({"title_km": "មួយ", "title_fr": "Un"}, "en", Text("Un", "fr", True)),
        ({"title_km": "មួយ"}, "en", Text("មួយ", "km", True)),
        ({"title_en": "  ", "title_fr": "Un"}, "en", Text("Un", "fr", True)),
        ({"title_en": None, "title_fr": "Un"}, "en", Text("Un", "fr", True)),
        ({}, "fr", Text("", "fr", False)),
    ],
)
def test_the_best_text_says_what_it_is(texts, language, expected):
    assert best_text(thing(**texts), "title", language) == expected


def test_a_misspelt_field_is_an_error():
    with pytest.raises(AttributeError):
        best_text(thing(), "titel", "en")


def test_notices():
    assert fallback_notice("fr", "en") == "Not yet in English. Shown in French."
    assert fallback_notice("en", "fr") == "Pas encore en français. Affiché en anglais."
    assert fallback_notice("en", "km") == "មិនទាន់មានជាភាសាខ្មែរ។ បង្ហាញជាភាសាអង់គ្លេស។"
    assert in_language("en", "km") == "ជាភាសាអង់គ្លេស"
    assert in_language("fr", "en") == "in French"
