"""Whom a meeting invites, what they are sent, and what they have answered."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.errors import Refused
from hub.languages.counting import representatives_phrase
from hub.languages.digits import counted, for_language
from hub.models import Setting
from hub.models.outbox import OutboxMail, OutboxState
from meetings.actions import invitations
from meetings.actions import seats as seating
from meetings.actions.rescheduling import takes_place
from meetings.enums import Answer
from meetings.forms.answers import InviteForm, ToldForm
from meetings.models import Invitation, Meeting, Response
from meetings.models.answers import COVERED, DECLINED, NOT_ASKED, SILENT, UNSURE, AnswerBoard
from meetings.public import words
from meetings.views.ledger import ledger_lines
from meetings.views.secretariat.previewing import Step, previewed
from meetings.views.secretariat.telling import accepted, meeting_of
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows recipients and the text in each language; POST sends to those who are ticked."""
    meeting = meeting_of(slug)
    everybody = invitations.invitees(meeting)
    new = [one for one in everybody if one.is_new]
    form = InviteForm(request.POST if request.method == "POST" else None, proposed=new)
    if request.method == "POST" and form.is_valid():
        try:
            made = invitations.invite(meeting, by=request.person, people=form.chosen())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            n = sum(bool(row.sent_at) for row in made)
            messages.success(
                request,
                ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", n)
                % {"n": counted(n, get_language())},
            )
            return redirect("meetings:answers", slug=slug)
    context = {
        "meeting": meeting,
        "form": form,
        "new": new,
        "standing": [one for one in everybody if not one.is_new],
        "samples": invitations.preview_invitations(meeting, new),
        "closed": _why_not(meeting),
    }
    return render(request, "meetings/secretariat/invite.html", context)


def _why_not(meeting: Meeting) -> object | None:
    """The sentence that says why nobody can be invited now, or None."""
    try:
        invitations.check_open(meeting, timezone.now())
    except Refused as refusal:
        return refusal.sentence
    return None


@requires(is_secretariat)
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one invitation back, after showing the mail; only this person is told."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("meeting", "person"), pk=pk, meeting__slug=slug
    )
    name = invitation.person.display_name
    step = Step(
        button=_("Withdraw the invitation"),
        done=_("The invitation of %(name)s is withdrawn.") % {"name": name},
        why=_("Only %(name)s is told; their calendar removes the meeting.") % {"name": name},
        back=reverse("meetings:invite", args=[slug]),
    )
    try:
        return previewed(
            request,
            invitation.meeting,
            lambda: invitations.withdraw(invitation, by=request.person),
            step,
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(step.back)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the board, what needs a hand first; POST records an answer that was told by telephone."""
    meeting = meeting_of(slug)
    board = AnswerBoard.of(meeting)
    form = ToldForm(request.POST if request.method == "POST" else None, invitations=board.invitations)
    if request.method == "POST" and accepted(
        request, form, lambda: form.save(by=request.person), done=_("The answer is recorded.")
    ):
        return redirect("meetings:answers", slug=slug)
    keys = [invitations.order_key(row.pk) for row in board.invitations]
    failed = OutboxMail.objects.filter(order_key__in=keys, state=OutboxState.FAILED).count() if keys else 0
    context = {
        "meeting": meeting,
        "form": form,
        "failed": failed,
        "ledgers": _ledgers(board),
        "needs": needs_line(board),
        "asking": _asking(),
        "silent_can_be_asked": takes_place(meeting, timezone.now()),
    }
    return render(request, "meetings/secretariat/answers.html", context | shown(board))


def _ledgers(board: AnswerBoard) -> list[dict]:
    """Every row of every ledger that has one, by person as the board stands: [{invitation, lines}]; one query."""
    rows: dict[int, list[Response]] = {}
    kept = Response.objects.filter(invitation__in=[row.pk for row in board.invitations])
    for row in kept.select_related("delegated_to"):
        rows.setdefault(row.invitation_id, []).append(row)
    return [
        {"invitation": one, "lines": ledger_lines(rows[one.pk])}
        for one in board.invitations
        if one.pk in rows
    ]


def _asking() -> dict:
    """Whether a representative's "no" asks the alternates, and who decided so: {on, setting}."""
    setting = Setting.objects.filter(key=seating.ASK_ALTERNATES).order_by("-pk").first()
    return {"on": bool(setting.value) if setting else seating.ASKS_BY_DEFAULT, "setting": setting}


def needs_line(board: AnswerBoard) -> str:
    """ "2 × interpretation into Khmer, 1 × transport"; "" where nothing is needed."""
    language = get_language()
    return ", ".join(f"{for_language(count, language)} × {need.label}" for need, count in board.needs)


@requires(is_secretariat)
@require_safe
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What the host has to make ready: sums and no names, on a page that prints."""
    meeting = meeting_of(slug)
    board = AnswerBoard.of(meeting)
    answers_given = Counter(row.answer for row in board.invitations)
    context = {
        "meeting": meeting,
        "title": words.title(meeting, get_language()),
        "when": words.when(meeting, get_language()),
        "needs": board.needs,
        "as_of": timezone.now(),
        "coming": answers_given[Answer.ACCEPTED],
        "perhaps": answers_given[Answer.TENTATIVE],
    }
    return render(request, "meetings/secretariat/needs.html", context)


@requires(is_secretariat)
@require_POST
def seats(request: HttpRequest) -> HttpResponse:
    """Turn the asking of alternates on or off; back to the answers of the meeting it was turned on."""
    on = request.POST.get("on") == "1"
    seating.set_asking(on, by=request.person)
    messages.success(
        request,
        _("Alternates are asked by themselves from now on.")
        if on
        else _("Alternates are no longer asked by themselves."),
    )
    meeting = get_object_or_404(Meeting, slug=request.POST.get("meeting", ""))
    return redirect("meetings:answers", slug=meeting.slug)


def shown(board: AnswerBoard) -> dict:
    """The board in words: `board`, `yes` (how many said yes), `legend`, `rows`, and whose mail comes back."""
    counts, states = board.yes, board.states
    words = {
        NOT_ASKED: _("Not asked"),
        SILENT: _("No answer"),
        DECLINED: _("Cannot come"),
        UNSURE: _("Not sure yet"),
        COVERED: _("Covered"),
    }
    rings = {NOT_ASKED: "none"}
    return {
        "board": board,
        "unreachable": [row.person for row in board.invitations if row.person.bounced_at],
        "yes": representatives_phrase(counts, get_language()) if counts.representatives else "",
        "rows": [
            {"ring": rings.get(one.state, one.state), "word": words[one.state], "row": one}
            for one in board.organisations
        ],
        "legend": [
            {"ring": rings.get(state, state), "word": words[state], "count": states[state]}
            for state in (COVERED, UNSURE, DECLINED, SILENT, NOT_ASKED)
            if states[state]
        ],
    }
