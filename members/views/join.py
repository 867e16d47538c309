"""Asking to join: one page, no account, no script."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from members.actions.applications import ALPHABET
from members.enums import ApplicantKind
from members.forms.join import JoinForm


class ReferenceConverter:
    """The number of an application in an address."""

    regex = rf"J-\d{{4}}-[{ALPHABET}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """GET shows the form (`?kind=individual` chooses), POST takes it; too many from one address wait."""
    status = 200
    if request.method == "POST":
        form = JoinForm(request.POST)
        if not ratelimit.consume(request, action="join"):
            form.add_error(
                None, _("Too many applications came from your network. Please try again in an hour.")
            )
            status = 429
        elif form.is_valid():
            return redirect("members:join_received", reference=form.save().reference)
    else:
        kind = request.GET.get("kind")
        form = JoinForm(
            initial={"language": get_language(), "kind": kind if kind in ApplicantKind.values else None}
        )
    return render(request, "members/join.html", {"form": form}, status=status)


@require_safe
def join_received(request: HttpRequest, reference: str) -> HttpResponse:
    """Thanks and the number to keep. The number opens nothing, so the page says nothing else."""
    return render(request, "members/join_received.html", {"reference": reference})
