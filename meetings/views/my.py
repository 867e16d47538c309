"""A member's home: the next meeting and one's answer, what one's organisation has promised, what has come in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hub.errors import Refused
from hub.languages.fallback import best_text
from meetings.actions.proposals import closed_sentence, closing_day, kept_for_next
from meetings.actions.responses import refusal
from meetings.actions.undoing import undo_response
from meetings.enums import Answer, Audience, Channel, MeetingState, MinutesState, ProposalState
from meetings.forms.answer import AnswerForm
from meetings.forms.done import DoneForm
from meetings.forms.proposal import OwnProposalForm
from meetings.ical.addresses import answer_address
from meetings.models import Action, Invitation, Meeting, Minutes, PollVoter
from meetings.notices.proposal import became
from meetings.public import action_views, words
from meetings.rules import audience_of, may_propose
from meetings.views.answering import answer_context
from members.models import Organisation, Person, Seat
from members.rules import is_chair, is_person
from members.views.guards import requires

_SHOWN = 12
PROPOSAL_RINGS = {  # the filling of the ring beside each state
    ProposalState.PROPOSED: "open",
    ProposalState.DEFERRED: "carried",
    ProposalState.ACCEPTED: "done",
    ProposalState.MERGED: "done",
    ProposalState.DECLINED: "not_taken_up",
}


@requires(is_person)
@require_safe
def my_home(request: HttpRequest) -> HttpResponse:
    """GET only shows; every change has its own button and address."""
    return _page(request)


@requires(is_person)
@require_POST
def my_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one of one's own invitations; anybody else's is not found."""
    invitation = _own_invitation(request.person, pk)
    form = AnswerForm(request.POST, invitation=invitation)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("meetings:my_home")
    try:
        response = form.save(by=request.person, channel=Channel.WEB)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        taken_back = response.answer == Answer.NEEDS_ACTION
        messages.success(
            request,
            _("Your answer is taken back.")
            if taken_back
            else _("Your answer is recorded. You can change it until the meeting begins."),
        )
    return redirect("meetings:my_home")


@requires(is_person)
@require_POST
def my_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the answer before the last one back, for a day."""
    invitation = _own_invitation(request.person, pk)
    try:
        undo_response(invitation, by=request.person, channel=Channel.WEB)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Undone."))
    return redirect("meetings:my_home")


@requires(is_person)
@require_POST
def my_proposal(request: HttpRequest) -> HttpResponse:
    """Propose an agenda item, for the meeting that stands first on one's page if there is one."""
    form = OwnProposalForm(request.POST)
    if form.is_valid():
        lead = _lead(_coming(request.person, timezone.now()), timezone.now())
        asked = lead.meeting if lead else None
        try:
            row = form.save(
                by=request.person,
                language=get_language(),
                meeting=asked,
                organisation=lead.organisation if lead else None,
            )
        except Refused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            late = asked and kept_for_next(row, asked)
            said = (
                closed_sentence(asked, get_language())
                if late
                else _("Your proposal is with the secretariat.")
            )
            messages.success(request, said)
            return redirect("meetings:my_home")
    return _page(request, proposal_form=form, status=422)


@requires(is_person)
@require_POST
def my_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that something is done that one's organisation, or oneself, has promised."""
    action = get_object_or_404(_own_actions(request.person), pk=pk)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, refused={"pk": pk, "form": form}, status=422)
    try:
        form.save(action, by=request.person, language=get_language())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Done: %(action)s") % {"action": action.reference})
    return redirect("meetings:my_home")


def _own_invitation(person: Person, pk: int) -> Invitation:
    found = Invitation.objects.alive().select_related("meeting", "person")
    return get_object_or_404(found, pk=pk, person=person)


def _coming(person: Person, now) -> list[Invitation]:
    return [row for row in _upcoming(person, now) if not row.meeting.is_over(now)]


def _lead(coming: list[Invitation], now) -> Invitation | None:
    """The first invitation that can be answered now."""
    return next((row for row in coming if refusal(row, now=now) is None), None)


