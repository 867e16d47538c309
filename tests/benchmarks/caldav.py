"""An answer by CalDAV beside Radicale: `python3 manage.py test tests/benchmarks/caldav.py -s`.

Each a process of its own with the same collection of 120 and of 1,200 events; one attendee's answer is stored over and
over, each time another one. What is counted is the CPU of the server; medians of alternating rounds.
"""

import re
from base64 import b64encode
from datetime import date, timedelta
from statistics import median

import pytest

from members.actions.app_passwords import make_app_password, principal_name
from tests.benchmarks.radicale import AS_ANNA, Client, report
from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.servers import hub_server, radicale_server

ROUNDS, TIMES = 5, 30
SIZES = (120, 1_200)
FIRST = date(2030, 1, 1)


def saying(text: bytes, partstat: bytes) -> bytes:
    """The object with another answer; unfolded, as some clients write it."""
    return re.sub(rb"PARTSTAT=[A-Z-]+", b"PARTSTAT=" + partstat, text.replace(b"\r\n ", b""))


def cost(client, path, bodies):
    """CPU milliseconds per PUT, every other one with the other answer."""
    before = client.server.cpu()
    for number in range(TIMES):
        status, content = client.ask("PUT", path, bodies[number % 2], **{"Content-Type": "text/calendar"})
        assert status in (201, 204), content[:300]
    return (client.server.cpu() - before) / TIMES * 1000


@pytest.mark.django_db(transaction=True)
def test_cost_of_an_answer(tmp_path, capsys):
    seat = make_seat(make_organisation(), make_person())
    _row, secret = make_app_password(seat.person, name="benchmark", by=seat.person)
    as_person = {"Authorization": "Basic " + b64encode(f"{seat.person.email}:{secret}".encode()).decode()}
    (tmp_path / "hub").mkdir()
    rows, size = [], 0
    with hub_server(tmp_path / "hub") as hub, radicale_server(tmp_path) as radicale:
        ours, theirs = Client(hub, as_person), Client(radicale, AS_ANNA)
        for wanted in SIZES:
            uids = []
            for number in range(size, wanted):
                meeting = make_meeting(FIRST + timedelta(days=number))
                make_invitation(meeting, seat.person, organisation=seat.organisation)
                uids.append(meeting.uid)
            size = wanted
            path = f"/dav/{principal_name(seat.person)}/meetings/{uids[-1]}.ics"
            status, text = ours.ask("GET", path)
            assert status == 200
            collection = f"/anna/{wanted}/"
            assert theirs.ask("MKCALENDAR", collection)[0] == 201
            for number in range(wanted):
                one = text.replace(uids[-1].encode(), f"{number}@example.org".encode())
                their_path = f"{collection}{number}.ics"
                assert theirs.ask("PUT", their_path, one, **{"Content-Type": "text/calendar"})[0] == 201
            our_bodies = [saying(text, answer) for answer in (b"ACCEPTED", b"TENTATIVE")]
            their_bodies = [saying(one, answer) for answer in (b"ACCEPTED", b"TENTATIVE")]
            cost(ours, path, our_bodies), cost(theirs, their_path, their_bodies)
            pairs = [
                (cost(ours, path, our_bodies), cost(theirs, their_path, their_bodies))
                for _round in range(ROUNDS)
            ]
            mine, other = (median(column) for column in zip(*pairs, strict=True))
            rows.append((wanted, mine, other, other / mine))
    report(capsys, "events   hub ms  Radicale ms  CPU ratio", "{:<8} {:>6.2f} {:>12.2f} {:>10.1f}", rows)
    assert rows[1][1] <= rows[0][1] * 1.3  # flat
