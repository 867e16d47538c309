"""A chair who is not of the secretariat: what the minutes' page offers them opens."""

import re
from datetime import date

import pytest

from meetings.enums import MeetingState
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_role, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/en/secretariat/meetings/2030-03/minutes/"
LINK = re.compile(r'href="(/en/secretariat/[^"#]*)')


@pytest.fixture
def meeting():
    meeting = make_meeting(date(2030, 3, 14), slug="2030-03", state=MeetingState.HELD, number=1)
    make_item(meeting)
    return meeting


def test_no_link_of_the_page_leads_a_chair_to_a_closed_door(client, meeting):
    sign_in(client, make_role(RoleKind.CHAIR))
    links = set(LINK.findall(client.get(PAGE).content.decode()))
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_the_secretariat_keeps_its_way_back(client, meeting):
    sign_in(client, make_clerk())
    links = set(LINK.findall(client.get(PAGE).content.decode()))
    assert {"/en/secretariat/", "/en/secretariat/meetings/2030-03/"} <= links
