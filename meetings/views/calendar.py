"""How to subscribe, device by device; and the private addresses and passwords of whoever is signed in."""

from urllib.parse import quote

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.errors import Refused
from hub.languages.fallback import best_text
from meetings.forms.calendar_key import AppPasswordForm, CalendarKeyForm
from meetings.ical.addresses import organisation_feed_address, own_feed_address, public_feed_address, webcal
from meetings.models import Meeting, Series
from members.actions.calendar_keys import revoke_key
from members.models import CalendarKey, Person
from members.rules import is_person, person_of
from members.views.guards import recently_confirmed, requires


def ways(address: str, *, name: str) -> dict:
    """The same feed for each kind of calendar: {address, webcal, google, outlook, outlook_live, qr}.

    The links of Google and Microsoft are for a person to follow; `qr` is a data address.
    """
    for_phones = webcal(address)
    adding = f"calendar/0/addfromweb?url={quote(address, safe='')}&name={quote(name, safe='')}"
    return {
        "address": address,
        "webcal": for_phones,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(for_phones, safe='')}",
        "outlook": f"https://outlook.office.com/{adding}",
        "outlook_live": f"https://outlook.live.com/{adding}",
        "qr": segno.make(for_phones, error="m").svg_data_uri(scale=4, border=4, light="#fff"),
    }


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The page anybody reads; whoever is signed in finds their own keys there too."""
    return calendar_page(request)


@requires(is_person)
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
def key_new(request: HttpRequest) -> HttpResponse:
    """POST makes a key and shows its address, this one time; the same form sent twice makes one key."""
    if request.method != "POST":
        return redirect("meetings:calendar")
    form = CalendarKeyForm(request.POST, person=request.person)
    if form.is_valid():
        try:
            key, secret = form.save()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            address = organisation_feed_address if key.organisation_id else own_feed_address
            context = {"key": key, "ways": ways(address(secret), name=key.name)}
            response = render(request, "meetings/calendar_key_made.html", context)
            add_never_cache_headers(response)
            return response
    return calendar_page(request, form=form, status=422)


@requires(is_person)
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own key back; somebody else's is not found."""
    key = get_object_or_404(CalendarKey, pk=pk, person=request.person)
    revoke_key(key, by=request.person)
    messages.success(request, _("The address for “%(name)s” no longer works.") % {"name": key.name})
    return redirect("meetings:calendar")


def calendar_page(
    request: HttpRequest,
    *,
    form: CalendarKeyForm | None = None,
    password_form: AppPasswordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `form` or `password_form` is one that was not accepted: what was typed comes back."""
    language = get_language()
    parts = _parts(request.GET.get("show", ""))
    chosen = next(part for part in parts if part["is_chosen"])
    context = {
        "parts": parts,
        "public": ways(public_feed_address(language) + chosen["query"], name=chosen["name"]),
        "files": [
            {"code": code, "name": own, "address": public_feed_address(code) + chosen["query"]}
            for code, own in settings.LANGUAGES
        ],
    }
    if person := person_of(request.user):
        context |= _own(person, form, password_form)
    return render(request, "meetings/calendar.html", context, status=status)


def _parts(asked: str) -> list[dict]:
    """What part of the public calendar can be taken on: [{name, query, is_chosen}], all of it first and by default.

    `asked` is the word of `?show=`, here as in the feed itself (`meetings.feeds.show`); an unknown one means all.
    """
    series = Series.objects.filter(meetings__in=Meeting.objects.public()).distinct()
    names = {"": _("Working group: public meetings"), "meetings,actions": _("With what is due")}
    names |= {f"series:{row.pk}": best_text(row, "name", get_language()).text for row in series}
    asked = asked if asked in names else ""
    return [
        {"name": name, "query": f"?show={word}" if word else "", "is_chosen": word == asked}
        for word, name in names.items()
    ]


def _own(person: Person, form: CalendarKeyForm | None, password_form: AppPasswordForm | None) -> dict:
    return {
        "keys": person.calendar_keys.filter(revoked_at__isnull=True).select_related("organisation"),
        "passwords": person.app_passwords.usable(),
        "form": form or CalendarKeyForm(person=person),
        "password_form": password_form or AppPasswordForm(),
    }
