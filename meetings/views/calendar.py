"""How to subscribe, device by device; and the private addresses of whoever is signed in."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hub.errors import Refused
from meetings.forms.calendar_key import CalendarKeyForm
from meetings.ical.addresses import own_feed_address, public_feed_address, webcal
from members.actions.calendar_keys import revoke_key
from members.models import CalendarKey
from members.rules import is_person, person_of
from members.views.guards import requires


def ways(address: str, *, name: str) -> dict:
    """The same feed for each kind of calendar: {address, webcal, google, outlook, qr}; `qr` is a data address."""
    for_phones = webcal(address)
    return {
        "address": address,
        "webcal": for_phones,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(for_phones, safe='')}",
        "outlook": "https://outlook.office.com/calendar/0/addfromweb"
        f"?url={quote(address, safe='')}&name={quote(name, safe='')}",
        "qr": segno.make(for_phones, error="m").svg_data_uri(scale=4, border=4, light="#fff"),
    }


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The page anybody reads; whoever is signed in finds their own keys there too."""
    return _page(request)


@requires(is_person)
@require_POST
def key_new(request: HttpRequest) -> HttpResponse:
    """Make a key and show its address, this one time; the same form sent twice makes one key."""
    form = CalendarKeyForm(request.POST)
    if form.is_valid():
        try:
            key, secret = form.save(request.person)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            made = ways(own_feed_address(secret), name=key.name) | {"key": key}
            return _page(request, made=made)
    return _page(request, form=form, status=422)


@requires(is_person)
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own key back; somebody else's is not found."""
    key = get_object_or_404(CalendarKey, pk=pk, person=request.person)
    revoke_key(key, by=request.person)
    messages.success(request, _("The address for “%(name)s” no longer works.") % {"name": key.name})
    return redirect("meetings:calendar")


def _page(
    request: HttpRequest, *, made: dict | None = None, form: CalendarKeyForm | None = None, status: int = 200
) -> HttpResponse:
    language = get_language()
    person = person_of(request.user)
    name = _("Working group: public meetings")
    context = {
        "public": ways(public_feed_address(language), name=name),
        "files": [
            {"code": code, "name": own, "address": public_feed_address(code)}
            for code, own in settings.LANGUAGES
        ],
        "made": made,
    }
    if person:
        context["keys"] = person.calendar_keys.filter(revoked_at__isnull=True)
        context["form"] = form or CalendarKeyForm()
    response = render(request, "meetings/calendar.html", context, status=status)
    if made:
        add_never_cache_headers(response)
    return response
