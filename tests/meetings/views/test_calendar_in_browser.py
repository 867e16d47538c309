"""A member's home, the calendar page and the secretariat's answers: nothing scrolls sideways, axe finds nothing."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from meetings.actions.responses import record_response
from meetings.models import Action, Minutes, Venue
from members.actions.calendar_keys import make_key
from tests.builders import (
    make_clerk,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = {
    "Long Memory Circle": [None, None],
    "House of Threads": ["accepted", "declined"],
    "Far Shore": ["tentative"],
}


@pytest.fixture
def people():
    venue = Venue.objects.create(name_en="Seven Palms Archive", map_url="https://map.example/")
    meeting = make_meeting(timezone.localdate() + timedelta(days=20), slug="2030-03", venue=venue)
    for name, given in ANSWERS.items():
        organisation = make_organisation(name)
        for index, answer in enumerate(given):
            seat = make_seat(organisation, alternate=index > 0)
            invitation = make_invitation(meeting, seat.person, organisation=organisation)
            if answer:
                record_response(invitation, answer, by=seat.person, channel="link", comment="by bus")
    make_seat(make_organisation("Paper Boat Theatre"))
    member = make_seat(organisation, make_person(sign_in=True)).person
    make_invitation(meeting, member, organisation=organisation)
    make_key(member, name="phone", discreet=True, by=member)
    held = make_meeting(date(2022, 9, 8), state="held", number=1)
    Action.objects.create(
        meeting=held,
        number=1,
        title_en="Gather the names",
        owner_organisation=organisation,
        due_date=held.date,
    )
    Minutes.objects.create(meeting=held, state="circulated")
    return {"member": member, "clerk": make_clerk()}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("member", "my/"),
        ("member", "calendar/"),
        ("clerk", "secretariat/meetings/2030-03/invite/"),
        ("clerk", "secretariat/meetings/2030-03/answers/"),
    ],
)
def test_screens(chromium, live_server, people, role, path, language, width):
    session = sign_in(Client(), people[role]).cookies["sessionid"].value
    context = chromium.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    assert page.goto(f"{live_server.url}/{language}/{path}").status == 200
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    context.close()
