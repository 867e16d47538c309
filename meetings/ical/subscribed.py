"""What only subscribed calendars hold: a meeting as one organisation sees it, and what is due, as whole days."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from meetings.enums import MeetingState
from meetings.ical.covering import organisation_words
from meetings.ical.event import Event
from meetings.ical.facts import page_address, public_event
from meetings.models import Action, Meeting
from meetings.models.answers import COVERED, DECLINED, NOT_ASKED, SILENT, UNSURE, OrganisationAnswers
from meetings.public.shapes import ActionView

# What a calendar shows of an organisation's state: (STATUS, whether the time is taken).
_STATES = {
    COVERED: ("CONFIRMED", True),
    UNSURE: ("TENTATIVE", True),
    SILENT: ("TENTATIVE", True),
    DECLINED: ("CONFIRMED", False),
    NOT_ASKED: ("CONFIRMED", True),
}


def sign_in_address(language: str) -> str:
    """One's own page, where whoever is signed in answers and reports."""
    return absolute("meetings:my_home", language=language)


def organisation_event(
    meeting: Meeting,
    found: OrganisationAnswers,
    language: str,
    *,
    answers: int,
    moves: int,
    changed_at: datetime,
) -> Event:
    """The public facts with the state of one organisation. Several people read it: it holds no answer link.

    `answers`, `moves` and `changed_at` as in `own_event`.
    """
    event = replace(
        public_event(meeting, language),
        sequence=meeting.feed_sequence + answers + moves,
        stamp=max(meeting.changed_at, changed_at),
    )
    if event.status == "CANCELLED":
        return event
    status, blocks_time = _STATES[found.state]
    line = organisation_words(found, language)
    with translation.override(language):
        short = {
            COVERED: _("Covered"),
            UNSURE: _("Not sure yet"),
            SILENT: _("No answer"),
            DECLINED: _("Cannot come"),
        }.get(found.state)
        asked = found.state != NOT_ASKED and meeting.state == MeetingState.ANNOUNCED
        sign_in = _("Sign in to answer: %(address)s") % {"address": sign_in_address(language)}
        paragraphs = [line, sign_in if asked else "", event.description]
        return replace(
            event,
            status=status,
            blocks_time=blocks_time,
            summary=f"{event.summary} ({short})" if short else event.summary,
            description="\n\n".join(part for part in paragraphs if part),
        )


@dataclass(frozen=True)
class DueKind:
    """For whom an entry is made: without its title where that is not public, without a word in a discreet calendar."""

    titled: bool
    discreet: bool = False
    report_at: str = ""


def due_event(
    action: Action,
    view: ActionView,
    day: date,
    language: str,
    *,
    kind: DueKind,
    sequence: int,
    stamp: datetime,
) -> Event:
    """An action on the day it is due; it takes nobody's time. Its UID is that of the meeting that agreed it, with its number.

    Only the title of a public action stands in it: the address of a feed can get lost.
    """
    with translation.override(language):
        title = view.title.text if kind.titled else view.reference
        owner = ", ".join(filter(None, [view.owner.text, view.owner_person])) if kind.titled else ""
        report = _("Report here: %(address)s") % {"address": kind.report_at} if kind.report_at else ""
        paragraphs = [owner, f"{view.reference}, {view.meeting_title}", report]
        event = Event(
            uid=f"a{action.number}-{action.meeting.uid}",
            sequence=sequence,
            stamp=stamp,
            start=None,
            end=None,
            day=day,
            summary=_("Due: %(action)s") % {"action": title},
            blocks_time=False,
            description="\n\n".join(part for part in paragraphs if part),
            url=page_address(action.meeting, language),
            category=_("Working group"),
            organizer=settings.SECRETARIAT_EMAIL,
            organizer_name=_("Secretariat of the working group"),
        )
        if kind.discreet:
            return replace(
                event,
                summary=_("Something is due"),
                description=report,
                url="",
                category="",
                organizer_name="",
            )
        return event
