"""The secretariat's imports: bring a document in, see what was kept and what was not, make the record of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms_pages.actions import import_pages
from cms_pages.forms.imports import AcceptMeeting, ImportForm, LinkForm, PutBackForm
from cms_pages.importers.decode import MAX_BYTES
from cms_pages.importers.reader import read_document
from cms_pages.importers.report import report_of
from cms_pages.models import ImportRecord
from cms_pages.views.import_report import shown
from hub.errors import Refused
from meetings.enums import Precision
from meetings.models import Meeting
from meetings.views.secretariat.telling import told
from members.rules import is_secretariat
from members.views.guards import requires

PER_PAGE = 30


def record_of(pk: int) -> ImportRecord:
    return get_object_or_404(ImportRecord.objects.select_related("page", "meeting"), pk=pk)


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """GET lists the imports, newest first; POST brings one document in and leads to its report."""
    form = ImportForm(request.POST or None, request.FILES or None, most=MAX_BYTES)
    if request.method == "POST" and form.is_valid():
        data, name = form.source()
        today = timezone.localdate()
        doc = read_document(data, file=name, today=today)
        if doc.readable:
            kept = import_pages.keep_import(report_of(doc), doc.source, by=request.person, today=today)
            messages.success(request, _outcome(kept.outcome))
            return redirect("cms_pages:import_detail", pk=kept.record.pk)
        form.add_error(
            "file" if form.cleaned_data["file"] else "text",
            _("This cannot be read: %(why)s.") % {"why": doc.error},
        )
    rows = ImportRecord.objects.select_related("page", "meeting").defer("source").newest_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cms_pages/imports/list.html", {"form": form, "page_obj": page})


def _outcome(outcome: str) -> str:
    return {
        "drafted": _("A draft was made. Nothing is public yet."),
        "same": _("This text was imported before. Here is what was made of it."),
        "changed": _("This source was imported before with another text. The draft was left as it is."),
        "no_page": _("No draft was made of this: see below why."),
    }[outcome]


@requires(is_secretariat)
@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of one import: what was found, what was kept off the page and why."""
    row = record_of(pk)
    return render(
        request,
        "cms_pages/imports/detail.html",
        {"row": row, "report": shown(row), "link_form": LinkForm(), "known": _known(row)},
    )


def _known(row: ImportRecord) -> Meeting | None:
    """A recorded meeting of the day that the text speaks of."""
    day = (row.report.get("meeting") or {}).get("date")
    return Meeting.objects.filter(date=day, precision=Precision.DAY).first() if day else None


@requires(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def import_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the proposed meeting as a form; POST makes the record of it."""
    row = record_of(pk)
    accept = AcceptMeeting(row, request.POST or None)
    if request.method == "POST" and accept.is_valid():
        try:
            meeting = import_pages.accept_meeting(row, accept.facts(), by=request.person)
        except Refused as refusal:
            field = refusal.field if refusal.field in accept.form.fields else None
            accept.form.add_error(field, str(refusal.sentence))
        else:
            messages.success(request, _("The meeting is in the record, with its number and its decisions."))
            return redirect("meetings:desk", slug=meeting.slug)
    return render(
        request, "cms_pages/imports/meeting.html", {"row": row, "accept": accept, "form": accept.form}
    )


@requires(is_secretariat)
@require_POST
def import_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The page reports on a meeting that is in the record already."""
    row, form = record_of(pk), LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the meeting."))
    else:
        meeting = form.cleaned_data["meeting"]
        told(
            request,
            lambda: import_pages.link_meeting(row, meeting, by=request.person),
            done=_("The page is linked."),
        )
    return redirect("cms_pages:import_detail", pk=pk)


@requires(is_secretariat)
@require_POST
def import_put_back(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """Put one removed text back on the draft."""
    row, form = record_of(pk), PutBackForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    told(
        request,
        lambda: import_pages.put_back(row, index, by=request.person, reason=reason),
        done=_("The text stands at the end of the draft."),
    )
    return redirect("cms_pages:import_detail", pk=pk)


@requires(is_secretariat)
@require_POST
def import_recommendations(request: HttpRequest, pk: int) -> HttpResponse:
    """Make records of the recommendations of a text."""
    row = record_of(pk)
    told(
        request,
        lambda: import_pages.keep_recommendations(row, by=request.person),
        done=_("The recommendations are in the register."),
    )
    return redirect("cms_pages:import_detail", pk=pk)
