"""Everybody answers in the last minute, by web, link, mail and calendar: none fails, none is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from meetings.enums import Answer
from meetings.models import Invitation, Response
from tests.crowd import Crowd
from tests.doors import reply_mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_writers_through_four_doors():
    """As many as two workers and the mail doors write at once; 32 of them are a benchmark."""
    crowd = Crowd.of(8)
    crowd.answer(160, writers=8)
    assert (crowd.failed, crowd.lost()) == ([], [])
    assert Response.objects.count() == 160


def test_p70_four_doors_at_the_same_moment_leave_one_truth():
    """One person's phone, laptop, mail and browser at once: four entries, and what is shown is the last of them."""
    crowd = Crowd.of(4)
    for guest in crowd.guests:
        mail = reply_mail(
            guest.invitation, Answer.TENTATIVE, stamp=timezone.now(), sequence=0, message_id="<1@phone>"
        )
        # The calendar may meet an answer given meanwhile: no condition was sent, so the later one counts.
        doors = [
            lambda guest=guest: guest.by_web(Answer.ACCEPTED),
            lambda guest=guest: guest.by_link(Answer.DECLINED),
            lambda guest=guest, mail=mail: guest.by_mail(mail),
            lambda guest=guest: guest.by_calendar(Answer.ACCEPTED),
        ]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(_closing, doors))
        rows = Response.objects.filter(invitation=guest.invitation)
        assert {row.answer for row in rows} == {Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE}
        last = rows.filter(applied=True).order_by("pk").last()
        assert Invitation.objects.get(pk=guest.invitation.pk).answer == last.answer
        assert set(guest.shown().values()) == {last.answer}


def _closing(work):
    try:
        return work()
    finally:
        connection.close()
