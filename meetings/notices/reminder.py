"""The one reminder of a day: what somebody has not answered, and what they promised that is overdue."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.addresses import absolute
from hub.languages import dates
from hub.languages.fallback import best_text
from hub.mail import SevenBitMail
from meetings.enums import MeetingState
from meetings.ical import facts
from meetings.ical.addresses import answer_address
from meetings.models import Action, Invitation
from meetings.public import words
from meetings.rules import audience_of
from members.models import Person


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of {person, day, about}, of what is still so when it leaves; None if nothing is, or too late.

    It can be switched off by one click without signing in (RFC 8058); invitations themselves cannot, since whoever
    is invited has to be told of a change.
    """
    now = timezone.now()
    person = Person.objects.reminded().filter(pk=data["person"]).first()
    if person is None or timezone.localdate(now) != date.fromisoformat(data["day"]):
        return None
    asked = _still_silent(person, data, now)
    owed = _still_owed(person, data, now)
    if not asked and not owed:
        return None
    switch = absolute("reminders", person.reminders_token)
    mail = written(person, asked, owed, switch=switch)
    with translation.override(person.language):
        return SevenBitMail(
            subject=mail.subject,
            body=mail.text,
            to=[person.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{switch}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


@dataclass(frozen=True)
class ReminderMail:
    """The mail as it will read."""

    subject: str
    text: str


def written(
    person: Person, asked: list[Invitation], owed: list[Action], *, switch: str, answer_at: str | None = None
) -> ReminderMail:
    """The words of the mail. `answer_at` replaces the links to the answers in a preview."""
    language = person.language
    with translation.override(language):
        context = {
            "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
            "meetings": [_meeting(row, language, answer_at) for row in asked],
            "actions": [_action(row, language) for row in owed],
            "my_page": absolute("meetings:my_home", language=language),
            "switch": switch,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return ReminderMail(
            subject=_subject(asked, owed, language),
            text=render_to_string("meetings/mail/reminder.txt", context).strip() + "\n",
        )


def asked_again(invitation: Invitation, *, switch: str) -> ReminderMail:
    """How a reminder of this invitation alone would read; its links are nobody's."""
    return written(
        invitation.person, [invitation], [], switch=switch, answer_at=f"{settings.BASE_URL}/rsvp/…/"
    )


def _numbers(data: dict, kind: str) -> list[int]:
    return [about[1] for about in data["about"] if about[0] == kind]


def _still_silent(person: Person, data: dict, now: datetime) -> list[Invitation]:
    rows = (
        Invitation.objects.alive(timezone.localdate(now))
        .silent()
        .filter(pk__in=_numbers(data, "invitation"), person=person, meeting__state=MeetingState.ANNOUNCED)
        .select_related("meeting__venue", "person")
        .order_by("meeting__date", "pk")
    )
    return [row for row in rows if row.meeting.starts_at and row.meeting.starts_at > now]


def _still_owed(person: Person, data: dict, now: datetime) -> list[Action]:
    overdue = Action.objects.overdue(timezone.localdate(now)).visible_to(audience_of(person))
    mine = overdue.filter(owner_person=person) | overdue.filter(
        owner_organisation__in=person.seats.current().values("organisation")
    )
    return list(
        mine.filter(pk__in=_numbers(data, "action")).distinct().select_related("meeting").order_by("due_date")
    )


def _subject(asked: list[Invitation], owed: list[Action], language: str) -> str:
    if asked:
        meeting = asked[0].meeting
        names = {"meeting": words.title(meeting, language), "day": words.when(meeting, language).short}
        return _("Will you come? %(meeting)s, %(day)s") % names
    overdue = ngettext("%(n)s action is overdue", "%(n)s actions are overdue", len(owed))
    return overdue % {"n": len(owed)}


def _meeting(invitation: Invitation, language: str, answer_at: str | None = None) -> dict:
    meeting = invitation.meeting
    return {
        "title": words.title(meeting, language),
        "when": words.when(meeting, language),
        "place": facts.place(meeting, language),
        "answer_at": answer_at or answer_address(invitation),
    }


def _action(action: Action, language: str) -> dict:
    return {
        "reference": action.reference,
        "title": best_text(action, "title", language).text,
        "due": dates.day(action.due_date, language),
    }
