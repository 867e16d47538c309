"""10,000 answers from 32 writers: `python3 manage.py test tests/benchmarks/answers.py -s`.

Web, link, mail and CalDAV in a random mix, each through the whole handler (for mail: the verb that every mail door
calls), 32 threads of one process, all people invited to the same meeting. With `HUB_DATABASE_URL` the same on
PostgreSQL; SQLite is a file with `synchronous=FULL`. `HUB_TEST_ANSWERS` is the number of answers.
"""

import os
import sys
from statistics import quantiles

import pytest
from django.db import connection

from meetings.models import Response
from tests.crowd import Crowd

ANSWERS, WRITERS, PEOPLE = int(os.environ.get("HUB_TEST_ANSWERS", "10000")), 32, 96


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_answers(capsys):
    crowd = Crowd.of(PEOPLE)
    crowd.answer(ANSWERS, WRITERS)
    lines = ["", f"{connection.vendor}: {ANSWERS} answers, {WRITERS} writers, {ANSWERS / crowd.took:.0f}/s"]
    lines.append("door     answers  p50 ms  p95 ms")
    every = {**crowd.seconds, "all": [one for seconds in crowd.seconds.values() for one in seconds]}
    for door, seconds in every.items():
        cuts = quantiles(seconds, n=100)
        lines.append(f"{door:<8} {len(seconds):>7} {cuts[49] * 1000:>7.0f} {cuts[94] * 1000:>7.0f}")
    lost = crowd.lost()
    with capsys.disabled():
        sys.stdout.write("\n".join([*lines, f"failed {len(crowd.failed)}, lost {len(lost)}", ""]))
    assert (crowd.failed, lost) == ([], [])
    assert Response.objects.filter(applied=True).count() == ANSWERS // WRITERS * WRITERS
