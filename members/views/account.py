"""My account: name and language as the hub knows them, and the ways to change the sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.forms.account import LanguageForm
from members.rules import has_authenticator, is_person, is_privileged
from members.views.guards import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(is_person)
def account(request: HttpRequest) -> HttpResponse:
    """GET shows; POST changes the language of mails and of pages without a language of their own."""
    form = LanguageForm(request.POST if request.method == "POST" else None, instance=request.person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(request.person.language):
            messages.success(request, _("Your language is changed."))
            return redirect("members:account")
    context = {
        "form": form,
        "person": request.person,
        "has_authenticator": has_authenticator(request.user),
        "has_password": request.user.has_usable_password(),
        "is_privileged": is_privileged(request.user),
    }
    return render(request, "members/account.html", context)
