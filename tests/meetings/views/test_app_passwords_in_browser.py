"""Without a line of JavaScript: a key and a password are made, read in full, downloaded and taken back."""

import plistlib

import pytest
from django.test import Client

from members.models import AppPassword, CalendarKey
from tests.builders import make_person, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_everything_works_without_javascript(chromium, live_server):
    session = sign_in(Client(), make_person(sign_in=True)).cookies["sessionid"].value
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()

    page.goto("/en/calendar/")
    page.fill("#mine input[name=name]", "my phone")
    page.click("#mine .button--main")
    assert "/calendar/p/" in page.input_value("#own-address")
    assert not page.locator("button[data-copy]").first.is_visible()

    page.goto("/en/calendar/")
    page.click("#devices summary")
    page.fill("#devices input[name=name]", "my phone")
    page.click("#devices .button--main")
    secret = page.inner_text("#secret").replace("-", "")
    box = page.locator("#secret").bounding_box()
    assert box["x"] + box["width"] <= 360  # all of it is there to be typed into another device
    with page.expect_download() as download:
        page.click("main form button")
    with open(download.value.path(), "rb") as profile:
        assert plistlib.load(profile)["PayloadContent"][0]["CalDAVPassword"] == secret

    for section, model, words in (("mine", CalendarKey, "address"), ("devices", AppPassword, "password")):
        page.goto("/en/calendar/")
        page.click(f"#{section} .row button")
        page.get_by_text(f"The {words} for “my phone” no longer works.").wait_for()
        assert model.objects.get().revoked_at
    context.close()
