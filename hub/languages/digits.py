"""Khmer and Latin digits.

Khmer pages show Khmer digits in dates and counts, Latin digits in references, file sizes and inputs.
"""

KHMER = "០១២៣៤៥៦៧៨៩"
_TO_KHMER = str.maketrans("0123456789", KHMER)
_TO_LATIN = str.maketrans(KHMER, "0123456789")


def to_khmer(value):
    """`2022` or `"09:00"` as text with Khmer digits; everything else in the text stays as it is."""
    return str(value).translate(_TO_KHMER)


def to_latin(value):
    """Text with its Khmer digits replaced by Latin ones, for input and comparison."""
    return str(value).translate(_TO_LATIN)


class KhmerCount(int):
    """A count that sentences show in Khmer digits and plurals still take for a number."""

    def __str__(self):
        return to_khmer(int(self))


def counted(value, language):
    """The count itself, to be set into a sentence with a plural."""
    return KhmerCount(value) if language == "km" else value


def for_language(value, language):
    """The value as text, in Khmer digits if the language is Khmer."""
    return to_khmer(value) if language == "km" else str(value)
