"""The screen of the quorum, and its light on the run sheet."""

import pytest
from django.test import Client

from meetings.actions import quorum, run_sheet
from tests.builders import make_clerk, sign_in
from tests.meetings.days import here, make_day, post

pytestmark = pytest.mark.django_db
PAGE = "/en/secretariat/quorum/"


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def client(clerk):
    return sign_in(Client(), clerk)


def test_a_rule_is_set_and_its_history_shown(client):
    assert "No rule was ever set." in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"rule": "share", "number": "50"})["Location"] == PAGE
    client.post(PAGE, {"rule": "none"})
    page = client.get(PAGE).content.decode()
    assert "50 % of the member organisations" in page
    assert [rule.rule for rule in quorum.rules_so_far()] == ["none", "share"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rule": "share"},
        {"rule": "share", "number": "101"},
        {"rule": "x"},
        {"rule": "number", "number": "-1"},
    ],
)
def test_a_rule_that_cannot_be_is_not_set(client, data):
    assert client.post(PAGE, {"sent": "1", **data}).status_code == 422
    assert quorum.rules_so_far() == []


def test_the_light_follows_the_room_and_is_off_by_default(client, clerk):
    meeting = run_sheet.begin(make_day(bodies=2), by=clerk)
    assert "uorum," not in client.get(here(meeting, "1/")).content.decode()
    quorum.set_rule("share", 50, by=clerk)
    assert "No quorum, 0 of 2 organisations; 1 needed" in client.get(here(meeting, "1/")).content.decode()
    room = client.get(here(meeting, "1/")).content.decode()
    who = room.split('value="seat:')[1].split('"')[0]
    post(client, meeting, "room/arrives/", who=f"seat:{who}", item="1")
    page = client.get(here(meeting, "1/")).content.decode()
    assert "Quorum, 1 of 2 organisations" in page
    assert "Quorum is 1, by the rule of" in page
