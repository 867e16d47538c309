"""The steps of a meeting's month in words: what is missing, by when, and where it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hub.languages import dates
from hub.languages.digits import counted
from hub.languages.fallback import best_text
from hub.languages.numbers import capitalised
from hub.working_days import Days, days_between
from meetings.enums import MeetingState, Mode, Step, StepState
from meetings.models import Meeting
from meetings.models.cycle import Month, MonthStep, minutes_of

# The rings of the states; the others are called as the states are.
RINGS = {StepState.SKIPPED: "not_taken_up"}


@dataclass(frozen=True)
class Place:
    """Where a step is done."""

    url: str
    label: str


def knots(month: Month) -> list[dict]:
    """The steps on their cord, as `hub/_cord.html` takes them; one query, for the holidays among their days."""
    current = _first_hand(month)
    dues = [one.due for one in month.steps if one.due and one.is_open]
    days = days_between(min(dues), max(dues)) if dues else None
    return [
        {
            "state": RINGS.get(one.state, one.state),
            "title": one.step.label,
            "url": address(month.meeting, one.step),
            "date": when(month, one),
            "iso": _iso(one),
            "note": " · ".join(filter(None, [note(month, one), day_off(one, days)])),
            "current": one is current,
        }
        for one in month.steps
    ]


def day_off(one: MonthStep, days: Days | None) -> str:
    """The name of the holiday, or of the day of the weekend, on which an open step is due; it is not moved by itself."""
    if days is None or one.due is None or not one.is_open or days.is_working(one.due):
        return ""
    holiday = days.holiday(one.due)
    if holiday is not None:
        return best_text(holiday, "name", get_language()).text
    return capitalised(dates.weekday(one.due, get_language()))


def address(meeting: Meeting, step: Step) -> str:
    """The page of a step."""
    return reverse("meetings:step_preview", args=[meeting.slug, step.value])


def _iso(one: MonthStep) -> str:
    day = one.done_on or one.due
    return day.isoformat() if day else ""


def when(month: Month, one: MonthStep) -> str:
    """ "17 November", "by 11 December", "next meeting": the day beside a step."""
    language = get_language()
    if one.step == Step.PUBLICATION and not one.done_on:
        return _("after adoption") if one.is_open else ""
    if one.step == Step.ADOPTION and not one.done_on and not one.due:
        return _("next meeting") if one.is_open else ""
    day = (one.due if one.step in (Step.CORRECTIONS, Step.DAY) else None) or one.done_on or one.due
    if day is None:
        return _("day to be set") if one.step == Step.DAY and one.is_open else ""
    said = dates.leaf_day(day, language)
    if day.year != month.today.year:
        said = dates.short_day(day, language)
    if one.step == Step.CORRECTIONS:
        return _("until %(day)s") % {"day": said}
    if one.step == Step.DRAFT and one.is_open:
        return _("by %(day)s") % {"day": said}
    return said


def note(month: Month, one: MonthStep) -> str:
    """The line beneath: what came of it, how late it is, or what it waits for."""
    language = get_language()
    if one.state == StepState.SKIPPED:
        return _("Not needed") if one.mark and one.mark.skipped else _("Not done")
    if one.state == StepState.DONE:
        return done(month, one)
    if one.state == StepState.OVERDUE and one.due:
        return dates.due(one.due, month.today, language)
    if one.state == StepState.NOW:
        return _("Ready to preview") if _can_be_told(month, one) else missing(month, one)[0]
    if one.step == Step.DAY and one.due:
        return dates.relative(one.due, month.today, language)
    return ""


def done(month: Month, one: MonthStep) -> str:
    """What came of a step that is done."""
    meeting, mark = month.meeting, one.mark
    if one.step == Step.AGENDA:
        return _("Version %(number)s") % {"number": counted(meeting.version, get_language())}
    if one.step == Step.INVITATIONS:
        return _n(ngettext("%(n)s sent", "%(n)s sent", meeting.asked_count), meeting.asked_count)
    if one.step in (Step.CALL, Step.REMINDER) and mark and mark.people:
        return _n(ngettext("%(n)s told", "%(n)s told", mark.people), mark.people)
    if one.step == Step.REMINDER:
        return _("Everybody has answered")
    if one.step == Step.DAY:
        return _n(ngettext("%(n)s present", "%(n)s present", meeting.present_count), meeting.present_count)
    return _("Done")


def missing(month: Month, one: MonthStep) -> list[str]:
    """What a step still waits for, the first thing first; at least one sentence for an open step."""
    meeting, step = month.meeting, one.step
    before_day = step in (Step.CALL, Step.AGENDA, Step.INVITATIONS, Step.REMINDER, Step.DAY)
    found = []
    if before_day and meeting.state == MeetingState.POSTPONED:
        return [_("Put off: it needs a new day")]
    if before_day and not meeting.has_day:
        found.append(_("The day is not set"))
    if before_day and meeting.state == MeetingState.PLANNED:
        found.append(_("Not announced yet"))
    found += {
        Step.CALL: _call,
        Step.AGENDA: _agenda,
        Step.INVITATIONS: _invitations,
        Step.REMINDER: _reminder,
        Step.DAY: _day,
        Step.DRAFT: _draft,
        Step.CORRECTIONS: _corrections,
        Step.ADOPTION: _adoption,
        Step.PUBLICATION: _publication,
    }[step](month)
    return found


def _n(pattern: str, n: int) -> str:
    return pattern % {"n": counted(n, get_language())}


def _call(month: Month) -> list[str]:
    return [_("Nobody is asked for items yet")]


def _agenda(month: Month) -> list[str]:
    n = month.meeting.item_count
    if not n:
        return [_("The agenda is empty")]
    return [_n(ngettext("%(n)s item, not released", "%(n)s items, not released", n), n)]


def _invitations(month: Month) -> list[str]:
    return [_("Nobody is invited yet"), *_place_and_chair(month)]


def _place_and_chair(month: Month) -> list[str]:
    meeting, found = month.meeting, []
    if meeting.venue_id is None and meeting.mode != Mode.ONLINE:
        found.append(_("No venue yet"))
    if meeting.chair_id is None:
        found.append(_("No chair yet"))
    return found


def _reminder(month: Month) -> list[str]:
    n = month.meeting.silent_count
    if not month.meeting.asked_count:
        return [_("Nobody is invited yet")]
    return [_n(ngettext("%(n)s still silent", "%(n)s still silent", n), n)]


def _day(month: Month) -> list[str]:
    meeting = month.meeting
    if meeting.is_held:
        return [_("Nobody is recorded as present")]
    if meeting.has_day and meeting.date < month.today:
        return [_("Not recorded as held")]
    return _place_and_chair(month) or [_("All is ready")]


def _draft(month: Month) -> list[str]:
    if not month.meeting.is_held:
        return [_("The meeting was not held yet")]
    return [_("Being written") if minutes_of(month.meeting) else _("Not begun")]


def _corrections(month: Month) -> list[str]:
    minutes = minutes_of(month.meeting)
    if minutes is None or minutes.circulated_at is None:
        return [_("The draft is not circulated yet")]
    return [_("Readers may correct")]


def _adoption(month: Month) -> list[str]:
    if month.following is None:
        return [_("No next meeting is planned")]
    return [_("The chair adopts them")]


def _publication(month: Month) -> list[str]:
    minutes = minutes_of(month.meeting)
    if minutes is None or not minutes.is_locked:
        return [_("The minutes are not adopted yet")]
    return [_("Adopted, not yet public")]


def place_of(month: Month, one: MonthStep) -> Place:
    """Where to go to do a step."""
    meeting, step = month.meeting, one.step
    here = [meeting.slug]
    if not meeting.is_held and meeting.state != MeetingState.CANCELLED and not meeting.has_day:
        return Place(reverse("meetings:move", args=here), _("Set the day"))
    if meeting.state == MeetingState.PLANNED or (step == Step.DAY and not meeting.is_held):
        return Place(reverse("meetings:desk", args=here), _("Open this meeting"))
    if step == Step.ADOPTION and month.following is None:
        return Place(reverse("meetings:plan"), _("Plan a meeting"))
    return {
        Step.CALL: Place(reverse("meetings:proposals"), _("Proposals for the agenda")),
        Step.AGENDA: Place(reverse("meetings:agenda_edit", args=here), _("Edit the agenda")),
        Step.INVITATIONS: Place(reverse("meetings:invite", args=here), _("Go to the invitations")),
        Step.REMINDER: Place(reverse("meetings:answers", args=here), _("See the answers")),
        Step.DAY: Place(reverse("meetings:attendance", args=here), _("Record attendance")),
    }.get(step, Place(reverse("meetings:minutes_entry", args=here), _("Open the minutes")))


def sentence(parts: list[str]) -> str:
    """Short phrases as one line: "No venue yet, no chair yet"."""
    return _comma().join(parts)


def opened(month: Month) -> dict | None:
    """The step that needs a hand, as the note beneath the cord: {title, text, url, label, overdue}; None if none does.

    What was released or circulated and nobody was told of comes before the next step, unless that is late.
    """
    one = _first_hand(month)
    untold = next((done_one for done_one in month.steps if is_untold(month, done_one)), None)
    if untold and not (one and one.state == StepState.OVERDUE):
        return {
            "title": untold.step.label,
            "overdue": False,
            "text": f"{done(month, untold)}{_comma()}{_untold(untold.step)}{_stop()}",
            "url": address(month.meeting, untold.step),
            "label": _("Preview the mails"),
        }
    if one is None:
        return None
    place = place_of(month, one)
    ready = _can_be_told(month, one)
    due = _by(one.due, month) if one.due else ""
    said = sentence(missing(month, one))
    return {
        "title": one.step.label,
        "overdue": one.state == StepState.OVERDUE,
        "text": capitalised(f"{due}{_between()}{said}" if due else said) + _stop(),
        "url": address(month.meeting, one.step) if ready else place.url,
        "label": _("Preview the mails") if ready else place.label,
    }


def _first_hand(month: Month) -> MonthStep | None:
    """The first step that needs a hand; a call for items that nobody sent in time gives way to what comes after it."""
    waiting = [one for one in month.steps if one.needs_hand]
    if len(waiting) > 1 and waiting[0].step == Step.CALL:
        return waiting[1]
    return waiting[0] if waiting else None


def is_untold(month: Month, one: MonthStep) -> bool:
    """Whether an agenda was released, or a draft circulated, and those it is for have had no mail of it."""
    meeting, minutes = month.meeting, minutes_of(month.meeting)
    if one.state != StepState.DONE or one.step not in (Step.AGENDA, Step.DRAFT):
        return False
    if one.step == Step.AGENDA:
        since = meeting.released_at
        open_still = meeting.state == MeetingState.ANNOUNCED and meeting.asked_count
    else:
        since = minutes.circulated_at if minutes else None
        open_still = minutes is not None and not minutes.is_locked
    told = one.mark is not None and (one.mark.skipped or (since is not None and one.mark.at >= since))
    return bool(open_still) and since is not None and not told


def _untold(step: Step) -> str:
    if step == Step.AGENDA:
        return _("those invited are not told yet")
    return _("its readers are not told yet")


def _can_be_told(month: Month, one: MonthStep) -> bool:
    """Whether the mail of an open step can be looked at now; the verb looks more closely."""
    meeting = month.meeting
    if one.step == Step.CALL:
        return meeting.state == MeetingState.ANNOUNCED and meeting.has_day
    if one.step == Step.REMINDER:
        return meeting.state == MeetingState.ANNOUNCED and bool(meeting.silent_count)
    return False  # the agenda and the draft are told of once they are released and circulated


def _by(day: date, month: Month) -> str:
    language = get_language()
    return f"{dates.weekday_day(day, language)} ({dates.relative(day, month.today, language)})"


def _stop() -> str:
    return "។" if get_language() == "km" else "."


def _between() -> str:
    return "។ " if get_language() == "km" else ". "


def _comma() -> str:
    return " " if get_language() == "km" else ", "
