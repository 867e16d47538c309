"""Dates in English, French and Khmer text: exact, to the month, from-to, and damaged ones."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
}
SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10}
SHORT |= {
    "nov": 11,
    "dec": 12,
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
    "janv": 1,
    "févr": 2,
    "juil": 7,
    "déc": 12,
}
MONTH_NUMBER = {
    name: number for names in MONTHS.values() for number, name in enumerate(names.split(), start=1)
} | SHORT
KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

_M = r"(?:" + "|".join(sorted(map(re.escape, MONTH_NUMBER), key=len, reverse=True)) + r")"
_D = r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?"
_D2 = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?"
_Y = r"(?:1[89]|20)\d\d(?!\d)"
_TO = r"\s*(?:[-–—]|to|and|until|au|et|&)\s*"
PATTERNS = (
    ("range_two_months", rf"({_D})\s+({_M})(?:,?\s+({_Y}))?{_TO}({_D2})\s+({_M}),?\s+({_Y})"),
    ("range_days_first", rf"({_D}){_TO}({_D2})(?:\s+of)?\s+({_M})\.?,?\s+({_Y})"),
    ("range_month_first", rf"\b({_M})\.?\s+({_D}){_TO}({_D2}),?\s+({_Y})"),
    ("range_months", rf"\b({_M})\s+({_Y}){_TO}({_M})\s+({_Y})"),
    ("day_first", rf"({_D})(?:\s+of)?\s+({_M})\.?,?\s+({_Y})"),
    ("month_first", rf"\b({_M})\.?\s+({_D}),?\s+({_Y})"),
    ("iso", r"(?<![\d/-])((?:1[89]|20)\d\d)-(\d\d)-(\d\d)(?![\d-])"),
    ("slashes", r"(?<![\d/])(\d{1,2})[/.](\d{1,2})[/.]((?:1[89]|20)\d\d)(?![\d/])"),
    ("khmer", r"(?:ថ្ងៃ(?:ទី)?\s*)?([0-9០-៩]{1,2})\s*(?:ខែ)?\s*(" + "|".join(MONTHS["km"].split()) + r")\s*(?:ឆ្នាំ)?\s*([0-9០-៩]{4})"),
    ("month", rf"\b({_M})\.?,?\s+({_Y})"),
)  # fmt: skip
# White space is bounded so that a megabyte of blanks costs no more than a megabyte of prose.
SEARCH = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})".replace(r"\s+", r"\s{1,4}").replace(r"\s*", r"\s{0,4}")
        for name, pattern in PATTERNS
    ),
    re.I,
)
DAMAGED = re.compile(rf"\b{_M}\s+\d{{1,2}},?\s+(?=\d{{0,3}}[a-z])(?:\d|[a-z]){{4}}\b", re.I)
EPOCH = date(1970, 1, 1)
YEAR_AT_ALL = re.compile(r"(?:1[89]|20)\d\d|[០-៩]{4}")


@dataclass(frozen=True)
class FoundDate:
    """`start`/`end` are the first and last day meant; `precision` is "day" or "month"; text[at:to] says it."""

    start: date
    end: date
    precision: str
    at: int
    to: int
    ambiguous: bool = False

    @property
    def iso(self) -> str:
        return self.start.isoformat() if self.precision == "day" else self.start.isoformat()[:7]

    @property
    def iso_end(self) -> str:
        return self.end.isoformat() if self.precision == "day" else self.end.isoformat()[:7]


def find_dates(text: str) -> list[FoundDate]:
    """All dates in reading order. 1 January 1970 is a computer's "no date" and is left out."""
    return [one for one in _all_dates(text) if one.start != EPOCH]


def is_epoch(text: str) -> bool:
    return "1970" in text and any(one.start == EPOCH for one in _all_dates(text))


def _all_dates(text: str) -> list["FoundDate"]:
    if not YEAR_AT_ALL.search(text):
        return []
    return [made for match in SEARCH.finditer(text) if (made := _make(match))]


def damaged_dates(text: str) -> list[str]:
    """What looks like a date but has letters in its year ("April 06, 20t7")."""
    return [match[0] for match in DAMAGED.finditer(text)]


def month_named(text: str) -> int | None:
    """Number of the month a word names, in any of the three languages."""
    return MONTH_NUMBER.get(text.casefold().strip(" .,"))


def _make(match: re.Match) -> FoundDate | None:
    kind = match.lastgroup
    groups = [group for group in match.groups() if group]
    groups = groups[groups.index(match[kind]) + 1 :]
    try:
        return _BUILD[kind](groups, match.start(), match.end())
    except (ValueError, KeyError):
        return None


def _number(text: str) -> int:
    return int(re.sub(r"(?:st|nd|rd|th|er)$", "", text.translate(KHMER_DIGITS), flags=re.I))


def _month(text: str) -> int:
    return MONTH_NUMBER[text.casefold()]


def _day(year: str, month: int, day: str) -> date:
    return date(_number(year), month, _number(day))


def _whole_month(year: str, month: int, at: int, to: int) -> FoundDate:
    number = _number(year)
    return FoundDate(
        date(number, month, 1), date(number, month, monthrange(number, month)[1]), "month", at, to
    )


def _one(day: date, at: int, to: int, ambiguous: bool = False) -> FoundDate:
    return FoundDate(day, day, "day", at, to, ambiguous)


def _two_months(g: list[str], at: int, to: int) -> FoundDate:
    year = g[2] if len(g) == 6 else g[-1]
    d2, m2, y2 = g[-3:]
    return FoundDate(_day(year, _month(g[1]), g[0]), _day(y2, _month(m2), d2), "day", at, to)


def _months(g: list[str], at: int, to: int) -> FoundDate:
    end = _whole_month(g[3], _month(g[2]), at, to)
    return FoundDate(_day(g[1], _month(g[0]), "1"), end.end, "month", at, to)


def _slashes(g: list[str], at: int, to: int) -> FoundDate:
    """Day first, as in Cambodia and France, unless only the American order gives a date."""
    first, second = int(g[0]), int(g[1])
    if second > 12:
        return _one(_day(g[2], first, g[1]), at, to)
    return _one(_day(g[2], second, g[0]), at, to, ambiguous=first <= 12 and first != second)


_BUILD = {
    "range_two_months": _two_months,
    "range_days_first": lambda g, at, to: FoundDate(
        _day(g[3], _month(g[2]), g[0]), _day(g[3], _month(g[2]), g[1]), "day", at, to
    ),
    "range_month_first": lambda g, at, to: FoundDate(
        _day(g[3], _month(g[0]), g[1]), _day(g[3], _month(g[0]), g[2]), "day", at, to
    ),
    "range_months": _months,
    "day_first": lambda g, at, to: _one(_day(g[2], _month(g[1]), g[0]), at, to),
    "month_first": lambda g, at, to: _one(_day(g[2], _month(g[0]), g[1]), at, to),
    "iso": lambda g, at, to: _one(_day(g[0], int(g[1]), g[2]), at, to),
    "slashes": _slashes,
    "khmer": lambda g, at, to: _one(_day(g[2], _month(g[1]), g[0]), at, to),
    "month": lambda g, at, to: _whole_month(g[1], _month(g[0]), at, to),
}
