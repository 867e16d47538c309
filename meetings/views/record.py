"""The public record of meetings. Members who are signed in read what is for them on the same pages."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.languages.digits import for_language
from meetings.documents import linked_data
from meetings.enums import Audience, MeetingState
from meetings.ical.addresses import answer_address
from meetings.models import Meeting
from meetings.public import MeetingView, meeting_row, next_meeting, view_for
from meetings.rules import audience_of
from members.rules import person_of

PER_PAGE = 24


def reads(request: HttpRequest) -> Audience:
    """For whom a page is made: the audience of the person signed in, public for everybody else."""
    return audience_of(person_of(request.user))


def language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way back for `_crumbs.html`, from (label, address); the last step is this page, with an empty address."""
    return [{"label": label, "url": url} for label, url in steps]


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Upcoming meetings first, then the past ones by year; `?year=` shows one year alone."""
    audience, code, now = reads(request), language(), timezone.now()
    visible = Meeting.objects.visible_to(audience).exclude(state=MeetingState.PLANNED).for_record()
    years = list(visible.order_by("-date__year").values_list("date__year", flat=True).distinct())
    year = asked_year(request, years)
    upcoming = list(visible.upcoming(now)) if year is None else []
    listed = visible.with_counts().order_by("-date", "-start_time", "-pk")
    ahead = [meeting.pk for meeting in upcoming]
    past = listed.filter(date__year=year) if year else listed.exclude(pk__in=ahead)
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    rows = [meeting_row(meeting, audience, code) for meeting in page]
    context = {
        "crumbs": trail((_("Meetings"), "")),
        "upcoming": [
            meeting_row(meeting, audience, code, counts=False) for meeting in upcoming if page.number == 1
        ],
        "years": [
            {"year": for_language(group, code), "number": group, "rows": list(members)}
            for group, members in groupby(rows, key=lambda row: row.on.year)
        ],
        "all_years": years,
        "asked_year": year,
        "page_obj": page,
    }
    return render(request, "meetings/meeting_list.html", context)


def asked_year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return None
    known = {str(year): year for year in years}  # not int(asked): Python refuses to read 5,000 digits
    if asked not in known:
        raise Http404
    return known[asked]


@require_safe
def meeting_next(request: HttpRequest) -> HttpResponse:
    """The next meeting itself, or a page that says that none is set yet."""
    audience, code = reads(request), language()
    row = next_meeting(audience, code)
    if row is None:
        crumbs = trail((_("Meetings"), reverse("meetings:meeting_list")), (_("Next meeting"), ""))
        return render(request, "meetings/meeting_next.html", {"crumbs": crumbs})
    meeting = Meeting.objects.for_record().get(slug=row.slug)
    return _meeting_page(request, meeting, audience, code)


@require_safe
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: before it the agenda first, after it who took part and what came of it."""
    audience = reads(request)
    meeting = get_object_or_404(Meeting.objects.visible_to(audience).for_record(), slug=slug)
    return _meeting_page(request, meeting, audience, language())


def _meeting_page(request: HttpRequest, meeting: Meeting, audience: Audience, code: str) -> HttpResponse:
    view = view_for(meeting, audience, code, text=False, papers=True)
    address = f"{settings.BASE_URL}{reverse('meetings:meeting_detail', args=[view.slug])}"
    context = {
        "crumbs": trail((_("Meetings"), reverse("meetings:meeting_list")), (view.title, "")),
        "og_title": f"{view.title}, {view.when.short}",
        "meeting": view,
        "canonical_url": address,
        "data": _linked_data(view, address),
        "answer_at": _answer_at(request, meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


def _answer_at(request: HttpRequest, meeting: Meeting) -> str:
    """Where somebody who is signed in and invited answers; "" for everybody else, and after the meeting."""
    person = person_of(request.user)
    if person is None or meeting.state != MeetingState.ANNOUNCED or meeting.is_over(timezone.now()):
        return ""
    found = meeting.invitations.alive().filter(person=person)
    invitation = found.select_related("person").first()
    return answer_address(invitation) if invitation else ""


def _linked_data(view: MeetingView, address: str) -> dict | None:
    """Only a page made for everybody speaks to machines."""
    if view.audience != Audience.PUBLIC:
        return None
    site = f"{settings.BASE_URL}{reverse('home')}"
    return linked_data.event(view, url=address, site_url=site, group=settings.WAGTAIL_SITE_NAME)


@require_safe
def minutes_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The minutes of a meeting, for whoever may read them; before that, where they stand."""
    audience, code = reads(request), language()
    meeting = get_object_or_404(Meeting.objects.visible_to(audience).for_record(), slug=slug)
    if not meeting.is_held:
        raise Http404
    view = view_for(meeting, audience, code)
    meetings = (_("Meetings"), reverse("meetings:meeting_list"))
    own = (view.title, reverse("meetings:meeting_detail", args=[slug]))
    context = {
        "crumbs": trail(meetings, own, (_("Minutes"), "")),
        "og_title": view.minutes_title,
        "meeting": view,
        "minutes": view.minutes,
        "seal": _seal(view),
        "canonical_url": f"{settings.BASE_URL}{request.path}",
    }
    return render(request, "meetings/minutes_detail.html", context)


def _seal(view: MeetingView) -> list[dict[str, str]]:
    """The lines of `_seal.html`: where the text stands, each with its day."""
    minutes = view.minutes
    if minutes is None:
        return []
    if not minutes.adopted:
        text = _("Circulated on %(day)s.") % {"day": minutes.circulated} if minutes.circulated else ""
        return [{"state": minutes.mark.state, "word": minutes.mark.word, "text": text}]
    adopted = _("on %(day)s, by the chair.") % {"day": minutes.adopted}
    lines = [{"state": "adopted", "word": _("Adopted"), "text": adopted}]
    if minutes.published:
        lines.append({"state": "published", "word": _("Published"), "text": _published(view)})
    return lines


def _published(view: MeetingView) -> str:
    version = for_language(view.minutes.version, view.language)
    facts = {"day": view.minutes.published, "version": version}
    if view.audience == Audience.PUBLIC:
        return _("on %(day)s, version %(version)s, public text.") % facts
    return _("on %(day)s, version %(version)s, text for you.") % facts
