"""The page of the first administrator: there while nobody can sign in and the link is unspent, then never again."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hub.first_run import check_token
from members.forms.first_run import FirstRunForm
from members.views.guards import link_closed, of_a_link


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_link
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form, POST makes the administrator, signs them in and leads them to their second factor."""
    if not check_token(token):
        return link_closed(request)
    form = FirstRunForm(
        request.POST if request.method == "POST" else None, token=token, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid() and (user := form.save()):
        record_authentication(request, user, method="password", email=user.email)
        return perform_login(request, user)
    return render(request, "members/first_run.html", {"form": form})
