"""How dear a poll of the public feed is: `python3 manage.py test tests/benchmarks/feed.py -s`.

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

from hub.models import Version
from hub.urls import urlpatterns as table_of_addresses
from meetings.actions.calendar_entries import refresh_entry
from meetings.models import CalendarEntry, Meeting
from tests.builders import make_meeting

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


def fill(size):
    """`size` meetings with their calendar text, by copying one that was written the usual way."""
    first = make_meeting(
        date(2020, 1, 1), summary_en="Thematic groups and the terms of reference", slug="first"
    )
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
