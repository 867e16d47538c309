"""10,000 answers from 32 writers: `python3 manage.py test tests/benchmarks/answers.py -s`.

Web, link, mail and CalDAV in a random mix, each through the whole handler (for mail: the verb that every mail door
calls), 32 threads of one process, all people invited to the same meeting, while the background worker, another
process, sends the invitations. With `HUB_DATABASE_URL` the same on PostgreSQL; SQLite is a file with
`synchronous=FULL`. `HUB_TEST_ANSWERS` is the number of answers.
"""

import os
import sys
from statistics import quantiles

import pytest
from django.db import connection

from hub.models import OutboxMail
from hub.serving import commands
from meetings.models import Response
from tests.crowd import Crowd
from tests.servers import Server, hub_environment

ANSWERS, WRITERS, PEOPLE = int(os.environ.get("HUB_TEST_ANSWERS", "10000")), 32, 96


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_answers(capsys, tmp_path):
    crowd = Crowd.of(PEOPLE)
    environment = hub_environment(tmp_path, HUB_NO_BOOTSTRAP="1")
    worker = Server(commands(0)["background worker"], 0, env=environment, log=tmp_path / "worker.log")
    try:
        crowd.answer(ANSWERS, WRITERS)
    finally:
        worker.stop()
    lines = ["", f"{connection.vendor}: {ANSWERS} answers, {WRITERS} writers, {ANSWERS / crowd.took:.0f}/s"]
    lines.append("door     answers  p50 ms  p95 ms  longest")
    every = {**crowd.seconds, "all": [one for seconds in crowd.seconds.values() for one in seconds]}
    for door, seconds in every.items():
        cuts = quantiles(seconds, n=100)
        times = (cuts[49], cuts[94], max(seconds))
        lines.append(f"{door:<8} {len(seconds):>7} " + " ".join(f"{one * 1000:>7.0f}" for one in times))
    lost = crowd.lost()
    with capsys.disabled():
        lines.append(f"failed {len(crowd.failed)}, lost {len(lost)}")
        lines.append(f"sent meanwhile: {OutboxMail.objects.filter(sent_at__isnull=False).count()} mails")
        sys.stdout.write("\n".join([*lines, ""]))
    assert (crowd.failed, lost, worker.log.read_text()) == ([], [], "")
    assert Response.objects.filter(applied=True).count() == ANSWERS // WRITERS * WRITERS
