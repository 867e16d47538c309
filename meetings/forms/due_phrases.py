"""The fixed list of phrases that say by when: read off the end of a line in English, French or Khmer."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from hub.languages.dates import MONTHS, WEEKDAYS
from hub.languages.digits import to_latin

_WORDS = {
    **dict.fromkeys(("a", "an", "one", "un", "une", "មួយ"), 1),
    **dict.fromkeys(("two", "deux", "ពីរ"), 2),
    **dict.fromkeys(("three", "trois", "បី"), 3),
    **dict.fromkeys(("four", "quatre", "បួន"), 4),
    **dict.fromkeys(("five", "cinq", "ប្រាំ"), 5),
    **dict.fromkeys(("six", "ប្រាំមួយ"), 6),
    **dict.fromkeys(("seven", "sept", "ប្រាំពីរ"), 7),
    **dict.fromkeys(("eight", "huit", "ប្រាំបី"), 8),
    **dict.fromkeys(("nine", "neuf", "ប្រាំបួន"), 9),
    **dict.fromkeys(("ten", "dix", "ដប់"), 10),
    **dict.fromkeys(("fifteen", "quinze"), 15),
}
_UNITS = {
    **dict.fromkeys(("day", "days", "jour", "jours", "ថ្ងៃ"), "day"),
    **dict.fromkeys(("week", "weeks", "semaine", "semaines", "សប្តាហ៍", "សប្ដាហ៍", "អាទិត្យ"), "week"),
    **dict.fromkeys(("month", "months", "mois", "ខែ"), "month"),
}
_MONTHS = {name.lower(): n for names in MONTHS.values() for n, name in enumerate(names, 1)}
_MONTHS |= {name[:3].lower(): n for n, name in enumerate(MONTHS["en"], 1)}
_MONTHS |= {"sept": 9, "janv": 1, "févr": 2, "juil": 7, "déc": 12, "fevrier": 2, "aout": 8, "decembre": 12}
_WEEKDAYS = {name.lower(): n for names in WEEKDAYS.values() for n, name in enumerate(names)}


def _any(words) -> str:
    """One of these words, the longest first."""
    return "(?:" + "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True)) + ")"


_NUMBER = rf"(?P<n>\d{{1,3}}|{_any(_WORDS)})"
_UNIT = rf"(?P<unit>{_any(_UNITS)})"
_MONTH = rf"(?P<month>{_any(_MONTHS)})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_BY = r"(?:by|before|until|till|on|due|not later than|no later than|at the latest by)"
_DICI = r"(?:d['’]ici(?: à| au| le)?|avant(?: le)?|pour(?: le)?|jusqu['’]au|au plus tard(?: le)?|le)"
_TIL = r"(?:មុន|ត្រឹម|នៅ|រហូតដល់|យ៉ាងយូរ)"
_DATES = (
    rf"{_DAY} (?:of )?{_MONTH},?(?: (?P<year>\d{{4}}))?",
    rf"{_MONTH} {_DAY},?(?: (?P<year>\d{{4}}))?",
    r"(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<year>\d{4})",
)
_LATIN_START = r"(?:^|[\s,;:(]+)"
_KHMER_START = r"[\s,;]*"
_PATTERNS = [
    ("next", rf"{_LATIN_START}(?:by|before|at|for|until|to) (?:the |our )?next meeting"),
    (
        "next",
        rf"{_LATIN_START}(?:d['’]ici(?: à)?|avant|pour|à|lors de|jusqu['’]à) (?:la |notre )?prochaine réunion",
    ),
    ("next", rf"{_KHMER_START}{_TIL}(?:ពេល)?(?:កិច្ច)?ប្រជុំ(?:លើក)?(?:ក្រោយ|បន្ទាប់)"),
    ("span", rf"{_LATIN_START}(?:in|within) {_NUMBER} {_UNIT}(?:['’]? time)?"),
    ("span", rf"{_LATIN_START}(?:dans(?: les)?|sous|d['’]ici) {_NUMBER} {_UNIT}"),
    ("span", rf"{_KHMER_START}(?:ក្នុង)?(?:រយៈពេល) ?{_NUMBER} ?{_UNIT}(?:ទៀត)?"),
    ("span", rf"{_KHMER_START}(?:ក្នុង) ?{_NUMBER} ?{_UNIT}(?:ទៀត)?"),
    ("span", rf"{_KHMER_START}{_NUMBER} ?{_UNIT}ទៀត"),
    ("month end", rf"{_LATIN_START}(?:by|before|until|at) (?:the )?end of (?:the |this )?month"),
    ("next month end", rf"{_LATIN_START}(?:by|before|until|at) (?:the )?end of next month"),
    ("end of", rf"{_LATIN_START}(?:by|before|until|at) (?:the )?end of {_MONTH}"),
    ("month end", rf"{_LATIN_START}(?:d['’]ici(?: à)?|avant|pour|à) (?:la )?fin (?:du|de ce) mois"),
    ("next month end", rf"{_LATIN_START}(?:d['’]ici(?: à)?|avant|pour|à) (?:la )?fin du mois prochain"),
    ("end of", rf"{_LATIN_START}(?:d['’]ici(?: à)?|avant|pour|à)? ?(?:la )?fin (?:de )?{_MONTH}"),
    ("month end", rf"{_KHMER_START}(?:{_TIL})?(?:ចុង|ដំណាច់)ខែ(?:នេះ)?"),
    ("next month end", rf"{_KHMER_START}(?:{_TIL})?(?:ចុង|ដំណាច់)ខែ(?:ក្រោយ|បន្ទាប់)"),
    *(("date", rf"{_LATIN_START}{_BY} (?:the )?{shape}") for shape in _DATES),
    *(("date", rf"{_LATIN_START}{_DICI} {shape}") for shape in _DATES),
    (
        "date",
        rf"{_KHMER_START}(?:{_TIL})?(?:ថ្ងៃ)(?:ទី)? ?(?P<day>\d{{1,2}}) ?(?:ខែ)? ?{_MONTH} ?(?:ឆ្នាំ)? ?(?P<year>\d{{4}})?",
    ),
    ("tomorrow", rf"{_LATIN_START}(?:by )?tomorrow"),
    ("tomorrow", rf"{_LATIN_START}(?:d['’]ici |pour )?demain"),
    ("tomorrow", rf"{_KHMER_START}(?:{_TIL})?ថ្ងៃស្អែក"),
    ("weekday", rf"{_LATIN_START}(?:by|before|on) (?P<weekday>{_any(_WEEKDAYS)})"),
    ("weekday", rf"{_LATIN_START}(?:d['’]ici|avant|pour) (?P<weekday>{_any(_WEEKDAYS)})"),
    ("weekday", rf"{_KHMER_START}{_TIL}ថ្ងៃ(?P<weekday>{_any(_WEEKDAYS)})"),
]
_END = r"[\s.។!)]*$"
_COMPILED = [(kind, re.compile(pattern + _END, re.IGNORECASE)) for kind, pattern in _PATTERNS]


@dataclass(frozen=True)
class Due:
    """By when: a day (Phnom Penh), or the next meeting; `at` is where the phrase begins in the line."""

    at: int
    day: date | None = None
    next_meeting: bool = False


def find_due(line: str, *, today: date) -> Due | None:
    """The phrase at the end of `line`, or None: no phrase of the list, a day that does not exist, or one gone by."""
    text = to_latin(line)
    for kind, pattern in _COMPILED:
        match = pattern.search(text)
        if match is None:
            continue
        if kind == "next":
            return Due(match.start(), next_meeting=True)
        day = _day(kind, match, today)
        return Due(match.start(), day=day) if day and day >= today else None
    return None


def _day(kind: str, match: re.Match, today: date) -> date | None:
    if kind == "span":
        n = match["n"].lower()
        return _later(today, int(n) if n.isdigit() else _WORDS[n], _UNITS[match["unit"].lower()])
    if kind == "date":
        return _date(match, today)
    if kind == "tomorrow":
        return today + timedelta(days=1)
    if kind == "weekday":
        ahead = (_WEEKDAYS[match["weekday"].lower()] - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    if kind == "end of":
        month = _MONTHS[match["month"].lower()]
        return _last(today.year + (month < today.month), month)
    following = _later(today.replace(day=1), 1, "month")
    return _last(today.year, today.month) if kind == "month end" else _last(following.year, following.month)


def _later(today: date, count: int, unit: str) -> date:
    if unit != "month":
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    years, month = divmod(today.month - 1 + count, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(match: re.Match, today: date) -> date | None:
    """A day that is there; without a year the next one of that name."""
    found = match.groupdict()
    month = int(found["m"]) if found.get("m") else _MONTHS[found["month"].lower()]
    try:
        if found.get("year"):
            return date(int(found["year"]), month, int(found["day"]))
        day = date(today.year, month, int(found["day"]))
        return day if day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None
