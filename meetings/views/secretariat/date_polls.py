"""Finding a day together: asking, the grid of answers, and making a date the meeting."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.errors import Refused
from hub.languages.digits import counted, for_language
from hub.languages.fallback import best_text
from hub.once import once
from hub.working_days import Days, days_around
from meetings.actions import date_polls as verbs
from meetings.actions.invitations import invitees_on
from meetings.enums import COUNTED_CAPACITIES, PollState, Suits
from meetings.forms.date_poll import ChoiceForm, DatePollForm, SlotFormSet
from meetings.forms.translated import name_on_the_page
from meetings.models import DatePoll, PollDate, PollVoter
from meetings.notices.date_poll import in_words, sample
from meetings.views.secretariat.telling import accepted, told
from members.rules import is_secretariat
from members.views.guards import requires

_SHOWN = 48
RINGS = {Suits.YES: "accepted", Suits.IF_NEED_BE: "tentative", Suits.NO: "declined", None: "none"}


@requires(is_secretariat)
@require_safe
def date_polls(request: HttpRequest) -> HttpResponse:
    """Open questions first, then the latest others."""
    rows = DatePoll.objects.with_answers()
    context = {
        "open": rows.open().order_by("closes_on"),
        "done": rows.exclude(state=PollState.OPEN)[:_SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "meetings/secretariat/date_polls.html", context)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def date_poll_new(request: HttpRequest) -> HttpResponse:
    """The question, its dates and whom it asks; nothing is sent yet."""
    proposed = invitees_on(timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = DatePollForm(data, proposed=proposed, initial={"once_key": secrets.token_urlsafe(24)})
    slots = SlotFormSet(data, prefix="dates")
    made: dict[str, Any] = {}
    if (
        data is not None
        and slots.is_valid()
        and accepted(
            request,
            form,
            lambda: made.update(pk=_make(request, form, slots)),
            done=_("Prepared. Look at the mail below, then send it."),
        )
    ):
        return redirect("meetings:date_poll", pk=made["pk"])
    if data is not None:
        form.is_valid()
    return render(
        request,
        "meetings/secretariat/date_poll_new.html",
        {"form": form, "slots": slots},
        status=200 if data is None else 422,
    )


def _make(request: HttpRequest, form: DatePollForm, slots) -> str:
    """The key of the poll; the same form sent again gives the same one."""
    given = [slot for one in slots if (slot := one.slot)]
    return once(
        form.cleaned_data["once_key"],
        by=request.person,
        do=lambda: form.save(by=request.person, slots=given).pk,
    )


@requires(is_secretariat)
@require_safe
def date_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid: who said what of which date, with sums; before it is sent, the mail."""
    poll = get_object_or_404(DatePoll.objects.select_related("venue", "meeting"), pk=pk)
    voters = list(poll.voters.select_related("person", "organisation").prefetch_related("votes"))
    silent = verbs.to_be_asked(poll) if poll.state == PollState.OPEN else []
    context = {
        "poll": poll,
        "grid": grid(poll, voters),
        "is_open": poll.state == PollState.OPEN,
        "samples": [one | {"names": _names(one["people"])} for one in sample(poll, silent)],
        "silent": len(silent),
        "closed": verbs.refusal(poll, now=timezone.now()),
    }
    return render(request, "meetings/secretariat/date_poll.html", context)


def _names(voters: list[PollVoter]) -> str:
    return ", ".join(name_on_the_page(voter.person) for voter in voters)


def grid(poll: DatePoll, voters: list[PollVoter]) -> dict:
    """{dates: [{date, words, line, holiday, yes, perhaps, organisations, best}], rows: [{voter, name, cells: [{ring, word}]}]}.

    `organisations` is how many member organisations could come to a date, gladly or if need be; the best dates are
    those that most of them can, and of these those that suit most people.
    """
    language, columns = get_language(), list(poll.dates.all())
    given = {voter.pk: {vote.date_id: vote.suits for vote in voter.votes.all()} for voter in voters}
    sums = [_sum(date, voters, given) for date in columns]
    known = days_around(date.date for date in columns)
    top = max(((one["organisations"], one["yes"]) for one in sums), default=(0, 0))
    for one in sums:
        one["words"] = in_words(one["date"], language)
        one["line"], one["holiday"] = _line(one, language), _day_off(one["date"], known, language)
        one["best"] = any(top) and (one["organisations"], one["yes"]) == top
    rows = [
        {
            "voter": voter,
            "name": name_on_the_page(voter.person),
            "cells": [_cell(date, given[voter.pk].get(date.pk), language) for date in columns],
        }
        for voter in sorted(voters, key=lambda voter: voter.answered_at is None)
    ]
    return {"dates": sums, "rows": rows}


