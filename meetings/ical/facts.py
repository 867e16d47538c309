"""What a calendar says about a meeting, in one language: from loaded rows to an `Event`.

Load meetings `with_places()`; nothing here asks the database. Meetings of which only the month is known have no
event: a calendar would show a false date.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.languages.fallback import best_text
from meetings.enums import Answer, Audience, Capacity, MeetingState, Mode
from meetings.ical.addresses import answer_address
from meetings.ical.covering import organisation_words
from meetings.ical.event import Attendee, Event
from meetings.models import Invitation, Meeting
from meetings.models.answers import OrganisationAnswers
from meetings.public import words

# What a calendar shows of one's own answer: (STATUS, whether the time is taken).
_ANSWERED = {
    Answer.NEEDS_ACTION: ("TENTATIVE", True),
    Answer.TENTATIVE: ("TENTATIVE", True),
    Answer.ACCEPTED: ("CONFIRMED", True),
    Answer.DECLINED: ("CONFIRMED", False),
    Answer.DELEGATED: ("CONFIRMED", False),
}


def title(meeting: Meeting, language: str) -> str:
    """ "Working group: Third meeting": among other appointments the name says whose meeting it is."""
    with translation.override(language):
        return _("Working group: %(meeting)s") % {"meeting": words.title(meeting, language)}


def place(meeting: Meeting, language: str) -> str:
    """ "Seven Palms Archive, Street 21"; whether it may be told is the caller's question."""
    venue = meeting.venue
    parts = []
    if venue and meeting.mode != Mode.ONLINE:
        parts = [best_text(venue, "name", language).text, best_text(venue, "address", language).text]
    if meeting.mode != Mode.IN_PERSON:
        with translation.override(language):
            parts.append(_("online"))
    return ", ".join(part for part in parts if part)


def page_address(meeting: Meeting, language: str) -> str:
    """The meeting's page."""
    return absolute("meetings:meeting_detail", meeting.slug, language=language)


def public_event(meeting: Meeting, language: str) -> Event:
    """The public facts: no call link, no note to those invited, and the place only where it is public."""
    page = page_address(meeting, language)
    hidden = meeting.mode != Mode.ONLINE and not words.may_show_place(meeting, Audience.PUBLIC)
    with translation.override(language):
        paragraphs = [
            _gone(meeting),
            best_text(meeting, "summary", language).text,
            _("The place is told to those invited.") if hidden and meeting.venue else "",
            _("Agenda and record: %(address)s") % {"address": page},
        ]
        return _event(
            meeting,
            language,
            paragraphs,
            url=page,
            sequence=meeting.feed_sequence,
            location="" if hidden else place(meeting, language),
        )


def invited_event(invitation: Invitation, language: str) -> Event:
    """What those invited know in addition: the place in any case, the note and the call link, and where to answer.

    Facts of the meeting alone; the revision is that of the scheduling messages (`itip_sequence`).
    """
    meeting = invitation.meeting
    page = page_address(meeting, language)
    with translation.override(language):
        note = best_text(meeting, "note_for_invited", language).text
        venue = None if meeting.mode == Mode.ONLINE else meeting.venue
        access = best_text(venue, "access_note", language).text if venue else ""
        paragraphs = [
            _gone(meeting),
            best_text(meeting, "summary", language).text,
            note,
            access,
            _("Map: %(address)s") % {"address": venue.map_url} if venue and venue.map_url else "",
            _("Join online: %(address)s") % {"address": meeting.call_url} if meeting.call_url else "",
            _("Answer here: %(address)s") % {"address": answer_address(invitation)},
            _("Agenda and record: %(address)s") % {"address": page},
        ]
        return _event(
            meeting,
            language,
            paragraphs,
            url=page,
            sequence=meeting.itip_sequence,
            location=place(meeting, language),
            call_url=meeting.call_url,
            call_label=_("Join online") if meeting.call_url else "",
        )


def _event(meeting: Meeting, language: str, paragraphs: list[str], **told) -> Event:
    """What everybody is told alike, and `told`; in the language that is switched on."""
    gone = _gone(meeting)
    return Event(
        uid=meeting.uid,
        stamp=meeting.changed_at,
        start=meeting.starts_at,
        end=meeting.ends_at,
        summary=_prefixed(meeting, title(meeting, language)),
        status="CANCELLED" if gone else "CONFIRMED",
        blocks_time=not gone,
        description="\n\n".join(filter(None, paragraphs)),
        category=_("Working group"),
        organizer=settings.SECRETARIAT_EMAIL,
        organizer_name=_("Secretariat of the working group"),
        **told,
    )


