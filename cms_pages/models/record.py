"""What pages show of the record: always its public views, in the language of the page, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Window
from django.utils import timezone

from meetings.enums import Audience, MeetingState
from meetings.models import Action, Decision, Meeting, Recommendation
from meetings.models.meeting import PHNOM_PENH
from meetings.public import (
    DecisionView,
    MeetingRow,
    RecommendationView,
    action_views,
    decision_views,
    meeting_row,
    recommendation_views,
)

A_YEAR = timedelta(days=400)
BEFORE, AFTER = 3, 2  # knots on the cord before the next meeting, and from it on
MOST = 60  # meetings of a year and more; weekly would be 57
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


@dataclass(frozen=True)
class Year:
    """The next meeting, if one is known, and the meetings around it in order."""

    next: MeetingRow | None
    around: list[MeetingRow]


def year_around(now: datetime, language: str) -> Year:
    """The public meetings around `now` (aware): one query."""
    today = now.astimezone(PHNOM_PENH).date()
    meetings = Meeting.objects.public().for_record().with_counts().filter(date__gte=today - A_YEAR).in_order()
    rows = [meeting_row(meeting, Audience.PUBLIC, language) for meeting in meetings[:MOST]]
    coming = [place for place, row in enumerate(rows) if _is_to_come(row, today)]
    on = [place for place in coming if rows[place].state == MeetingState.ANNOUNCED]
    middle = on[0] if on else (coming[0] if coming else len(rows))
    return Year(next=rows[on[0]] if on else None, around=rows[max(middle - BEFORE, 0) : middle + AFTER])


def _is_to_come(row: MeetingRow, today) -> bool:
    if not row.when.has_day:
        return row.on >= today.replace(day=1)
    return row.on >= today and row.state not in (MeetingState.HELD, MeetingState.CLOSED)


def latest_decisions(language: str, most: int) -> tuple[list[DecisionView], int]:
    """The newest public decisions and how many there are in all: one query."""
    decisions = Decision.objects.public().with_context().annotate(in_all=Window(Count("pk")))
    newest = list(decisions[:most])
    return decision_views(newest, Audience.PUBLIC, language), newest[0].in_all if newest else 0


def meeting_of(meeting_id: int | None, language: str) -> tuple[MeetingRow | None, list[DecisionView]]:
    """The line of a meeting and its public decisions in order, if the meeting is public: two queries."""
    meeting = Meeting.objects.public().for_record().with_counts().filter(pk=meeting_id).first()
    if meeting is None:
        return None, []
    decisions = Decision.objects.public().filter(meeting=meeting).with_context().order_by("number")
    return meeting_row(meeting, Audience.PUBLIC, language), decision_views(
        decisions, Audience.PUBLIC, language
    )


def recommendations_of(key: UUID, language: str, now: datetime) -> list[RecommendationView]:
    """What a document asks for and the public actions that follow from it: at most three queries."""
    rows = list(Recommendation.objects.filter(document_key=key))
    if not rows:
        return []
    linked = list(
        Action.objects.public()
        .filter(recommendations__in=rows)
        .annotate(recommendation=F("recommendations__pk"))
        .select_related("meeting", "agenda_item", "decision", "owner_organisation", "owner_person")
    )
    views: dict[int, list] = {}
    if linked:
        today = now.astimezone(PHNOM_PENH).date()
        for action in linked:
            views.setdefault(action.recommendation, []).append(action)
        views = {
            pk: action_views(actions, Audience.PUBLIC, language, today=today) for pk, actions in views.items()
        }
    return recommendation_views(rows, language, actions=views)


class RecommendationsMixin:
    """A page that asks for something: its context has the recommendations and what came of them."""

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        found = recommendations_of(self.translation_key, self.language, timezone.now())
        return {**context, "recommendations": found}
