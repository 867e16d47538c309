"""Verbs of the secretariat's desk, called by an ordinary member: refused, whatever screen or program calls them."""

from datetime import date, time

import pytest

from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions import invitations, minutes, planning, seats
from meetings.actions import tray as tray_verbs
from meetings.models import Minutes
from members.actions import applications, bounces, people, sign_ins
from members.models import Membership
from tests.builders import (
    make_held_mail,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
)

pytestmark = pytest.mark.django_db

DESK = "Only the secretariat may do this."
RECORD = "Only the secretariat keeps the record."
RUN = "Only the chair of this meeting, or the secretariat, may run it."
DAY = {"date": date(2030, 4, 11), "start_time": time(9), "end_time": time(12)}
# Verb: what it is called with besides `by`, and the sentence of its refusal.
VERBS = {
    "plan": (lambda by: planning.plan_meeting(by=by, **DAY), DESK),
    "announce": (lambda by: planning.announce(make_meeting(), by=by), DESK),
    "move": (lambda by: planning.move(make_meeting(), by=by, **DAY), DESK),
    "set_day": (lambda by: planning.set_day(make_meeting(), by=by, **DAY), DESK),
    "edit": (lambda by: planning.edit_meeting(make_meeting(), by=by, facts={"call_url": ""}), DESK),
    "remove": (lambda by: planning.remove(make_meeting(), by=by), DESK),
    "cancel": (lambda by: planning.cancel(make_meeting(), by=by), DESK),
    "postpone": (lambda by: planning.postpone(make_meeting(), by=by, month=None), DESK),
    "restore": (lambda by: planning.restore(make_meeting(), by=by), DESK),
    "close": (lambda by: planning.close(make_meeting(), by=by), DESK),
    "hold": (lambda by: planning.hold(make_meeting(), by=by), RUN),
    "invite": (lambda by: invitations.invite(make_meeting(), by=by, people=[]), DESK),
    "withdraw": (lambda by: invitations.withdraw(make_invitation(make_meeting()), by=by), DESK),
    "ask alternates": (lambda by: seats.set_asking(False, by=by), DESK),
    "assign a mail": (
        lambda by: tray_verbs.assign(
            make_held_mail(), by=by, invitation=make_invitation(make_meeting()), answer="accepted"
        ),
        RECORD,
    ),
    "discard a mail": (lambda by: tray_verbs.discard(make_held_mail(), by=by), RECORD),
    "start minutes": (lambda by: minutes.start_minutes(make_meeting(), by=by), RECORD),
    "circulate": (
        lambda by: minutes.circulate(Minutes.objects.create(meeting=make_meeting()), by=by),
        RECORD,
    ),
    "correct": (lambda by: minutes.correct(Minutes.objects.create(meeting=make_meeting()), by=by), RECORD),
    "mail arrives": (lambda by: bounces.clear_bounce(make_person(), by=by), DESK),
    "circulate application": (lambda by: applications.circulate_application(received(), by=by), DESK),
    "admit": (lambda by: applications.admit_application(received(), by=by), DESK),
    "reject": (lambda by: applications.reject_application(received(), by=by, reason="No"), DESK),
    "application withdrawn": (lambda by: applications.withdraw_application(received(), by=by), DESK),
    "deactivate": (lambda by: people.deactivate_person(make_person(), by=by), DESK),
    "reactivate": (lambda by: people.reactivate_person(make_person(is_active=False), by=by), DESK),
    "revoke everything": (lambda by: people.revoke_everything(make_person(), by=by), DESK),
    "move a membership": (
        lambda by: people.move_membership(Membership.objects.latest("pk"), "withdrawn", by=by),
        DESK,
    ),
    "invite to sign up": (lambda by: sign_ins.invite_to_sign_up(make_person(), by=by), DESK),
    "change an address": (
        lambda by: sign_ins.change_address(make_person(), "new@people.example", by=by),
        DESK,
    ),
    "reset the second step": (lambda by: sign_ins.reset_second_factor(make_person(), by=by), DESK),
}


def received():
    return applications.receive_application(
        form_token="one", kind="organisation", name="Paper Boat", statement="We help.", language="en"
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_member_is_refused(verb):
    member = make_person()
    make_seat(make_organisation(), member)
    act, sentence = VERBS[verb]
    with pytest.raises(Refused) as refused:
        act(member)
    assert str(refused.value) == sentence
    assert not AuditEntry.objects.filter(actor_id=str(member.pk)).exists()
    assert not OutboxMail.objects.exclude(kind="application_received").exists()
