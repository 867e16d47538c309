"""The preview of a change, the list of mails and the reminders' page in a real browser, without JavaScript too."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from hub import outbox
from hub.actors import SYSTEM
from hub.models import OutboxMail
from meetings.actions.invitations import invite, invitees
from meetings.models import Meeting, Venue
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1280, True), ("km", 360, False), ("fr", 360, True)]


@pytest.fixture
def member():
    """One of three who are invited; the first two mails left, the last one came to nothing."""
    meeting = make_meeting(slug="2030-03", venue=Venue.objects.create(name_en="Seven Palms Archive"))
    people = [
        make_seat(make_organisation(), make_person(language=code)).person for code in ("en", "km", "fr")
    ]
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    outbox.send_all_due()
    last = OutboxMail.objects.latest("pk")
    OutboxMail.objects.filter(pk=last.pk).update(state="failed", error="SMTPRecipientsRefused", sent_at=None)
    return people[0]


def faults(page, width):
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    found = [f"{page.url} scrolls sideways"] if wide else []
    return found + [f"{page.url} {fault['id']}" for fault in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("language", "width", "scripts"), LOOKS)
def test_a_move_is_looked_at_then_made(chromium, live_server, member, language, width, scripts):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    session = sign_in(Client(), make_clerk()).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, found = context.new_page(), []
    desk = f"/{language}/secretariat/"
    for address in (f"{desk}mail/", f"{desk}mail/?meeting=2030-03&became=failed"):
        assert page.goto(address).status == 200
        found += faults(page, width) if scripts else []
    page.goto(f"{desk}meetings/2030-03/move/")
    page.fill("input[name=date]", "2030-03-21")
    page.locator("main form .button--main").click()
    page.wait_for_load_state()
    found += faults(page, width) if scripts else []
    assert page.locator("main .letter").count() == 3
    assert Meeting.objects.get().date == date(2030, 3, 14)
    page.locator("button[name=back]").click()
    page.wait_for_load_state()
    assert page.input_value("input[name=date]") == "2030-03-21"
    page.locator("main form .button--main").click()
    page.locator("button[name=seen]").click()
    page.wait_for_load_state()
    assert Meeting.objects.get().date == date(2030, 3, 21)
    page.goto(f"/reminders/{member.reminders_token}/?lang={language}")
    found += faults(page, width) if scripts else []
    page.locator("main form .button--main").click()
    page.wait_for_load_state()
    member.refresh_from_db()
    assert not member.wants_reminders
    found += faults(page, width) if scripts else []
    assert found == []
    context.close()
