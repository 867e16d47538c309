"""The pages of the record in a real browser: no barrier that axe finds, nothing that scrolls sideways, print included."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from meetings.enums import MeetingState, Precision
from meetings.models import Venue
from tests.builders import make_meeting
from tests.meetings.conftest import fill
from tests.meetings.views.test_record import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "meetings/",
    "meetings/next/",
    "meetings/2030-03/",
    "meetings/2030-03/minutes/",
    "meetings/2090-10/",
    "decisions/",
    "decisions/2030/01-D1/",
    "actions/",
    "recommendations/",
]


@pytest.fixture
def record(transactional_db):
    venue = Venue.objects.create(name_en="Reading room", address_en="Street 51, Phnom Penh")
    meeting = make_meeting(date(2030, 3, 14), state=MeetingState.HELD, number=1, slug="2030-03", venue=venue)
    fill(meeting)
    publish(meeting)
    make_meeting(date(2090, 3, 9), venue=venue)
    make_meeting(date(2090, 4, 9), state=MeetingState.CANCELLED)
    make_meeting(date(2090, 10, 1), slug="2090-10", precision=Precision.MONTH, start_time=None, end_time=None)


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("km", 320, "dark"), ("fr", 320, "light")]
)
def test_the_record(chromium, live_server, record, language, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for path in PAGES:
        answer = page.goto(f"{live_server.url}/{language}/{path}")
        assert (path, answer.status) == (path, 200)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
        found = Axe().run(page).response["violations"]
        assert [(path, v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
    assert problems == []
    context.close()


def test_printed_minutes_keep_their_fingerprint_and_lose_the_menu(page, record):
    page.goto("/en/meetings/2030-03/minutes/")
    page.emulate_media(media="print")
    assert "sha-256" in page.locator(".print-only").inner_text()
    assert not page.locator(".head .nav").first.is_visible()
