"""The reader's own time zone, beside that of Phnom Penh: chosen in the address, `?zone=Europe/Paris`.

A server cannot know where somebody sits. A small script fills the line in by itself (hub.js, `data-starts`);
without it there is a choice of a few cities.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from hub.languages import dates, numbers
from meetings.models import Meeting

CITIES = {
    "Asia/Phnom_Penh": pgettext_lazy("city", "Phnom Penh"),
    "Asia/Singapore": pgettext_lazy("city", "Singapore"),
    "Asia/Tokyo": pgettext_lazy("city", "Tokyo"),
    "Australia/Sydney": pgettext_lazy("city", "Sydney"),
    "Europe/London": pgettext_lazy("city", "London"),
    "Europe/Paris": pgettext_lazy("city", "Paris"),
    "America/New_York": pgettext_lazy("city", "New York"),
    "America/Los_Angeles": pgettext_lazy("city", "Los Angeles"),
}


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def asked_zone(request: HttpRequest) -> str:
    """The zone in the address if there is one of that name ("Europe/Paris"), else ""."""
    zone = request.GET.get("zone", "")
    return zone if zone in _known() else ""


def city(zone: str) -> str:
    """ "Paris"; of a zone outside our list the last part of its name."""
    return str(CITIES.get(zone) or zone.rpartition("/")[2].replace("_", " "))


def there(meeting: Meeting, zone: str, language: str) -> str:
    """ "In Paris: 03:00 to 06:00", with the weekday where it is another day; "" where it is no other time."""
    if not zone or not meeting.has_day:
        return ""
    starts, ends = (when.astimezone(ZoneInfo(zone)) for when in (meeting.starts_at, meeting.ends_at))
    if starts.utcoffset() == meeting.starts_at.utcoffset():
        return ""
    hours = dates.time_range(starts, ends, language)
    if starts.date() != meeting.date:
        weekday = numbers.capitalised(dates.weekday(starts, language))
        hours = pgettext("hours on another day", "%(weekday)s, %(hours)s") % {
            "weekday": weekday,
            "hours": hours,
        }
    return _("In %(city)s: %(hours)s") % {"city": city(zone), "hours": hours}


def choices(zone: str) -> list[dict]:
    """The cities to choose from, with the zone of the address among them: [{value, word, chosen}]."""
    listed = [*CITIES, *([zone] if zone and zone not in CITIES else [])]
    return [{"value": one, "word": city(one), "chosen": one == zone} for one in listed]