def own_event(
    invitation: Invitation,
    language: str,
    *,
    answers: int,
    organisation: OrganisationAnswers | None = None,
    alive: bool = True,
    moves: int = 0,
    changed_at: datetime | None = None,
) -> Event:
    """The meeting as one invited person sees it in their own feed, with their own answer and their organisation's.

    `answers` is the number of rows in the ledgers of what is shown, `moves` how often seats began or ended:
    each is a visible change, so they raise SEQUENCE, which never falls, as no part of the sum does. `changed_at` is
    the last of them. Not `alive` (see `InvitationQuerySet.alive`): only what is public.
    """
    meeting = invitation.meeting
    shown = meeting.feed_sequence + invitation.link_version + answers + moves
    stamp = max(filter(None, [meeting.changed_at, invitation.made_at, invitation.answered_at, changed_at]))
    if invitation.withdrawn_at or not alive:
        event = public_event(meeting, language)
        return replace(event, sequence=shown, stamp=max(filter(None, [stamp, invitation.withdrawn_at])))
    event = invited_event(invitation, language)
    if event.status == "CANCELLED":
        return replace(event, sequence=shown, stamp=stamp)
    with translation.override(language):
        answer = str(Answer(invitation.answer).label)
        own = _("You: %(answer)s") % {"answer": answer[:1].lower() + answer[1:]}
        words_of = organisation_words(organisation, language, reader=invitation.person_id)
        status, blocks_time = _ANSWERED[Answer(invitation.answer)]
        return replace(
            event,
            sequence=shown,
            stamp=stamp,
            status=status,
            blocks_time=blocks_time,
            summary=f"{event.summary} ({answer})",
            description=f"{' · '.join(filter(None, [own, words_of]))}\n\n{event.description}",
        )


def held_event(invitation: Invitation, language: str, *, organizer: str) -> Event:
    """The meeting as it lies in the invited person's CalDAV calendar: as the invitation mail, with their own answer.

    UID, ORGANIZER, ATTENDEE and SEQUENCE are those of the mail, so that a program which got both holds one event.
    """
    recipient = attendee(invitation, language, invitation.answer) if invitation.person.email else None
    event = invited_event(invitation, language)
    moments = [invitation.meeting.changed_at, invitation.made_at, invitation.answered_at]
    if event.status == "CANCELLED":
        event = replace(event, call_url="")
    return replace(
        event,
        sequence=invitation.itip_sequence,
        stamp=max(filter(None, moments)),
        organizer=organizer,
        blocks_time=event.blocks_time and _ANSWERED[Answer(invitation.answer)][1],
        attendee=recipient,
        own_lines=tuple(invitation.alarms.splitlines()) if event.status != "CANCELLED" else (),
    )


def discreet(event: Event, language: str, *, answer: str = "") -> Event:
    """The same time without a word of what it is: a neutral title, no place, no names; where to answer is kept."""
    with translation.override(language):
        description = _("Answer here: %(address)s") % {"address": answer} if answer else ""
        return replace(
            event,
            summary=_("Appointment"),
            description=description,
            location="",
            url="",
            category="",
            organizer_name="",
            call_url="",
        )


def attendee(invitation: Invitation, language: str, answer: str = Answer.NEEDS_ACTION) -> Attendee:
    """The recipient of an invitation, and nobody else; by default as one who is asked and has not answered."""
    person = invitation.person
    counts = invitation.capacity in (Capacity.REPRESENTATIVE, Capacity.ALTERNATE, Capacity.ADVOCATE)
    role = "REQ-PARTICIPANT" if counts else "OPT-PARTICIPANT"
    partstat = answer.upper().replace("_", "-")
    return Attendee(email=person.email, name=person.name_in(language), role=role, partstat=partstat)


def _gone(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return _("This meeting was cancelled.")
    if meeting.state == MeetingState.POSTPONED:
        return _("This meeting was put off. A new date follows.")
    return ""


def _prefixed(meeting: Meeting, summary: str) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled: %(meeting)s") % {"meeting": summary}
    if meeting.state == MeetingState.POSTPONED:
        return _("Put off: %(meeting)s") % {"meeting": summary}
    return summary
