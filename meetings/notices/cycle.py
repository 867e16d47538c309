"""The mails of a meeting's month: the call for items, the released agenda, the circulated draft.

Whoever wants no reminders gets none of these either; each says so at its end, as reminders do.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.languages import dates
from hub.languages.digits import for_language
from hub.mail import SevenBitMail
from meetings.enums import Audience, MeetingState, Step
from meetings.ical import facts
from meetings.models import AgendaVersion, Invitation, Meeting
from meetings.models.cycle import Offsets, corrections_until, minutes_of
from meetings.public import words
from meetings.public.agenda import Entry, changed_item, title_of
from meetings.public.agenda_changes import changes
from meetings.public.shapes import ChangedItem
from meetings.rules import audience_of
from members.models import Person

KINDS = {
    Step.CALL: "items_called",
    Step.AGENDA: "agenda_released",
    Step.DRAFT: "draft_circulated",
}


@dataclass(frozen=True)
class StepMail:
    """A mail as it will read."""

    subject: str
    text: str


def compose_call(data: dict) -> SevenBitMail | None:
    """Render the call of {meeting, person}; None once the meeting is off, over, or nobody is there to read it."""
    found = _found(data)
    if found is None or not still_coming(found[0]):
        return None
    meeting, person = found
    return _message(person, called(meeting, person, Offsets.current()))


def compose_agenda(data: dict) -> SevenBitMail | None:
    """Render the released agenda of {meeting, person, version}; None once a newer one is released, or it is over."""
    found = _found(data, invited=True)
    if found is None or not still_coming(found[0]):
        return None
    meeting, person = found
    newest = meeting.agenda_versions.order_by("-number").values_list("number", flat=True).first()
    if newest != data["version"]:
        return None
    return _message(person, released(meeting, person, audience_of(person)))


def compose_draft(data: dict) -> SevenBitMail | None:
    """Render the draft's mail of {meeting, person, circulated}; None where it is no draft any more, or another one."""
    found = _found(data)
    if found is None:
        return None
    meeting, person = found
    minutes = minutes_of(meeting)
    if minutes is None or minutes.is_locked or _iso(minutes.circulated_at) != data["circulated"]:
        return None
    if audience_of(person) == Audience.PUBLIC:
        return None
    return _message(person, circulated(meeting, person, Offsets.current()))


def still_coming(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.ANNOUNCED and not meeting.is_over(timezone.now())


def _iso(moment) -> str:
    return moment.isoformat() if moment else ""


def _found(data: dict, *, invited: bool = False) -> tuple[Meeting, Person] | None:
    """The meeting and the person, if that person may know of it: those invited do, whatever its audience."""
    person = Person.objects.reminded().filter(pk=data["person"]).first()
    meeting = Meeting.objects.for_record().filter(pk=data["meeting"]).first()
    if person is None or meeting is None:
        return None
    if invited:
        knows = Invitation.objects.alive().filter(meeting=meeting, person=person).exists()
    else:
        knows = meeting.audience in audience_of(person).reads
    return (meeting, person) if knows else None


def called(meeting: Meeting, person: Person, offsets: Offsets, *, switch: str | None = None) -> StepMail:
    """The words of the call for items. `switch` replaces the link that ends such mails, in a preview."""
    with translation.override(person.language):
        until = offsets.due(Step.AGENDA, meeting.date) if meeting.has_day else None
        if until and until < timezone.localdate():
            until = None
        context = _context(meeting, person, switch) | {
            "until": _weekday(until, person.language),
            "propose_at": absolute("meetings:my_proposal", language=person.language),
        }
        return _mail("items_called", _("Items for the agenda: %(meeting)s"), context)


def released(
    meeting: Meeting, person: Person, audience: Audience, *, switch: str | None = None
) -> StepMail | None:
    """The words of the agenda as `audience` reads it; None if nothing was released for it."""
    versions = list(AgendaVersion.objects.filter(meeting=meeting, audience=audience).order_by("-number")[:2])
    if not versions:
        return None
    with translation.override(person.language):
        context = _context(meeting, person, switch) | {
            "version": versions[0].number,
            "lines": [_line(entry, person.language) for entry in versions[0].body],
            "changes": _changes(versions, person.language),
            "before": versions[1].number if len(versions) > 1 else None,
        }
        return _mail("agenda_released", _("Agenda, version %(version)s: %(meeting)s"), context)


def circulated(meeting: Meeting, person: Person, offsets: Offsets, *, switch: str | None = None) -> StepMail:
    """The words that a draft waits for its readers; nothing of the draft itself."""
    with translation.override(person.language):
        until = corrections_until(meeting, minutes_of(meeting), offsets)
        page = reverse("meetings:minutes_detail", args=[meeting.slug])
        context = _context(meeting, person, switch) | {
            "until": _weekday(until, person.language) if until and until >= timezone.localdate() else "",
            "draft_at": f"{absolute('account_login', language=person.language)}?next={quote(page)}",
        }
        return _mail("draft_circulated", _("Draft minutes: %(meeting)s"), context)


def _context(meeting: Meeting, person: Person, switch: str | None) -> dict:
    """What all of them say. The place only in the agenda's mail, which nobody but those invited gets."""
    language = person.language
    return {
        "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
        "meeting": words.title(meeting, language),
        "when": words.when(meeting, language),
        "place": facts.place(meeting, language),
        "page": facts.page_address(meeting, language),
        "switch": switch or absolute("reminders", person.reminders_token),
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }


def _weekday(day: date | None, language: str) -> str:
    return dates.weekday_day(day, language) if day else ""


def _line(entry: Entry, language: str) -> str:
    """ "3.1. Title"; of a closed item its number and that it is closed."""
    label = for_language(entry["label"], language)
    if entry.get("closed"):
        return f"{label}. {_('This item is not public.')}"
    return f"{'    ' if entry['level'] else ''}{label}. {title_of(entry, language)}"


def _changes(versions: list[AgendaVersion], language: str) -> list[str]:
    """What is new since the version before: one line each, in the active language."""
    if len(versions) < 2:
        return []
    found = [changed_item(change, language) for change in changes(versions[1].body, versions[0].body)]
    return [_changed(item, language) for item in found]


def _changed(item: ChangedItem, language: str) -> str:
    label = for_language(item.label, language)
    name = f"{label}. {item.title}" if item.title else label
    said = list(item.sentences)
    if item.old_title:
        said.append(_("It was called: %(title)s") % {"title": item.old_title})
    return f"{name} – {' '.join(said)}"


def _mail(name: str, subject: str, context: dict) -> StepMail:
    return StepMail(
        subject=subject % {"meeting": context["meeting"], "version": context.get("version", "")},
        text=render_to_string(f"meetings/mail/{name}.txt", context).strip() + "\n",
    )


def _message(person: Person, mail: StepMail | None) -> SevenBitMail | None:
    if mail is None:
        return None
    switch = absolute("reminders", person.reminders_token)
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
