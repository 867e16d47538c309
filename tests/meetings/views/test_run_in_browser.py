"""The run sheet in a real browser: by keyboard and without JavaScript, and a clock that goes on with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings.actions import run_sheet
from meetings.enums import ItemState
from meetings.models import Action, Attendance, Decision, Minutes
from tests.builders import make_clerk, make_organisation, sign_in
from tests.meetings.days import here, make_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def open_page(chromium, live_server, clerk):
    contexts = []

    def make(*, scripts):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=scripts
        )
        session = sign_in(Client(), clerk).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def pressed(page, name, *, exact=True):
    """Reach a button by its name, press it with the Enter key, and wait for the next page."""
    button = page.get_by_role("button", name=name, exact=exact).first
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_day_from_beginning_to_end_by_keyboard_and_without_scripts(open_page, clerk):
    meeting = make_day(items=2)
    make_organisation("Quiet Harbour", acronym="TPO")
    page = open_page(scripts=False)
    page.goto(here(meeting))
    pressed(page, "Begin the meeting")
    pressed(page, "Take up 1")
    pressed(page, "Arrives", exact=False)
    page.locator("#id_text").fill("The terms are adopted.")
    pressed(page, "Consensus")
    page.locator("#id_line").focus()
    page.keyboard.type("TPO to send the list by next meeting")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    pressed(page, "Keep")
    pressed(page, "On to 2")
    page.locator("#id_text").fill("Not ready yet")
    pressed(page, "Put off")
    page.goto(here(meeting, "end/"))
    pressed(page, "Close the day")
    assert [item.state for item in meeting.agenda_items.all()] == [ItemState.DONE, ItemState.PUT_OFF]
    assert Decision.objects.get().text_en == "The terms are adopted."
    assert Action.objects.get().due_next_meeting
    assert Attendance.objects.get().present_from
    assert Minutes.objects.get().state == "draft"


def test_the_clock_goes_on_and_says_the_overrun(open_page, clerk):
    meeting = run_sheet.begin(make_day(), by=clerk)
    item = run_sheet.take_up(meeting.agenda_items.first(), by=clerk)
    item.running_since = timezone.now() - timedelta(minutes=8)
    item.save()
    page = open_page(scripts=True)
    page.clock.install()
    page.goto(here(meeting, "1/"))
    assert page.locator("#minutes").inner_text() == "8 of 10 minutes, on time"
    assert page.locator("[data-asof]").is_hidden()
    face = page.locator(".run__hour").inner_text()
    page.clock.fast_forward("05:00")
    page.wait_for_function("document.getElementById('minutes').textContent === '13 of 10 minutes, 3 over'")
    assert page.locator(".run__hour").inner_text() != face
    assert page.locator("progress").evaluate("bar => bar.value") == 10
