"""The feeds, points 10 and 20 once more, with changes and texts that nobody thought of."""

from contextlib import contextmanager
from datetime import time, timedelta

import icalendar
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.actors import SYSTEM
from hub.errors import Refused
from meetings.actions import planning
from meetings.actions.action_items import change_action
from meetings.actions.calendar_entries import refresh_all, refresh_venue
from meetings.actions.invitations import Invitee, invite, withdraw
from meetings.actions.lost_seats import withdraw_lost_seats
from meetings.actions.responses import record_response
from meetings.enums import ActionState, Answer, Capacity
from meetings.models import Action, Invitation, Meeting, Venue
from members.models import Seat
from tests.builders import make_seat
from tests.conformance.feed_world import KINDS, SOON, build_world
from tests.conformance.test_feeds import visible
from tests.meetings.ical.reading import read, unescape

pytestmark = pytest.mark.django_db
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
NASTY = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\r\n\t\x0b\x0c\x85\u2028\u202e\u200b\ufeff\\;,:\"'^=កាិ្"),
    ),
    max_size=80,
)


@pytest.fixture
def world():
    return build_world()


@contextmanager
def taken_back():
    """One example: what it writes is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edit(world, kind, number):
    """One change of some kind; `number` chooses what exactly."""
    meeting = world.meetings["asked"]
    person = (world.me, world.colleague)[number % 2]
    asked = Invitation.objects.filter(meeting=meeting, person=person).first()
    today = timezone.localdate()
    if kind == "text":
        planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": f"Sentence {number}"})
    elif kind == "move":
        day = SOON + timedelta(days=number % 30)
        planning.move(meeting, by=SYSTEM, date=day, start_time=time(9), end_time=time(11))
    elif kind == "state":
        (planning.cancel, planning.restore)[number % 2](meeting, by=SYSTEM)
    elif kind == "put off":
        planning.postpone(meeting, by=SYSTEM, month=None if number % 2 else SOON)
    elif kind == "answer":
        answer = [one for one in Answer if one != Answer.DELEGATED][number % 4]
        record_response(asked, answer, by=person, channel="web", comment=str(number))
    elif kind == "withdraw":
        withdraw(asked, by=SYSTEM)
    elif kind == "invite":
        seats = list(Seat.objects.current().filter(person=person).order_by("pk"))
        seat = seats[number % len(seats)] if seats else None
        one = Invitee(person, seat and seat.organisation, Capacity.REPRESENTATIVE if seat else Capacity.GUEST)
        invite(meeting, by=SYSTEM, people=[one])
    elif kind == "seat ends":
        Seat.objects.filter(person=world.colleague, until=None).update(until=today - timedelta(days=1))
        if number % 2:
            withdraw_lost_seats(now=timezone.now())
    elif kind == "seat begins":
        make_seat(world.theirs.organisation if number % 3 else world.organisation, person, since=today)
    elif kind == "venue":
        Venue.objects.filter(pk=meeting.venue_id).update(name_en=f"Archive {number}")
        refresh_venue(meeting.venue)
    elif kind == "action":
        action = Action.objects.get(pk=world.action.pk)
        change_action(action, by=SYSTEM, to=list(ActionState)[number % 4], outcome={})


EDITS = ("text", "move", "state", "put off", "answer", "answer", "withdraw", "invite")
EDITS += ("seat ends", "seat begins", "venue", "action")


@settings(max_examples=20, **CALM)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 59)), min_size=4, max_size=9))
def test_p10_sequence_never_falls_and_rises_with_what_is_seen(world, edits):
    kinds, known, tags = ("public", "own", "organisation"), {}, {}
    with taken_back():
        for what, number in [("", 0), *edits]:
            try:
                edit(world, what, number)
            except Refused:
                continue
            for kind in kinds:
                response = world.get(kind, show="meetings,actions")
                if tags.get(kind, ("", b""))[0] == response["ETag"]:
                    assert response.content == tags[kind][1], what
                    continue
                tags[kind] = (response["ETag"], response.content)
                for event in read(response.content).parts("VEVENT"):
                    uid, sequence = (kind, event.one("UID")), int(event.one("SEQUENCE"))
                    was = known.get(uid, (-1, None))
                    assert sequence > was[0] or (sequence, visible(event)) == was, (what, event)
                    known[uid] = (sequence, visible(event))


@settings(max_examples=15, **CALM)
@given(NASTY, NASTY, NASTY, NASTY)
def test_p20_text_is_inert_in_every_kind_of_feed(world, first, second, third, fourth):
    asked = world.meetings["asked"]
    with taken_back():
        shapes = {kind: shape(world, kind) for kind in KINDS}
        texts = {"summary_en": "." + first, "note_for_invited_en": "." + second}
        Meeting.objects.filter(pk__in=[asked.pk, world.meetings["open"].pk]).update(**texts)
        Venue.objects.filter(pk=asked.venue_id).update(name_en="." + third, address_en="." + fourth)
        Action.objects.update(title_en="." + first)
        person, organisation = world.colleague, world.organisation
        type(person).objects.filter(pk=person.pk).update(given_name="." + second, khmer_name="." + third)
        type(organisation).objects.filter(pk=organisation.pk).update(name_en="." + fourth)
        refresh_all()
        world.organisation.refresh_from_db()
        for kind in KINDS:
            assert shape(world, kind) == shapes[kind]


def shape(world, kind):
    """The names of all properties of all components, as our reader and another one find them."""
    body = world.get(kind, show="meetings,actions").content
    ours = [[name for name, _params, _value in event.properties] for event in read(body).parts("VEVENT")]
    theirs = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in theirs] == [
        unescape(event.one("SUMMARY")) for event in read(body).parts("VEVENT")
    ]
    assert not [event for event in read(body).parts("VEVENT") if event.children]
    return sorted(ours)
