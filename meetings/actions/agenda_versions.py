"""Releasing an agenda: numbered, frozen, one text for each audience."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import LIFELESS, demand_desk, lock_open_record
from meetings.enums import HELD_STATES, Audience, MeetingState
from meetings.models import AgendaVersion, Meeting
from meetings.public.agenda import Entry, body_of, closed_to, with_item_context
from meetings.public.meeting import visible_to


def release(meeting: Meeting, *, by: Actor, now: datetime | None = None) -> int:
    """Release the agenda as it stands, for each audience that may know of the meeting; the number of the version.

    From now on that is the agenda that the public and members read, until the next release or the meeting itself.
    The secretariat's verb. Refused before the meeting is announced and after it was held, with no item on the
    agenda, and where nothing changed since the last release. Audit entry. Mails are `notices`' matter, not ours.
    """
    demand_desk(by)
    with transaction.atomic():
        meeting = _lock(meeting)
        bodies = _bodies(meeting)
        if not any(bodies.values()):
            raise Refused(_("The agenda is empty. Add an item first."))
        last = _last_bodies(meeting)
        number = max((version for version, _body in last.values()), default=0) + 1
        if last and all(last.get(audience, (0, None))[1] == body for audience, body in bodies.items()):
            raise Refused(
                _("Nothing changed since version %(number)s. Change the agenda first, then release it again.")
                % {"number": number - 1}
            )
        at = now or timezone.now()
        AgendaVersion.objects.bulk_create(
            AgendaVersion(meeting=meeting, number=number, audience=audience, body=body, released_at=at)
            for audience, body in bodies.items()
        )
        keep_revision(meeting, Weight.SILENT)
        record("agenda.released", meeting, by=by, label=f"{meeting.slug} agenda v{number}")
    return number


def unreleased(meeting: Meeting) -> tuple[AgendaVersion, list[Entry]] | None:
    """The last release as the secretariat reads it, and the agenda as it stands now; None before the first."""
    last = meeting.agenda_versions.filter(audience=Audience.SECRETARIAT).order_by("-number").first()
    if last is None:
        return None
    items = list(with_item_context(meeting.agenda_items.order_by("number")))
    return last, body_of(meeting, items, Audience.SECRETARIAT)


def close_in_releases(meeting: Meeting, item: int, audience: Audience) -> None:
    """Strike an item out of every release whose readers may not read it any more; in the caller's transaction.

    Redaction is removal: neither an old version nor the list of changes may tell its title.
    """
    for version in meeting.agenda_versions.exclude(audience__in=_readers(audience)):
        version.body = closed_to(version.body, {item})
        version.save(update_fields=["body"])


def _readers(audience: Audience) -> list[Audience]:
    return [reader for reader in Audience if audience in reader.reads]


def _lock(meeting: Meeting) -> Meeting:
    meeting = lock_open_record(meeting)
    if meeting.state in HELD_STATES:
        raise Refused(_("This meeting was held: its agenda is part of the record and is not released again."))
    if meeting.state == MeetingState.PLANNED:
        raise Refused(_("Nobody knows of this meeting yet. Announce it first, then release its agenda."))
    if meeting.state in LIFELESS:
        raise Refused(LIFELESS[MeetingState(meeting.state)])
    return meeting


def _bodies(meeting: Meeting) -> dict[str, list[Entry]]:
    items = list(with_item_context(meeting.agenda_items.order_by("number")))
    return {
        audience.value: body_of(meeting, items, audience)
        for audience in Audience
        if visible_to(meeting, audience)
    }


def _last_bodies(meeting: Meeting) -> dict[str, tuple[int, list[Entry]]]:
    """What each audience reads of the last release: {audience: (number, body)}; one query."""
    rows = meeting.agenda_versions.order_by("number").values_list("audience", "number", "body")
    return {audience: (number, body) for audience, number, body in rows}
