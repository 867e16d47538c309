"""Small parts of a view: days, states and names in words. The language is the active one; see `speaking`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from hub.languages import dates, numbers
from hub.languages.digits import for_language
from hub.languages.fallback import Text, best_text
from meetings.enums import Audience, MeetingKind, MeetingState, MinutesState, Mode, Regime
from meetings.models import Meeting, Venue
from meetings.public.shapes import Mark, Place, When
from members.models import Organisation, Person

NOTHING = Text("", "en", False)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words from catalogues come in the language of the view, whatever language the request has."""
    with translation.override(language):
        yield


def when(meeting: Meeting, language: str) -> When:
    """The day or month of a meeting, in words."""
    day = meeting.date
    if not meeting.has_day:
        month = dates.month(day, language)
        return When(
            iso=f"{day:%Y-%m}",
            has_day=False,
            leaf=dates.short_month(day, language),
            year="",
            long=month,
            short=dates.short_month(day, language),
            hours="",
            line=_("The day is not set yet."),
        )
    hours = dates.time_range(meeting.start_time, meeting.end_time, language)
    weekday = numbers.capitalised(dates.weekday(day, language))
    return When(
        iso=day.isoformat(),
        has_day=True,
        leaf=dates.leaf_day(day, language),
        year=for_language(day.year, language),
        long=dates.weekday_day(day, language),
        short=dates.short_day(day, language),
        hours=hours,
        line=_("%(weekday)s, %(hours)s, Phnom Penh time") % {"weekday": weekday, "hours": hours},
    )


def title(meeting: Meeting, language: str) -> str:
    """ "Second meeting" once it has its number; before that "Meeting of March 2030"."""
    if meeting.number:
        return numbers.capitalised(numbers.meeting(meeting.number, language))
    month = dates.month(meeting.date, language)
    if meeting.kind == MeetingKind.EXTRAORDINARY:
        return _("Extraordinary meeting of %(month)s") % {"month": month}
    return _("Meeting of %(month)s") % {"month": month}


def minutes_title(meeting: Meeting, language: str) -> str:
    """ "Minutes of the second meeting"; empty before the meeting has its number."""
    if not meeting.number:
        return ""
    return _("Minutes of the %(meeting)s") % {"meeting": numbers.meeting(meeting.number, language)}


def meeting_mark(meeting: Meeting, *, minutes_done: bool) -> Mark:
    """Ring and word: a held meeting is full once its minutes are adopted, half before."""
    state = MeetingState(meeting.state)
    word = numbers.capitalised(str(state.label))
    if meeting.is_held:
        return Mark(
            "held" if minutes_done else "held_open", numbers.capitalised(str(MeetingState.HELD.label))
        )
    if state == MeetingState.ANNOUNCED and not meeting.has_day:
        return Mark("month", _("Day to be set"))
    return Mark(state.value, word)


def minutes_word(state: MinutesState) -> str:
    return numbers.capitalised(str(state.label))


def minutes_phrase(state: MinutesState) -> str:
    """Said beside a meeting: "Minutes published"."""
    return {
        MinutesState.DRAFT: _("Minutes in draft"),
        MinutesState.CIRCULATED: _("Minutes circulated"),
        MinutesState.CORRECTED: _("Minutes under correction"),
        MinutesState.ADOPTED: _("Minutes adopted"),
        MinutesState.PUBLISHED: _("Minutes published"),
    }[state]


def place(venue: Venue | None, language: str) -> Place | None:
    if venue is None:
        return None
    return Place(
        name=best_text(venue, "name", language),
        address=best_text(venue, "address", language),
        map_url=venue.map_url,
        access_note=best_text(venue, "access_note", language),
    )


def may_show_place(meeting: Meeting, audience: str) -> bool:
    """Off in public where survivors take part; an online meeting has no place."""
    return meeting.mode != Mode.ONLINE and (meeting.place_is_public or audience != Audience.PUBLIC)


def may_name(organisation: Organisation | None, meeting: Meeting, audience: str) -> bool:
    """In public only organisations that agreed to be named, and none under the Chatham House Rule."""
    if organisation is None:
        return False
    if audience == Audience.SECRETARIAT:
        return True
    if meeting.regime == Regime.CHATHAM_HOUSE:
        return False
    return audience == Audience.MEMBERS or organisation.in_directory


def organisation_name(
    organisation: Organisation | None, meeting: Meeting, audience: str, language: str
) -> Text:
    """The name if it may be shown, else an empty text."""
    if not may_name(organisation, meeting, audience):
        return NOTHING
    return best_text(organisation, "name", language)


def may_name_people(meeting: Meeting, audience: str) -> bool:
    """People are named in public under the named regime only, to members unless nobody may be named."""
    if audience == Audience.SECRETARIAT:
        return True
    if audience == Audience.MEMBERS:
        return meeting.regime != Regime.CHATHAM_HOUSE
    return meeting.regime == Regime.NAMED


def person_name(person: Person | None, meeting: Meeting, audience: str, language: str) -> str:
    if person is None or not may_name_people(meeting, audience):
        return ""
    return person.name_in(language)


def audience_word(audience: str) -> str:
    """What stands beside a text that is not public; nothing beside a public one."""
    return "" if audience == Audience.PUBLIC else numbers.capitalised(str(Audience(audience).label))


def day(on: date | None, language: str) -> str:
    return dates.day(on, language) if on else ""
