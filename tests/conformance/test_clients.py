"""Real calendar programs against the hub as it runs: granian, two workers, the database of the test.

The `caldav` library finds everything from the name of the host, vdirsyncer keeps a folder of files in step, khal shows
that folder. The numbers in the names are those of the checklist.
"""

import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import caldav
import pytest
from caldav.lib import error

from hub.actors import SYSTEM
from meetings.actions import planning
from meetings.actions.invitations import Invitee, invite
from meetings.actions.responses import record_response
from meetings.enums import Answer, Capacity, Channel
from meetings.models import Invitation, Response, ScratchEvent
from members.actions.app_passwords import make_app_password, revoke_app_password
from tests.builders import make_meeting, make_organisation, make_person, make_seat
from tests.servers import hub_server

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = date(2030, 3, 14), date(2030, 7, 11)
PATIENCE = 180  # seconds for one run of a program on a busy machine


@pytest.fixture
def member():
    """A representative who is invited to two meetings, and has an app password: (person, secret, its row)."""
    organisation = make_organisation("Stone Bridge Legal Aid")
    person = make_person("Prak", "Nita", email="prak.nita@people.example")
    make_seat(organisation, person)
    for day in (FIRST, SECOND):
        meeting = make_meeting(day, summary_en="Thematic groups")
        invite(meeting, by=SYSTEM, people=[Invitee(person, organisation, Capacity.REPRESENTATIVE)])
    row, secret = make_app_password(person, name="laptop", by=person)
    return person, secret, row


@pytest.fixture
def hub(member, tmp_path):
    """The hub in two worker processes, with the collection for events of one's own."""
    (tmp_path / "hub").mkdir()
    with hub_server(tmp_path / "hub", HUB_CALDAV_SCRATCH="1") as server:
        yield server


def invitation_of(day):
    return Invitation.objects.get(meeting__date=day)


# --- caldav ---------------------------------------------------------------------------------------------------


@pytest.fixture
def client(hub, member):
    person, secret, _row = member
    with caldav.DAVClient(url=hub.url, username=person.email, password=secret) as client:
        yield client


def meetings_of(client):
    return next(one for one in client.get_principal().get_calendars() if "/meetings/" in str(one.url))


def event_of(client, day):
    calendar = meetings_of(client)
    return next(event for event in calendar.get_events() if event.icalendar_component.start.date() == day)


def say(event, answer):
    attendee = event.icalendar_component["ATTENDEE"]
    attendee.params["PARTSTAT"] = answer