def _sum(date: PollDate, voters: list[PollVoter], given: dict) -> dict:
    can = [voter for voter in voters if given[voter.pk].get(date.pk) in (Suits.YES, Suits.IF_NEED_BE)]
    return {
        "date": date,
        "yes": sum(given[voter.pk].get(date.pk) == Suits.YES for voter in voters),
        "perhaps": sum(given[voter.pk].get(date.pk) == Suits.IF_NEED_BE for voter in voters),
        "organisations": len(
            {voter.organisation_id for voter in can if voter.capacity in COUNTED_CAPACITIES}
        ),
    }


def _line(one: dict, language: str) -> str:
    """ "Suits: 4. If need be: 2. 5 member organisations could come."."""
    suits = _("Suits: %(yes)s. If need be: %(perhaps)s.") % {
        "yes": for_language(one["yes"], language),
        "perhaps": for_language(one["perhaps"], language),
    }
    bodies = ngettext(
        "%(n)s member organisation could come.",
        "%(n)s member organisations could come.",
        one["organisations"],
    )
    return f"{suits} {bodies % {'n': counted(one['organisations'], language)}}"


def _day_off(date: PollDate, known: Days, language: str) -> str:
    """The holiday's name, or that it is a weekend; "" for a working day."""
    if holiday := known.holiday(date.date):
        return best_text(holiday, "name", language).text
    return "" if known.is_working(date.date) else _("Not a working day.")


def _cell(date: PollDate, suits: str | None, language: str) -> dict:
    return {
        "ring": RINGS[suits and Suits(suits)],
        "word": Suits(suits).label if suits else _("No answer yet"),
        "date": in_words(date, language),
    }


@requires(is_secretariat)
@require_POST
def date_poll_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask everybody who is silent, after the page has shown the mail."""
    poll = get_object_or_404(DatePoll, pk=pk)
    try:
        n = verbs.send_poll(poll, by=request.person)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", n)
        messages.success(request, said % {"n": counted(n, get_language())})
    return redirect("meetings:date_poll", pk=pk)


@requires(is_secretariat)
@require_POST
def date_poll_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a question that was sent; throw one away that was not."""
    poll = get_object_or_404(DatePoll, pk=pk)
    if poll.sent_at is None:
        told(
            request,
            lambda: verbs.remove_poll(poll, by=request.person),
            done=_("The question is thrown away."),
        )
        return redirect("meetings:date_polls")
    told(request, lambda: verbs.withdraw_poll(poll, by=request.person), done=_("The question is withdrawn."))
    return redirect("meetings:date_poll", pk=pk)


@requires(is_secretariat)
@require_POST
def date_poll_choose(request: HttpRequest, pk: int, date: int) -> HttpResponse:
    """Show what the choice does and the invitations it sends; do it when that is confirmed."""
    poll = get_object_or_404(DatePoll.objects.select_related("venue"), pk=pk)
    slot = get_object_or_404(PollDate, pk=date, poll=poll)
    confirmed = "confirmed" in request.POST
    form = ChoiceForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        try:
            meeting = verbs.choose(poll, slot, by=request.person, audience=form.cleaned_data["audience"])
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The meeting is announced and everybody who was asked is invited."))
            return redirect("meetings:answers", slug=meeting.slug)
    refused, samples = None, []
    try:
        samples = verbs.preview_choice(poll, slot, by=request.person)
    except Refused as refusal:
        refused = refusal.sentence
    context = {
        "poll": poll,
        "words": in_words(slot, get_language()),
        "form": form,
        "samples": samples,
        "refused": refused,
    }
    return render(request, "meetings/secretariat/date_poll_choose.html", context)
