"""The outbox: programs ask it when others are free (RFC 6638 section 5). Nobody's time is told here, politely."""

from django.http import HttpResponse

from meetings.caldav import xml
from meetings.caldav.asking import Asked, refused
from meetings.caldav.tree import Place
from meetings.caldav.xml import c, element, href
from meetings.ical.reading import Unreadable, read, walk

MOST_RECIPIENTS = 200
NOT_TOLD = "3.8;No authority"  # RFC 5546 section 3.6


def free_busy(asked: Asked, place: Place) -> HttpResponse:
    """200 with one answer for each attendee: a refusal as a whole makes programs warn at every invitation."""
    try:
        calendar = read(asked.body)
    except Unreadable as problem:
        raise refused(c("valid-calendar-data")) from problem
    asked_for = [found.value for part in walk(calendar) for found in part.all("ATTENDEE")]
    answers = [
        element(
            c("response"),
            element(c("recipient"), href(address)),
            element(c("request-status"), NOT_TOLD),
        )
        for address in list(dict.fromkeys(asked_for))[:MOST_RECIPIENTS]
    ]
    body = xml.write(element(c("schedule-response"), *answers))
    return HttpResponse(body, content_type=xml.MEDIA_TYPE)
