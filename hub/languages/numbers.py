"""Numbers as words, ordinals, and the names of meetings ("third meeting").

English and French write words up to nine and digits from ten; Khmer writes Khmer digits throughout.
"""

from hub.languages.digits import to_khmer

_WORDS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
}
_ORDINALS = {
    "en": [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ],
    "fr": [
        "première",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
        "huitième",
        "neuvième",
        "dixième",
        "onzième",
        "douzième",
        "treizième",
        "quatorzième",
        "quinzième",
        "seizième",
        "dix-septième",
        "dix-huitième",
        "dix-neuvième",
        "vingtième",
    ],
}


def number(value, language, *, feminine=False):
    """A count for running text: `9` is "nine", "neuf", "៩"; `10` is "10", "10", "១០"."""
    if language == "km":
        return to_khmer(value)
    if 0 <= value <= 9:
        word = _WORDS[language][value]
        return f"{word}e" if feminine and word in ("un", "aucun") else word
    return str(value)


def capitalised(text):
    """The text with its first letter large; the rest stays (unlike `str.capitalize`)."""
    return text[:1].upper() + text[1:]


def _english_suffix(value):
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def ordinal(value, language):
    """`3` is "third", "troisième" (feminine, as in *réunion*), "លើកទី៣"; digits from twenty-one on."""
    if language == "km":
        return f"លើកទី{to_khmer(value)}"
    words = _ORDINALS[language]
    if 1 <= value <= len(words):
        return words[value - 1]
    return f"{value}e" if language == "fr" else f"{value}{_english_suffix(value)}"


def meeting(value, language):
    """The ordinal name of a meeting inside a sentence: "third meeting", "troisième réunion"."""
    noun = {"en": "{} meeting", "fr": "{} réunion", "km": "កិច្ចប្រជុំ{}"}[language]
    return noun.format(ordinal(value, language))
