"""What the public pages cost: `python3 manage.py test tests/benchmarks/pages.py -s`.

SQL queries, octets as a browser gets them (HTML and style sheet as brotli, without fonts), requests, and CPU
milliseconds of one whole request in this process, median of rounds, beside a view of one query in the same stack.
"""

import re
import sys
import time
from datetime import date
from statistics import median

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from hub.actors import SYSTEM
from hub.models import Version
from hub.urls import urlpatterns as table_of_addresses
from meetings.actions import decisions
from meetings.enums import MeetingState
from tests.builders import make_meeting, make_news

ROUNDS, CALLS = 5, 5
MOST_QUERIES, MOST_OCTETS, MOST_REQUESTS = 8, 15_000, 5


def bare(request):
    """One query and a word."""
    Version.objects.of("calendar")
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *table_of_addresses]


def fill(first, size):
    """News items from number `first` to `size`, each with its held meeting and a decision; returns the last."""
    for number in range(first, size + 1):
        day = date(2022 + number // 12, number % 12 + 1, 8)
        meeting = make_meeting(day, state=MeetingState.HELD, number=number, slug=f"m{number}")
        decisions.decide(
            meeting, by=SYSTEM, title={"en": f"Point {number}"}, text={"en": "The group decides."}
        )
        last = make_news(
            f"News {number}",
            published_on=day,
            meeting=meeting,
            lead="Two leads, one rule on publishing.",
            body=[("text", "<p>The members agreed.</p>" * 5)],
        )
    return last


def cost(work):
    """CPU milliseconds of one call."""
    began = time.process_time()
    for _call in range(CALLS):
        work()
    return (time.process_time() - began) / CALLS * 1000


def packed(data):
    return len(brotli.compress(data, quality=5))


@pytest.mark.django_db
def test_cost_of_the_public_pages(settings, capsys):
    settings.ROOT_URLCONF = __name__
    client = Client()
    with open(finders.find("hub/hub.css"), "rb") as sheet:
        css = len(brotli.compress(sheet.read(), quality=11))
    table, asked = [], {}
    for first, size in ((1, 3), (4, 60)):
        last = fill(first, size)
        pages = {
            "home": "/en/",
            "home, Khmer": "/km/",
            "news list": "/en/news/",
            "news item": last.url_path,
            "meeting": "/en/meetings/m1/",
            "search": "/en/search/?q=agreed",
        }
        for name, url in pages.items():
            html = client.get(url).content
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            count = len(queries)
            asked.setdefault(name, set()).add(count)
            requests = 1 + len(re.findall(rb'<link rel="stylesheet"|<script src=|<img ', html))
            rounds = [
                (cost(lambda url=url: client.get(url)), cost(lambda: client.get("/bare/")))
                for _r in range(ROUNDS)
            ]
            own, measure = (median(column) for column in zip(*rounds, strict=True))
            table.append((name, size, count, packed(html), packed(html) + css, requests, own, own / measure))
            if name.startswith("home"):
                assert packed(html) + css <= MOST_OCTETS
                assert requests <= MOST_REQUESTS
    head = "page          items  queries  html br  with css  requests  CPU ms  /bare"
    line = "{:<12} {:>6} {:>8} {:>8} {:>9} {:>9} {:>7.2f} {:>6.1f}"
    with capsys.disabled():
        sys.stdout.write("\n".join(["", head, *(line.format(*row) for row in table), ""]))
    assert all(len(counts) == 1 for name, counts in asked.items() if name != "search"), asked
    assert (
        max(max(counts) for name, counts in asked.items() if name not in ("search", "meeting"))
        <= MOST_QUERIES
    )
