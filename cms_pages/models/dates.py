"""Dates as machines read them, as far as they are known."""

from datetime import date

from cms_pages.enums import DatePrecision


def machine_value(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """ "2012-09-14", "2012-09" or "2012" as HTML's `datetime` and schema.org take it; "" without a date."""
    return (
        day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(precision, 10)] if day else ""
    )
