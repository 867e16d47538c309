"""Mail that leaves, point by point: each test is named after the points of the checklist that it proves."""

import smtplib
from datetime import date, time
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from hub import outbox
from hub.actors import SYSTEM
from hub.models import OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import invite, invitees, withdraw
from meetings.models import Venue
from tests.builders import make_meeting, make_organisation, make_person, make_seat
from tests.meetings.ical.reading import events, physical_lines, read, unescape

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    venue = Venue.objects.create(
        name_en="Seven Palms Archive", name_km="បណ្ណសារត្នោតប្រាំពីរ", access_note_en="Ring twice"
    )
    return make_meeting(venue=venue, place_is_public=False, summary_en="Thematic groups")


@pytest.fixture
def seat():
    return make_seat(
        make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara", khmer_name="សុខ ដារា")
    )


def send(now=None):
    """What has left since the last call, as parsed messages."""
    before = len(mail.outbox)
    outbox.send_all_due(now=now)
    return [message_from_bytes(sent.message().as_bytes(), policy=default) for sent in mail.outbox[before:]]


def ask(meeting, **facts):
    made = invite(meeting, by=SYSTEM, people=[one for one in invitees(meeting) if one.is_new], **facts)
    return made, send()


def calendar_part(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part


def ics(message):
    return calendar_part(message).get_payload(decode=True)


def event(message):
    (found,) = events(ics(message)).values()
    return found


def test_p29_structure(meeting, seat):
    _made, (message,) = ask(meeting)
    assert message.get_content_type() == "multipart/mixed"
    alternative, attachment = message.get_payload()
    assert [part.get_content_type() for part in alternative.get_payload()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert attachment.get_content_type() == "application/ics"
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_payload(decode=True) == ics(message)
    assert calendar_part(message).get_param("method") == read(ics(message)).one("METHOD") == "REQUEST"


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_p30_the_calendar_part_survives_every_relay(meeting, seat, language):
    seat.person.language = language
    seat.person.save()
    _made, (message,) = ask(meeting)
    part = calendar_part(message)
    assert part["Content-Transfer-Encoding"] == "base64"
    assert (part["Content-Disposition"], part["Content-ID"]) == (None, None)
    assert part["Content-Type"].lower().count("charset") == 1
    assert part.get_param("charset") == "utf-8"
    assert max(map(len, physical_lines(ics(message)))) <= 75
    assert b"\r\r" not in ics(message)
    (theirs,) = icalendar.Calendar.from_ical(ics(message)).walk("VEVENT")
    assert str(theirs["LOCATION"]) == unescape(event(message).one("LOCATION"))


def test_p31_one_attendee_the_recipient(meeting, seat):
    make_seat(make_organisation())
    _made, messages = ask(meeting)
    assert len(messages) == 2
    for message in messages:
        found = event(message)
        assert found.all("ATTENDEE") == [f"mailto:{message['To']}"]
        params = found.params("ATTENDEE")
        params.pop("CN")
        assert params == {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
        }


def test_p32_organizer_is_from_is_envelope(meeting, seat, settings):
    settings.MAIL_DOMAIN = "hub.example"
    (invitation,), (message,) = ask(meeting)
    organizer = event(message).one("ORGANIZER")
    assert organizer == f"mailto:rsvp+{invitation.mail_token}@hub.example"
    assert parseaddr(message["From"])[1] == organizer.removeprefix("mailto:")
    assert parseaddr(mail.outbox[0].from_email)[1] == organizer.removeprefix("mailto:")
    assert len(organizer.removeprefix("mailto:").split("@")[0]) <= 64
    assert invitation.mail_token != invitation.answer_token
    assert invitation.answer_token not in organizer


def test_p33_a_new_time_raises_the_sequence(meeting, seat):
    _made, (first,) = ask(meeting)
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(14), end_time=time(16))
    (second,) = send()
    before, after = event(first), event(second)
    assert before.one("UID") == after.one("UID")
    assert int(after.one("SEQUENCE")) > int(before.one("SEQUENCE"))
    assert after.params("ATTENDEE")["PARTSTAT"] == "NEEDS-ACTION"
    assert after.one("DTSTART") == "20300321T140000"
    assert after.one("DTSTAMP") >= before.one("DTSTAMP")
    assert second["Subject"].startswith("Changed: ")


def test_p34_p38_a_correction_sends_nothing(meeting, seat):
    ask(meeting)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Thematic groups, corrected"})
    assert send() == []


def test_p35_cancelled(meeting, seat):
    _made, (first,) = ask(meeting)
    planning.cancel(meeting, by=SYSTEM)
    (second,) = send()
    before, after = event(first), event(second)
    assert calendar_part(second).get_param("method") == read(ics(second)).one("METHOD") == "CANCEL"
    assert (after.one("STATUS"), after.one("TRANSP")) == ("CANCELLED", "TRANSPARENT")
    assert int(after.one("SEQUENCE")) > int(before.one("SEQUENCE"))
    for name in ("UID", "ORGANIZER", "ATTENDEE"):
        assert before.one(name) == after.one(name)
    assert second["Subject"].startswith("Cancelled: ")


def test_p35_put_off_to_a_month_and_back(meeting, seat):
    ask(meeting)
    planning.postpone(meeting, by=SYSTEM, month=date(2030, 5, 1))
    (gone,) = send()
    assert read(ics(gone)).one("METHOD") == "CANCEL"
    assert event(gone).all("DTSTART") == []
    planning.set_day(meeting, by=SYSTEM, date=date(2030, 5, 9), start_time=time(9), end_time=time(12))
    (back,) = send()
    assert read(ics(back)).one("METHOD") == "REQUEST"
    assert int(event(back).one("SEQUENCE")) > int(event(gone).one("SEQUENCE"))


def test_p36_only_who_is_removed_hears_of_it(meeting, seat):
    other = make_seat(make_organisation()).person
    made, _messages = ask(meeting)
    gone = next(row for row in made if row.person_id != other.pk)
    withdraw(gone, by=SYSTEM)
    withdraw(gone, by=SYSTEM)
    (message,) = send()
    assert (message["To"], message["Subject"].split(":")[0]) == (gone.person.email, "Invitation withdrawn")
    assert "takes place" in message.get_body(("plain",)).get_content()
    again, (renewed,) = ask(meeting)
    assert [row.pk for row in again] == [gone.pk]
    assert int(event(renewed).one("SEQUENCE")) > int(event(message).one("SEQUENCE"))


def test_p37_an_end_never_overtakes_its_invitation(meeting, seat, monkeypatch):
    class Down(mail.backends.locmem.EmailBackend):
        def send_messages(self, messages):
            raise smtplib.SMTPServerDisconnected

    invite(meeting, by=SYSTEM, people=invitees(meeting))
    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(mail.backends.locmem.EmailBackend, "send_messages", Down.send_messages)
        assert send(now) == []
    planning.cancel(meeting, by=SYSTEM)
    assert send(now) == []
    later = now + outbox.RETRY_AFTER[0]
    assert send(later) == []  # nobody has got the invitation, so nobody is told of its end
    assert [row.state for row in OutboxMail.objects.all()] == ["sent", "sent"]


def test_p38_a_retry_is_the_same_mail(meeting, seat):
    ask(meeting)
    OutboxMail.objects.update(state="queued")
    outbox.send_all_due()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert ics(message_from_bytes(first.message().as_bytes())) == ics(
        message_from_bytes(second.message().as_bytes())
    )


def test_p39_plain_text_alone_is_enough(meeting, seat, client):
    (invitation,), (message,) = ask(meeting)
    lines = message.get_body(("plain",)).get_content().splitlines()
    address = f"http://localhost:8000/rsvp/{invitation.answer_token}/"
    assert address in lines
    assert {
        "Seven Palms Archive",
        "Ring twice",
        "Paper Boat Theatre",
        "09:00 to 12:00 (Phnom Penh time)",
    } <= set(lines)


def test_trust_13_addresses_come_from_the_settings_alone(meeting, seat, settings):
    settings.BASE_URL = "https://hub.example"
    _made, (message,) = ask(meeting)
    text = message.get_body(("plain",)).get_content() + ics(message).decode()
    assert "localhost:8000" not in text
    assert text.replace("\r\n ", "").count("https://hub.example/rsvp/") == 2
