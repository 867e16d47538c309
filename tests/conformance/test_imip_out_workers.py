"""Mail that leaves, by several workers at the same time: nothing twice, nothing lost, nothing out of order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from threading import Barrier

import pytest
from django.core import mail
from django.db import connections

from hub import outbox
from hub.actors import SYSTEM
from hub.models import OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import invite, invitees
from meetings.actions.reminders import remind
from meetings.models import Invitation
from meetings.models.meeting import PHNOM_PENH
from tests.builders import make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 3


def at_once(work):
    """The results of running `work` in three threads that begin together, each with its own connection."""
    start = Barrier(WORKERS)

    def run():
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [one.result() for one in [pool.submit(run) for _worker in range(WORKERS)]]


@pytest.fixture
def meeting():
    meeting = make_meeting()
    for _seat in range(8):
        make_seat(make_organisation())
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    return meeting


def test_p37_p38_three_workers_send_each_mail_once_and_in_order(meeting):
    assert sum(at_once(outbox.send_all_due)) == 8
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    at_once(outbox.send_all_due)
    planning.cancel(meeting, by=SYSTEM)
    at_once(outbox.send_all_due)
    by_person = {}
    for message in mail.outbox:
        by_person.setdefault(message.to[0], []).append(message.subject.split(":")[0])
    assert list(by_person.values()) == [["Invitation", "Changed", "Cancelled"]] * 8
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 24


def test_reminders_are_queued_once_by_three_at_the_same_moment(meeting):
    outbox.send_all_due()
    Invitation.objects.update(sent_at=datetime(2030, 1, 1, tzinfo=PHNOM_PENH))
    eve = datetime(2030, 3, 13, 8, 5, tzinfo=PHNOM_PENH)
    at_once(lambda: remind(now=eve))
    assert OutboxMail.objects.filter(kind="reminder").count() == 8
    assert remind(now=eve) == 0
