"""Answers by mail, points 47 and 49: three hundred forged mails, mails that cost, mails that talk to each other."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from django.conf import settings
from django.core import mail
from django.forms.models import model_to_dict

from hub.actors import SYSTEM
from hub.outbox import send_all_due
from meetings.actions.invitations import withdraw
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel, MailOutcome
from meetings.models import HeldMail, Invitation, Meeting
from tests import replies
from tests.builders import make_invitation, make_meeting, make_person
from tests.conformance import mail_bombs
from tests.replies import NOW, calendar, event, send

ROOT = Path(__file__).resolve().parents[2]


# --- Forged: 25 ways, in every shape of mail, with two answers ---------------------------------------------------


def forged(facts=None, *, mail=None, wrap=calendar, to=None, sender=None, shape=None, before=None):
    """One way to forge: what is changed of the event, the calendar, the mail, the envelope or the world."""

    def attack(invitation, make, partstat):
        row = before(invitation) if before else None
        ours = {name: one(invitation) if callable(one) else one for name, one in (facts or {}).items()}
        raw = (shape or make)(invitation, wrap(event(invitation, partstat, **ours)), **(mail or {}))
        return send(row or raw, invitation, to=to and to(invitation), sender=sender)

    return attack


def replayed(invitation, make, partstat):
    """An old answer of theirs again, after they have answered anew."""
    raw = make(invitation, calendar(event(invitation, partstat)))
    send(raw, invitation, minutes=1)
    record_response(
        invitation,
        Answer.TENTATIVE,
        by=invitation.person,
        channel=Channel.WEB,
        now=NOW + timedelta(minutes=2),
    )
    return send(raw, invitation, minutes=3)


def in_utf7(invitation, make, partstat):
    hidden = b64encode(calendar(event(invitation, partstat)).encode("utf-16-be")).rstrip(b"=")
    ics = b"+" + hidden + b"-"
    parts = [replies.part("text/calendar; method=REPLY; charset=utf-7", ics, encoding="7bit")]
    return send(replies.in_multipart(invitation, "mixed", *parts), invitation)


def inside_a_mail(invitation, make, partstat):
    inner = replies.bare(invitation, calendar(event(invitation, partstat)))
    parts = [replies.text("See below"), b"Content-Type: message/rfc822\r\n\r\n" + inner]
    return send(replies.in_multipart(invitation, "mixed", *parts), invitation)


def inside_a_report(invitation, make, partstat):
    part = replies.part("text/calendar; method=REPLY", calendar(event(invitation, partstat)).encode())
    return send(replies.in_multipart(invitation, "report", part), invitation)


def below_thirty_levels(invitation, make, partstat):
    inner = replies.part("text/calendar; method=REPLY", calendar(event(invitation, partstat)).encode())
    for number in range(30):
        kind, body = replies.multipart("mixed", f"level{number}", inner)
        inner = f"Content-Type: {kind}\r\n\r\n".encode() + body
    return send(replies.in_multipart(invitation, "mixed", inner), invitation)


def two_parts(invitation, make, partstat):
    parts = [
        replies.part("text/calendar; method=REPLY", calendar(event(invitation, one)).encode())
        for one in (partstat, "TENTATIVE")
    ]
    return send(replies.in_multipart(invitation, "mixed", *parts), invitation)


def two_events(text):
    return calendar(text, text.replace("PARTSTAT=ACCEPTED", "PARTSTAT=X").replace("DECLINED", "ACCEPTED"))


def with_method(method):
    return lambda text: calendar(text, method=method)


def other_token(invitation):
    return replies.token_address(make_invitation(make_meeting()))


def cancel_meeting(invitation):
    Meeting.objects.filter(pk=invitation.meeting_id).update(state="cancelled")


def take_back(invitation):
    withdraw(invitation, by=SYSTEM, now=NOW)


OURS = "mx.hub.example"
FORGED = {
    "From is not ATTENDEE": forged(mail={"From": "mallory@evil.example"}),
    "two of From": forged(mail={"From": "mallory@evil.example, person@people.example"}),
    "another ATTENDEE": forged({"attendee": "mailto:mallory@evil.example"}),
    "two of ATTENDEE": forged({"extra": ["ATTENDEE;PARTSTAT=ACCEPTED:mailto:mallory@evil.example"]}),
    "no ATTENDEE": forged({"attendee": None}),
    "a token of another kind": forged(to=lambda row: f"rsvp+{row.answer_token}@{settings.MAIL_DOMAIN}"),
    "a token by hand": forged(to=lambda row: f"rsvp+1-{'a' * 26}@{settings.MAIL_DOMAIN}"),
    "somebody else's token": forged(to=other_token),
    "another meeting": forged({"uid": "other@hub.example"}),
    "an old SEQUENCE": forged({"sequence": 0}),
    "an old DTSTAMP": forged({"stamp": NOW - timedelta(days=3)}),
    "one of a series": forged({"extra": ["RECURRENCE-ID:20300401T000000Z"]}),
    "two events": forged(wrap=two_events),
    "a REQUEST": forged(wrap=with_method("REQUEST")),
    "a CANCEL": forged(wrap=with_method("CANCEL")),
    "a COUNTER": forged(wrap=with_method("COUNTER")),
    "a machine's reply": forged(mail={"Auto-Submitted": "auto-replied"}),
    "the null path": forged(sender=""),
    "a false signature": forged(mail={"Authentication-Results": f"{OURS}; dkim=fail header.d=people.example"}),
    "a cancelled meeting": forged(before=cancel_meeting),
    "a withdrawn invitation": forged(before=take_back),
    "replayed": replayed,
    "UTF-7": in_utf7,
    "a mail in the mail": inside_a_mail,
    "inside a report": inside_a_report,
    "below thirty levels": below_thirty_levels,
    "two parts": two_parts,
}  # fmt: skip


@pytest.mark.django_db
def test_p47_three_hundred_forged_mails_none_is_accepted(settings):
    settings.MAIL_AUTHSERV_ID = OURS
    accepted, tried = [], 0
    for name, attack in FORGED.items():
        for shape, make in replies.SHAPES.items():
            for partstat in ("ACCEPTED", "DECLINED"):
                invitation = make_invitation(make_meeting(itip_sequence=2))
                record_response(
                    invitation,
                    Answer.TENTATIVE,
                    by=invitation.person,
                    channel=Channel.WEB,
                    now=NOW - timedelta(days=1),
                )
                before = model_to_dict(Meeting.objects.get(pk=invitation.meeting_id), exclude=["state"])
                outcome, _reason = attack(invitation, make, partstat)
                tried += 1
                now = Invitation.objects.get(pk=invitation.pk).answer
                untouched = now == Answer.TENTATIVE or (
                    name == "a withdrawn invitation" and now == Answer.NEEDS_ACTION
                )
                after = model_to_dict(Meeting.objects.get(pk=invitation.meeting_id), exclude=["state"])
                if outcome == MailOutcome.RECORDED or not untouched or before != after:
                    accepted.append((name, shape, partstat, outcome))
    assert tried >= 300
    assert accepted == []


@pytest.mark.django_db
@pytest.mark.parametrize("shape", replies.SHAPES)
def test_p47_the_same_mails_unforged_are_accepted(shape):
    """The control: what the forged ones are made from gets in."""
    invitation = make_invitation(make_meeting(itip_sequence=2))
    raw = replies.SHAPES[shape](invitation, calendar(event(invitation)))
    assert send(raw, invitation) == (MailOutcome.RECORDED, None)


# --- Bombs -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def costs():
    """{name: (seconds, MB)}, from a process of its own."""
    environ = {**os.environ, "HUB_NO_BOOTSTRAP": "1", "HUB_DATA_DIR": str(settings.DATA_DIR)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.mail_bombs"],
        cwd=ROOT, env=environ, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = map(json.loads, done.stdout.splitlines())
    return {name: (seconds, peak) for name, seconds, peak, _refused in rows}


def test_p49_no_mail_costs_five_seconds_above_the_median_or_half_a_gigabyte(costs):
    assert set(costs) == set(mail_bombs.bombs())
    usual = median(seconds for seconds, _peak in costs.values())
    assert {name: spent for name, (spent, _peak) in costs.items() if spent > usual + 5} == {}
    assert max(peak for _seconds, peak in costs.values()) < 512


@pytest.mark.django_db
def test_p49_every_bomb_ends_in_a_refusal_or_in_the_tray():
    invitation = make_invitation(make_meeting())
    kinds = {MailOutcome.TOO_LARGE, MailOutcome.HELD, MailOutcome.FORWARDED, MailOutcome.IGNORED}
    outcomes = {name: send(raw, invitation)[0] for name, raw in mail_bombs.bombs().items()}
    assert set(outcomes.values()) <= kinds
    assert outcomes["20 megabytes"] == outcomes["5000 levels"] == MailOutcome.TOO_LARGE
    assert outcomes["2000 events"] == MailOutcome.HELD
    assert Invitation.objects.get().answer == Answer.NEEDS_ACTION


# --- Loops -------------------------------------------------------------------------------------------------------


def exchange(rounds=10):
    """Deliver what leaves to whoever it is for, as long as it is for one of our answer addresses; how many left."""
    by_address = {replies.token_address(row): row for row in Invitation.objects.select_related("person")}
    delivered = 0
    for number in range(rounds):
        send_all_due()
        waiting, delivered = mail.outbox[delivered:], len(mail.outbox)
        for message in waiting:
            for address in message.to:
                if address in by_address:
                    send(message.message().as_bytes(), by_address[address], minutes=number)
    return delivered


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["message", "old answer"])
def test_p46_two_hubs_that_mail_each_other_send_one_mail(settings, kind):
    meeting = make_meeting()
    here, there = (make_invitation(meeting, make_person(), sent_sequence=0, sent_at=NOW) for _hub in range(2))
    for row, other in ((here, there), (there, here)):
        row.person.email = replies.token_address(other)
        row.person.save()
    settings.SECRETARIAT_EMAIL = replies.token_address(there)
    if kind == "message":
        send(replies.person(here, From="somebody@people.example"), here)
    else:
        Meeting.objects.update(itip_sequence=4)
        old = replies.outlook(here, calendar(event(here, sequence=1)))
        assert send(old, here) == replies.STALE
    assert exchange() == 1
    assert HeldMail.objects.count() <= 2
