"""The mails that left or could not leave, the latest first, and the button that sends one again."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from hub.models.outbox import OutboxMail, OutboxState
from meetings.actions.mails import send_again
from meetings.models import Meeting
from meetings.models.mail_log import (
    CAME_BACK,
    FAILED,
    RETRIED,
    SENT,
    UNSAID,
    WAITING,
    LoggedMail,
    logged,
    mails_of,
)
from meetings.views.secretariat.telling import told
from members.rules import is_secretariat
from members.views.guards import requires

PER_PAGE = 50
_RINGS = {
    WAITING: "next",
    RETRIED: "due_soon",
    SENT: "done",
    UNSAID: "withdrawn",
    FAILED: "overdue",
    CAME_BACK: "overdue",
}


@requires(is_secretariat)
@require_safe
def mail_log(request: HttpRequest) -> HttpResponse:
    """`?meeting=` shows those about one meeting's invitations, `?became=failed` what could not be delivered."""
    slug, became = request.GET.get("meeting", ""), request.GET.get("became", "")
    meeting = Meeting.objects.filter(slug=slug).first() if slug else None
    rows = mails_of(meeting) if meeting else OutboxMail.objects.all()
    if became == FAILED:
        rows = rows.filter(state=OutboxState.FAILED)
    page = Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "mails": [_line(mail) for mail in logged(page.object_list)],
        "meeting": meeting,
        "became": became,
    }
    return render(request, "meetings/secretariat/mail_log.html", context)


@requires(is_secretariat)
@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one mail again, and back to the list as it was filtered."""
    mail = get_object_or_404(OutboxMail, pk=pk)
    told(
        request,
        lambda: send_again(mail, by=request.person),
        done=_("The mail is on its way again."),
    )
    kept = {name: value for name in ("meeting", "became", "page") if (value := request.POST.get(name))}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(reverse("meetings:mail_log") + query)


def _line(mail: LoggedMail) -> dict:
    """One mail in words: {mail, ring, word, why, kind, at}."""
    words = {
        WAITING: pgettext("mail", "waiting"),
        RETRIED: pgettext("mail", "being tried again"),
        SENT: pgettext("mail", "sent"),
        UNSAID: pgettext("mail", "not sent"),
        FAILED: pgettext("mail", "not delivered"),
        CAME_BACK: pgettext("mail", "came back"),
    }
    return {
        "mail": mail,
        "ring": _RINGS[mail.became],
        "word": words[mail.became],
        "why": _why(mail),
        "kind": kind_in_words(mail.row.kind),
        "at": mail.row.sent_at or mail.row.created_at,
    }


def kind_in_words(kind: str) -> str:
    """What a mail of a kind of `settings.OUTBOX_KINDS` is."""
    return {
        "invitation": _("Invitation or change"),
        "cancellation": _("End of an invitation"),
        "reminder": _("Reminder"),
        "calendar_stale": _("To a calendar that has not the last change"),
        "alternate_asked": _("Question to an alternate"),
        "declined_by_removal": _("Answer by taking it out of a calendar"),
        "proposal_decided": _("Answer to a proposal"),
        "date_poll": _("Question about dates"),
        "items_called": _("Call for items"),
        "agenda_released": _("Released agenda"),
        "draft_circulated": _("Draft of minutes"),
        "held_message": _("A message passed on to the secretariat"),
        "application_received": _("To an applicant"),
        "sign_up_invitation": _("Invitation to sign in"),
    }.get(kind, kind)


def _why(mail: LoggedMail) -> str:
    """The reason in words, empty where there is nothing to explain."""
    if mail.became == UNSAID:
        return _("It was no longer so when it was to leave.")
    if mail.became == CAME_BACK:
        return _("The address did not take it.")
    if mail.became not in (RETRIED, FAILED):
        return ""
    if mail.row.error == "SMTPRecipientsRefused":
        return _("The other side refuses this address.")
    if mail.row.error.startswith("SMTP"):
        return _("The mail server refuses to send it.")
    if mail.row.error in _UNREACHABLE:
        return _("The mail server cannot be reached.")
    return _("The mail could not be written: %(error)s.") % {"error": mail.row.error}


_UNREACHABLE = {
    "ConnectionRefusedError",
    "ConnectionResetError",
    "BrokenPipeError",
    "OSError",
    "TimeoutError",
    "gaierror",
    "SSLError",
}
