"""Addresses that open a calendar on the web with the meeting filled in, for those who use no file."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from meetings.ical.event import ZONE, Event

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def google(event: Event) -> str:
    """Google's own form; times in UTC."""
    times = "/".join(f"{when:%Y%m%dT%H%M%SZ}" for when in _times(event))
    return _address(
        GOOGLE,
        action="TEMPLATE",
        text=event.summary,
        dates=times,
        ctz=ZONE,
        location=event.location,
        details=event.url,
    )


def outlook(event: Event) -> str:
    """The form of Outlook on the web; times in UTC."""
    starts, ends = (f"{when:%Y-%m-%dT%H:%M:%SZ}" for when in _times(event))
    return _address(
        OUTLOOK,
        path="/calendar/action/compose",
        rru="addevent",
        subject=event.summary,
        startdt=starts,
        enddt=ends,
        location=event.location,
        body=event.url,
    )


def _times(event: Event) -> tuple[datetime, datetime]:
    """Both ends in UTC; ValueError for an event whose day is not known."""
    if event.start is None or event.end is None:
        raise ValueError("An event without a day stands in no calendar.")
    return event.start.astimezone(UTC), event.end.astimezone(UTC)


def _address(base: str, **facts: str) -> str:
    return f"{base}?{urlencode({name: value for name, value in facts.items() if value})}"
