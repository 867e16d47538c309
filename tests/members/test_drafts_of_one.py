"""What a browser keeps unsent belongs to one person: signing out, or somebody else signing in, erases it."""

from datetime import date

import pytest
from django.test import Client

from meetings.actions import run_sheet
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_role, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/en/secretariat/meetings/2022-03/run/1/"


@pytest.fixture
def browser():
    """A chair's browser that has opened the run sheet."""
    meeting = make_meeting(date(2022, 3, 10), slug="2022-03")
    make_item(meeting)
    run_sheet.begin(meeting, by=make_clerk())
    client = sign_in(Client(), make_role(RoleKind.CHAIR))
    answer = client.get(PAGE)
    assert answer.cookies["hub_drafts"]["httponly"]
    assert "Clear-Site-Data" not in answer
    return client


def test_signing_out_erases(browser):
    assert "run.js" in browser.get("/accounts/logout/").content.decode()
    answer = browser.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"storage"'
    assert answer.cookies["hub_drafts"]["max-age"] == 0


def test_another_person_erases_and_the_same_one_does_not(browser):
    whose = browser.cookies["hub_drafts"].value
    browser.cookies.pop("sessionid")
    answer = browser.get("/en/")
    assert "Clear-Site-Data" not in answer
    other = sign_in(Client(), make_clerk())
    other.cookies["hub_drafts"] = whose
    answer = other.get("/en/my/")
    assert answer["Clear-Site-Data"] == '"storage"'
    other.cookies["hub_drafts"] = whose
    answer = other.get(PAGE)
    assert answer["Clear-Site-Data"] == '"storage"'
    assert answer.cookies["hub_drafts"].value != whose
    assert "Clear-Site-Data" not in other.get(PAGE)


def test_whoever_never_ran_a_meeting_gets_neither(client):
    sign_in(client, make_clerk())
    page = client.get("/accounts/logout/")
    assert "run.js" not in page.content.decode()
    answer = client.post("/accounts/logout/")
    assert "Clear-Site-Data" not in answer
