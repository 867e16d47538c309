"""Short texts that stand in three columns (`title_en`, `title_km`, `title_fr`), and what to say when one is missing."""

from dataclasses import dataclass

ORDER = ("en", "fr", "km")

_NAMES = {
    "en": {"en": "English", "fr": "French", "km": "Khmer"},
    "fr": {"en": "anglais", "fr": "français", "km": "khmer"},
    "km": {"en": "ភាសាអង់គ្លេស", "fr": "ភាសាបារាំង", "km": "ភាសាខ្មែរ"},
}


@dataclass(frozen=True)
class Text:
    """A text, the language it really is in, and whether that is not the one that was asked for."""

    text: str
    lang: str
    is_fallback: bool

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)


def best_text(obj, field, language):
    """The field in the asked language, else English, French, Khmer; empty text if there is none at all.

    `obj` has the columns `<field>_en`, `<field>_km`, `<field>_fr`.
    """
    for candidate in (language, *(code for code in ORDER if code != language)):
        text = getattr(obj, f"{field}_{candidate}") or ""
        if text.strip():
            return Text(text, candidate, candidate != language)
    return Text("", language, False)


def language_name(code, language):
    """The name of a language inside a sentence of another: "French", "français", "ភាសាបារាំង"."""
    return _NAMES[language][code]


def in_language(code, language):
    """The small tag on a text in another language: "in French", "en français", "ជាភាសាបារាំង"."""
    return {"en": "in {}", "fr": "en {}", "km": "ជា{}"}[language].format(language_name(code, language))


def fallback_notice(shown, language):
    """Said above a text that is not there in the page's language: "Not yet in English. Shown in French." """
    pattern = {
        "en": "Not yet in {}. Shown in {}.",
        "fr": "Pas encore en {}. Affiché en {}.",
        "km": "មិនទាន់មានជា{}។ បង្ហាញជា{}។",
    }[language]
    return pattern.format(language_name(language, language), language_name(shown, language))
