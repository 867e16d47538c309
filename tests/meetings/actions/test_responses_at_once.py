"""Many answer at the same moment: none fails, none is lost, and a double tap stays one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Response
from tests.builders import make_invitation, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, things, threads=16):
    """Run `work` for each thing on threads of their own; re-raises what any of them raised."""

    def closing(thing):
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(closing, things))


def test_thirty_two_people_answer_at_once():
    meeting = make_meeting()
    invitations = [make_invitation(meeting) for _person in range(32)]
    at_once(
        lambda one: record_response(one, Answer.ACCEPTED, by=one.person, channel=Channel.LINK), invitations
    )
    assert Invitation.objects.filter(answer=Answer.ACCEPTED).count() == Response.objects.count() == 32


def test_sixteen_taps_of_one_button_are_one_answer():
    invitation = make_invitation(make_meeting())
    rows = at_once(
        lambda _tap: (
            record_response(invitation, Answer.DECLINED, by=invitation.person, channel=Channel.LINK).pk
        ),
        range(16),
    )
    assert len(set(rows)) == Response.objects.count() == 1


def test_one_mail_that_comes_by_several_ways_is_one_answer():
    invitation = make_invitation(make_meeting())
    rows = at_once(
        lambda _copy: (
            record_response(
                invitation,
                Answer.ACCEPTED,
                by=invitation.person,
                channel=Channel.MAIL,
                sequence=0,
                once_key="<1@example.org> accepted",
            ).pk
        ),
        range(8),
    )
    assert len(set(rows)) == Response.objects.count() == 1


def test_answers_while_the_meeting_is_moved_are_asked_for_again():
    """Whichever comes first: what was said to the old time never stands for the new one."""
    meeting = make_meeting()
    everybody = [make_invitation(meeting) for _person in range(12)]

    def act(one):
        if one is None:
            planning.move(
                meeting,
                by=SYSTEM,
                date=date(2030, 4, 1),
                start_time=meeting.start_time,
                end_time=meeting.end_time,
            )
        else:
            record_response(one, Answer.ACCEPTED, by=one.person, channel=Channel.MAIL, sequence=0)

    at_once(act, [*everybody[:6], None, *everybody[6:]])
    meeting.refresh_from_db()
    assert meeting.itip_sequence == 1
    assert not Invitation.objects.filter(answer=Answer.ACCEPTED).exists()
    assert Response.objects.filter(answer=Answer.ACCEPTED).count() == 12
