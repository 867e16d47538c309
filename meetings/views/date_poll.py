"""The page on which somebody says which dates suit: behind a link of their own, without an account."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from hub.errors import Refused
from hub.keys import pk_in, proves
from hub.languages import dates
from hub.languages.fallback import best_text
from meetings.actions.date_polls import refusal
from meetings.forms.date_poll import VoteForm
from meetings.models import PollVoter
from meetings.views.linked import by_link


def _opened_by(token: str, now: datetime) -> PollVoter | None:
    pk = pk_in(token)
    if pk is None or pk > 2**62:
        return None
    voter = (
        PollVoter.objects.alive()
        .select_related("person", "organisation", "poll__venue", "poll__meeting")
        .filter(pk=pk)
        .first()
    )
    return voter if voter and proves(token, "poll", voter.pk, voter.link_version) else None


@csrf_exempt  # the form carries its own signature, see forms.proved
@by_link(_opened_by)
def date_poll(request: HttpRequest, voter: PollVoter, now: datetime) -> HttpResponse:
    """GET shows the dates and the answer so far; POST records it and shows it by GET."""
    language, poll = translation.get_language(), voter.poll
    closed = refusal(poll, now=now)
    form = VoteForm(request.POST if request.method == "POST" else None, voter=voter)
    status, refused = 200, None
    if request.method == "POST":
        status = 409 if closed else 422
        if not closed and form.is_valid():
            try:
                form.save()
            except Refused as problem:
                status, refused = 409, problem.sentence
            else:
                kept = f"&lang={language}" if request.GET.get("lang") == language else ""
                return HttpResponse(status=303, headers={"Location": f"{request.path}?recorded=1{kept}"})
    meeting = poll.meeting if poll.meeting and poll.meeting.is_announced else None
    context = {
        "form": form,
        "poll": poll,
        "name": voter.person.name_in(language),
        "organisation": best_text(voter.organisation, "name", language) if voter.organisation else None,
        "title": best_text(poll, "title", language),
        "closes": dates.weekday_day(poll.closes_on, language),
        "closed": closed,
        "refused": refused,
        "recorded": "recorded" in request.GET and voter.answered_at is not None,
        "chosen": meeting and dates.weekday_day(meeting.date, language),
    }
    return render(request, "meetings/date_poll.html", context, status=status)
