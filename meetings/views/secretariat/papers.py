"""The desk of papers: add, replace by a new revision, withdraw."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.once import once
from meetings.actions.papers import withdraw_paper
from meetings.forms.agenda import PaperForm, RevisionForm
from meetings.models import AgendaItem, Paper
from meetings.views.secretariat.agenda import item_page
from meetings.views.secretariat.running import fresh_key, key_of
from meetings.views.secretariat.telling import accepted, meeting_of, told
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_POST
def paper_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a paper under an item; what was typed comes back when it is refused, but for the file itself."""
    meeting = meeting_of(slug)
    item = get_object_or_404(AgendaItem, meeting=meeting, number=number)
    form = PaperForm(request.POST, request.FILES)
    if accepted(
        request,
        form,
        lambda: once(key_of(request), by=request.person, do=lambda: form.save(item, by=request.person).pk),
        done=_("The paper is added."),
    ):
        return redirect(_papers_of(item))
    return render(request, "meetings/secretariat/agenda_item.html", item_page(item, paper=form), status=422)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_revise(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new revision in the place of the one that stands."""
    paper = _paper_of(slug, pk)
    form = RevisionForm(request.POST or None, request.FILES or None, paper=paper)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: once(key_of(request), by=request.person, do=lambda: form.save(by=request.person).pk),
        done=_("The new revision stands; the one before stays readable beside it."),
    ):
        return redirect(_papers_of(paper.item))
    context = {"meeting": paper.item.meeting, "paper": paper, "form": form, "once_key": fresh_key()}
    return render(request, "meetings/secretariat/paper.html", context)


@requires(is_secretariat)
@require_POST
def paper_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one revision away."""
    paper = _paper_of(slug, pk)
    told(request, lambda: withdraw_paper(paper, by=request.person), done=_("The paper is withdrawn."))
    return redirect(_papers_of(paper.item))


def _paper_of(slug: str, pk: int) -> Paper:
    paper = get_object_or_404(Paper.objects.select_related("item"), pk=pk, item__meeting__slug=slug)
    paper.item.meeting = meeting_of(slug)
    return paper


def _papers_of(item: AgendaItem) -> str:
    return f"{reverse('meetings:agenda_item', args=[item.meeting.slug, item.number])}#papers"
