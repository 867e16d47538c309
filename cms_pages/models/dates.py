"""Dates as far as they are known, for people and for machines."""

from datetime import date

from cms_pages.enums import DatePrecision
from hub.languages import dates, digits


def machine_value(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """ "2012-09-14", "2012-09" or "2012" as HTML's `datetime` and schema.org take it; "" without a date."""
    return (
        day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(precision, 10)] if day else ""
    )


def in_words(day: date, precision: str, language: str) -> str:
    """ "14 September 2012", "September 2012" or "2012"."""
    if precision == DatePrecision.YEAR:
        return str(digits.for_language(day.year, language))
    return dates.month(day, language) if precision == DatePrecision.MONTH else dates.day(day, language)
