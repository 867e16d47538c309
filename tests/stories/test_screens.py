"""Every main screen with the sample in it, in a real browser: axe finds nothing, nothing scrolls sideways, nothing errs."""

import io
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import presence, quorum, run_sheet
from meetings.actions.action_items import agree_action
from meetings.actions.decisions import decide
from meetings.actions.proposals import propose
from meetings.enums import Answer, HeldReason, MeetingState
from meetings.models import Invitation, Meeting, PollVoter
from members.actions.bounces import note_bounce
from tests.builders import make_clerk, make_held_mail, make_item, make_meeting
from tests.stories.people import PASSWORD, SECRET, Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1280, "light"), ("km", 360, "dark"), ("fr", 360, "light")]
PUBLIC = [
    *("", "news/", "news/a-working-group-is-formed/", "archive/", "contact/", "privacy/"),
    *(
        "meetings/",
        "meetings/next/",
        "meetings/figures/",
        "meetings/2022-09/",
        "meetings/2022-10/",
        "meetings/2022-10/minutes/",
    ),
    *("decisions/", "actions/", "recommendations/", "calendar/", "join/", "search/?q=2022"),
]


def faults(page, address, width):
    """What is wrong with one screen, in a line each."""
    answer = page.goto(address)
    found = [f"{address} answered {answer.status}"] if answer.status != 200 else []
    return found + faults_here(page, width)


def faults_here(page, width):
    """The same for the page that is open, such as the answer to a form, once its letters have arrived."""
    page.evaluate("document.fonts.ready.then(() => true)")
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    found = [f"{page.url} scrolls sideways at {width}"] if wide else []
    return found + [f"{page.url} {violation['id']}" for violation in Axe().run(page).response["violations"]]


def calendar_faults(page, address, width):
    """The calendar page of somebody signed in with all folds open, and what its two forms show once."""
    found = []
    for section in ("mine", "devices"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        found += faults_here(page, width)
        page.fill(f"#{section} input[name=name]", "my telephone")
        with page.expect_navigation():
            page.locator(f"#{section} .button--main").click()
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        found += faults_here(page, width)
    return found


@pytest.fixture
def sample():
    with override_settings(SAMPLE_PASSWORD=PASSWORD, SAMPLE_TOTP_SECRET=SECRET):
        call_command("load_sample", stdout=io.StringIO())
    upcoming = Invitation.objects.filter(person__user__email="representative@hub.example").get()
    last = Meeting.objects.filter(state=MeetingState.HELD).order_by("-date").first()
    held = make_held_mail(
        upcoming,
        reason=HeldReason.NEW_TIME,
        answer=Answer.TENTATIVE,
        text=f"Could we begin later?\n\n{'x' * 400}",
        proposed_start=upcoming.meeting.starts_at,
        proposed_end=upcoming.meeting.ends_at,
    )
    note_bounce(upcoming.person, "5.1.1", by=SYSTEM, now=timezone.now())
    proposal = propose(
        by=upcoming.person,
        title="Touring plan for March",
        language="en",
        once_key="1",
        meeting=upcoming.meeting,
    )
    return {
        "upcoming": upcoming,
        "last": last.slug,
        "running": running_day(upcoming.person).slug,
        "held": held,
        "proposal": proposal,
    }


def running_day(person):
    """A meeting that has begun, with an overrun, a quorum, a decision and an action."""
    clerk = make_clerk()
    quorum.set_rule("share", 50, by=clerk)
    meeting = make_meeting(timezone.localdate(), slug="running")
    for title in ("Terms of reference", "Forum"):
        make_item(meeting, title, minutes_allotted=5)
    run_sheet.begin(meeting, by=clerk)
    item = meeting.agenda_items.first()
    run_sheet.take_up(item, by=clerk, now=timezone.now() - timedelta(minutes=9))
    presence.arrive(meeting, person.seats.first(), by=clerk)
    words = {"en": "The terms are adopted."}
    decide(meeting, by=clerk, title=words, text=words, agenda_item=item)
    owner = person.seats.first().organisation
    agree_action(meeting, by=clerk, title=words, owner_organisation=owner, agenda_item=item)
    return meeting


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_no_screen_has_a_fault(sample, chromium, live_server, language, width, scheme):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    found = [fault for path in PUBLIC for fault in faults(page, f"/{language}/{path}", width)]
    invitation = sample["upcoming"]
    found += faults(page, f"/rsvp/{invitation.answer_token}/?lang={language}", width)
    found += faults(page, f"/rsvp/{invitation.answer_token}/?lang={language}&zone=Europe/Paris", width)
    found += faults(page, f"/accounts/login/?lang={language}", width)
    Reader(page).sign_in("secretariat@hub.example", second_factor=True)
    ahead, last = invitation.meeting.slug, sample["last"]
    seat, row = invitation.person.seats.get().pk, Meeting.objects.get(slug=last).attendances.first().pk
    desk = f"/{language}/secretariat/"
    screens = ["", "mail/", "imports/", "meetings/new/", f"meetings/{ahead}/", f"meetings/{ahead}/agenda/"]
    screens += [f"meetings/{ahead}/{name}/" for name in ("edit", "move", "invite", "answers", "freshness")]
    screens += [f"meetings/{ahead}/needs/", "proposals/", f"proposals/{sample['proposal'].pk}/"]
    screens += ["tray/", "tray/?kind=bounce", f"tray/{sample['held'].pk}/", "cycle/"]
    screens += [f"meetings/{ahead}/steps/{step}/" for step in ("call", "reminder", "day")]
    screens += [f"meetings/{last}/steps/draft/"]
    series = invitation.meeting.series_id
    screens += ["holidays/?year=2027", "holidays/2027-04-14/", "series/", "series/new/", f"series/{series}/"]
    screens += [f"series/{series}/edit/", f"series/{series}/plan/"]
    running = sample["running"]
    screens += ["quorum/", f"meetings/{ahead}/run/", f"meetings/{running}/run/end/"]
    screens += [f"meetings/{running}/run/{number}/" for number in (1, 2)]
    voter = PollVoter.objects.filter(person=invitation.person).select_related("poll", "person").get()
    found += faults(page, f"/poll/{voter.poll_token}/?lang={language}", width)
    screens += ["polls/", "polls/new/", f"polls/{voter.poll_id}/"]
    screens += [f"meetings/{ahead}/agenda/proposed/", f"meetings/{ahead}/agenda/3/"]
    found += faults(page, f"/{language}/meetings/{ahead}/agenda/changes/", width)
    screens += [
        f"meetings/{ahead}/attendance/{name}" for name in ("sheet/", "entry/", "?person=1", f"seat/{seat}/")
    ]
    screens += [
        f"meetings/{ahead}/figures/",
        f"meetings/{last}/figures/",
        f"meetings/{last}/attendance/{row}/",
    ]
    screens += ["meetings/2022-10/attendance/", "meetings/2022-10/attendance/correction/"]
    screens += [f"meetings/{last}/attendance/", f"meetings/{last}/minutes/"]
    screens += [f"meetings/{last}/minutes/3/public/en/", f"meetings/{last}/decisions/new/"]
    found += [fault for path in screens for fault in faults(page, desk + path, width)]
    found += faults(page, f"/{language}/my/", width) + faults(page, f"/{language}/my/account/", width)
    found += calendar_faults(page, f"/{language}/calendar/", width)
    assert found == []
    assert errors == []
    context.close()