def _page(
    request: HttpRequest,
    *,
    refused: dict | None = None,
    proposal_form: OwnProposalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused` is the form of one action, by its pk, that was not accepted: what was typed comes back."""
    now, language, person = timezone.now(), get_language(), request.person
    audience = audience_of(person)
    coming = _coming(person, now)
    lead = _lead(coming, now)
    rows = list(_own_actions(person).open())
    keys = {row.reference: row.pk for row in rows}
    views = action_views(rows, audience, language, today=timezone.localdate(now))
    context = {
        "name": person.name_in(language),
        "organisations": [best_text(one, "name", language) for one in _organisations(person)],
        "polls": PollVoter.objects.waiting(timezone.localdate(now)).filter(person=person),
        "lead": _answering(lead, language, now) if lead else None,
        "others": [_line(row, language) for row in coming if row != lead],
        "actions": [
            {
                "view": view,
                "pk": keys[view.reference],
                "form": refused["form"] if refused and refused["pk"] == keys[view.reference] else DoneForm(),
            }
            for view in views
        ],
        "minutes": [_paper(row, language) for row in _minutes(audience)],
        "adopts": is_chair(person),
        "runs": _runs(person, timezone.localdate(now)),
        "proposals": _proposals(person, language),
        "proposal_form": (proposal_form or OwnProposalForm()) if may_propose(person) else None,
        "closing_day": closing_day(lead.meeting) if lead and may_propose(person) else None,
    }
    return render(request, "meetings/my_home.html", context, status=status)


def _answering(lead: Invitation, language: str, now) -> dict:
    """The answer to the first meeting, with its form."""
    more = {"more_at": answer_address(lead), "form": AnswerForm(invitation=lead)}
    return answer_context(lead, language, now=now) | more


def _proposals(person: Person, language: str) -> list[dict]:
    """One's own proposals and what became of them: [{row, state, sentence}]."""
    rows = list(person.proposals.select_related("meeting", "item__meeting")[:_SHOWN])
    for row in rows:
        row.person = person  # whose roles are known by now
    return [
        {"row": row, "ring": PROPOSAL_RINGS[row.state], "sentence": became(row, language)} for row in rows
    ]


def _upcoming(person: Person, now) -> list[Invitation]:
    """Standing invitations to meetings from today on, cancelled ones too, the next first."""
    states = (MeetingState.ANNOUNCED, MeetingState.CANCELLED, MeetingState.POSTPONED)
    return list(
        person.invitations.alive()
        .filter(meeting__date__gte=timezone.localdate(now).replace(day=1), meeting__state__in=states)
        .select_related("meeting__venue", "person", "organisation")
        .order_by("meeting__date", "meeting__start_time", "pk")[:_SHOWN]
    )


def _line(invitation: Invitation, language: str) -> dict:
    meeting = invitation.meeting
    return {
        "title": words.title(meeting, language),
        "when": words.when(meeting, language),
        "meeting": meeting,
        "mark": words.meeting_mark(meeting, minutes_done=False),
        "open": meeting.state == MeetingState.ANNOUNCED,
        "answer": invitation.answer,
        "answer_word": invitation.get_answer_display(),
        "answer_at": answer_address(invitation),
    }


def _organisations(person: Person) -> list[Organisation]:
    return [
        seat.organisation
        for seat in Seat.objects.current().filter(person=person).select_related("organisation")
    ]


def _runs(person: Person, today) -> list[Meeting]:
    """The meetings of today that this person runs as chair."""
    meetings = Meeting.objects.to_run(today).visible_to(Audience.MEMBERS)
    return list(meetings if is_chair(person) else meetings.filter(chair=person))


def _own_actions(person: Person):
    """Actions of the organisations one speaks for today, and one's own, as far as one may read them."""
    seats = Seat.objects.current().filter(person=person)
    mine = Action.objects.filter(owner_organisation__in=seats.values("organisation")) | Action.objects.filter(
        owner_person=person
    )
    return mine.visible_to(audience_of(person)).with_context()


def _minutes(audience) -> list[Minutes]:
    """The minutes that lie with the members: circulated ones first to read, then the latest adopted."""
    states = [MinutesState.CIRCULATED, MinutesState.CORRECTED, MinutesState.ADOPTED, MinutesState.PUBLISHED]
    if audience == Audience.PUBLIC:
        states = [MinutesState.PUBLISHED]
    visible = Minutes.objects.filter(state__in=states, meeting__audience__in=audience.reads)
    return list(visible.select_related("meeting").order_by("-meeting__date")[:_SHOWN])


def _paper(minutes: Minutes, language: str) -> dict:
    state = MinutesState(minutes.state)
    return {
        "slug": minutes.meeting.slug,
        "title": words.title(minutes.meeting, language),
        "when": words.when(minutes.meeting, language),
        "state": state.value,
        "word": words.minutes_phrase(state),
    }
