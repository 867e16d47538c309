"""One invitation and its answer, all the way round; told in `test_loop.py`, timed by `python -m tests.loop`."""

import time
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hub.outbox import send_all_due
from meetings.actions.invitations import invite, invitees
from meetings.models import Invitation
from members.actions.calendar_keys import make_key
from members.models import Person
from tests.builders import make_clerk, make_meeting, make_organisation, make_person, make_seat, sign_in
from tests.calendar_program import reply_to
from tests.conformance.dav import Dav, dav_of
from tests.stories.post import PEOPLE, Post


@dataclass
class Round:
    """Somebody who is invited to a meeting, and how the hub is looked at."""

    post: Post
    domain: str
    clerk: Person
    invitation: Invitation
    feed: str
    telephone: Dav

    @classmethod
    def begin(cls, post: Post, domain: str, **facts) -> "Round":
        """Invite the representative of a new organisation to a new meeting; the mail lies in the outbox."""
        clerk = make_clerk()
        person = make_person("Sok", "Dara", **facts)
        if "email" not in facts:
            person.email = f"sok.dara.{person.pk}@{PEOPLE}"
            person.save()
        make_seat(make_organisation(), person)
        _key, secret = make_key(person, name="telephone", discreet=False, by=person)
        meeting = make_meeting(timezone.localdate() + timedelta(days=40))
        people = [one for one in invitees(meeting) if one.person == person]
        (invitation,) = invite(meeting, by=clerk, people=people)
        return cls(post, domain, clerk, invitation, f"/calendar/p/{secret}.ics", dav_of(person))

    @property
    def address(self) -> str:
        return self.invitation.person.email

    def invited(self) -> EmailMessage:
        """The worker sends what is due; the invitation as it lies in the person's mailbox."""
        send_all_due()
        return self.post.wait_for_mail(self.address)

    def answered(self, answer: str) -> bool:
        return Invitation.objects.filter(pk=self.invitation.pk, answer=answer).exists()

    def answer(self, message: EmailMessage, partstat: str, **how) -> float:
        """The person's calendar program answers; seconds until the hub has recorded it."""
        reply = reply_to(message, partstat, **how)
        began = time.monotonic()
        self.post.send(reply)
        self.post.take_in(lambda: self.answered(partstat.lower()), domain=self.domain)
        return time.monotonic() - began

    # --- What stands where

    def board(self) -> str:
        client = sign_in(Client(), self.clerk)
        return client.get(reverse("meetings:answers", args=[self.invitation.meeting.slug])).content.decode()

    def answer_page(self) -> str:
        return Client().get(f"/rsvp/{self.invitation.answer_token}/").content.decode()

    def own_feed(self) -> str:
        return Client().get(self.feed).content.decode().replace("\r\n ", "")

    def caldav(self) -> str:
        return self.telephone.text(self.telephone.href(self.invitation.meeting))


def go_round(post: Post, domain: str) -> tuple[float, float, float]:
    """Seconds from the invitation in the outbox to its answer in the hub; of these for the answer; for a second one.

    Before the first one Postfix asks the hub whether the address is known, and looks for the reply once a second.
    """
    began = time.monotonic()
    one = Round.begin(post, domain)
    message = one.invited()
    first = one.answer(message, "ACCEPTED")
    whole = time.monotonic() - began
    return whole, first, one.answer(message, "DECLINED")
