"""What the answer page and a member's home show alike: the meeting, the answer so far, what has changed since."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.fallback import best_text
from meetings.actions.responses import facts_of, refusal
from meetings.actions.undoing import answer_before, undo_refusal
from meetings.enums import Answer, Audience, Channel
from meetings.ical import facts, links
from meetings.models import Action, Invitation, Meeting, Response, Venue
from meetings.models.meeting import PHNOM_PENH
from meetings.public import action_views, words
from meetings.views.ledger import ledger_lines

CHOICES = (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE)


def answer_context(invitation: Invitation, language: str, *, now: datetime, preferred: str = "") -> dict:
    """Needs meeting with venue, person and organisation loaded; text in the active language, which is `language`.

    `choices` are the three buttons: [{answer, ring, word, more, current, focus}], the focus on `preferred`. `undo`
    is the button, where there is something to undo. One query for the ledger, one for an old place.
    """
    meeting, person, organisation = invitation.meeting, invitation.person, invitation.organisation
    rows = list(invitation.responses.select_related("delegated_to"))
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
        "choices": _choices(invitation, preferred),
        "now_line": _now_line(invitation, language),
        "changed": _changed(invitation, rows, language),
        "undo": _undo(invitation, rows, now),
        "undone": _undone(rows),
        "ledger": ledger_lines(rows),
        "actions": _open_actions(invitation, language, now),
        "elsewhere": _elsewhere(meeting, language),
    }


def _open_actions(invitation: Invitation, language: str, now: datetime) -> list:
    """What the organisation has promised, as far as it is public: an answer link may be forwarded."""
    if invitation.organisation_id is None:
        return []
    rows = Action.objects.public().open().of_organisation(invitation.organisation).with_context()
    return action_views(rows, Audience.PUBLIC, language, today=timezone.localdate(now))


def _elsewhere(meeting: Meeting, language: str) -> list[dict]:
    """Calendars on the web with the public facts filled in: [{url, label}]; none while only the month is known."""
    if not meeting.has_day:
        return []
    event = facts.public_event(meeting, language)
    return [
        {"url": links.google(event), "label": _("Google Calendar")},
        {"url": links.outlook(event), "label": _("Outlook")},
    ]


def _choices(invitation: Invitation, preferred: str) -> list[dict]:
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
            "focus": preferred == choice,
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


def _undo(invitation: Invitation, rows: list[Response], now: datetime) -> dict | None:
    """The undo button: {word, takes_back: it leaves no answer}; None where nothing can be undone."""
    if refusal(invitation, now=now) or undo_refusal(rows, now=now):
        return None
    before = answer_before(rows)
    if before is None or before.answer == Answer.NEEDS_ACTION:
        return {"word": _("Undo: take my answer back"), "takes_back": True}
    word = _("Undo: back to “%(answer)s”") % {"answer": Answer(before.answer).label}
    return {"word": word, "takes_back": False}


def _undone(rows: list[Response]) -> str:
    """What an undo that has just happened did to an alternate who had been named; "" if there was none."""
    last = next((row for row in reversed(rows) if row.applied), None)
    slip = next((row for row in rows if last and row.pk == last.undoes_id), None)
    if slip is None or slip.delegated_to is None:
        return ""
    name = slip.delegated_to.display_name
    theirs = Invitation.objects.filter(meeting=slip.invitation.meeting_id, person=slip.delegated_to)
    if theirs.standing().exists():
        return _("The invitation of %(name)s stands; the secretariat can withdraw it.") % {"name": name}
    return _("The invitation of %(name)s is withdrawn.") % {"name": name}


def _changed(invitation: Invitation, rows: list[Response], language: str) -> dict | None:
    """What to say if the meeting has changed since the last answer: {first, text, lines}, or None.

    `lines` are [{what, now, before}], from what was kept with that answer.
    """
    applied = [row for row in rows if row.applied]
    answers = [row for row in applied if row.answer != Answer.NEEDS_ACTION]
    if not answers:
        return None
    last, answered = applied[-1], answers[-1]
    lines = _differences(invitation.meeting, answered.meeting_facts, language)
    if last.answer == Answer.NEEDS_ACTION:
        if last.channel != Channel.SECRETARIAT or answered.sequence >= last.sequence:
            return None
        told = (
            _("Please answer again.")
            if lines
            else _("The time has changed since you answered. Please answer again.")
        )
        return {"first": _("You are asked again."), "text": told, "lines": lines}
    if last.sequence >= invitation.itip_sequence and not lines:
        return None
    told = "" if lines else _("Look at the place, then keep or change your answer.")
    return {"first": _("Changed since you answered."), "text": told, "lines": lines}


def _differences(meeting: Meeting, kept: dict | None, language: str) -> list[dict]:
    """Day, hours and place where they are not those of the kept facts (`Response.meeting_facts`)."""
    present, lines = facts_of(meeting), []
    if kept is None:
        return lines
    if (kept["starts"], kept["ends"]) != (present["starts"], present["ends"]):
        lines.append(
            {
                "what": _("Day and time"),
                "now": _moment(present, language) or words.when(meeting, language).long,
                "before": _moment(kept, language) or _("the day was not set"),
            }
        )
    if (kept["venue"], kept["mode"]) != (present["venue"], present["mode"]):
        venue = Venue.objects.filter(pk=kept["venue"]).first() if kept["venue"] else None
        before = facts.place(Meeting(venue=venue, mode=kept["mode"]), language)
        lines.append(
            {
                "what": _("Place"),
                "now": facts.place(meeting, language) or _("not set yet"),
                "before": before or _("not set yet"),
            }
        )
    return lines


def _moment(kept: dict, language: str) -> str:
    """ "Thursday 14 March 2030, 09:00 to 12:00" of kept facts; "" where only the month was known."""
    if not kept["starts"]:
        return ""
    starts, ends = (datetime.fromisoformat(kept[name]).astimezone(PHNOM_PENH) for name in ("starts", "ends"))
    parts = [dates.weekday_day(starts, language), dates.time_range(starts, ends, language)]
    return (" " if language == "km" else ", ").join(parts)
