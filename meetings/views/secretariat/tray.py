"""The tray: mails to answer addresses that were no answers by themselves, and addresses from which mail comes back."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.actions import tray as verbs
from meetings.enums import HeldReason, HeldState
from meetings.forms.tray import AssignForm
from meetings.models import HeldMail
from meetings.models.waiting import Kind, waiting
from meetings.views.secretariat.telling import accepted, told
from meetings.views.secretariat.things import age, kinds, things
from members.actions.bounces import clear_bounce
from members.models import Person
from members.rules import is_secretariat
from members.views.guards import requires

PER_PAGE = 25
SETTLED_SHOWN = 10


@requires(is_secretariat)
@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """Everything that waits, oldest first, `?kind=` one kind of it; on the first page also mails settled of late."""
    now, today = timezone.now(), timezone.localdate()
    everything = waiting(today)
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else None
    chosen = [one for one in everything if kind in (None, one.kind)]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    counts = Counter(one.kind for one in everything)
    context = {
        "page_obj": page,
        "lines": [{"thing": one, "age": age(one.at, now, today)} for one in things(page.object_list)],
        "kind": kind,
        "kinds": [
            {"value": one, "label": label, "count": counts[one], "current": one == kind}
            for one, label in kinds().items()
            if counts[one] or one == kind
        ],
        "total": len(everything),
        "settled": [],
    }
    if page.number == 1 and kind in (None, Kind.HELD_MAIL):
        context["settled"] = list(HeldMail.objects.settled().in_list()[:SETTLED_SHOWN])
    return render(request, "meetings/secretariat/tray.html", context)


@requires(is_secretariat)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def held_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the mail as text and what its calendar part says; POST records it as somebody's answer."""
    held = get_object_or_404(
        HeldMail.objects.select_related(
            "invitation__meeting", "invitation__person", "invitation__organisation"
        ),
        pk=pk,
    )
    waiting = held.state == HeldState.WAITING
    form = AssignForm(request.POST if request.method == "POST" else None, held=held) if waiting else None
    if request.method == "POST":
        if form is None:
            messages.error(request, verbs.SETTLED)
            return redirect("meetings:held_mail", pk=pk)
        made = []
        if accepted(
            request,
            form,
            lambda: made.append(form.save(by=request.person)),
            done=_("The answer is recorded."),
        ):
            if not made[0].applied:
                messages.warning(
                    request,
                    _(
                        "It stands in the list of answers, but not as the current one: a newer one is known, or the meeting was changed since."
                    ),
                )
            return redirect("meetings:tray")
    context = {
        "held": held,
        "form": form,
        "can_be_assigned": form is not None and bool(form.rows),
        "proposes_time": held.reason == HeldReason.NEW_TIME and held.proposed_start,
    }
    return render(request, "meetings/secretariat/held_mail.html", context)


@requires(is_secretariat)
@require_POST
def held_mail_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mail aside."""
    held = get_object_or_404(HeldMail.objects.only("pk"), pk=pk)
    told(request, lambda: verbs.discard(held, by=request.person), done=_("The mail is discarded."))
    return redirect("meetings:tray")


@requires(is_secretariat)
@never_cache
@require_safe
def held_mail_raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it came, as a file of text: no browser opens anything in it, whatever it holds."""
    held = get_object_or_404(HeldMail.objects.only("raw"), pk=pk)
    if not held.raw:
        raise Http404
    response = HttpResponse(bytes(held.raw), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mail-{held.pk}.txt"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(is_secretariat)
@require_POST
def bounce_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail to this person arrives again."""
    person = get_object_or_404(Person, pk=pk)
    told(
        request,
        lambda: clear_bounce(person, by=request.person),
        done=_("Mail to %(name)s is taken to arrive again.") % {"name": person.display_name},
    )
    return redirect("meetings:tray")
