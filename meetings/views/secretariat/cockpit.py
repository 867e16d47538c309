"""The month on one screen: the next meeting and its steps, what waits for a hand, and every meeting's desk."""

from datetime import date

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hub.languages import dates
from hub.languages.digits import counted
from meetings.enums import Answer, MeetingState, MinutesState
from meetings.forms.translated import name_on_the_page
from meetings.models import Action, AgendaItem, Attendance, HeldMail, Invitation, Meeting, Minutes, Proposal
from members.enums import ApplicationState
from members.models import Application, Person
from members.rules import is_secretariat
from members.views.guards import requires

DONE_AFTER = {
    MinutesState.CIRCULATED: 1,
    MinutesState.CORRECTED: 1,
    MinutesState.ADOPTED: 2,
    MinutesState.PUBLISHED: 3,
}


def steps_of(meeting: Meeting, *, today: date, language: str) -> list[dict]:
    """The month's steps as knots of a cord: [{state, title, url, date, note, current}].

    `meeting` carries the annotations `item_count`, `asked_count`, `silent_count`, `present_count`.
    """
    minutes = getattr(meeting, "minutes", None)
    written = DONE_AFTER.get(minutes.state, 0) if minutes else 0
    here = {"slug": meeting.slug}
    day = dates.day_month(meeting.date, language) if meeting.has_day else dates.month(meeting.date, language)
    steps = [
        (
            _("Agenda"),
            "meetings:agenda_edit",
            meeting.item_count > 0,
            "",
            ngettext("%(n)s item", "%(n)s items", meeting.item_count)
            % {"n": counted(meeting.item_count, language)},
        ),
        (_("Announcement"), "meetings:desk", meeting.state != MeetingState.PLANNED, "", ""),
        (
            _("Invitations"),
            "meetings:invite",
            meeting.asked_count > 0,
            "",
            ngettext("%(n)s asked", "%(n)s asked", meeting.asked_count)
            % {"n": counted(meeting.asked_count, language)},
        ),
        (
            _("Answers"),
            "meetings:answers",
            meeting.asked_count > 0 and meeting.silent_count == 0,
            "",
            ngettext("%(n)s still silent", "%(n)s still silent", meeting.silent_count)
            % {"n": counted(meeting.silent_count, language)},
        ),
        (_("The day"), "meetings:desk", meeting.is_held, day, ""),
        (_("Attendance"), "meetings:attendance", meeting.present_count > 0, "", ""),
        (_("Draft"), "meetings:minutes_entry", written >= 1, "", ""),
        (_("Adoption"), "meetings:minutes_entry", written >= 2, "", ""),
        (_("Publication"), "meetings:minutes_entry", written >= 3, "", ""),
    ]
    knots, found_next = [], False
    for title, name, done, when, note in steps:
        current = not done and not found_next
        found_next = found_next or not done
        state = "done" if done else ("now" if current else "later")
        if current and name == "meetings:desk" and meeting.has_day and meeting.date < today:
            state = "overdue"
        knots.append(
            {
                "state": state,
                "title": title,
                "url": reverse(name, kwargs=here),
                "date": when,
                "note": note,
                "current": current,
            }
        )
    return knots


def with_steps(meetings):
    """Annotate meetings with what their steps need, in one query."""
    asked = Invitation.objects.standing()
    return meetings.select_related("minutes", "venue").annotate(
        item_count=_count(AgendaItem.objects.all()),
        asked_count=_count(asked),
        silent_count=_count(asked.filter(answer=Answer.NEEDS_ACTION)),
        present_count=_count(Attendance.objects.present()),
    )


def _count(rows: QuerySet) -> Coalesce:
    """How many of these rows a meeting has; asked apart, since items × invitations × people joined are thousands."""
    of_meeting = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(of_meeting.annotate(n=Count("pk")).values("n")), 0)


def waiting(today: date) -> list[dict]:
    """What waits for a hand, oldest reason first: [{title, url, text}]."""
    tray = [
        {
            "title": _("Application %(reference)s") % {"reference": application.reference},
            "url": reverse("applications:edit", args=[application.pk]),
            "text": f"{application.get_kind_display()}, {application.name}",
            "at": application.received_at,
        }
        for application in Application.objects.filter(state=ApplicationState.RECEIVED).order_by("received_at")
    ]
    for proposal in Proposal.objects.open().select_related("person", "organisation").order_by("made_at"):
        whose = proposal.organisation or proposal.person
        tray.append(
            {
                "title": _("Proposed item"),
                "url": reverse("meetings:proposal", args=[proposal.pk]),
                "text": f"{name_on_the_page(whose)}: {proposal.title}",
                "at": proposal.made_at,
            }
        )
    for minutes in Minutes.objects.filter(state=MinutesState.ADOPTED).select_related("meeting"):
        tray.append(
            {
                "title": _("Adopted, not yet public"),
                "url": reverse("meetings:minutes_entry", args=[minutes.meeting.slug]),
                "text": minutes.meeting.slug,
                "at": minutes.adopted_at,
            }
        )
    tray += _mails()
    overdue = Action.objects.overdue(today).count()
    if overdue:
        tray.append(
            {
                "title": ngettext("%(n)s action is overdue", "%(n)s actions are overdue", overdue)
                % {"n": counted(overdue, get_language())},
                "url": reverse("meetings:action_list"),
                "text": "",
                "at": None,
            }
        )
    return tray


def _mails() -> list[dict]:
    """Mails that wait in the tray, and addresses from which mail comes back; two queries."""
    url = reverse("meetings:tray")
    held = HeldMail.objects.waiting().aggregate(n=Count("pk"), at=Min("received_at"))
    lost = Person.objects.unreachable().aggregate(n=Count("pk"), at=Min("bounced_at"))
    titles = (
        (held, ngettext("%(n)s mail in the tray", "%(n)s mails in the tray", held["n"])),
        (lost, ngettext("Mail to %(n)s person comes back", "Mail to %(n)s people comes back", lost["n"])),
    )
    return [
        {
            "title": title % {"n": counted(found["n"], get_language())},
            "url": url,
            "text": "",
            "at": found["at"],
        }
        for found, title in titles
        if found["n"]
    ]


@requires(is_secretariat)
@require_GET
def cockpit(request: HttpRequest) -> HttpResponse:
    """GET only shows; every change has its own page or button."""
    now = timezone.now()
    today = timezone.localdate()
    language = get_language()
    open_states = [MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.POSTPONED]
    ahead = list(with_steps(Meeting.objects.filter(state__in=open_states)).in_order()[:24])
    past = list(
        with_steps(Meeting.objects.exclude(state__in=open_states)).order_by("-date", "-start_time")[:24]
    )
    coming = [meeting for meeting in ahead if meeting.has_day and not meeting.is_over(now)]
    lead = coming[0] if coming else (ahead[0] if ahead else None)
    return render(
        request,
        "meetings/secretariat/cockpit.html",
        {
            "today": today,
            "meeting": lead,
            "steps": steps_of(lead, today=today, language=language) if lead else [],
            "ahead": ahead,
            "past": past,
            "tray": waiting(today),
        },
    )
