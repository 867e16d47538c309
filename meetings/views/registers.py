"""The registers across meetings: decisions, actions, recommendations."""

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.enums import Progress
from meetings.models import Action, Decision, Recommendation
from meetings.public import action_views, decision_view, decision_views, recommendation_views
from meetings.views.record import asked_year, language, reads, trail

PER_PAGE = 25


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, the newest first, and what became of them; `?year=` and `?progress=` narrow the list."""
    audience = reads(request)
    visible = Decision.objects.visible_to(audience)
    years = sorted(set(visible.order_by().values_list("decided_on__year", flat=True)), reverse=True)
    year, progress = asked_year(request, years), request.GET.get("progress", "")
    if progress and progress not in Progress.values:
        raise Http404
    decisions = visible.with_context()
    if year:
        decisions = decisions.filter(decided_on__year=year)
    if progress:
        decisions = decisions.filter(progress=progress)
    page = Paginator(decisions, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": trail((_("Decisions"), "")),
        "decisions": decision_views(page, audience, language()),
        "page_obj": page,
        "all_years": years,
        "asked_year": year,
        "progress_choices": Progress.choices,
        "asked_progress": progress,
    }
    return render(request, "meetings/decision_list.html", context)


@require_safe
def decision_detail(request: HttpRequest, year: int, tail: str) -> HttpResponse:
    """One decision at its permanent address: WG/2022/01-D2 stands at decisions/2022/01-D2/."""
    audience, code = reads(request), language()
    visible = Decision.objects.visible_to(audience).with_context()
    decision = get_object_or_404(visible, reference=f"WG/{year}/{tail}")
    later = Decision.objects.visible_to(audience).filter(supersedes=decision)
    actions = Action.objects.visible_to(audience).filter(decision=decision).with_context()
    view = decision_view(decision, audience, code, later=later)
    context = {
        "crumbs": trail((_("Decisions"), reverse("meetings:decision_list")), (view.reference, "")),
        "og_title": f"{view.reference}: {view.headline}",
        "decision": view,
        "actions": action_views(actions, audience, code, today=timezone.localdate()),
        "canonical_url": f"{settings.BASE_URL}{request.path}",
    }
    return render(request, "meetings/decision_detail.html", context)


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """Everything promised and open, the latest first; `?state=finished` shows what came of the rest."""
    audience, today = reads(request), timezone.localdate()
    visible = Action.objects.visible_to(audience).with_context()
    finished = request.GET.get("state") == "finished"
    # What is late is known only in words ("by the next meeting"), so open actions are sorted before they are cut.
    chosen = visible.finished().order_by("-done_on", "-pk") if finished else visible.open()
    if not finished:
        chosen = action_views(chosen, audience, language(), today=today)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    rows = action_views(page, audience, language(), today=today) if finished else page.object_list
    context = {
        "crumbs": trail((_("Actions"), "")),
        "actions": rows,
        "page_obj": page,
        "finished": finished,
        "overdue": 0 if finished else sum(view.days_overdue > 0 for view in chosen),
    }
    return render(request, "meetings/action_list.html", context)


@require_safe
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """What documents recommend, document by document, and what came of it."""
    audience, code = reads(request), language()
    actions = Action.objects.visible_to(audience).with_context()
    rows = Recommendation.objects.prefetch_related(Prefetch("actions", queryset=actions))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    worded = _by_reference(action for row in page for action in row.actions.all())
    views = {
        view.reference: view
        for view in action_views(worded.values(), audience, code, today=timezone.localdate())
    }
    taken = {row.pk: [views[action.reference] for action in row.actions.all()] for row in page}
    context = {
        "crumbs": trail((_("Recommendations"), "")),
        "recommendations": recommendation_views(page, code, actions=taken),
        "page_obj": page,
    }
    return render(request, "meetings/recommendation_list.html", context)


def _by_reference(actions: Iterable[Action]) -> dict[str, Action]:
    return {action.reference: action for action in actions}
