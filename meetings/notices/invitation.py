"""Invitation, change and end by mail, in the language of the person and in the form that calendars read."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.languages.fallback import best_text
from hub.models.outbox import OutboxMail
from meetings.enums import COUNTED_CAPACITIES, Answer, MeetingState
from meetings.ical import calendar, facts
from meetings.ical.addresses import answer_address
from meetings.models import Invitation
from meetings.notices.calendar_mail import CalendarMail, plus_address, sender
from meetings.public import words


@dataclass(frozen=True)
class Mail:
    """A mail as it will read."""

    subject: str
    text: str
    html: str


def compose(data: dict) -> CalendarMail | None:
    """Render the mail of an outbox row {invitation, method: REQUEST | CANCEL, sequence, changed, keeps, at}.

    None where the mail would say what is no longer so, see `told_by`. `keeps` says that nobody is asked again:
    the recipient's calendar gets their present answer with it (RFC 5546 section 3.2.2.2).
    """
    invitation = told_by(data, now=timezone.now())
    return _message(invitation, data, drafted(invitation, data)) if invitation else None


def told_by(data: dict, *, now: datetime) -> Invitation | None:
    """The invitation that the mail of an outbox row is still to be sent about, or None.

    Nothing is said where a later mail about the same invitation was queued, where the meeting is over, where the
    person has no address, is deactivated or has lost the seat (an end is told in the latter case), and where an end
    would be told to somebody whose invitation never left, or, unasked (`keeps`), a second time.
    """
    found = Invitation.objects.select_related("meeting__venue", "person", "organisation")
    invitation = found.filter(pk=data["invitation"], person__is_active=True).exclude(person__email="").first()
    if invitation is None or _is_outdated(invitation, data):
        return None
    if data["method"] == "CANCEL":
        expects = _was_asked(invitation) if data.get("keeps") else _was_asked_last(invitation, data)
        return invitation if expects else None
    meeting = invitation.meeting
    if meeting.state != MeetingState.ANNOUNCED or meeting.is_over(now):
        return None
    return None if Invitation.objects.of_lost_seats().filter(pk=invitation.pk).exists() else invitation


def _is_outdated(invitation: Invitation, data: dict) -> bool:
    """Whether something newer was queued about this invitation; of two at the same instant, the higher SEQUENCE."""
    if data["sequence"] < (invitation.sent_sequence or 0):
        return True
    said = datetime.fromisoformat(data["at"]) if "at" in data else None
    return bool(said and invitation.sent_at and said < invitation.sent_at)


def drafted(invitation: Invitation, data: dict, *, answer_at: str | None = None) -> Mail:
    """The words of an outbox row's mail. `answer_at` replaces the link in a preview."""
    if data["method"] == "CANCEL":
        return ended(invitation)
    changed = data["changed"] and _was_asked(invitation)
    keeps = bool(data.get("keeps")) and invitation.answer != Answer.NEEDS_ACTION
    return asked(invitation, invitation.person.language, changed=changed, keeps=keeps, answer_at=answer_at)


def _was_asked(invitation: Invitation) -> bool:
    """Whether an invitation has really left, and not only been queued."""
    left = OutboxMail.objects.filter(kind="invitation", sent_at__isnull=False)
    return left.filter(order_key=f"invitation:{invitation.pk}").exists()


def _was_asked_last(invitation: Invitation, data: dict) -> bool:
    """Whether what really left last, before the mail of `data`, was an invitation, and not its end."""
    left = OutboxMail.objects.filter(kind__in=("invitation", "cancellation"), sent_at__isnull=False)
    before = left.filter(order_key=f"invitation:{invitation.pk}", data__sequence__lt=data["sequence"])
    last = before.order_by("pk").last()
    return last is not None and last.kind == "invitation"


def asked(
    invitation: Invitation,
    language: str,
    *,
    changed: bool = False,
    keeps: bool = False,
    answer_at: str | None = None,
) -> Mail:
    """The words of an invitation or, with `changed`, of its change; with `keeps` the answer so far stays.

    `answer_at` replaces the link in a preview.
    """
    with translation.override(language):
        context = _context(invitation, language) | {
            "answer_at": answer_at or answer_address(invitation),
            "changed": changed,
            "kept": invitation.get_answer_display() if keeps else "",
            "may_send_alternate": invitation.organisation_id and invitation.capacity in COUNTED_CAPACITIES,
        }
        pattern = _("Changed: %(meeting)s, %(day)s") if changed else _("Invitation: %(meeting)s, %(day)s")
        return _render("invitation", pattern, context)


def ended(invitation: Invitation) -> Mail:
    """The words of an end: the meeting was cancelled or put off, or this invitation alone was withdrawn."""
    language = invitation.person.language
    with translation.override(language):
        context = _context(invitation, language) | {"state": invitation.meeting.state}
        pattern = {
            MeetingState.CANCELLED: _("Cancelled: %(meeting)s, %(day)s"),
            MeetingState.POSTPONED: _("Put off: %(meeting)s, %(day)s"),
        }.get(MeetingState(invitation.meeting.state), _("Invitation withdrawn: %(meeting)s, %(day)s"))
        return _render("cancellation", pattern, context)


def _context(invitation: Invitation, language: str) -> dict:
    """What both mails say; the place in any case, since only those invited read them."""
    meeting, person, organisation = invitation.meeting, invitation.person, invitation.organisation
    return {
        "language": language,
        "name": " ".join(filter(None, [person.honorific, person.name_in(language)])),
        "organisation": best_text(organisation, "name", language).text if organisation else "",
        "meeting": words.title(meeting, language),
        "when": words.when(meeting, language),
        "place": facts.place(meeting, language),
        "access": best_text(meeting.venue, "access_note", language).text if meeting.venue else "",
        "map_url": meeting.venue.map_url if meeting.venue else "",
        "note": best_text(meeting, "note_for_invited", language).text,
        "summary": best_text(meeting, "summary", language).text,
        "call_url": meeting.call_url,
        "agenda_at": facts.page_address(meeting, language),
        "secretariat_email": settings.SECRETARIAT_EMAIL,
    }


def _render(name: str, subject: str, context: dict) -> Mail:
    """One line of subject, text without markup, and the same as plain HTML without a single style."""
    facts_of_subject = {"meeting": context["meeting"], "day": context["when"].short}
    return Mail(
        subject=subject % facts_of_subject,
        text=render_to_string(f"meetings/mail/{name}.txt", context).strip() + "\n",
        html=render_to_string(f"meetings/mail/{name}.html", context).strip() + "\n",
    )


def _message(invitation: Invitation, data: dict, mail: Mail) -> CalendarMail:
    """ORGANIZER, From and envelope are one address that only this invitation has; people reply to the secretariat."""
    language, method = invitation.person.language, data["method"]
    address = plus_address(invitation.mail_token)
    event = replace(facts.invited_event(invitation, language), sequence=data["sequence"], organizer=address)
    stamps = [event.stamp, invitation.withdrawn_at, invitation.sent_at]  # of rows: the same at every attempt
    event = replace(event, stamp=max(filter(None, stamps)))
    answer = invitation.answer if data.get("keeps") else Answer.NEEDS_ACTION
    write = calendar.cancel if method == "CANCEL" else calendar.request
    with translation.override(language):
        name = _("Secretariat of the working group")
    return CalendarMail(
        method=method,
        calendar=write(event, facts.attendee(invitation, language, answer)),
        html=mail.html,
        subject=mail.subject,
        body=mail.text,
        from_email=sender(name, address),
        to=[invitation.person.email],
        reply_to=[settings.SECRETARIAT_EMAIL],
    )
