"""The feed, and an answer by PUT, beside Radicale 3.9: `python3 manage.py test tests/benchmarks/radicale.py -s`.

Both are processes of their own on this machine, asked by the same client over new connections, in alternating rounds:
the hub under granian as `run` starts it (two workers; their CPU and that of their parent is added up), Radicale as
`python -m radicale` with one collection that holds the very same events. What is counted is the CPU of the server;
medians of the rounds. The change between two readings is made outside of what is counted.

An answer is what a program on a device stores: the event with another PARTSTAT, ACCEPTED and DECLINED in turn, with
If-Match as devices send it left out on both sides. The person's calendar holds 120 meetings, then 1,200. Both sides
know the person by a password, and the program has asked both what there is (`sync-collection`) before it answers, as
every program does: from then on Radicale keeps a history of each event, and we kept ours before.
"""

import http.client
import re
import sys
import time
from base64 import b64encode
from datetime import date
from statistics import median

import pytest
from django.db import connection

from hub.models import Version
from meetings.actions.calendar_entries import refresh_entry, touch
from meetings.enums import Capacity
from meetings.models import Invitation, Meeting
from members.actions.app_passwords import make_app_password, principal_name
from tests.benchmarks.feed import fill
from tests.builders import make_meeting, make_person
from tests.servers import hub_server, radicale_server

ROUNDS, SIZE = 7, 1_200
FEED, COLLECTION = "/calendar/public.ics", "/anna/calendar/"
AS_ANNA = {"Authorization": "Basic " + b64encode(b"anna:anna").decode()}


class Client:
    """Asks one server, each time over a new connection, as polling calendars do."""

    def __init__(self, server, headers=None):
        self.server, self.headers = server, headers or {}

    def ask(self, method, path, body=None, **headers):
        """(status, body) of one request."""
        wire = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        wire.request(method, path, body, {**self.headers, **headers})
        answer = wire.getresponse()
        content = answer.read()
        wire.close()
        return answer.status, content

    def cost(self, times, method, path, body=None, *, expect=200, **headers):
        """(CPU milliseconds of the server per request, requests per second) of the same request `times` times."""
        before, began = self.server.cpu(), time.perf_counter()
        for _time in range(times):
            status, content = self.ask(method, path, body, **headers)
            assert status == expect, content[:500]
        took = time.perf_counter() - began
        return (self.server.cpu() - before) / times * 1000, times / took


def events_of(feed: bytes) -> list[bytes]:
    """Each VEVENT of a feed as an object of its own, with the time zone."""
    head, _begin, rest = feed.partition(b"BEGIN:VEVENT\r\n")
    head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith(b"METHOD"))
    events = (b"BEGIN:VEVENT\r\n" + rest).replace(b"END:VCALENDAR\r\n", b"").split(b"END:VEVENT\r\n")[:-1]
    return [head + event + b"END:VEVENT\r\nEND:VCALENDAR\r\n" for event in events]


def report(capsys, head, line, rows):
    with capsys.disabled():
        sys.stdout.write(
            "\n".join(["", f"{connection.vendor}", head, *(line.format(*row) for row in rows), ""])
        )


@pytest.mark.django_db(transaction=True)
def test_cost_of_the_feed(tmp_path, capsys):
    fill(SIZE)
    (tmp_path / "hub").mkdir()
    with hub_server(tmp_path / "hub") as hub, radicale_server(tmp_path) as radicale:
        ours, theirs = Client(hub), Client(radicale, AS_ANNA)
        status, body = ours.ask("GET", FEED)
        assert (status, body.count(b"BEGIN:VEVENT")) == (200, SIZE)
        assert theirs.ask("PUT", COLLECTION, body, **{"Content-Type": "text/calendar"})[0] == 201
        one = events_of(body)[0]
        uid = next(line for line in one.split(b"\r\n") if line.startswith(b"UID:"))[4:].decode()
        for _worker in range(6):
            ours.ask("GET", FEED)
            assert theirs.ask("GET", COLLECTION)[1].count(b"BEGIN:VEVENT") == SIZE
        changed, unchanged = [], []
        for number in range(ROUNDS):
            rows = []
            for _again in range(3):
                Version.objects.bump("calendar")
                other = one.replace(b"SUMMARY:", f"SUMMARY:{number} ".encode())
                assert theirs.ask("PUT", f"{COLLECTION}{uid}.ics", other)[0] in (201, 204)
                rows.append((*ours.cost(1, "GET", FEED), *theirs.cost(1, "GET", COLLECTION)))
            changed.append([median(column) for column in zip(*rows, strict=True)])
            for _worker in range(6):  # both workers hold the new body
                ours.ask("GET", FEED)
            unchanged.append((*ours.cost(200, "GET", FEED), *theirs.cost(5, "GET", COLLECTION)))
    rows = []
    for name, rounds in (("changed", changed), ("unchanged", unchanged)):
        cpu, rate, their_cpu, their_rate = (median(column) for column in zip(*rounds, strict=True))
        rows.append((name, cpu, their_cpu, their_cpu / cpu, rate, their_rate, rate / their_rate))
    head = "feed         hub ms  Radicale ms  CPU ratio  hub req/s  Radicale req/s  rate ratio"
    report(capsys, head, "{:<10} {:>8.2f} {:>12.2f} {:>10.1f} {:>10.1f} {:>15.1f} {:>11.1f}", rows)
    assert rows[0][3] >= 10
    assert rows[1][6] >= 20


