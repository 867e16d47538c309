"""Public holidays of Cambodia and working days: computed, with the secretariat's own table over what is computed.

The library `holidays` knows the days and their Khmer and English names; the French names are ours. Days of the lunar
calendar, and the new year, are estimates: a sub-decree of each year has the last word, and more than one has come
late. What the secretariat enters (`hub.models.Holiday`) replaces the computed day. All days are those of Phnom Penh.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from hub.models import Holiday

FIRST_YEAR = 1993  # before that the library knows nothing
LONGEST_PAUSE = 31  # days; no run of days off is longer
_JOINED = (
    "; "  # how the library writes two holidays on one day; we write " / ", which suits all three languages
)

# By the library's English name. A test lists whatever it knows and we do not.
FRENCH = {
    "Constitution Day": "Jour de la Constitution",
    "Day of Victory over the Genocidal Regime": "Jour de la Victoire sur le régime génocidaire",
    "HM King Norodom Sihamoni's Birthday": "Anniversaire de S. M. le roi Norodom Sihamoni",
    "HM King Norodom Sihamoni's Coronation Day": "Jour du couronnement de S. M. le roi Norodom Sihamoni",
    "HM King Norodom Sihanouk Mourning Day": "Jour de commémoration du roi-père Norodom Sihanouk",
    "HM Queen Norodom Monineath Sihanouk the Queen-Mother's Birthday": (
        "Anniversaire de S. M. la reine-mère Norodom Monineath Sihanouk"
    ),
    "International Children's Day": "Journée internationale des enfants",
    "International Human Rights Day": "Journée internationale des droits de l’homme",
    "International Labor Day": "Fête du Travail",
    "International New Year Day": "Jour de l’An",
    "International Women's Rights Day": "Journée internationale des droits des femmes",
    "Khmer New Year's Day": "Nouvel An khmer",
    "Khmer New Year's Replacement Holiday": "Jour de remplacement du Nouvel An khmer",
    "Meak Bochea Day": "Meak Bochea",
    "National Day of Remembrance": "Journée nationale du souvenir",
    "National Independence Day": "Fête de l’Indépendance",
    "Paris Peace Agreement's Day": "Jour des accords de paix de Paris",
    "Pchum Ben Day": "Pchum Ben",
    "Peace Day in Cambodia": "Jour de la Paix au Cambodge",
    "Royal Ploughing Ceremony": "Cérémonie du Sillon sacré",
    "Special Public Holiday": "Jour férié spécial",
    "Visaka Bochea Day": "Visaka Bochea",
    "Water Festival": "Fête des Eaux",
}
ESTIMATED = {
    "Khmer New Year's Day",
    "Meak Bochea Day",
    "Pchum Ben Day",
    "Royal Ploughing Ceremony",
    "Visaka Bochea Day",
    "Water Festival",
}


@dataclass(frozen=True)
class PublicHoliday:
    """One day off with its name in three languages (a name may be empty: `best_text` finds another).

    `is_estimate`: computed from the moon or the new year's sun, not read from a sub-decree. `is_entered`: the
    secretariat's row says it, with its `source`; with `is_working_day` that row takes the day off the list.
    """

    date: date
    name_en: str
    name_km: str
    name_fr: str
    is_estimate: bool = False
    is_entered: bool = False
    is_working_day: bool = False
    source: str = ""


@dataclass(frozen=True)
class Days:
    """What is known of the days from `first` to `last`, both included, without asking again.

    `known` holds holidays and the days that a row made working days; what lies outside counts by its weekday alone.
    """

    first: date
    last: date
    known: dict[date, PublicHoliday] = field(default_factory=dict)

    def holiday(self, day: date) -> PublicHoliday | None:
        found = self.known.get(day)
        return None if found is None or found.is_working_day else found

    def is_working(self, day: date) -> bool:
        """Monday to Friday and no holiday; a row may make any day a working day."""
        found = self.known.get(day)
        return found.is_working_day if found else day.weekday() < 5

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


@lru_cache(maxsize=64)
def computed(year: int) -> dict[date, PublicHoliday]:
    """The holidays of a year as the library computes them; not to be changed, it is the same object each time."""
    # The library takes a quarter of a second to import, and most requests never ask for a holiday.
    from holidays import country_holidays  # noqa: PLC0415

    if year < FIRST_YEAR:
        return {}
    english = country_holidays("KH", years=year, language="en_US", expand=False)
    khmer = country_holidays("KH", years=year, language="km", expand=False)
    return {day: _named(day, name, khmer[day]) for day, name in sorted(english.items()) if day.year == year}


def _named(day: date, english: str, khmer: str) -> PublicHoliday:
    parts = english.split(_JOINED)
    return PublicHoliday(
        date=day,
        name_en=" / ".join(parts),
        name_km=" / ".join(khmer.split(_JOINED)),
        name_fr=" / ".join(FRENCH.get(part, part) for part in parts),
        is_estimate=not ESTIMATED.isdisjoint(parts),
    )


def _replaced(row: Holiday, below: PublicHoliday | None) -> PublicHoliday:
    """What a row says; where it has no name at all, the computed one stays."""
    names = (row.name_en, row.name_km, row.name_fr)
    if below and not any(names):
        names = (below.name_en, below.name_km, below.name_fr)
    return PublicHoliday(
        row.date, *names, is_entered=True, is_working_day=row.is_working_day, source=row.source
    )


def days_between(first: date, last: date) -> Days:
    """What is known of the days from `first` to `last`, both included; one query."""
    known = {
        day: holiday
        for year in range(first.year, last.year + 1)
        for day, holiday in computed(year).items()
        if first <= day <= last
    }
    for row in Holiday.objects.filter(date__range=(first, last)):
        known[row.date] = _replaced(row, known.get(row.date))
    return Days(first, last, dict(sorted(known.items())))


def days_around(days: Iterable[date]) -> Days:
    """The same for these days, with room on both sides to propose others; one query."""
    ordered = sorted(days)
    room = timedelta(days=2 * LONGEST_PAUSE)
    first = max(ordered[0], date.min + room) - room  # somebody may type the year 1 or 9999
    return days_between(first, min(ordered[-1], date.max - room) + room)


def holiday_on(day: date) -> PublicHoliday | None:
    """The holiday of a day, or None; one query."""
    return days_between(day, day).holiday(day)


def next_working_day(day: date) -> date:
    """The first working day after `day`; one query."""
    return days_between(day, day + timedelta(days=LONGEST_PAUSE)).next_working(day)