def test_p52_p53_p60_p61_caldav_finds_the_calendar_and_answers(client, member):
    assert client.supports_caldav()
    assert client.supports_scheduling()
    principal = client.get_principal()
    assert f"mailto:{member[0].email}" in [str(one) for one in principal.calendar_user_address_set()]
    event = event_of(client, FIRST)
    sequence = event.icalendar_component.get("SEQUENCE", 0)
    say(event, "ACCEPTED")
    event.save()  # as it comes: with SEQUENCE one higher
    assert event.icalendar_component["SEQUENCE"] == sequence + 1
    invitation = invitation_of(FIRST)
    assert (invitation.answer, invitation.channel) == (Answer.ACCEPTED, Channel.CALDAV)
    assert Response.objects.count() == 1
    assert event_of(client, FIRST).icalendar_component["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_p62_caldav_is_refused_another_time(client):
    event = event_of(client, FIRST)
    start = event.icalendar_component.start
    event.icalendar_component["DTSTART"].dt = start + timedelta(hours=1)
    say(event, "ACCEPTED")
    with pytest.raises(error.AuthorizationError) as refused:
        event.save()
    assert "allowed-attendee-scheduling-object-change" in repr(vars(refused.value))
    assert not Response.objects.exists()
    assert event_of(client, FIRST).icalendar_component.start == start


def test_p59_p70_caldav_is_told_of_every_change_by_either_worker(client, member):
    """The token of one worker is understood by the other; an answer by link comes with the next look."""
    calendar = meetings_of(client)
    known = calendar.get_objects_by_sync_token(load_objects=True)
    assert len(list(known)) == 2
    for answer in (Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE, Answer.ACCEPTED):
        invitation = Invitation.objects.select_related("person", "meeting").get(meeting__date=SECOND)
        record_response(invitation, answer, by=member[0], channel=Channel.LINK)
        for _look in range(3):
            changed = calendar.get_objects_by_sync_token(known.sync_token, load_objects=True)
            (event,) = list(changed)
            assert event.icalendar_component["ATTENDEE"].params["PARTSTAT"] == answer.upper()
        known = changed
    for _look in range(4):
        assert list(calendar.get_objects_by_sync_token(known.sync_token, load_objects=True)) == []


def test_p68_caldav_with_a_revoked_password_is_out_at_once(client, member):
    event = event_of(client, FIRST)
    revoke_app_password(member[2], by=SYSTEM)
    say(event, "ACCEPTED")
    for _worker in range(4):
        with pytest.raises(error.AuthorizationError):
            event.save()
    assert not Response.objects.exists()


# --- vdirsyncer and khal --------------------------------------------------------------------------------------


class Desk:
    """A computer on which vdirsyncer keeps two folders in step with the hub, and khal shows them."""

    def __init__(self, hub, member, folder: Path):
        person, secret, _row = member
        self.folder = folder
        for name in ("meetings", "scratch"):
            (folder / "files" / name).mkdir(parents=True)
        (folder / "vdirsyncer.ini").write_text(
            f'[general]\nstatus_path = "{folder / "status"}"\n'
            '[pair hub]\na = "here"\nb = "there"\ncollections = ["meetings", "scratch"]\n'
            'conflict_resolution = "b wins"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{folder / "files"}"\nfileext = ".ics"\n'
            f'[storage there]\ntype = "caldav"\nurl = "{hub.url}/"\n'
            f'username = "{person.email}"\npassword = "{secret}"\n'
        )

    def run(self, program: str, *arguments: str, **environment: str) -> str:
        """What the program says; it must end well."""
        done = subprocess.run(
            [Path(sys.executable).parent / program, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "HOME": str(self.folder),
                "VDIRSYNCER_CONFIG": str(self.folder / "vdirsyncer.ini"),
                "XDG_CACHE_HOME": str(self.folder / "cache"),
                "XDG_DATA_HOME": str(self.folder / "data"),
                "XDG_CONFIG_HOME": str(self.folder / "config"),
                "PYTHONWARNINGS": "ignore",
                **environment,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said

    def sync(self) -> list[str]:
        """What the synchronisation did, beside looking."""
        said = self.run("vdirsyncer", "sync")
        return [line for line in said.splitlines() if line and not line.startswith("Syncing ")]

    def file(self, day: date, kind: str = "meetings") -> Path:
        start = f"{day:%Y%m%d}T"
        return next(
            path
            for path in (self.folder / "files" / kind).iterdir()
            if f":{start}" in path.read_text().partition("BEGIN:VEVENT")[2]
        )

    def answer(self, day: date, partstat: str) -> None:
        """As a program on this computer does: it writes the file anew."""
        path = self.file(day)
        text = path.read_text()
        before = text.partition("PARTSTAT=")[2].partition(":")[0].partition(";")[0]
        path.write_text(text.replace(f"PARTSTAT={before}", f"PARTSTAT={partstat}"))

    def khal(self, first: date, zone: str = "Asia/Phnom_Penh") -> list[str]:
        """The lines "start end title" of one day, in the time of `zone`."""
        config = self.folder / f"khal-{zone.replace('/', '-')}.ini"
        calendars = "".join(
            f"[[{name}]]\npath = {self.folder / 'files' / name}\n" for name in ("meetings", "scratch")
        )
        config.write_text(
            f"[calendars]\n{calendars}[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {self.folder / config.stem}.db\n"
        )
        arguments = ["--format", "{start-time} {end-time} {title}", "--day-format", ""]
        said = self.run("khal", "-c", str(config), "list", *arguments, f"{first:%Y-%m-%d}", "1d")
        return [line for line in said.splitlines() if line.strip()]


@pytest.fixture
def desk(hub, member, tmp_path):
    desk = Desk(hub, member, tmp_path)
    desk.run("vdirsyncer", "discover")
    return desk


def test_p59_p73_vdirsyncer_is_silent_the_third_time_and_khal_shows_the_hour(desk, member):
    assert len(desk.sync()) == 2
    desk.answer(FIRST, "ACCEPTED")
    person = member[0]
    other = Invitation.objects.select_related("person", "meeting").get(meeting__date=SECOND)
    record_response(other, Answer.DECLINED, by=person, channel=Channel.LINK)
    assert len(desk.sync()) >= 2  # one answer goes up, the other comes down
    assert invitation_of(FIRST).answer == Answer.ACCEPTED
    assert "PARTSTAT=DECLINED" in desk.file(SECOND).read_text().replace("\n ", "")
    desk.sync()  # fetches what the hub made of its own upload: a PUT is answered without ETag
    assert desk.sync() == []
    assert desk.sync() == []
    assert Response.objects.count() == 2
    (line,) = desk.khal(FIRST)
    assert line.startswith("09:00 12:00 ")
    (line,) = desk.khal(FIRST, "Europe/London")  # six or seven hours behind, by the season
    assert line.startswith("02:00 05:00 ")
    (line,) = desk.khal(SECOND, "Europe/London")
    assert line.startswith("03:00 06:00 ")


def test_p64_p70_vdirsyncer_takes_what_was_answered_elsewhere_in_the_same_minute(desk, member):
    desk.sync()
    desk.answer(FIRST, "ACCEPTED")
    invitation = Invitation.objects.select_related("person", "meeting").get(meeting__date=FIRST)
    record_response(invitation, Answer.TENTATIVE, by=member[0], channel=Channel.WEB)
    desk.sync()
    assert "PARTSTAT=TENTATIVE" in desk.file(FIRST).read_text().replace("\n ", "")
    assert invitation_of(FIRST).answer == Answer.TENTATIVE
    assert desk.sync() == []


def test_p64_p70_vdirsyncer_learns_of_a_new_day(desk):
    desk.sync()
    planning.move(
        invitation_of(FIRST).meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(8), end_time=time(10)
    )
    desk.sync()
    (line,) = desk.khal(date(2030, 3, 21))
    assert line.startswith("08:00 10:00 ")
    assert desk.khal(FIRST) == []
    assert desk.sync() == []


LONDON = ZoneInfo("Europe/London")


def test_p63_p73_an_event_of_ones_own_in_a_zone_with_summer_time(client, desk):
    scratch = next(one for one in client.get_principal().get_calendars() if "/scratch/" in str(one.url))
    for day in (FIRST, SECOND):  # winter and summer time
        start = datetime.combine(day, time(15), LONDON)
        scratch.add_event(dtstart=start, dtend=start + timedelta(hours=1), summary=f"London {day}")
    assert ScratchEvent.objects.count() == 2
    desk.sync()
    assert desk.sync() == []
    for day in (FIRST, SECOND):
        (line,) = [line for line in desk.khal(day, "Europe/London") if "London" in line]
        assert line.startswith("15:00 16:00 ")
    (line,) = [line for line in desk.khal(FIRST) if "London" in line]
    assert line.startswith("22:00 23:00 ")
    (line,) = [line for line in desk.khal(SECOND) if "London" in line]
    assert line.startswith("21:00 22:00 ")
