"""A plain mail to somebody whose own calendar has not fetched a change: how the meeting stands now."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.mail import SevenBitMail
from meetings.enums import MeetingState
from meetings.ical import facts
from meetings.ical.addresses import answer_address
from meetings.models import Invitation
from meetings.models.freshness import STALE, last_fetched, state_of
from meetings.public import words

TOLD_STATES = (MeetingState.ANNOUNCED, MeetingState.CANCELLED, MeetingState.POSTPONED)


@dataclass(frozen=True)
class StaleMail:
    """The mail as it will read."""

    subject: str
    text: str


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of an outbox row {invitation, sequence}.

    None where it would say what is no longer so: the calendar has fetched meanwhile, the meeting has changed again
    or is over, the invitation no longer stands, or there is no address.
    """
    invitation = (
        Invitation.objects.alive()
        .select_related("meeting__venue", "person")
        .filter(pk=data["invitation"])
        .exclude(person__email="")
        .first()
    )
    if invitation is None:
        return None
    meeting, person = invitation.meeting, invitation.person
    fetched_at = last_fetched([person.pk]).get(person.pk)
    if data["sequence"] != meeting.feed_sequence or state_of(fetched_at, meeting) != STALE:
        return None
    if meeting.state not in TOLD_STATES or meeting.is_over(timezone.now()):
        return None
    mail = stale(invitation, person.language)
    return SevenBitMail(
        subject=mail.subject,
        body=mail.text,
        to=[person.email],
        reply_to=[settings.SECRETARIAT_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    )


def stale(invitation: Invitation, language: str, *, answer_at: str | None = None) -> StaleMail:
    """The words of the mail. `answer_at` replaces the link in a preview."""
    meeting, person = invitation.meeting, invitation.person
    with translation.override(language):
        when = words.when(meeting, language)
        title = words.title(meeting, language)
        context = {
            "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
            "state": meeting.state,
            "meeting": title,
            "when": when,
            "place": facts.place(meeting, language),
            "answer_at": answer_at or answer_address(invitation),
            "agenda_at": facts.page_address(meeting, language),
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return StaleMail(
            subject=_("Your calendar may be out of date: %(meeting)s") % {"meeting": title},
            text=render_to_string("meetings/mail/calendar_stale.txt", context).strip() + "\n",
        )
