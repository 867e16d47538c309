"""Four doors, one truth: web, link, mail and calendar answer in any order, with moves in between, late and twice.

A small model of the ordering rules, written apart from the product, says after every step what the ledger must hold
and what every door must show. `HUB_TEST_EXAMPLES=2000` runs as many orders; the default keeps the suite quick.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.invitations import Invitee, invite
from meetings.enums import Answer, Capacity, Mode
from meetings.models import Invitation, Response
from tests.builders import make_meeting, make_person
from tests.doors import Guest, last_request, reply_mail

EXAMPLES = int(os.environ.get("HUB_TEST_EXAMPLES", "25"))
SAID = [Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE]
# How far a sender's clock, or the mail itself, is from now; the sender's time counts, not that of arrival.
DELAYS = [timedelta(hours=-3), timedelta(minutes=-10), timedelta(0), timedelta(minutes=3), timedelta(hours=3)]

answers = st.sampled_from(SAID)
mails = st.tuples(
    st.just("mail"),
    answers,
    st.sampled_from(DELAYS),
    st.sampled_from(["last", "last", "older", "higher", "missing"]),
    st.sampled_from(["<1@phone>", "<2@phone>", None]),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("web"), answers),
        st.tuples(st.just("link"), answers),
        mails,
        mails,
        st.tuples(st.just("again"), st.integers(0, 9)),  # one of the mails so far arrives once more
        st.tuples(st.just("calendar"), answers),
        st.tuples(st.just("old calendar"), answers),  # a device that has not synchronised since the first day
        st.tuples(st.just("move"), st.integers(1, 20)),
        st.tuples(st.just("place"), st.sampled_from([Mode.HYBRID, Mode.ONLINE, Mode.IN_PERSON])),
    ),
    min_size=2,
    max_size=7,
)


def second(moment: datetime) -> datetime:
    """As DTSTAMP tells it: a calendar knows no fractions (RFC 5545 section 3.3.5)."""
    return moment.replace(microsecond=0)


@dataclass
class Model:
    """What CALENDAR rules 5 and 6 make of a sequence of events; `ledger` holds (answer, channel, counts)."""

    answer: str = Answer.NEEDS_ACTION
    last: datetime | None = None
    sequence: int = 0
    ledger: list[tuple[str, str, bool]] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)

    def shown_answer(self, answer: str, channel: str, now: datetime) -> None:
        """An answer to what is on the screen: it counts, unless it says what is so already."""
        if answer != self.answer:
            self._add(answer, channel, now)

    def mailed(
        self, answer: str, stamp: datetime, sequence: int, message_id: str | None, now: datetime
    ) -> None:
        if message_id and (message_id, answer) in self.known:
            return
        self.known.add((message_id or "", answer))
        stamp = now if stamp > now + timedelta(minutes=5) else stamp
        if sequence < self.sequence or (self.last and second(stamp) < second(self.last)):
            self.ledger.append((answer, "mail", False))
        else:
            self._add(answer, "mail", stamp)

    def moved(self, now: datetime) -> None:
        """Another time: whoever had answered is asked again."""
        if self.answer != Answer.NEEDS_ACTION:
            self._add(Answer.NEEDS_ACTION, "secretariat", now)

    def _add(self, answer: str, channel: str, now: datetime) -> None:
        self.answer, self.last = answer, now
        self.ledger.append((answer, channel, True))


class Play:
    """One run: every step is done at a door and told to the model."""

    def __init__(self):
        self.today = timezone.localdate()
        self.meeting = make_meeting(self.today + timedelta(days=40))
        person = make_person("Sok", "Dara", sign_in=True)
        invite(self.meeting, by=SYSTEM, people=[Invitee(person, None, Capacity.ADVOCATE)])
        invitation = Invitation.objects.select_related("meeting", "person").get(person=person)
        self.guest = Guest(invitation)
        self.first_object = self.guest.calendar_object()
        self.model = Model(sequence=last_request(invitation))
        self.mails: list[tuple] = []
        self.has_moved = self.is_elsewhere = False

    def step(self, kind: str, *facts) -> None:
        getattr(self, kind.replace(" ", "_"))(*facts)
        rows = Response.objects.filter(invitation=self.guest.invitation).order_by("pk")
        assert list(rows.values_list("answer", "channel", "applied")) == self.model.ledger
        assert Invitation.objects.get(pk=self.guest.invitation.pk).answer == self.model.answer

    def web(self, answer: str) -> None:
        self.model.shown_answer(answer, "web", timezone.now())
        self.guest.by_web(answer)

    def link(self, answer: str) -> None:
        self.model.shown_answer(answer, "link", timezone.now())
        self.guest.by_link(answer)

    def mail(self, answer: str, delay: timedelta, which: str, message_id: str | None) -> None:
        now, known = timezone.now(), last_request(self.guest.invitation)
        sequence = {"last": known, "older": max(0, known - 1), "higher": known + 3, "missing": None}[which]
        stamp = second(now + delay)
        raw = reply_mail(self.guest.invitation, answer, stamp=stamp, sequence=sequence, message_id=message_id)
        self.mails.append((raw, answer, stamp, sequence or 0, message_id))
        self._arrive(*self.mails[-1])

    def again(self, number: int) -> None:
        if self.mails:
            self._arrive(*self.mails[number % len(self.mails)])

    def _arrive(self, raw: bytes, *facts) -> None:
        self.model.mailed(*facts, timezone.now())
        self.guest.by_mail(raw)

    def calendar(self, answer: str) -> None:
        self.model.shown_answer(answer, "caldav", timezone.now())
        assert self.guest.by_calendar(answer) == 204

    def old_calendar(self, answer: str) -> None:
        """The object as it was on the first day: refused while the meeting has another time or place."""
        if self.has_moved or self.is_elsewhere:
            assert self.guest.by_calendar(answer, of=self.first_object) == 403
        else:
            self.calendar(answer)

    def move(self, days: int) -> None:
        day = self.today + timedelta(days=60 + days)
        self.meeting.refresh_from_db()
        if day != self.meeting.date:
            self.model.moved(timezone.now())
            self.has_moved = True
        planning.move(self.meeting, by=SYSTEM, date=day, start_time=time(9), end_time=time(12))
        self._asked()

    def place(self, mode: str) -> None:
        """Another place is told to everybody, and keeps the answers."""
        self.is_elsewhere = mode != Mode.IN_PERSON
        planning.edit_meeting(self.meeting, by=SYSTEM, facts={"mode": mode})
        self._asked()

    def _asked(self) -> None:
        self.guest.invitation.refresh_from_db()
        self.model.sequence = last_request(self.guest.invitation)


@pytest.mark.django_db
def test_p70_four_doors_in_any_order():
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a run is dear: the steps are few enough to be read as they are
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(steps)
    def run(taken):
        with transaction.atomic():
            play = Play()
            for step in taken:
                play.step(*step)
            assert set(play.guest.shown().values()) == {str(play.model.answer)}
            transaction.set_rollback(True)

    run()
