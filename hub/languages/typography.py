"""What must not break across lines, as safe HTML, without inserting invisible characters into Khmer."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

_COMPOUNDS = (
    "ជនរងគ្រោះ",
    "កិច្ចប្រជុំ",
    "ធ្វើការ",
    "សេចក្តីសម្រេច",
    "សេចក្តីព្រាង",
    "កំណត់ហេតុ",
    "អ្នកតំណាង",
    "លេខាធិការដ្ឋាន",
    "របៀបវារៈ",
    "អ.វ.ត.ក",
)
_TIMES = r"ម៉ោង [០-៩]{2}:[០-៩]{2}(?: ដល់ [០-៩]{2}:[០-៩]{2})?"
_COUNTED = r"[០-៩]+ (?:នាក់|ថ្ងៃ|នាទី)"
_KHMER = re.compile(
    "|".join([_TIMES, _COUNTED, *(re.escape(word) + r"(?:លើកទី[០-៩]+)?" for word in _COMPOUNDS)])
)
_FRENCH = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=h\b)|(?<=h) (?=\d\d\b)|(?<=n°) ")


_BETWEEN_TAGS = re.compile(r"(<[^<>]*>)")


def colon(language):
    """A colon with the spaces around it that the language wants: ": ", " : ", "៖ "."""
    return {"en": ": ", "fr": "\u00a0: ", "km": "៖ "}[language]


def nobreak(text, language):
    """HTML with Khmer compounds and times in `<span class="nobreak">`, French signs after no-break spaces.

    Text is escaped unless it is marked safe already; nothing inside a tag is touched.
    """
    pattern, replacement = {
        "km": (_KHMER, r'<span class="nobreak">\g<0></span>'),
        "fr": (_FRENCH, "\u00a0"),
    }.get(language, (None, ""))
    html = conditional_escape(text)
    if pattern:
        pieces = _BETWEEN_TAGS.split(html)
        pieces[::2] = [pattern.sub(replacement, piece) for piece in pieces[::2]]
        html = "".join(pieces)
    # Escaped above; only the fixed span is added.
    return mark_safe(html)  # noqa: S308
