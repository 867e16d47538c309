"""An organisation's feed: its meetings with what its people have answered, for several readers, so without an answer link."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hub.languages.fallback import best_text
from meetings.enums import Precision
from meetings.feeds.due import due_vevents
from meetings.feeds.private import Reading, private_feed
from meetings.ical import facts
from meetings.ical.event import vevent
from meetings.ical.subscribed import organisation_event, sign_in_address
from meetings.models import Action, CalendarEntry, Meeting
from meetings.models.answers import NOT_ASKED, OrganisationAnswers
from members.models import Organisation


def organisation_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the organisation this key was made for, while its maker still speaks for it."""
    return private_feed(request, token, of_organisation=True, name=_name, vevents=_vevents)


def _name(reading: Reading) -> str:
    key = reading.opened.key
    if key.discreet:
        return _("Appointments")
    organisation = Organisation.objects.get(pk=key.organisation_id)
    name = best_text(organisation, "name", reading.language).text
    return _("Working group: %(organisation)s") % {"organisation": name}


def _vevents(reading: Reading) -> Iterator[str]:
    key = reading.opened.key
    if reading.show.series != ():
        yield from _meetings(reading)
    if reading.show.actions:
        yield from due_vevents(
            Action.objects.of_organisation(key.organisation_id),
            reading.opened.audience,
            reading.language,
            versions=reading.versions,
            window=reading.window,
            discreet=key.discreet,
            report_at=sign_in_address(reading.language),
        )


def _meetings(reading: Reading) -> Iterator[str]:
    """Public meetings and those for members; where the organisation was asked, with what it answered."""
    opened, language, window = reading.opened, reading.language, reading.window
    key, asked = opened.key, reading.of_colleagues()
    meetings = Meeting.objects.visible_to(opened.audience).filter(
        reading.show.where(),
        date__range=(window.first, window.last),
        precision=Precision.DAY,
        start_time__isnull=False,
    )
    asked_of = {
        meeting: [row for row in rows if row.organisation_id == key.organisation_id]
        for meeting, rows in asked.items()
    }
    stored = {}
    if not key.discreet:
        entries = CalendarEntry.objects.filter(language=language, meeting__in=meetings)
        stored = dict(entries.values_list("meeting_id", "body"))
    for meeting in meetings.select_related("venue").order_by("pk"):
        rows = asked.get(meeting.pk, [])
        if not rows and meeting.pk in stored:
            yield stored[meeting.pk]
            continue
        covering = [row for row in asked_of.get(meeting.pk, []) if opened.counts(row)]
        found = OrganisationAnswers(None, covering)
        event = organisation_event(
            meeting,
            found,
            language,
            answers=sum(row.answers for row in rows),
            moves=len(opened.moves),
            changed_at=reading.changed_at(rows),
        )
        if key.discreet:
            answer_at = sign_in_address(language) if found.state != NOT_ASKED else ""
            event = facts.discreet(event, language, answer=answer_at)
        yield vevent(event)
