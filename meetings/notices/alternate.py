"""The mail that asks an alternate when the representative has said that they cannot come."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.languages.fallback import best_text
from hub.mail import SevenBitMail
from meetings.enums import COUNTED_CAPACITIES, Answer, MeetingState
from meetings.ical import facts
from meetings.ical.addresses import answer_address
from meetings.models import Invitation
from meetings.public import words


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of `{"invitation": pk of the alternate's, "declined": pk of the representative's}`.

    None where it would say what is no longer so: the alternate has answered or lost the seat, the representative
    comes after all, somebody else of the organisation has accepted, or the meeting is off or over.
    """
    found = Invitation.objects.select_related("meeting__venue", "person", "organisation")
    invitation = found.silent().alive().filter(pk=data["invitation"]).exclude(person__email="").first()
    declined = found.filter(pk=data["declined"], answer=Answer.DECLINED).first()
    if invitation is None or declined is None:
        return None
    meeting, person = invitation.meeting, invitation.person
    if meeting.state != MeetingState.ANNOUNCED or meeting.is_over(timezone.now()):
        return None
    seats = meeting.invitations.alive().filter(organisation=invitation.organisation_id)
    if seats.filter(capacity__in=COUNTED_CAPACITIES, answer=Answer.ACCEPTED).exists():
        return None
    language = person.language
    with translation.override(language):
        when = words.when(meeting, language)
        context = {
            "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
            "representative": declined.person.name_in(language),
            "organisation": best_text(invitation.organisation, "name", language).text,
            "meeting": words.title(meeting, language),
            "when": when,
            "place": facts.place(meeting, language),
            "answer_at": answer_address(invitation),
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return SevenBitMail(
            subject=_("Can you come in their place? %(meeting)s, %(day)s")
            % {"meeting": context["meeting"], "day": when.short},
            body=render_to_string("meetings/mail/alternate_asked.txt", context).strip() + "\n",
            to=[person.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )
