"""A member's home: the next meeting and my answer, what my organisation has promised, the minutes."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.enums import ActionState, Audience, MinutesState
from meetings.models import Action, Invitation, Minutes
from members.enums import RoleKind
from tests.builders import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=9)


@pytest.fixture
def seat(client):
    seat = make_seat(make_organisation("Paper Boat Theatre"), make_person(sign_in=True))
    sign_in(client, seat.person)
    return seat


@pytest.fixture
def held():
    return make_meeting(date(2022, 9, 8), state="held", number=1)


def promise(held, organisation, title="Gather the names", **facts):
    number = held.actions.count() + 1
    return Action.objects.create(
        meeting=held, number=number, title_en=title, owner_organisation=organisation, **facts
    )


def shown(client):
    return unescape(client.get("/en/my/").content.decode())


def test_an_empty_home_says_what_will_stand_there(client, seat):
    page = shown(client)
    for sentence in (
        "Your next invitation stands here",
        "What you or your organisation promise",
        "Paper Boat Theatre",
    ):
        assert sentence in page


def test_the_next_meeting_is_answered_at_home(client, seat):
    later = make_invitation(
        make_meeting(SOON + timedelta(days=30)), seat.person, organisation=seat.organisation
    )
    first = make_invitation(make_meeting(SOON), seat.person, organisation=seat.organisation)
    page = shown(client)
    assert f'action="/en/my/answers/{first.pk}/"' in page
    assert f"/rsvp/{later.answer_token}/" in page
    for answer, status in (
        ("accepted", "Your answer is recorded."),
        ("needs_action", "Your answer is taken back."),
    ):
        assert client.get(f"/en/my/answers/{first.pk}/").status_code == 405
        done = client.post(f"/en/my/answers/{first.pk}/", {"answer": answer}, follow=True)
        assert status in done.content.decode()
        first.refresh_from_db()
        assert (first.answer, first.channel) == (answer, "web")


def test_only_my_own_invitation(client, seat):
    other = make_invitation(make_meeting(SOON))
    assert client.post(f"/en/my/answers/{other.pk}/", {"answer": "accepted"}).status_code == 404
    assert other.responses.count() == 0


def test_a_refusal_is_a_sentence(client, seat):
    invitation = make_invitation(make_meeting(SOON), seat.person)
    nonsense = client.post(f"/en/my/answers/{invitation.pk}/", {"answer": "perhaps"}, follow=True)
    assert "Choose one of the answers." in nonsense.content.decode()
    planning.cancel(invitation.meeting, by=SYSTEM)
    late = client.post(f"/en/my/answers/{invitation.pk}/", {"answer": "accepted"}, follow=True)
    assert "This meeting was cancelled." in late.content.decode()
    assert "Cancelled" in shown(client)


def test_what_my_organisation_promised_is_marked_as_done(client, seat, held):
    action = promise(held, seat.organisation, audience=Audience.MEMBERS)
    promise(held, seat.organisation, "canary-secretariat", audience=Audience.SECRETARIAT)
    theirs = promise(held, make_organisation(), "canary-other")
    page = shown(client)
    assert "Gather the names" in page
    assert "canary" not in page
    long = client.post(f"/en/my/actions/{action.pk}/", {"outcome": "x" * 301})
    assert (long.status_code, "x" * 301 in long.content.decode()) == (422, True)
    client.post(f"/en/my/actions/{action.pk}/", {"outcome": "Nine names"})
    action.refresh_from_db()
    assert (action.state, action.outcome_en) == (ActionState.DONE, "Nine names")
    assert client.post(f"/en/my/actions/{theirs.pk}/").status_code == 404
    again = client.post(f"/en/my/actions/{action.pk}/", follow=True)
    assert again.status_code == 200


def test_minutes_that_lie_with_the_members(client, seat, held):
    draft = make_meeting(date(2022, 10, 13), state="held", number=2)
    closed = make_meeting(date(2022, 11, 10), state="held", number=3, audience=Audience.SECRETARIAT)
    Minutes.objects.create(meeting=held, state=MinutesState.CIRCULATED)
    Minutes.objects.create(meeting=draft, state=MinutesState.DRAFT)
    Minutes.objects.create(meeting=closed, state=MinutesState.CIRCULATED)
    page = shown(client)
    assert f"/en/meetings/{held.slug}/minutes/" in page
    assert draft.slug not in page
    assert closed.slug not in page


def test_the_chair_finds_the_way_to_adopt(client, seat, held):
    """Nobody types an address: whoever adopts the minutes is led there from their own page."""
    Minutes.objects.create(meeting=held, state=MinutesState.CIRCULATED)
    way = reverse("meetings:minutes_entry", args=[held.slug])
    assert way not in sign_in(client, seat.person).get(reverse("meetings:my_home")).content.decode()
    make_role(RoleKind.CHAIR, seat.person)
    assert way in sign_in(Client(), seat.person).get(reverse("meetings:my_home")).content.decode()


def test_an_observer_reads_published_minutes_only(client, held):
    sign_in(client, make_person(sign_in=True))
    minutes = Minutes.objects.create(meeting=held, state=MinutesState.CIRCULATED)
    assert f"/en/meetings/{held.slug}/minutes/" not in shown(client)
    Minutes.objects.filter(pk=minutes.pk).update(state=MinutesState.PUBLISHED)
    assert f"/en/meetings/{held.slug}/minutes/" in shown(client)


def test_needs_undo_and_the_ledger_at_home(client, seat):
    invitation = make_invitation(make_meeting(SOON), seat.person, organisation=seat.organisation)
    address = f"/en/my/answers/{invitation.pk}/"
    client.post(address, {"answer": "accepted", "needs": ["transport"], "needs_shown": "1"})
    client.post(address, {"answer": "declined"})
    page = shown(client)
    assert "Undo: back to “Accepted”" in page
    assert 'value="transport" id="id_needs_3" checked' in page
    assert page.count('class="ring ring--declined"') == 1
    assert client.get(f"{address}undo/").status_code == 405
    done = client.post(f"{address}undo/", follow=True).content.decode()
    assert "Undone." in done
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.channel, invitation.needs) == ("accepted", "web", ["transport"])
    assert "Undo:" not in shown(client)
    other = make_invitation(make_meeting(SOON))
    assert client.post(f"/en/my/answers/{other.pk}/undo/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, seat, held, size, django_assert_num_queries):
    for number in range(size):
        meeting = make_meeting(SOON + timedelta(days=number))
        make_invitation(meeting, seat.person, organisation=seat.organisation)
        promise(held, seat.organisation)
        past = make_meeting(date(2023, 1 + number, 1), state="held", number=10 + number)
        Minutes.objects.create(meeting=past, state=MinutesState.CIRCULATED)
    make_seat(seat.organisation)
    client.get("/en/my/")
    with django_assert_num_queries(17):
        client.get("/en/my/")
    assert Invitation.objects.count() == size
