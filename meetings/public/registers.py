"""Decisions, actions and recommendations, one by one or as registers across meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hub.languages import dates, numbers
from hub.languages.fallback import Text, best_text
from meetings.enums import ActionState, Audience, DecisionMode, Precision, Progress, RecommendationState
from meetings.models import Action, Decision, Meeting, Recommendation
from meetings.public import words
from meetings.public.shapes import ActionView, DecisionView, Mark, RecommendationView

DUE_SOON = 7  # days


@dataclass(frozen=True)
class Days:
    """The days on which an audience knows meetings to be: (date, known to the day), in order."""

    known: tuple[tuple[date, bool], ...]

    def after(self, day: date) -> date | None:
        """The day of the next meeting after `day`, None while it is not known to the day."""
        following = next(((on, exact) for on, exact in self.known if on > day), None)
        return following[0] if following and following[1] else None


def meeting_days(audience: str) -> Days:
    """Days of all meetings that are on, for "by the next meeting": one query."""
    rows = Meeting.objects.visible_to(audience).still_on().in_order().values_list("date", "precision")
    return Days(tuple((on, precision == Precision.DAY) for on, precision in rows))


def decision_view(
    decision: Decision, audience: str, language: str, *, later: Iterable[Decision] = ()
) -> DecisionView:
    """One decision; needs what `with_context()` loads. `later`: visible ones that take its place."""
    meeting = decision.meeting
    item = decision.agenda_item
    with words.speaking(language):
        return DecisionView(
            reference=decision.reference,
            year=int(decision.reference.split("/")[1]),
            tail=decision.reference.rsplit("/", 1)[-1],
            title=best_text(decision, "title", language),
            text=best_text(decision, "text", language),
            decided_on=decision.decided_on,
            decided=dates.short_day(decision.decided_on, language),
            mode=decision.mode,
            mode_word=str(DecisionMode(decision.mode).label),
            progress=Mark(decision.progress, str(Progress(decision.progress).label)),
            progress_note=best_text(decision, "progress_note", language),
            audience=decision.audience,
            audience_word=words.audience_word(decision.audience),
            item_number=item.number if item else None,
            item_label=item.label if item else "",
            meeting_slug=meeting.slug,
            meeting_title=words.title(meeting, language),
            supersedes=_visible_reference(decision.supersedes, audience),
            superseded_by=tuple(other.reference for other in later),
        )


def _visible_reference(decision: Decision | None, audience: str) -> str:
    """A decision is named where its audience, and that of its item, may read it."""
    if decision is None:
        return ""
    reads = Audience(audience).reads
    item = decision.agenda_item
    return decision.reference if decision.audience in reads and (not item or item.audience in reads) else ""


def decision_views(decisions: Iterable[Decision], audience: str, language: str) -> list[DecisionView]:
    """Views of decisions that `visible_to(audience)` returned, with what they need loaded."""
    return [decision_view(decision, audience, language) for decision in decisions]


def action_view(action: Action, audience: str, language: str, *, today: date, days: Days) -> ActionView:
    """One action; needs what `with_context()` loads. `today` is Phnom Penh's."""
    meeting = action.meeting
    due_on = action.due_date
    if due_on is None and action.due_next_meeting:
        due_on = days.after(meeting.date)
    overdue = (today - due_on).days if action.is_open and due_on and due_on < today else 0
    with words.speaking(language):
        return ActionView(
            reference=action.reference,
            number=action.number,
            title=best_text(action, "title", language),
            owner=_owner(action, audience, language),
            owner_person=words.person_name(action.owner_person, meeting, audience, language),
            due_on=due_on,
            due=_due(action, due_on, today, language),
            due_day=_near(due_on, today, language) if due_on else "",
            due_next_meeting=action.due_next_meeting,
            mark=_mark(action, due_on, today, language),
            days_overdue=overdue,
            outcome=best_text(action, "outcome", language),
            audience=action.audience,
            audience_word=words.audience_word(action.audience),
            item_number=action.agenda_item.number if action.agenda_item else None,
            decision_reference=_visible_reference(action.decision, audience),
            meeting_slug=meeting.slug,
            meeting_title=words.title(meeting, language),
            meeting_short=dates.short_day(meeting.date, language),
        )


def _owner(action: Action, audience: str, language: str) -> Text:
    """Members know who took on what, under any regime; the public reads of those that agreed to be named."""
    if audience == Audience.PUBLIC or action.owner_organisation is None:
        return words.organisation_name(action.owner_organisation, action.meeting, audience, language)
    return best_text(action.owner_organisation, "name", language)


def _near(day: date, today: date, language: str) -> str:
    """A day in a column: without the year where that is this year's."""
    return dates.leaf_day(day, language) if day.year == today.year else dates.short_day(day, language)


def _due(action: Action, due_on: date | None, today: date, language: str) -> str:
    if due_on:
        return _("due %(day)s") % {"day": _near(due_on, today, language)}
    return _("due at the next meeting") if action.due_next_meeting else _("no date set")


def _mark(action: Action, due_on: date | None, today: date, language: str) -> Mark:
    state = ActionState(action.state)
    if state == ActionState.DONE and action.done_on:
        return Mark("done", _("Done on %(day)s") % {"day": _near(action.done_on, today, language)})
    if not action.is_open or due_on is None or (due_on - today).days > DUE_SOON:
        return Mark(state.value, str(state.label))
    return Mark("overdue" if due_on < today else "due_soon", dates.due(due_on, today, language))


def action_views(
    actions: Iterable[Action], audience: str, language: str, *, today: date, days: Days | None = None
) -> list[ActionView]:
    """Views of actions that `visible_to(audience)` returned, the latest first, then open ones by day, then the rest."""
    days = days or meeting_days(audience)
    views = [action_view(action, audience, language, today=today, days=days) for action in actions]
    return sorted(views, key=_by_lateness)


def _by_lateness(view: ActionView) -> tuple:
    finished = view.mark.state in (ActionState.DONE, ActionState.NOT_TAKEN_UP)
    return (finished, -view.days_overdue, view.due_on or date.max, view.meeting_slug, view.number)


def recommendation_views(
    recommendations: Iterable[Recommendation], language: str, *, actions: dict[int, list[ActionView]]
) -> list[RecommendationView]:
    """Recommendations with neutral words for their state; `actions`: visible actions by recommendation."""
    with words.speaking(language):
        return [
            RecommendationView(
                key=row.pk,
                source=row.source,
                section=row.section,
                number=row.number,
                title=best_text(row, "title", language),
                text=best_text(row, "text", language),
                addressees=row.addressees,
                mark=Mark(row.state, numbers.capitalised(str(RecommendationState(row.state).label))),
                actions=tuple(actions.get(row.pk, ())),
            )
            for row in recommendations
        ]
