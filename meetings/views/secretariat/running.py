"""The one door before every page of the run sheet."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from meetings.enums import Audience
from meetings.models import AgendaItem, Meeting
from meetings.public.meeting import visible_to
from meetings.rules import may_run, reads_on_the_day
from members.rules import person_of, second_factor_page, used_second_factor

View = Callable[..., HttpResponse]


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
        AgendaItem.objects.select_related("presented_by", "presenter"), meeting=meeting, number=number
    )
    item.meeting = meeting
    return item


def fresh_key() -> str:
    """What makes a form do its work once, however often it arrives."""
    return token_urlsafe(16)


def key_of(request: HttpRequest) -> str:
    """The key a form was sent with; a form without one counts as a new one."""
    key = request.POST.get("once_key", "")
    return key if 16 <= len(key) <= 64 else fresh_key()
