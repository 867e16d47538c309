"""Whose calendar has the last change: by person, over feeds and CalDAV."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models.freshness import FETCHED, NO_CALENDAR, STALE, FreshnessBoard
from members.actions.calendar_keys import make_key, revoke_key
from members.models import AppPassword, CalendarKey
from tests.builders import make_invitation, make_meeting

pytestmark = pytest.mark.django_db
CHANGED = timezone.now() - timedelta(hours=5)
BEFORE, AFTER = CHANGED - timedelta(hours=1), CHANGED + timedelta(hours=1)


@pytest.fixture
def meeting():
    return make_meeting(slug="2030-03", changed_at=CHANGED)


def key(person, fetched_at, **facts):
    row, _secret = make_key(person, name="phone", discreet=False, by=person)
    CalendarKey.objects.filter(pk=row.pk).update(seen_at=fetched_at, **facts)
    return row


def states(meeting):
    return [(row.invitation.person, row.state) for row in FreshnessBoard.of(meeting).rows]


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        ([], NO_CALENDAR),
        ([None], NO_CALENDAR),
        ([BEFORE], STALE),
        ([CHANGED], FETCHED),
        ([BEFORE, AFTER], FETCHED),
        ([BEFORE, None], STALE),
    ],
)
def test_one_calendar_that_fetched_is_enough(meeting, moments, state):
    person = make_invitation(meeting).person
    for moment in moments:
        key(person, moment)
    assert states(meeting) == [(person, state)]


def test_an_app_password_is_a_calendar_too(meeting):
    person = make_invitation(meeting).person
    key(person, BEFORE)
    AppPassword.objects.create(person=person, name="phone", hash="a", last_used_at=AFTER)
    assert states(meeting) == [(person, FETCHED)]
    AppPassword.objects.update(revoked_at=timezone.now())
    assert states(meeting) == [(person, STALE)]


def test_a_use_that_handed_nothing_out_is_no_fetch(meeting):
    person = make_invitation(meeting).person
    key(person, BEFORE, last_used_at=AFTER)
    assert states(meeting) == [(person, STALE)]


def test_revoked_keys_and_those_that_leave_the_meeting_out_are_no_calendar(meeting):
    person = make_invitation(meeting).person
    revoke_key(key(person, AFTER), by=person)
    key(person, AFTER, without_invited=True)
    assert states(meeting) == [(person, NO_CALENDAR)]


def test_only_those_whose_invitation_is_alive_are_listed_the_doubtful_first(meeting):
    stale, fresh, none = (make_invitation(meeting) for _one in range(3))
    key(stale.person, BEFORE)
    key(fresh.person, AFTER)
    make_invitation(meeting, withdrawn_at=timezone.now())
    gone = make_invitation(meeting).person
    gone.is_active = False
    gone.save()
    assert states(meeting) == [(stale.person, STALE), (none.person, NO_CALENDAR), (fresh.person, FETCHED)]
    assert [row.invitation for row in FreshnessBoard.of(meeting).to_mail] == [stale]
