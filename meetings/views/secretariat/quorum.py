"""The quorum: the rule, from when on, and the rules before it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.actions.quorum import rules_so_far, set_rule
from meetings.enums import QuorumRule
from meetings.forms.day import QuorumForm
from meetings.views.secretariat.telling import accepted
from members.models import Membership
from members.rules import is_secretariat
from members.views.guards import requires


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def quorum(request: HttpRequest) -> HttpResponse:
    """GET shows the rule with its history, POST sets another from now on."""
    rules = rules_so_far()
    now = rules[0] if rules else None
    initial = {"rule": now.rule if now else QuorumRule.NONE, "number": now.number if now else None}
    form = QuorumForm(request.POST or None, initial=initial)
    if request.method == "POST" and accepted(
        request,
        form,
        lambda: set_rule(form.cleaned_data["rule"], form.cleaned_data.get("number") or 0, by=request.person),
        done=_("The rule holds from now on. Closed meetings keep theirs."),
    ):
        return redirect("meetings:quorum")
    members = Membership.objects.current(timezone.localdate()).counted().values("organisation").distinct()
    count = members.count()
    context = {
        "form": form,
        "members": count,
        "rules": [{"set": rule, "needed": rule.needed(count)} for rule in rules],
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/secretariat/run/quorum.html", context, status=status)
