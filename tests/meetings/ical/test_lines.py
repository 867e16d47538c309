"""Whatever people type, a calendar keeps its lines, its properties and its octets."""

from dataclasses import replace
from datetime import datetime

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.cleaning import scrub
from meetings.ical import calendar
from meetings.ical.event import Attendee, Event, vevent
from meetings.ical.lines import fold, parameter, text, uri
from meetings.models.meeting import PHNOM_PENH
from tests.meetings.ical.reading import physical_lines, read, unescape

EVENT = Event(
    uid="1@working-group-hub",
    sequence=3,
    stamp=datetime(2030, 3, 1, 8, tzinfo=PHNOM_PENH),
    start=datetime(2030, 3, 14, 9, tzinfo=PHNOM_PENH),
    end=datetime(2030, 3, 14, 12, tzinfo=PHNOM_PENH),
    summary="Meeting",
    organizer="rsvp@hub.example",
)
NASTY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t\x00\x0b\x0c\x85\u2028\u2029\u202e\u200b\ufeff\\;,:\"'^=កខគឃងាិីឹឺុូួើឿៀេែៃោៅំះ៉៊់្"),
    ),
    max_size=300,
)


@settings(max_examples=1250, deadline=None)  # times eight properties: ten thousand strings
@given(NASTY, NASTY, NASTY, NASTY)
def test_text_never_becomes_structure(first, second, third, fourth):
    event = replace(
        EVENT,
        summary=f"x{first}",
        description=f"x{second}",
        location=f"x{third}",
        category=f"x{fourth}",
        organizer_name=f"x{first}",
        call_url=second,
        call_label=third,
        url=fourth,
    )
    data = calendar.request(event, Attendee("one@example.org", first)).encode()
    assert max(map(len, physical_lines(data))) <= 75
    (found,) = read(data).parts("VEVENT")
    assert found.children == []
    names = [name for name, _params, _value in found.properties if name not in ("URL", "CONFERENCE")]
    assert " ".join(names) == (
        "UID DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY STATUS TRANSP DESCRIPTION LOCATION CATEGORIES"
        " ORGANIZER ATTENDEE"
    )
    assert unescape(found.one("DESCRIPTION")) == scrub(f"x{second}").strip()
    (theirs,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(theirs["SUMMARY"]) == unescape(found.one("SUMMARY"))


@given(st.text(max_size=400))
def test_unfolding_gives_the_line_back(line):
    line = scrub(line, lines=False)
    folded = fold(line)
    assert folded.replace("\r\n ", "").removesuffix("\r\n") == line
    for part in folded.encode().split(b"\r\n"):
        assert len(part) <= 75
        part.decode()


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 151])
@pytest.mark.parametrize("character", ["a", "é", "ក", "🌴"])
def test_folding_at_the_edge(length, character):
    line = "X" * (length % 5) + character * length
    assert max(map(len, fold(line).encode().split(b"\r\n"))) <= 75
    assert fold(line).replace("\r\n ", "") == line + "\r\n"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a\\,b\\;c\\\\d\\ne", "a,b;c\\d\ne"),
        ("one\\ntwo", "one\r\ntwo"),
        ("no control", "no\x00 con\x07trol"),
    ],
)
def test_text(written, value):
    assert text(value) == written


@pytest.mark.parametrize(
    ("written", "value"),
    [('"a^\'b"', 'a"b'), ('"a^^b"', "a^b"), ('"a; b: c, d"', "a; b: c, d"), ('"a b"', "a\r\nb")],
)
def test_parameter(written, value):
    assert parameter(value) == written


@pytest.mark.parametrize(
    "value", ["https://x.example/\r\nATTENDEE:mailto:a@b", "https://x.example/ y", "a\x00b", "a\u202eb"]
)
def test_an_address_that_could_end_the_line_is_left_out(value):
    assert uri(value) == ""
    assert "URL" not in vevent(replace(EVENT, url=value))


def test_a_cancelled_invitation_keeps_who_and_what():
    asked = read(calendar.request(EVENT, Attendee("one@example.org", "One")).encode())
    ended = read(calendar.cancel(replace(EVENT, sequence=4), Attendee("one@example.org", "One")).encode())
    before, after = asked.parts("VEVENT")[0], ended.parts("VEVENT")[0]
    assert (asked.one("METHOD"), ended.one("METHOD")) == ("REQUEST", "CANCEL")
    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART"):
        assert before.one(name) == after.one(name)
    assert (after.one("STATUS"), after.one("TRANSP")) == ("CANCELLED", "TRANSPARENT")


def test_a_file_of_one_event_has_no_attendee():
    event = replace(EVENT, attendee=Attendee("one@example.org"))
    assert "ATTENDEE" not in calendar.single(event)
