"""Passwords of calendar programs: made, shown once, handed over as an Apple profile, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hub.errors import Refused
from meetings.documents.apple_profile import CONTENT_TYPE, Account, profile
from meetings.forms.calendar_key import AppPasswordForm
from meetings.ical.addresses import caldav_address
from meetings.views.calendar import calendar_page
from members.actions.app_passwords import app_password_of, principal_name, revoke_app_password
from members.models import AppPassword
from members.rules import is_person
from members.views.guards import recently_confirmed, requires


@requires(is_person)
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
def app_password_new(request: HttpRequest) -> HttpResponse:
    """POST makes a password and shows it, this one time; the same form sent twice makes one."""
    if request.method != "POST":
        return redirect("meetings:calendar")
    form = AppPasswordForm(request.POST)
    made = _made(request, form)
    if made is None:
        return calendar_page(request, password_form=form, status=422)
    account = _account(request, *made)
    context = {
        "row": made[0],
        "account": account,
        "grouped": grouped(account.password),
        "nonce": form.cleaned_data["nonce"],
    }
    response = render(request, "meetings/app_password_made.html", context)
    add_never_cache_headers(response)
    return response


@requires(is_person)
@require_POST
def app_password_profile(request: HttpRequest) -> HttpResponse:
    """The password that was just made, as a file that an Apple device installs; it makes none.

    Only the answer to a POST with the nonce of that form holds it: nothing is stored for it, no address leads to it.
    """
    made = app_password_of(request.person, nonce=request.POST.get("nonce", ""))
    if made is None:
        messages.error(request, _("Make a new password first."))
        return redirect("meetings:calendar")
    row, _secret = made
    explanation = _(
        "Shows the meetings of the working group and lets you answer in the calendar. To end it, remove this profile "
        "and take the password back on the calendar page."
    )
    body = profile(_account(request, *made), device=row.name, explanation=explanation)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="working-group-calendar.mobileconfig"'
    add_never_cache_headers(response)
    return response


@requires(is_person)
@require_POST
def app_password_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own password back; somebody else's is not found."""
    row = get_object_or_404(AppPassword, pk=pk, person=request.person)
    revoke_app_password(row, by=request.person)
    messages.success(request, _("The password for “%(name)s” no longer works.") % {"name": row.name})
    return redirect("meetings:calendar")


def grouped(secret: str) -> str:
    """A password in groups of four for reading and typing; programs may be given it with or without the dashes."""
    return "-".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _made(request: HttpRequest, form: AppPasswordForm) -> tuple[AppPassword, str] | None:
    """The password of a valid form, or None with the form's errors."""
    if not form.is_valid():
        return None
    try:
        return form.save(request.person)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return None


def _account(request: HttpRequest, row: AppPassword, secret: str) -> Account:
    person = request.person
    return Account(
        address=caldav_address(),
        username=person.email or principal_name(person),
        password=secret,
        name=_("Working group"),
        number=row.pk,
    )
