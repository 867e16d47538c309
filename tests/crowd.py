"""Many people answering at the same moment, through whichever door each of them happens to use."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions.invitations import Invitee, invite
from meetings.enums import Answer, Capacity, MailOutcome
from meetings.models import Invitation, Response
from tests.builders import make_meeting, make_person
from tests.doors import Guest, reply_mail

DOORS = ("web", "link", "mail", "caldav")
SAID = (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE)


class Caller(Client):
    """Keeps cookies and nothing else: a test client keeps the templates that any client of the process renders, so
    among many that is most of the work. An error of the hub is a response 500.
    """

    def request(self, **request) -> HttpResponse:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@dataclass
class Crowd:
    """`told` is what each guest has said, in order, by door; `seconds` how long each answer took, by door."""

    guests: list[Guest]
    told: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {door: [] for door in DOORS})
    failed: list[str] = field(default_factory=list)
    took: float = 0.0

    @classmethod
    def of(cls, people: int) -> "Crowd":
        """So many people who are all invited to one meeting, each with everything to answer by."""
        meeting = make_meeting(timezone.localdate() + timedelta(days=40))
        asked = [Invitee(make_person(sign_in=True), None, Capacity.ADVOCATE) for _person in range(people)]
        made = invite(meeting, by=SYSTEM, people=asked)
        rows = Invitation.objects.select_related("meeting", "person").filter(pk__in=[one.pk for one in made])
        return cls([Guest(row, Caller) for row in rows])

    def answer(self, times: int, writers: int) -> None:
        """So many answers by so many at once, each of a person who then thinks better of it; nobody stops at a failure."""
        began = time.perf_counter()
        with ThreadPoolExecutor(writers) as pool:
            for result in [
                pool.submit(self._write, number, times // writers, self.guests[number::writers])
                for number in range(writers)
            ]:
                result.result()
        self.took = time.perf_counter() - began

    def _write(self, number: int, times: int, guests: list[Guest]) -> None:
        chance = random.Random(number)  # noqa: S311 - the same mix at every run
        try:
            for count in range(times):
                guest = guests[count % len(guests)]
                said = self.told.setdefault(guest.invitation.pk, [])
                answer = chance.choice([one for one in SAID if not said or one != said[-1][0]])
                door = chance.choice(DOORS)
                began = time.perf_counter()
                try:
                    self._through(door, guest, answer, f"<{number}-{count}@phone>")
                except Exception as problem:  # noqa: BLE001 - whatever it is, it counts
                    self.failed.append(f"{door}: {problem!r}")
                else:
                    said.append((answer, door))
                self.seconds[door].append(time.perf_counter() - began)
        finally:
            connection.close()

    def _through(self, door: str, guest: Guest, answer: str, message_id: str) -> None:
        if door == "web":
            guest.by_web(answer)
        elif door == "link":
            guest.by_link(answer)
        elif door == "caldav":
            status = guest.by_calendar(answer)
            assert status == 204, status
        else:
            raw = reply_mail(
                guest.invitation, answer, stamp=timezone.now(), sequence=0, message_id=message_id
            )
            outcome = guest.by_mail(raw)
            assert outcome.kind == MailOutcome.RECORDED, outcome

    def lost(self) -> list[int]:
        """The invitations whose ledger or board is not what their people said, in their order."""
        ledger: dict[int, list[tuple[str, str]]] = {}
        rows = Response.objects.filter(applied=True).order_by("pk")
        for pk, answer, channel in rows.values_list("invitation", "answer", "channel"):
            ledger.setdefault(pk, []).append((answer, channel))
        board = dict(Invitation.objects.values_list("pk", "answer"))
        return [
            pk
            for pk, said in self.told.items()
            if ledger.get(pk, []) != said or (said and board[pk] != said[-1][0])
        ]