PARTSTAT = re.compile(rb"PARTSTAT=[A-Z-]+")
RESPONSE = re.compile(rb"<(?:\w+:)?response>")
SYNC = '<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>'


def invited_to(size):
    """A person invited to `size` meetings to come; (the invitation to one of them, secret)."""
    Meeting.objects.all().delete()
    fill(size - 1, begins=date(2035, 1, 2))
    person = make_person()
    coming = make_meeting(date(2035, 1, 1), slug=f"coming-{size}")
    refresh_entry(coming)
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, person=person, capacity=Capacity.ADVOCATE, calendar_revision=1)
        for meeting in Meeting.objects.all()
    )
    touch(Invitation.objects.filter(meeting=coming))
    _row, secret = make_app_password(person, name="phone", by=person)
    return coming.invitations.select_related("meeting", "person").get(), secret


@pytest.mark.django_db(transaction=True)
def test_cost_of_an_answer(tmp_path, capsys):
    rows = []
    for size in (120, SIZE):
        invitation, secret = invited_to(size)
        person = invitation.person
        folder = tmp_path / str(size)
        (folder / "hub").mkdir(parents=True)
        login = b64encode(f"{person.email}:{secret}".encode()).decode()
        own = f"/dav/{principal_name(person)}/meetings/"
        path = f"{own}{invitation.meeting.uid}.ics"
        with hub_server(folder / "hub") as hub, radicale_server(folder, users="anna:anna") as radicale:
            ours = Client(hub, {"Authorization": f"Basic {login}", "Content-Type": "text/calendar"})
            theirs = Client(radicale, AS_ANNA | {"Content-Type": "text/calendar"})
            status, one = ours.ask("GET", path)
            assert status == 200
            one = one.replace(b"\r\n ", b"")  # a fold may stand in the middle of the word that is changed
            assert theirs.ask("PUT", COLLECTION, ours.ask("GET", FEED)[1])[0] == 201
            for client, where in ((ours, own), (theirs, COLLECTION)):
                status, held = client.ask("REPORT", where, SYNC, Depth="1")
                assert (status, len(RESPONSE.findall(held))) == (207, size)
            sides = [(ours, path), (theirs, f"{COLLECTION}{invitation.meeting.uid}.ics")]

            def answer(client, where, times, one=one):
                before, began = client.server.cpu(), time.perf_counter()
                for number in range(times):
                    said = (b"PARTSTAT=ACCEPTED", b"PARTSTAT=DECLINED")[number % 2]
                    assert client.ask("PUT", where, PARTSTAT.sub(said, one))[0] in (201, 204)
                took = time.perf_counter() - began
                return (client.server.cpu() - before) / times * 1000, times / took

            for client, where in sides:
                answer(client, where, 40)  # every thread of both workers has made its statements
            rounds = [
                [value for client, where in sides for value in answer(client, where, 20)]
                for _round in range(ROUNDS)
            ]
        cpu, rate, their_cpu, their_rate = (median(column) for column in zip(*rounds, strict=True))
        rows.append((size, cpu, their_cpu, their_cpu / cpu, rate, their_rate, rate / their_rate))
    head = "answer by PUT, meetings  hub ms  Radicale ms  CPU ratio  hub req/s  Radicale req/s  rate ratio"
    report(capsys, head, "{:>23} {:>7.2f} {:>12.2f} {:>10.1f} {:>10.1f} {:>15.1f} {:>11.1f}", rows)
    assert rows[0][3] >= 4
    assert rows[1][1] <= rows[0][1] * 1.25
