"""Releases: numbered, one text for each audience, redacted when an item is closed later."""

from datetime import UTC, datetime

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import agenda
from meetings.actions.agenda_versions import release, unreleased
from meetings.enums import Audience, MeetingState
from meetings.models import AgendaVersion
from meetings.public import view_for
from members.enums import RoleKind
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_role

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 20, tzinfo=UTC)  # 2 March in Phnom Penh


@pytest.fixture
def meeting():
    meeting = make_meeting(slug="2030-03")
    agenda.add_item(meeting, by=SYSTEM, title_en="Fees", minutes_allotted=10)
    agenda.add_item(meeting, by=SYSTEM, title_en="Safety", level=1, audience=Audience.MEMBERS)
    return meeting


def titles(meeting, audience="public"):
    return [item.title.text for item in view_for(meeting, audience, "en", papers=True).items]


def test_one_row_for_each_audience(meeting):
    assert release(meeting, by=make_clerk(), now=NOW) == 1
    bodies = {row.audience: row.body for row in AgendaVersion.objects.all()}
    first, second = meeting.agenda_items.order_by("number")
    fees = {
        "item": first.pk,
        "label": "1",
        "level": 0,
        "title": {"en": "Fees"},
        "purpose": "discussion",
        "minutes": 10,
        "presented_by": "",
    }
    closed = {"item": second.pk, "label": "1.1", "level": 1, "closed": True}
    safety = {
        **fees,
        "item": second.pk,
        "label": "1.1",
        "level": 1,
        "title": {"en": "Safety"},
        "minutes": None,
    }
    assert bodies == {"public": [fees, closed], "members": [fees, safety], "secretariat": [fees, safety]}
    assert AuditEntry.objects.get(verb="agenda.released").object_label == "2030-03 agenda v1"


def test_a_closed_meeting_has_no_public_agenda():
    meeting = make_meeting(audience=Audience.MEMBERS)
    make_item(meeting)
    release(meeting, by=SYSTEM)
    assert set(AgendaVersion.objects.values_list("audience", flat=True)) == {"members", "secretariat"}


def test_released_again_only_where_something_changed(meeting):
    release(meeting, by=SYSTEM)
    with pytest.raises(Refused, match="Nothing changed since version 1"):
        release(meeting, by=SYSTEM)
    agenda.move_item(agenda.add_item(meeting, by=SYSTEM, title_en="New"), by=SYSTEM, to=1)
    last, now = unreleased(meeting)
    assert last.body != now
    assert release(meeting, by=SYSTEM) == 2


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (MeetingState.PLANNED, "Announce it first"),
        (MeetingState.HELD, "part of the record"),
        (MeetingState.CLOSED, "part of the record"),
        (MeetingState.CANCELLED, "Restore it first"),
        (MeetingState.POSTPONED, "Give it a new day first"),
    ],
)
def test_states_in_which_nothing_is_released(meeting, state, sentence):
    meeting.state = state
    meeting.save()
    with pytest.raises(Refused, match=sentence):
        release(meeting, by=SYSTEM)
    assert not AgendaVersion.objects.exists()


def test_an_empty_agenda_and_others_than_the_secretariat():
    with pytest.raises(Refused, match="Add an item first"):
        release(make_meeting(), by=SYSTEM)
    with pytest.raises(Refused, match="Only the secretariat"):
        release(make_meeting(), by=make_role(RoleKind.CHAIR))


def test_the_agenda_is_live_until_it_is_released_and_then_stands(meeting):
    assert titles(meeting) == ["Fees", ""]
    release(meeting, by=SYSTEM, now=NOW)
    agenda.add_item(meeting, by=SYSTEM, title_en="Late")
    item = meeting.agenda_items.get(number=1)
    agenda.edit_item(item, by=SYSTEM, facts={"title_en": "Other fees", "presented_by": make_organisation()})
    assert titles(meeting) == ["Fees", ""]
    assert titles(meeting, "members") == ["Fees", "Safety"]
    view = view_for(meeting, "public", "en", papers=True)
    assert (view.released.number, view.released.day) == (1, "2 March 2030")
    release(meeting, by=SYSTEM)
    assert titles(meeting) == ["Other fees", "", "Late"]
    meeting.state = MeetingState.HELD
    meeting.save()
    agenda.add_item(meeting, by=SYSTEM, title_en="Raised on the day")
    assert titles(meeting)[-1] == "Raised on the day"


def test_an_item_that_is_closed_later_is_struck_from_what_was_released(meeting):
    release(meeting, by=SYSTEM)
    item = meeting.agenda_items.get(number=1)
    agenda.edit_item(item, by=SYSTEM, facts={"audience": Audience.SECRETARIAT})
    assert titles(meeting) == ["", ""]
    assert titles(meeting, "members") == ["", "Safety"]
    closed = AgendaVersion.objects.exclude(audience=Audience.SECRETARIAT).values_list("body", flat=True)
    assert "Fees" not in str(list(closed))
    assert "Fees" in str(AgendaVersion.objects.get(audience=Audience.SECRETARIAT).body)


def test_an_item_that_was_taken_off_stands_until_the_next_release(meeting):
    release(meeting, by=SYSTEM)
    agenda.remove_item(meeting.agenda_items.get(number=2), by=SYSTEM)
    assert titles(meeting, "members") == ["Fees", "Safety"]
    release(meeting, by=SYSTEM)
    assert titles(meeting, "members") == ["Fees"]
