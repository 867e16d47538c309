"""Reading mails that nobody has seen before: whatever comes, it is read, held or refused, and nothing is raised."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.enums import Answer
from meetings.ical import mime
from meetings.ical.letters import Letter, read_letter, recipients
from meetings.ical.messages import Unreadable, read_message
from tests import replies

INVITED = SimpleNamespace(
    meeting=SimpleNamespace(uid="meeting-1@hub.example"),
    person=SimpleNamespace(email="person@people.example"),
    itip_sequence=0,
    mail_token="1-" + "a" * 26,
)
SAMPLES = [make(INVITED, replies.calendar(replies.event(INVITED))) for make in replies.SHAPES.values()]
SAMPLES += [replies.person(INVITED, "ខ្ញុំមក"), replies.bounce(INVITED)]
NASTY = st.sampled_from(
    [
        *(
            b"\0",
            b"\xff",
            b"\r",
            b"\n",
            b"\r\n\r\n",
            b"--",
            b"=?utf-8?q?",
            b";",
            b'"',
            b":",
            b"BEGIN:VEVENT\r\n",
        ),
        *(
            b"END:VCALENDAR\r\n",
            b"charset=utf-7",
            b"charset=rot13",
            b"charset=idna",
            b"charset=\xff",
            b"TZID=:",
        ),
        *(
            b"Content-Transfer-Encoding: base64\r\n",
            b"boundary=",
            b"\xe2\x80\xa8",
            b"DTSTART:99999999T999999Z\r\n",
        ),
        *(
            b"DURATION:P99999999999W\r\n",
            b"SEQUENCE:-1\r\n",
            b"RECURRENCE-ID:x\r\n",
            b"ATTENDEE:\r\n",
            b"UID;X=\r\n",
        ),
        *(
            b"Content-Type: message/rfc822\r\n",
            b"Content-Type: text/calendar; charset*=x'y'%ff\r\n",
            b"filename*=''%",
        ),
    ]
)
CUTS = st.tuples(st.integers(0, 3000), st.integers(0, 40), st.one_of(NASTY, st.binary(max_size=12)))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(CUTS, min_size=1, max_size=6))
def test_a_damaged_mail_raises_nothing(raw, cuts):
    for at, length, instead in cuts:
        at %= len(raw)
        raw = raw[:at] + instead + raw[at + length :]
    letter = read_letter(raw)
    assert isinstance(letter, Letter)
    for text in (letter.text, letter.subject, letter.message_id, *letter.senders):
        assert "\0" not in text
    for message in letter.messages:
        for event in message.events:
            assert 0 <= event.sequence < 2**31
            assert "\0" not in event.uid + event.comment + event.organizer
    recipients(raw)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_noise_raises_nothing(raw):
    assert isinstance(read_letter(raw), Letter)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_a_calendar_is_read_or_is_unreadable(text):
    for whole in (text, f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"):
        try:
            read_message(whole)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    "inner",
    [
        *(
            "ATTENDEE",
            "ATTENDEE;:",
            "ATTENDEE;PARTSTAT:",
            'ATTENDEE;CN=":',
            "DTSTART;TZID=:x",
            "DTSTART;VALUE=PERIOD:x",
        ),
        *("DTSTART:", "DURATION:-P1D", "DURATION:P", "RECURRENCE-ID;RANGE=:", "SEQUENCE:1e9", "SEQUENCE:٣"),
        *("BEGIN:", "END:VCALENDAR", "BEGIN:VEVENT", "DTSTAMP:00000000T000000Z", "DTSTAMP:99991231T235959Z"),
        *("DTSTART;TZID=X:99991231T235959", "UID:" + "\x00\x0b\x0c\x85\u2028", "COMMENT;ALTREP=:\\"),
    ],
)
def test_inputs_that_break_calendars(inner):
    text = f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n{inner}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    try:
        message = read_message(text)
    except Unreadable:
        return
    assert message.method == "REPLY"


def test_what_a_reply_says():
    (event,) = read_message(
        replies.calendar(
            replies.event(INVITED, "DELEGATED", parameters=';DELEGATED-TO="MAILTO:Other@People.example"')
        )
    ).events
    (attendee,) = event.attendees
    assert (attendee.address, attendee.answer) == ("person@people.example", Answer.DELEGATED)
    assert attendee.delegated_to == "other@people.example"
    assert (event.uid, event.sequence, event.stamp) == ("meeting-1@hub.example", 0, replies.STAMP)


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("Réponse".encode(), "us-ascii", "Réponse"),
        ("Réponse".encode("latin-1"), "utf-8", "Réponse"),
        ("Réponse".encode("utf-16"), "utf-8", "Réponse"),
        ("Reply".encode("utf-16-be"), "", "Reply"),
        ("Reply".encode("utf-16-le"), "", "Reply"),
        ("返事".encode("iso-2022-jp"), "iso-2022-jp", "返事"),
        (b"+AEIA-", "utf-7", "+AEIA-"),
        (b"Reply", "rot13", "Reply"),
        (b"Reply", "no such charset", "Reply"),
        (b"\xff\xfe\xff", "utf-8", "\ufffd"),
        (b"", "", ""),
    ],
)
def test_octets_as_text(data, declared, text):
    assert mime.decoded(data, declared) == text


def test_an_html_mail_is_read_as_text():
    raw = replies.mail(
        replies.headers(INVITED, **{"Content-Type": "text/html; charset=utf-8"}),
        "<p>I come <b>late</b></p><script>x</script><p>Sok</p>",
    )
    assert read_letter(raw).text == "I come late\nSok"


def test_headers_in_words():
    raw = replies.person(INVITED, Subject="=?utf-8?b?4Z6b4Z+S4Z6Y4Z+E?= =?utf-8?q?_x=00?=")
    assert read_letter(raw).subject == "ល្មោ x"
