"""The view of one meeting, and its line in a list."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from hub.languages import dates
from hub.languages.counting import Counts, representatives_phrase
from hub.languages.fallback import best_text
from meetings.enums import (
    LOCKED_MINUTES,
    Audience,
    MeetingKind,
    MinutesState,
    Mode,
)
from meetings.models import (
    Action,
    AgendaItem,
    AgendaVersion,
    Announcement,
    Attendance,
    AttendanceCorrection,
    Decision,
    Meeting,
    Minutes,
    Note,
)
from meetings.models.meeting import PHNOM_PENH
from meetings.public import words
from meetings.public.agenda import (
    as_released,
    item_view,
    papers_by_item,
    released_view,
    with_item_context,
)
from meetings.public.attendance import attendance_view, chair_in_words, row_counts
from meetings.public.notes import notes_by_item
from meetings.public.registers import Days, action_views, decision_view
from meetings.public.shapes import (
    AnnouncementView,
    ItemView,
    Mark,
    MeetingRow,
    MeetingView,
    MinutesView,
    NoteView,
)


def public_view(
    meeting: Meeting, language: str, *, now: datetime | None = None, text: bool = True
) -> MeetingView:
    """What anybody may read about a meeting; see `view_for`."""
    return view_for(meeting, Audience.PUBLIC, language, now=now, text=text)


def view_for(
    meeting: Meeting,
    audience: str,
    language: str,
    *,
    now: datetime | None = None,
    text: bool = True,
    final: bool = False,
    papers: bool = False,
) -> MeetingView:
    """What one audience may read about a meeting, in one language; at most ten queries, whatever the size.

    `meeting` comes from `Meeting.objects.for_record()`, else a few queries more. `now` is aware; it decides what
    is late and what took place. Without `text` the notes and the minutes' version are left out (two queries
    fewer); with `final` the notes are there as they will read once published, for freezing; with `papers` the papers
    and the agenda as it was released are (two queries more): before the meeting this is what others than the
    secretariat's desk read. Raises Meeting.DoesNotExist where the audience may not know of the meeting at all.
    """
    audience = Audience(audience)
    if not visible_to(meeting, audience):
        raise Meeting.DoesNotExist
    today = (now or timezone.now()).astimezone(PHNOM_PENH).date()
    with words.speaking(language):
        return _View(meeting, audience, language, today, text, final, papers).build()


def visible_to(meeting: Meeting, audience: str) -> bool:
    """The same question as `MeetingQuerySet.visible_to`, of one meeting."""
    audience = Audience(audience)
    if audience == Audience.SECRETARIAT:
        return True
    return meeting.is_announced and meeting.audience in audience.reads


class _View:
    """Loads the rows of one meeting, once each, and words them."""

    def __init__(
        self,
        meeting: Meeting,
        audience: Audience,
        language: str,
        today: date,
        text: bool,
        final: bool,
        papers: bool,
    ):
        self.meeting, self.audience, self.language = meeting, audience, language
        self.today, self.text, self.final, self.papers = today, text, final, papers
        self.minutes: Minutes | None = getattr(meeting, "minutes", None)

    def build(self) -> MeetingView:
        meeting, language = self.meeting, self.language
        following = next_meeting(self.audience, language, after=meeting.date)
        rows = self._attendances()
        self.items = list(with_item_context(meeting.agenda_items.all()).order_by("number"))
        self.item_rows: dict[int | None, AgendaItem] = {item.pk: item for item in self.items}
        decisions = self._decisions()
        actions = self._actions(following)
        items, release = self._item_views(decisions, actions), self._release()
        if release and not meeting.is_held:
            items = as_released(release.body, items, language)
        return MeetingView(
            audience=self.audience,
            language=language,
            slug=meeting.slug,
            reference=meeting.reference,
            number=meeting.number,
            title=words.title(meeting, language),
            minutes_title=words.minutes_title(meeting, language),
            kind=meeting.kind,
            kind_word=str(MeetingKind(meeting.kind).label),
            state=meeting.state,
            marks=self._marks(),
            regime=meeting.regime,
            when=words.when(meeting, language),
            on=meeting.date,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            moved_from=meeting.moved_from,
            moved=words.day(meeting.moved_from, language),
            mode=meeting.mode,
            mode_word=str(Mode(meeting.mode).label),
            place=_place(meeting, self.audience, language),
            host=words.organisation_name(meeting.host, meeting, self.audience, language),
            facilitator=words.organisation_name(meeting.facilitator, meeting, self.audience, language),
            chair=chair_in_words(meeting, rows, self.audience, language),
            summary=best_text(meeting, "summary", language),
            is_held=meeting.is_held,
            is_sample=meeting.is_sample,
            attendance=attendance_view(meeting, rows, self.audience, language, self._corrections()),
            items=items,
            released=released_view(release, language),
            decisions=tuple(decisions),
            actions=tuple(actions),
            announcements=self._announcements(),
            minutes=self._minutes(),
            following=following,
        )

    def _attendances(self) -> list[Attendance]:
        if not self.meeting.is_held:
            return []
        return list(self.meeting.attendances.select_related("organisation"))

    def _corrections(self) -> list[AttendanceCorrection]:
        """What was corrected once the minutes were adopted; before that there is nothing to ask for."""
        locked = self.minutes is not None and self.minutes.is_locked
        return list(self.meeting.attendance_corrections.all()) if locked else []

    def _decisions(self):
        rows: list[Decision] = list(
            self.meeting.decisions.visible_to(self.audience)
            .select_related("supersedes__agenda_item")
            .order_by("number")
        )
        for row in rows:
            row.meeting = self.meeting
            row.agenda_item = self.item_rows.get(row.agenda_item_id)
        self.decision_rows: dict[int | None, Decision] = {row.pk: row for row in rows}
        return [decision_view(row, self.audience, self.language) for row in rows]

    def _actions(self, following: MeetingRow | None):
        owners = ("owner_organisation", "owner_person")
        rows: list[Action] = list(self.meeting.actions.visible_to(self.audience).select_related(*owners))
        for row in rows:
            row.meeting = self.meeting
            row.agenda_item = self.item_rows.get(row.agenda_item_id)
            row.decision = self.decision_rows.get(row.decision_id)
        days = Days(((following.on, following.when.has_day),) if following else ())
        return action_views(rows, self.audience, self.language, today=self.today, days=days)

    def _announcements(self) -> tuple[AnnouncementView, ...]:
        rows: list[Announcement] = list(
            self.meeting.announcements.filter(audience__in=self.audience.reads).select_related("source")
        )
        return tuple(
            AnnouncementView(
                on=row.date,
                iso=row.date.isoformat(),
                day=dates.short_day(row.date, self.language),
                title=best_text(row, "title", self.language),
                source=words.organisation_name(row.source, self.meeting, self.audience, self.language),
                link=row.link,
                took_place=row.took_place(self.today),
            )
            for row in rows
        )

    def _item_views(self, decisions, actions) -> tuple[ItemView, ...]:
        notes = self._notes()
        papers = papers_by_item(self.meeting, self.audience, self.language) if self.papers else {}
        return tuple(
            replace(
                view,
                papers=papers.get(view.key, ()),
                notes=notes.get(view.key, ()),
                decisions=tuple(one for one in decisions if one.item_number == view.number),
                actions=tuple(one for one in actions if one.item_number == view.number),
            )
            if not view.is_closed
            else view
            for view in (item_view(item, self.meeting, self.audience, self.language) for item in self.items)
        )

    def _release(self) -> AgendaVersion | None:
        """The agenda as this audience reads it since it was released; None before, and where nobody asked for it."""
        if not self.papers:
            return None
        return self.meeting.agenda_versions.filter(audience=self.audience).order_by("-number").first()

    def _text_is_open(self) -> bool:
        """The public reads minutes once published, members once circulated, the secretariat always."""
        if self.final:
            return True
        if self.minutes is None:
            return self.audience == Audience.SECRETARIAT
        if self.audience == Audience.PUBLIC:
            return self.minutes.is_published
        return self.audience == Audience.SECRETARIAT or self.minutes.state != MinutesState.DRAFT

    def _notes(self) -> dict[int, tuple[NoteView, ...]]:
        if not self.text or not self._text_is_open():
            return {}
        self.note_rows: list[Note] = list(
            Note.objects.filter(item__meeting=self.meeting, audience__in=self.audience.reads)
            .exclude(text="")
            .select_related("translated_from")
        )
        return notes_by_item(self.note_rows, self.language)

    def _minutes(self) -> MinutesView | None:
        """None where this audience knows of no minutes yet."""
        minutes = self.minutes
        if minutes is None or (self.audience == Audience.PUBLIC and not minutes.is_locked):
            return None
        version = None
        if self.text and minutes.state in LOCKED_MINUTES:
            versions = minutes.versions.filter(audience=self.audience, language=self.language)
            version = versions.order_by("-number").values_list("number", "sha256").first()
        state = MinutesState(minutes.state)
        return MinutesView(
            state=state.value,
            mark=minutes_mark(state),
            is_open=self._text_is_open(),
            is_published=minutes.is_published,
            circulated=self._day_of(minutes.circulated_at),
            adopted=self._day_of(minutes.adopted_at),
            published=self._day_of(minutes.published_at),
            version=version[0] if version else None,
            fingerprint=version[1] if version else "",
            languages=tuple(sorted({row.language for row in getattr(self, "note_rows", [])})),
        )

    def _day_of(self, moment: datetime | None) -> str:
        return words.day(moment.astimezone(PHNOM_PENH).date() if moment else None, self.language)

    def _marks(self) -> tuple[Mark, ...]:
        minutes = self.minutes
        locked = minutes is not None and minutes.is_locked
        marks = [words.meeting_mark(self.meeting, minutes_done=locked)]
        if minutes and (locked or self.audience != Audience.PUBLIC):
            marks.append(minutes_mark(MinutesState(minutes.state), full=True))
        return tuple(marks)


def minutes_mark(state: MinutesState, *, full: bool = False) -> Mark:
    """ "Published", or with `full` as said beside a meeting: "Minutes published"."""
    return Mark(state.value, words.minutes_phrase(state) if full else words.minutes_word(state))


def _place(meeting: Meeting, audience: str, language: str):
    return words.place(meeting.venue, language) if words.may_show_place(meeting, audience) else None


def meeting_row(meeting: Meeting, audience: str, language: str, *, counts: bool = True) -> MeetingRow:
    """The line of a meeting from `for_record()`; with `counts` also from `with_counts()`."""
    with words.speaking(language):
        minutes = getattr(meeting, "minutes", None)
        counted: Counts | None = row_counts(meeting) if counts else None
        return MeetingRow(
            slug=meeting.slug,
            reference=meeting.reference,
            title=words.title(meeting, language),
            kind_word=str(MeetingKind(meeting.kind).label),
            when=words.when(meeting, language),
            on=meeting.date,
            starts_at=meeting.starts_at,
            state=meeting.state,
            mark=words.meeting_mark(meeting, minutes_done=bool(minutes and minutes.is_locked)),
            counts=counted,
            phrase=representatives_phrase(counted, language) if counted else "",
            place=_place(meeting, audience, language),
            summary=best_text(meeting, "summary", language),
            minutes_published=bool(minutes and minutes.is_published),
            is_sample=meeting.is_sample,
        )


def next_meeting(
    audience: str, language: str, *, after: date | None = None, now: datetime | None = None
) -> MeetingRow | None:
    """The first meeting that is on after a day, or the next one from `now`; None if none is known. One query."""
    meetings = Meeting.objects.visible_to(audience).for_record()
    if after is not None:
        found = meetings.still_on().filter(date__gt=after).in_order().first()
    else:
        found = meetings.upcoming(now or timezone.now()).first()
    return meeting_row(found, audience, language, counts=False) if found else None
