"""A person's feed: public meetings, those for members, and the person's own invitations with their answers."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from meetings.enums import PUBLIC_STATES, Precision
from meetings.feeds.due import due_vevents
from meetings.feeds.private import Reading, private_feed
from meetings.ical import facts
from meetings.ical.addresses import answer_address
from meetings.ical.event import vevent
from meetings.ical.subscribed import sign_in_address
from meetings.models import Action, CalendarEntry, Invitation, Meeting
from meetings.models.answers import OrganisationAnswers


def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the person whose key this is."""
    return private_feed(request, token, of_organisation=False, name=_name, vevents=_vevents)


def _name(reading: Reading) -> str:
    return _("Appointments") if reading.opened.key.discreet else _("Working group: my meetings")


def _vevents(reading: Reading) -> Iterator[str]:
    key = reading.opened.key
    if reading.show.series != ():
        invitations = _invitations(reading)
        yield from _others(reading, {row.meeting_id for row in invitations})
        yield from _own(reading, invitations)
    if reading.show.actions:
        own = Q(owner_person=key.person_id) | Q(owner_organisation__in=reading.opened.own_organisations)
        yield from due_vevents(
            Action.objects.filter(own),
            reading.opened.audience,
            reading.language,
            versions=reading.versions,
            window=reading.window,
            discreet=key.discreet,
            report_at=sign_in_address(reading.language),
        )


def _invitations(reading: Reading) -> list[Invitation]:
    """The person's own in the window, each with its meeting and the length of its ledger."""
    return list(
        Invitation.objects.filter(
            reading.show.where("meeting__"),
            person=reading.opened.key.person_id,
            **reading.window_of_meetings,
        )
        .select_related("meeting__venue", "person")
        .annotate(answers=Count("responses"))
        .order_by("meeting_id")
    )


def _others(reading: Reading, invited: set[int]) -> Iterator[str]:
    """The meetings that are open to the person without an invitation."""
    opened, window, language = reading.opened, reading.window, reading.language
    if opened.key.discreet:
        meetings = Meeting.objects.visible_to(opened.audience).filter(
            reading.show.where(),
            date__range=(window.first, window.last),
            precision=Precision.DAY,
            start_time__isnull=False,
        )
        for meeting in meetings.select_related("venue").order_by("pk"):
            if meeting.pk not in invited:
                yield vevent(facts.discreet(facts.public_event(meeting, language), language))
        return
    entries = CalendarEntry.objects.filter(
        reading.show.where("meeting__"),
        language=language,
        meeting__audience__in=opened.audience.reads,
        meeting__state__in=PUBLIC_STATES,
        meeting__date__range=(window.first, window.last),
    )
    for meeting_id, body in entries.order_by("meeting_id").values_list("meeting_id", "body"):
        if meeting_id not in invited:
            yield body


def _own(reading: Reading, invitations: list[Invitation]) -> Iterator[str]:
    """The meetings the person was asked to. Whose invitation is dead sees what is open to them anyway."""
    opened, language = reading.opened, reading.language
    beside = reading.of_colleagues()
    for invitation in invitations:
        alive = opened.is_alive(invitation)
        if (alive and opened.key.without_invited) or not (
            alive or invitation.meeting.audience in opened.audience.reads
        ):
            continue
        rows = beside[invitation.meeting_id]
        covering = [
            row for row in rows if row.organisation_id == invitation.organisation_id and opened.counts(row)
        ]
        event = facts.own_event(
            invitation,
            language,
            answers=sum(row.answers for row in rows),
            organisation=OrganisationAnswers(None, covering) if opened.counts(invitation) else None,
            alive=alive,
            moves=len(opened.moves),
            changed_at=reading.changed_at(rows),
        )
        if opened.key.discreet:
            event = facts.discreet(event, language, answer=answer_address(invitation) if alive else "")
        yield vevent(event)
