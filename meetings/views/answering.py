"""What the answer page and a member's home show alike: the meeting, the answer so far, what has changed since."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.fallback import best_text
from meetings.enums import Answer, Audience, Channel
from meetings.ical import facts
from meetings.models import Action, Invitation
from meetings.public import action_views, words

CHOICES = (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE)


def answer_context(invitation: Invitation, language: str, *, now: datetime) -> dict:
    """Needs meeting with venue, person and organisation loaded; text in the active language, which is `language`.

    `choices` are the three buttons: [{answer, ring, word, more, current}].
    """
    meeting, person, organisation = invitation.meeting, invitation.person, invitation.organisation
    return {
        "invitation": invitation,
        "meeting": meeting,
        "title": words.title(meeting, language),
        "when": words.when(meeting, language),
        "place": facts.place(meeting, language),
        "map_url": meeting.venue.map_url if meeting.venue else "",
        "access": best_text(meeting.venue, "access_note", language).text if meeting.venue else "",
        "note": best_text(meeting, "note_for_invited", language).text,
        "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
        "organisation": best_text(organisation, "name", language) if organisation else None,
        "choices": _choices(invitation),
        "now_line": _now_line(invitation, language),
        "changed": _changed(invitation),
        "actions": _open_actions(invitation, language, now),
    }


def _open_actions(invitation: Invitation, language: str, now: datetime) -> list:
    """What the organisation has promised, as far as it is public: an answer link may be forwarded."""
    if invitation.organisation_id is None:
        return []
    rows = Action.objects.public().open().of_organisation(invitation.organisation).with_context()
    return action_views(rows, Audience.PUBLIC, language, today=timezone.localdate(now))


def _choices(invitation: Invitation) -> list[dict]:
    told = {
        Answer.ACCEPTED: (_("I will come"), ""),
        Answer.DECLINED: (
            _("I cannot come"),
            _("You can name an alternate next") if invitation.organisation_id else "",
        ),
        Answer.TENTATIVE: (_("I am not sure yet"), _("You can decide later")),
    }
    return [
        {
            "answer": choice.value,
            "ring": choice.value,
            "word": told[choice][0],
            "more": told[choice][1],
            "current": invitation.answer == choice,
        }
        for choice in CHOICES
    ]


def _now_line(invitation: Invitation, language: str) -> str:
    """ "Now: not sure yet, by e-mail on 1 December"."""
    if not invitation.answered_at or invitation.answer == Answer.NEEDS_ACTION:
        return _("No answer yet")
    day = dates.day_month(timezone.localtime(invitation.answered_at), language)
    answer = str(Answer(invitation.answer).label)
    channel = str(Channel(invitation.channel).label)
    return _("Now: %(answer)s (%(channel)s, %(day)s)") % {"answer": answer, "channel": channel, "day": day}


def _changed(invitation: Invitation) -> dict | None:
    """What to say if the meeting has changed since the last answer: {first, text}, or None."""
    last = invitation.responses.filter(applied=True).last()
    if last is None:
        return None
    if last.answer == Answer.NEEDS_ACTION and last.channel == Channel.SECRETARIAT:
        if not invitation.responses.filter(applied=True, sequence__lt=last.sequence).exists():
            return None
        return {
            "first": _("You are asked again."),
            "text": _("The time has changed since you answered. Please answer again."),
        }
    if last.sequence < invitation.itip_sequence and last.answer != Answer.NEEDS_ACTION:
        return {
            "first": _("Changed since you answered."),
            "text": _("Look at the place, then keep or change your answer."),
        }
    return None
