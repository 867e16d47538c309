"""The one door before every page of the run sheet."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from meetings.enums import Audience
from meetings.models import AgendaItem, Meeting
from meetings.public.meeting import visible_to
from meetings.rules import may_run, reads_on_the_day
from members.rules import person_of, second_factor_page, used_second_factor

View = Callable[..., HttpResponse]
LATE_AT_MOST = timedelta(hours=12)


def on_the_day(view: View) -> View:
    """Open a page of the run sheet to whom `may_run` allows; the view gets the meeting instead of its slug.

    The second factor is asked of everybody, also of a chair for one meeting who holds no role. `request.reads` is
    the audience up to which this person reads. A chair gets 404 for what chairs do not know of.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
        if not request.user.is_authenticated:
            return redirect_to_login(back)
        request.person = person_of(request.user)
        meeting = Meeting.objects.with_places().filter(slug=slug).first()
        refusal = may_run(meeting).refusal(request.person)
        if refusal is not None:
            raise PermissionDenied(refusal)
        if not used_second_factor(request):
            return redirect(f"{reverse(second_factor_page(request.user))}?{urlencode({'next': back})}")
        request.reads = reads_on_the_day(request.person)
        if meeting is None or not (
            request.reads == Audience.SECRETARIAT or visible_to(meeting, request.reads)
        ):
            raise Http404
        return view(request, meeting, **kwargs)

    return guarded


def item_of(meeting: Meeting, number: int) -> AgendaItem:
    """The item of an address, which knows its meeting, or 404."""
    item = get_object_or_404(
        AgendaItem.objects.select_related("presented_by", "presenter", "adopts__meeting"),
        meeting=meeting,
        number=number,
    )
    item.meeting = meeting
    return item


def readable_item(request: HttpRequest, meeting: Meeting, number: int) -> AgendaItem:
    """The same, or 404 for an item whose words this person does not read."""
    item = item_of(meeting, number)
    if item.audience not in request.reads.reads:
        raise Http404
    return item


def moment_of(request: HttpRequest) -> datetime:
    """When a button was pressed: now, or the time the browser noted (`pressed_at`, ISO) while the line was down.

    A time ahead of now, older than half a day or that is none counts as now.
    """
    now = timezone.now()
    try:
        at = parse_datetime(request.POST.get("pressed_at", "")[:40])
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at) or at > now:
        return now
    return at if now - at < LATE_AT_MOST else now


def fresh_key() -> str:
    """What makes a form do its work once, however often it arrives."""
    return token_urlsafe(16)


def key_of(request: HttpRequest) -> str:
    """The key a form was sent with; a form without one counts as a new one."""
    key = request.POST.get("once_key", "")
    return key if 16 <= len(key) <= 64 else fresh_key()
