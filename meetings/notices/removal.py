"""Telling somebody that taking a meeting out of their calendar was recorded as a no, and how to undo it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.mail import SevenBitMail
from meetings.enums import Answer, Channel
from meetings.ical.addresses import answer_address
from meetings.models import Invitation
from meetings.public import words


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of {invitation, response}; None if that is no longer their answer, or nothing can be done any more."""
    invitation = (
        Invitation.objects.alive()
        .select_related("meeting__venue", "person")
        .filter(pk=data["invitation"], answer=Answer.DECLINED, channel=Channel.CALDAV)
        .exclude(person__email="")
        .first()
    )
    if invitation is None or invitation.meeting.is_over(timezone.now()):
        return None
    last = invitation.responses.filter(applied=True).last()
    if last is None or last.pk != data["response"]:
        return None
    person, meeting = invitation.person, invitation.meeting
    with translation.override(person.language):
        names = {
            "meeting": words.title(meeting, person.language),
            "when": words.when(meeting, person.language),
        }
        context = names | {
            "name": " ".join(filter(None, [person.honorific, person.name_in(person.language)])),
            "answer_at": answer_address(invitation),
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        subject = _("You are not coming? %(meeting)s, %(day)s")
        return SevenBitMail(
            subject=subject % {"meeting": names["meeting"], "day": names["when"].short},
            body=render_to_string("meetings/mail/declined_by_removal.txt", context).strip() + "\n",
            to=[person.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )
