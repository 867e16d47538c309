"""Figures as text states them: "16 representatives of nine …", "more than 200 participants"."""

import re

from .document import Count, Span

WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS |= dict(zip(["deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze"], (2, 3, 4, 5, 7, 8, 9, 10, 11, 12), strict=True))  # fmt: skip
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|(?:{TENS})-(?:one|two|three|four|five|six|seven|eight|nine)|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
QUALIFIER = r"(?:more than|over|at least|about|around|nearly|almost|up to|some|approximately|plus de|environ|au moins)"
NOUNS = (
    r"representatives?|organi[sz]ations?|participants?|speakers?|respondents?|interviewees?|attendees?|"
    r"panel discussions?|panels?|working groups?|workshops?|civil parties|survivors|victims|people|persons|"
    r"members|students|delegates|villagers|représentants?|participants?|intervenants|organisations?"
)
COUNT = re.compile(
    rf"(?<![\w./,-])(?:({QUALIFIER})\s+)?({NUMBER})(?:\s+\(\d+\))?((?:\s+(?!of\b|and\b)[a-z-]+){{0,4}}?|(?:\s+[a-z-]+){{0,4}}?)\s+({NOUNS})\b"
    rf"(?:\s+(?:of|from|de|d[’'])\s+({NUMBER})((?:\s+[a-z-]+){{0,4}}?)\s+({NOUNS})\b)?".replace(
        r"\s+", r"\s{1,4}"
    ),
    re.I,
)
MAX_PARAGRAPH = 20_000


def number(text: str) -> int | None:
    """Value of "16", "1,200", "nine", "fifty-one"; None for anything else."""
    plain = text.replace(",", "").casefold().strip()
    if plain.isdigit():
        return int(plain)
    if "-" in plain:
        tens, ones = plain.split("-", 1)
        return WORDS[tens] + WORDS[ones] if tens in WORDS and ones in WORDS else None
    return WORDS.get(plain)


def find_counts(text: str, locate) -> list[Count]:
    """Stated figures of one paragraph. `locate(start, end) -> Span` maps offsets to the source."""
    counts = []
    for match in COUNT.finditer(text[:MAX_PARAGRAPH]):
        value = number(match[2])
        if value is None or (1900 <= value < 2100 and "," not in match[2] and not match[1]):
            continue  # "2022 workshop" is a year
        span: Span = locate(match.start(), match.end())
        noun = f"{match[3] or ''} {match[4]}".strip()
        of_noun = f"{match[6] or ''} {match[7] or ''}".strip()
        counts.append(
            Count(value, noun, (match[1] or "").lower(), number(match[5] or ""), of_noun, match[0], span)
        )
    return counts
