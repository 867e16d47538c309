"""The page behind an invitation to make a sign-in: GET shows it, POST makes it."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hub.keys import pk_in, proves
from members.forms.sign_up import SignUpForm
from members.models import SignUpInvitation
from members.notices.sign_up import PURPOSE
from members.rules import roles_of
from members.views.guards import link_closed, of_a_link


def invitation_of(token: str) -> SignUpInvitation | None:
    """The invitation a token proves; an earlier version of its key, or another's row, proves nothing."""
    invitation = SignUpInvitation.objects.select_related("person").filter(pk=pk_in(token)).first()
    if invitation and proves(token, PURPOSE, invitation.pk, invitation.key_version):
        return invitation
    return None


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_link
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Lets one person make their sign-in and signs them in; whoever needs a second factor is led to it."""
    invitation = invitation_of(token)
    if invitation is None or not invitation.is_open(timezone.now()):
        return link_closed(request)
    form = SignUpForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if request.method == "POST" and form.is_valid() and (user := form.save()):
        record_authentication(request, user, method="code", email=user.email)
        return perform_login(request, user)
    context = {"form": form, "person": invitation.person, "needs_second": bool(roles_of(invitation.person))}
    return render(request, "members/invited.html", context)
