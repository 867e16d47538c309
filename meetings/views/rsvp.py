"""The answer page: whoever holds the link answers for one person, without an account and without a session."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from hub.errors import Refused
from hub.keys import pk_in, proves
from meetings.actions.proposals import closed_sentence, kept_for_next
from meetings.actions.responses import refusal
from meetings.enums import COUNTED_CAPACITIES, Answer, Capacity, Channel
from meetings.forms.answer import LinkedAnswerForm, LinkedProposalForm, LinkedUndoForm
from meetings.ical import calendar, facts
from meetings.models import Invitation, Meeting
from meetings.views import zones
from meetings.views.answering import answer_context
from meetings.views.linked import by_link

LINK_LASTS = timedelta(days=1)  # after the end of the meeting
MONTH_LINK_LASTS = timedelta(days=7)  # after the end of the month, where no day was ever set
MEMBERS = (*COUNTED_CAPACITIES, Capacity.ADVOCATE)  # who may propose agenda items


def _opened_by(token: str, now: datetime) -> Invitation | None:
    pk = pk_in(token)
    if pk is None or pk > 2**62:
        return None
    found = Invitation.objects.select_related("meeting__venue", "person", "organisation")
    invitation = found.alive().filter(pk=pk).first()
    if invitation is None or not proves(token, "rsvp", invitation.pk, invitation.link_version):
        return None
    return None if link_ends_at(invitation.meeting) < now else invitation


def link_ends_at(meeting: Meeting) -> datetime:
    """When the answer links of a meeting stop opening anything; every link ends at some time."""
    return meeting.over_at + (LINK_LASTS if meeting.has_day else MONTH_LINK_LASTS)


@csrf_exempt  # the forms carry their own signature, see forms.answer.Proved
@by_link(_opened_by)
def answer(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    """GET shows the meeting, the answer so far and three buttons; POST records and shows what was recorded.

    `?answer=accepted`, from a mail, puts the focus on a button and records nothing; `?zone=` is `views.zones`.
    """
    language = translation.get_language()
    closed = refusal(invitation, now=now)
    forms = _forms(request, invitation)
    sent, status, refused = _sent(request, forms), 200, None
    if sent:
        status = 409 if closed else 422
        if not closed and sent.is_valid():
            try:
                done = _save(sent, invitation, language)
            except Refused as problem:
                status, refused = 409, problem.sentence
            else:
                return _see_other(request, done)
    zone = zones.asked_zone(request)
    done = request.GET if not sent else {}
    has_answer = invitation.answer != Answer.NEEDS_ACTION
    context = answer_context(invitation, language, now=now, preferred=done.get("answer", "")) | {
        **forms,
        "closed": closed,
        "refused": refused,
        "errors": sent and [*sent.non_field_errors(), *sent["proof"].errors],
        "recorded": "recorded" in done and has_answer,
        "taken_back": "recorded" in done and not has_answer,
        "just_undone": "undone" in done,
        "proposed": "proposed" in done,
        "late": closed_sentence(invitation.meeting, language) if "kept" in done else "",
        "may_propose": invitation.capacity in MEMBERS and not closed,
        "there": zones.there(invitation.meeting, zone, language),
        "zone": zone,
        "zones": zones.choices(zone),
        "query": urlencode(_kept(request)),
        "asked_language": request.GET.get("lang", ""),
        "token": invitation.answer_token,
    }
    return render(request, "meetings/rsvp.html", context, status=status)


def _forms(request: HttpRequest, invitation: Invitation) -> dict:
    """The three forms of the page; the one that was sent is bound."""
    names = {"form": LinkedAnswerForm, "undo_form": LinkedUndoForm, "proposal_form": LinkedProposalForm}
    which = _which(request)
    return {
        name: form(request.POST if name == which else None, invitation=invitation)
        for name, form in names.items()
    }


def _which(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    return next((f"{name}_form" for name in ("undo", "proposal") if name in request.POST), "form")


def _sent(request: HttpRequest, forms: dict):
    return forms.get(_which(request))


def _save(form, invitation: Invitation, language: str) -> str:
    """What the form asks for, by the invited person; returns what the next page says was done."""
    person = invitation.person
    if isinstance(form, LinkedProposalForm):
        row = form.save(
            by=person, language=language, meeting=invitation.meeting, organisation=invitation.organisation
        )
        return "kept" if kept_for_next(row, invitation.meeting) else "proposed"
    form.save(by=person, channel=Channel.LINK)
    return "undone" if isinstance(form, LinkedUndoForm) else "recorded"


def _kept(request: HttpRequest) -> dict:
    """What of the address stays from page to page: the language and the zone that were chosen."""
    kept = {"lang": request.GET.get("lang", ""), "zone": zones.asked_zone(request)}
    if kept["lang"] not in dict(settings.LANGUAGES):
        del kept["lang"]
    return {name: value for name, value in kept.items() if value}


def _see_other(request: HttpRequest, done: str) -> HttpResponse:
    """After a POST the same page by GET, so that "back" and "reload" send nothing again."""
    query = urlencode({done: 1} | _kept(request))
    return HttpResponse(status=303, headers={"Location": f"{request.path}?{query}"})


@csrf_exempt
@by_link(_opened_by)
def calendar_file(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    """The meeting as a file for a calendar, with one's own answer; a snapshot, which no later change reaches."""
    if request.method == "POST" or not invitation.meeting.has_day:
        return HttpResponse(status=405 if request.method == "POST" else 404)
    language = translation.get_language()
    event = facts.own_event(invitation, language, answers=invitation.responses.count())
    response = HttpResponse(calendar.single(event).encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response
