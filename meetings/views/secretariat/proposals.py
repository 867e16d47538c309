"""What members propose for the agenda, and what becomes of it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hub.errors import Refused
from hub.languages.digits import counted
from meetings.enums import PROPOSAL_MOVES, ProposalState
from meetings.forms.proposal import DecisionOnProposalForm
from meetings.models import Meeting, Proposal
from meetings.views.my import PROPOSAL_RINGS
from meetings.views.secretariat.telling import accepted
from members.rules import is_secretariat
from members.views.guards import requires

_SHOWN = 48


@requires(is_secretariat)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Those that wait first, the oldest of them at the top; then the latest that were decided on."""
    rows = Proposal.objects.select_related("person", "organisation", "meeting", "item__meeting")
    waiting = rows.open().order_by("made_at")
    decided = rows.exclude(pk__in=Proposal.objects.open().values("pk")).order_by("-decided_at")[:_SHOWN]
    context = {"waiting": _ringed(waiting), "decided": _ringed(decided)}
    return render(request, "meetings/secretariat/proposals.html", context)


def waiting_for(meeting: Meeting) -> list[dict]:
    """What waits and was proposed for this meeting, or for any: [{row, ring}]; one query."""
    rows = Proposal.objects.open().select_related("person", "organisation", "meeting", "item")
    return _ringed(rows.filter(Q(meeting=meeting) | Q(meeting=None)).order_by("made_at"))


def _ringed(rows) -> list[dict]:
    return [{"row": row, "ring": PROPOSAL_RINGS[row.state], "age": _age(row)} for row in rows]


def _age(proposal: Proposal) -> str:
    """How long it has waited: "waits for 12 days"; empty of what was decided on, but for the deferred."""
    if not PROPOSAL_MOVES[ProposalState(proposal.state)]:
        return ""
    days = max((timezone.localdate() - timezone.localdate(proposal.made_at)).days, 0)
    if not days:
        return _("came today")
    return ngettext("waits for %(n)s day", "waits for %(n)s days", days) % {
        "n": counted(days, get_language())
    }


def _previewed(request: HttpRequest, form: DecisionOnProposalForm) -> list | None:
    """The mails of a decision that is not made yet; a refusal becomes an error of the form."""
    if not form.is_valid():
        return None
    try:
        return form.preview(by=request.person)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return None


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, and the form that decides on it while it is open."""
    rows = Proposal.objects.select_related("person", "organisation", "meeting", "item__meeting")
    one = get_object_or_404(rows, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = DecisionOnProposalForm(data, proposal=one, language=get_language())
    letters = None
    if request.method == "POST" and "preview" in request.POST:
        letters = _previewed(request, form)
    elif request.method == "POST" and accepted(
        request,
        form,
        lambda: form.save(by=request.person),
        done=_("Decided. Whoever proposed it is told by mail."),
    ):
        return redirect("meetings:proposals")
    context = {
        "one": one,
        "ring": PROPOSAL_RINGS[one.state],
        "form": form,
        "letters": letters,
        "age": _age(one),
        "open": bool(PROPOSAL_MOVES[ProposalState(one.state)]),
    }
    return render(request, "meetings/secretariat/proposal.html", context)
