"""Dates and times as people of each language write them.

Django's own Khmer formats have Latin digits and no ទី, and its French ones no "1er", so no human date goes
through them. All functions take a `date` or `datetime` that is already in the meeting's zone
(Asia/Phnom_Penh) and return plain text; French keeps ordinary spaces (see `typography.nobreak`).
"""

from hub.languages.digits import to_khmer

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "km": ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"],
}
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "km": ["ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"],
}


def _month_name(when, language):
    return MONTHS[language][when.month - 1]


def _day_number(when, language):
    return "1er" if language == "fr" and when.day == 1 else str(when.day)


def day(when, language):
    """ "8 September 2022", "1er septembre 2022", "ថ្ងៃទី៨ ខែកញ្ញា ឆ្នាំ២០២២"."""
    if language == "km":
        return to_khmer(f"ថ្ងៃទី{when.day} ខែ{_month_name(when, 'km')} ឆ្នាំ{when.year}")
    return f"{_day_number(when, language)} {_month_name(when, language)} {when.year}"


def day_month(when, language):
    """Without the year, in running text: "8 November", "8 novembre", "ថ្ងៃទី៨ វិច្ឆិកា"."""
    if language == "km":
        return to_khmer(f"ថ្ងៃទី{when.day} {_month_name(when, 'km')}")
    return f"{_day_number(when, language)} {_month_name(when, language)}"


def short_day(when, language):
    """For columns and lists: "13 October 2022", "13 octobre 2022", "១៣ តុលា ២០២២"."""
    if language == "km":
        return to_khmer(f"{when.day} {_month_name(when, 'km')} {when.year}")
    return day(when, language)


def leaf_day(when, language):
    """The large figure on a meeting's leaf: "13 October", "13 octobre", "១៣ តុលា"."""
    if language == "km":
        return to_khmer(f"{when.day} {_month_name(when, 'km')}")
    return day_month(when, language)


def month(when, language):
    """Month precision: "October 2022", "octobre 2022", "ខែតុលា ឆ្នាំ២០២២"."""
    if language == "km":
        return to_khmer(f"ខែ{_month_name(when, 'km')} ឆ្នាំ{when.year}")
    return f"{_month_name(when, language)} {when.year}"


def short_month(when, language):
    """For lists: "October 2022", "octobre 2022", "តុលា ២០២២"."""
    if language == "km":
        return to_khmer(f"{_month_name(when, 'km')} {when.year}")
    return month(when, language)


def weekday(when, language):
    """ "Thursday", "jeudi", "ថ្ងៃព្រហស្បតិ៍"."""
    name = WEEKDAYS[language][when.weekday()]
    return f"ថ្ងៃ{name}" if language == "km" else name


def weekday_day(when, language):
    """ "Thursday 8 September 2022", "jeudi 8 septembre 2022", "ថ្ងៃព្រហស្បតិ៍ ទី៨ ខែកញ្ញា ឆ្នាំ២០២២"."""
    if language == "km":
        return f"{weekday(when, 'km')} {day(when, 'km').removeprefix('ថ្ងៃ')}"
    return f"{weekday(when, language)} {day(when, language)}"


def _clock(when, language):
    """One time without the words around it; `when` is a `time` or `datetime`."""
    if language == "fr":
        return f"{when.hour} h {when.minute:02}" if when.minute else f"{when.hour} h"
    text = f"{when.hour:02}:{when.minute:02}"
    return to_khmer(text) if language == "km" else text


def time(when, language):
    """ "09:00", "9 h", "ម៉ោង ០៩:០០"."""
    return f"ម៉ោង {_clock(when, 'km')}" if language == "km" else _clock(when, language)


def time_range(begin, end, language):
    """ "09:00 to 12:00", "de 9 h à 12 h", "ម៉ោង ០៩:០០ ដល់ ១២:០០"; with no end, the beginning alone."""
    if end is None:
        return time(begin, language)
    pattern = {"en": "{} to {}", "fr": "de {} à {}", "km": "ម៉ោង {} ដល់ {}"}[language]
    return pattern.format(_clock(begin, language), _clock(end, language))


def _days(count, language):
    if language == "km":
        return f"{to_khmer(count)} ថ្ងៃ"
    one, many = {"en": ("day", "days"), "fr": ("jour", "jours")}[language]
    return f"{count} {one if count == 1 else many}"


_NEAR = {
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
    "km": {-1: "ម្សិលមិញ", 0: "ថ្ងៃនេះ", 1: "ថ្ងៃស្អែក"},
}


def relative(when, today, language):
    """How far a day is from today: "in 3 days", "tomorrow", "10 days ago"."""
    distance = (when - today).days
    if distance in _NEAR[language]:
        return _NEAR[language][distance]
    pattern = {
        "en": ("in {}", "{} ago"),
        "fr": ("dans {}", "il y a {}"),
        "km": ("{}ទៀត", "{}មុន"),
    }[language][distance < 0]
    return pattern.format(_days(abs(distance), language))


def due(when, today, language):
    """The lateness of something due: "Due in 3 days", "Due today", "Overdue by 10 days"."""
    distance = (when - today).days
    if distance < 0:
        return {
            "en": "Overdue by {}",
            "fr": "En retard de {}",
            "km": "ហួសកំណត់ {}",
        }[language].format(_days(-distance, language))
    if distance > 1:
        return {"en": "Due in {}", "fr": "Échéance dans {}", "km": "នៅសល់ {}"}[language].format(
            _days(distance, language)
        )
    prefix = {"en": "Due {}", "fr": "Échéance {}", "km": "ត្រឹម{}"}[language]
    return prefix.format(_NEAR[language][distance])
