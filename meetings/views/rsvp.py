"""The answer page: whoever holds the link answers for one person, without an account and without a session.

GET, HEAD and OPTIONS change nothing, however often and by whomever they come: mail scanners follow every link.
"""

from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from hub.errors import Refused
from hub.keys import pk_in, proves
from meetings.actions.responses import refusal
from meetings.enums import Answer, Channel
from meetings.forms.answer import LinkedAnswerForm
from meetings.ical import calendar, facts
from meetings.models import Invitation
from meetings.views.answering import answer_context

LINK_LASTS = timedelta(days=1)  # after the end of the meeting


def _by_link(view):
    """Open a view with the invitation of the token, in the person's language; private, unlisted, never cached.

    Every token that opens nothing (tampered, of somebody deactivated, renewed, expired) gives one neutral page.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        now = timezone.now()
        invitation = _opened_by(token, now)
        asked = request.GET.get("lang")
        language = request.LANGUAGE_CODE
        if asked in dict(settings.LANGUAGES):
            language = asked
        elif invitation:
            language = invitation.person.language
        with translation.override(language):
            if request.method == "OPTIONS":
                response = HttpResponse(headers={"Allow": "GET, HEAD, POST, OPTIONS"})
            elif request.method not in ("GET", "HEAD", "POST"):
                response = HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
            elif invitation is None:
                response = render(request, "meetings/rsvp_gone.html", status=404)
            else:
                response = view(request, invitation, now)
        response["Content-Language"] = language
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response._has_been_logged = True  # Django's request log would write the token down
        return response

    return opened


def _opened_by(token: str, now: datetime) -> Invitation | None:
    pk = pk_in(token)
    if pk is None or pk > 2**62:
        return None
    found = Invitation.objects.select_related("meeting__venue", "person", "organisation")
    invitation = found.alive().filter(pk=pk).first()
    if invitation is None or not proves(token, "rsvp", invitation.pk, invitation.link_version):
        return None
    end = invitation.meeting.ends_at
    return None if end and end + LINK_LASTS < now else invitation


@csrf_exempt  # the form carries its own signature, see LinkedAnswerForm
@_by_link
def answer(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    """GET shows the meeting, the answer so far and three buttons; POST records and shows what was recorded."""
    closed = refusal(invitation, now=now)
    form = LinkedAnswerForm(request.POST if request.method == "POST" else None, invitation=invitation)
    status, refused = 200, None
    if request.method == "POST":
        status = 409 if closed else 422
        if not closed and form.is_valid():
            try:
                form.save(by=invitation.person, channel=Channel.LINK)
            except Refused as problem:
                status, refused = 409, problem.sentence
            else:
                return _see_other(request)
    context = answer_context(invitation, translation.get_language(), now=now) | {
        "form": form,
        "closed": closed,
        "refused": refused,
        "recorded": "recorded" in request.GET and invitation.answer != Answer.NEEDS_ACTION,
        "taken_back": "recorded" in request.GET and invitation.answer == Answer.NEEDS_ACTION,
        "asked_language": request.GET.get("lang", ""),
        "token": invitation.answer_token,
    }
    return render(request, "meetings/rsvp.html", context, status=status)


def _see_other(request: HttpRequest) -> HttpResponse:
    """After a POST the same page by GET, so that "back" and "reload" send nothing again."""
    asked = request.GET.get("lang", "")
    language = f"&lang={asked}" if asked in dict(settings.LANGUAGES) else ""
    return HttpResponse(status=303, headers={"Location": f"{request.path}?recorded=1{language}"})


@csrf_exempt
@_by_link
def calendar_file(request: HttpRequest, invitation: Invitation, now: datetime) -> HttpResponse:
    """The meeting as a file for a calendar, with one's own answer; a snapshot, which no later change reaches."""
    if request.method == "POST" or not invitation.meeting.has_day:
        return HttpResponse(status=405 if request.method == "POST" else 404)
    language = translation.get_language()
    event = facts.own_event(invitation, language, answers=invitation.responses.count())
    response = HttpResponse(calendar.single(event).encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response
