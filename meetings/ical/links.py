"""Addresses that open a calendar on the web with the meeting filled in, for those who use no file."""

from datetime import UTC
from urllib.parse import urlencode

from meetings.ical.event import ZONE, Event

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def google(event: Event) -> str:
    """Google's own form; times in UTC."""
    times = "/".join(f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}" for when in (event.start, event.end))
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
    starts, ends = (f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for when in (event.start, event.end))
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


def _address(base: str, **facts: str) -> str:
    return f"{base}?{urlencode({name: value for name, value in facts.items() if value})}"
