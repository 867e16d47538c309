"""How dear a poll of the public feed and of a personal one is: `python3 manage.py test tests/benchmarks/feed.py -s`.

CPU seconds of this process per request, medians of alternating rounds, whole handler without a server. The
measure is a view of one query behind every middleware: what a poll would cost as an ordinary page.
"""

import sys
import time
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from hub.models import Version
from hub.urls import urlpatterns as table_of_addresses
from meetings.actions.calendar_entries import refresh_entry
from meetings.models import CalendarEntry, Invitation, Meeting
from members.actions.calendar_keys import make_key
from tests.builders import make_meeting, make_organisation, make_seat

ROUNDS, POLLS = 7, 60
FEED = "/calendar/public.ics"


def bare(request):
    """One query and a word."""
    Version.objects.of("calendar")
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *table_of_addresses]


def cost(work, times):
    """CPU milliseconds of one call, over `times` calls."""
    began = time.process_time()
    for _call in range(times):
        work()
    return (time.process_time() - began) / times * 1000


def fill(size, *, begins=date(2020, 1, 1)):
    """`size` meetings with their calendar text, one a day, by copying one that was written the usual way."""
    first = make_meeting(begins, summary_en="Thematic groups and the terms of reference", slug="first")
    refresh_entry(first)
    entries = list(first.calendar_entries.all())
    meetings = Meeting.objects.bulk_create(
        Meeting(
            slug=f"m{number}",
            date=first.date + timedelta(days=number),
            start_time=first.start_time,
            end_time=first.end_time,
            state=first.state,
        )
        for number in range(1, size)
    )
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            meeting=meeting,
            language=entry.language,
            is_public=True,
            body=entry.body.replace(first.uid, meeting.uid),
        )
        for meeting in meetings
        for entry in entries
    )
    Version.objects.bump("calendar")


@pytest.mark.django_db
def test_cost_of_a_poll(settings, capsys):
    settings.ROOT_URLCONF = __name__
    client = Client()
    table, polls = [], {}
    for size in (120, 1_200, 12_000):
        Meeting.objects.all().delete()
        fill(size)
        first = client.get(FEED)
        body, known = first.content, {"If-None-Match": first["ETag"]}

        def poll(known=known):
            assert client.get(FEED, headers=known).status_code == 304

        def read(body=body):
            assert client.get(FEED).content == body

        def change(known=known):
            Version.objects.bump("calendar")
            known["If-None-Match"] = client.get(FEED)["ETag"]

        with CaptureQueriesContext(connection) as queries:
            poll()
        asked = len(queries)  # before the log is cleared
        assert asked <= 3
        rounds = [
            (cost(poll, POLLS), cost(lambda: client.get("/bare/"), POLLS), cost(read, POLLS), cost(change, 2))
            for _round in range(ROUNDS)
        ]
        row = [median(column) for column in zip(*rounds, strict=True)]
        polls[size] = row[0]
        table.append((size, len(body), asked, *row, row[0] / row[1]))
    head = "meetings     octets  queries  304 ms  bare ms  body ms  rebuilt ms  304/bare"
    line = "{:>8} {:>10} {:>8} {:>7.3f} {:>8.3f} {:>8.3f} {:>11.2f} {:>9.2f}"
    with capsys.disabled():
        sys.stdout.write("\n".join(["", head, *(line.format(*row) for row in table), ""]))
    assert all(row[-1] <= 0.8 for row in table)
    assert polls[12_000] <= polls[120] * 1.25


COLLEAGUES = 3
AHEAD = 300  # days: all of it stays inside the window of a personal feed


def invite_everywhere():
    """Invite an organisation's people to every meeting there is; the address of one person's feed."""
    organisation, today = make_organisation(), timezone.localdate()
    seats = [make_seat(organisation) for _one in range(COLLEAGUES)]
    meetings = list(Meeting.objects.order_by("pk"))
    for number, meeting in enumerate(meetings):
        meeting.date = today + timedelta(days=number % AHEAD)
    Meeting.objects.bulk_update(meetings, ["date"], batch_size=500)
    Invitation.objects.bulk_create(
        Invitation(
            meeting=meeting,
            person=seat.person,
            organisation=seat.organisation,
            capacity="representative",
        )
        for meeting in meetings
        for seat in seats
    )
    _key, secret = make_key(seats[0].person, name="phone", discreet=False, by=seats[0].person)
    return f"/calendar/p/{secret}.ics"


@pytest.mark.django_db
def test_cost_of_a_personal_poll(settings, capsys):
    """A poll of one's own feed costs the same with 12 invitations and with 1,200, and needs no more queries."""
    settings.ROOT_URLCONF = __name__
    client = Client()
    table, polls = [], {}
    for size in (12, 120, 1_200):
        Invitation.objects.all().delete()
        Meeting.objects.all().delete()
        fill(size)
        address = invite_everywhere()
        first = client.get(address)
        assert first.content.count(b"BEGIN:VEVENT") == size
        known = {"If-None-Match": first["ETag"]}

        def poll(address=address, known=known):
            assert client.get(address, headers=known).status_code == 304

        def read(address=address):
            assert client.get(address).status_code == 200

        counted = []
        for one in (poll, read):
            with CaptureQueriesContext(connection) as queries:
                one()
            counted.append(len(queries))
        rounds = [
            (cost(poll, POLLS), cost(lambda: client.get("/bare/"), POLLS), cost(read, 2))
            for _round in range(ROUNDS)
        ]
        row = [median(column) for column in zip(*rounds, strict=True)]
        polls[size] = row[0]
        table.append((size, len(first.content), *counted, *row, row[0] / row[1], row[2] / size))
    head = "invited      octets  queries 304  200   304 ms  bare ms   200 ms  304/bare  ms each"
    line = "{:>7} {:>11} {:>12} {:>4} {:>8.3f} {:>8.3f} {:>8.1f} {:>9.2f} {:>8.3f}"
    with capsys.disabled():
        sys.stdout.write("\n".join(["", head, *(line.format(*row) for row in table), ""]))
    assert all(row[2] <= 3 for row in table)
    assert len({row[3] for row in table}) == 1
    assert all(row[-2] <= 0.8 for row in table)
    assert polls[1_200] <= polls[12] * 1.25
