"""Mail that leaves, point by point: each test is named after the points of the checklist that it proves."""

import re
import smtplib
import socket
from datetime import date, time, timedelta
from email import message_from_bytes
from email.policy import compat32, default
from email.utils import parseaddr

import icalendar
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django.utils.module_loading import import_string

from hub import outbox
from hub.actors import SYSTEM
from hub.models import OutboxMail
from meetings.actions import planning
from meetings.actions.invitations import invite, invitees, withdraw
from meetings.actions.lost_seats import withdraw_lost_seats
from meetings.actions.responses import record_response
from meetings.enums import Answer, Channel
from meetings.models import Venue
from meetings.notices.invitation import compose
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


def test_p33_every_stamp_is_fresh_and_the_same_at_every_attempt(meeting, seat):
    (invitation,), (first,) = ask(meeting)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"call_url": "https://call.example/1"})
    OutboxMail.objects.filter(state="queued").update(next_try_at=timezone.now())
    (second,) = send()
    before, after = event(first), event(second)
    assert after.one("LAST-MODIFIED") == after.one("DTSTAMP") >= before.one("DTSTAMP")
    invitation.refresh_from_db()
    assert after.one("DTSTAMP") == f"{invitation.sent_at:%Y%m%dT%H%M%SZ}"


def test_p33_p38_two_changes_in_one_minute_are_one_mail(meeting, seat):
    ask(meeting)
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(14), end_time=time(16))
    planning.edit_meeting(meeting, by=SYSTEM, facts={"call_url": "https://call.example/1"})
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 28), start_time=time(14), end_time=time(16))
    (message,) = send()
    assert event(message).one("DTSTART") == "20300328T140000"
    assert "https://call.example/1" in message.get_body(("plain",)).get_content()


def test_p38_invited_and_moved_before_the_mail_left_is_one_invitation(meeting, seat):
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    planning.move(meeting, by=SYSTEM, date=date(2030, 3, 21), start_time=time(14), end_time=time(16))
    (message,) = send()
    assert message["Subject"].startswith("Invitation: ")
    assert event(message).one("DTSTART") == "20300321T140000"


def test_p34_told_of_what_is_not_significant_nobody_is_asked_again(meeting, seat):
    (invitation,), (first,) = ask(meeting)
    record_response(invitation, Answer.ACCEPTED, by=SYSTEM, channel=Channel.WEB)
    planning.edit_meeting(meeting, by=SYSTEM, facts={"summary_en": "Corrected"}, tell=True)
    (second,) = send()
    before, after = event(first), event(second)
    assert before.one("SEQUENCE") == after.one("SEQUENCE")
    assert (before.one("UID"), before.one("ORGANIZER")) == (after.one("UID"), after.one("ORGANIZER"))
    assert after.params("ATTENDEE")["PARTSTAT"] == "ACCEPTED"
    assert first["Message-ID"] != second["Message-ID"]
    invitation.refresh_from_db()
    assert invitation.answer == Answer.ACCEPTED


@pytest.mark.parametrize("verb", ["cancel", "postpone"])
def test_p38_an_edit_of_what_does_not_take_place_sends_nothing(meeting, seat, verb):
    ask(meeting)
    if verb == "cancel":
        planning.cancel(meeting, by=SYSTEM)
    else:
        planning.postpone(meeting, by=SYSTEM, month=None)
    assert len(send()) == 1
    facts = {"call_url": "https://call.example/1", "summary_en": "Other words"}
    planning.edit_meeting(meeting, by=SYSTEM, facts=facts, tell=True)
    assert send() == []


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


def test_p36_whoever_loses_the_seat_is_told_and_nobody_else(meeting, seat):
    make_seat(make_organisation())
    ask(meeting)
    seat.until = timezone.localdate() - timedelta(days=1)
    seat.save()
    withdraw_lost_seats(now=timezone.now())
    (message,) = send()
    assert message["To"] == seat.person.email
    assert calendar_part(message).get_param("method") == "CANCEL"


def test_p37_a_worker_that_dies_between_sending_and_noting_leaves_no_invitation_without_its_end(
    meeting, seat
):
    invite(meeting, by=SYSTEM, people=invitees(meeting))
    now = timezone.now()
    row = outbox.claim(now)
    import_string(settings.OUTBOX_KINDS[row.kind])(row.data).send()  # handed over; then the process dies
    planning.cancel(meeting, by=SYSTEM)
    assert send(now) == []  # the lease still runs, and nothing overtakes it
    later = now + outbox.LEASE + timedelta(seconds=1)
    (message,) = send(later)
    assert calendar_part(message).get_param("method") == "CANCEL"


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


class Relay:
    """A mail server that knows seven bits only and writes anew whatever is wider."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content)
        narrow = message.as_bytes(policy=compat32.clone(cte_type="7bit", linesep="\r\n"))
        assert narrow.isascii()
        self.received.append((envelope, narrow))
        return "250 OK"


@pytest.fixture
def relay(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Relay()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler.received
    controller.stop()


@pytest.mark.parametrize("language", ["km", "en", "fr"])
def test_p39_words_and_calendar_are_whole_after_a_seven_bit_relay(meeting, seat, relay, language):
    seat.person.language = language
    seat.person.save()
    (invitation,) = invite(meeting, by=SYSTEM, people=invitees(meeting))
    wanted = compose(OutboxMail.objects.get().data)
    outbox.send_all_due()
    ((envelope, octets),) = relay
    assert envelope.content.isascii()  # nothing was left for the relay to write anew
    assert max(map(len, envelope.content.splitlines())) <= 998
    message = message_from_bytes(octets, policy=default)
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert message["Subject"] == wanted.subject
    assert b"Subject: =?" in octets or language != "km"
    assert text == wanted.body
    assert ics(message) == wanted.calendar
    assert envelope.mail_from == f"rsvp+{invitation.mail_token}@{settings.MAIL_DOMAIN}"
    assert f"http://localhost:8000/rsvp/{invitation.answer_token}/" in text.splitlines()


def test_p39_the_link_of_the_plain_text_records_the_answer(meeting, seat, client):
    (invitation,), (message,) = ask(meeting)
    (address,) = re.findall(
        r"^http://localhost:8000(/rsvp/.*)$", message.get_body(("plain",)).get_content(), re.M
    )
    page = client.get(address)
    proof = page.context["form"].fresh_proof
    client.post(address, {"answer": "accepted", "proof": proof})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.channel) == ("accepted", "link")


def test_p38_invitations_are_personal_and_no_list(meeting, seat):
    """Whoever is invited has to hear of a change: there is nothing to unsubscribe from, unlike reminders."""
    _made, (message,) = ask(meeting)
    assert (message["List-Unsubscribe"], message["Precedence"]) == (None, None)
    assert message["Auto-Submitted"] == "auto-generated"


def test_trust_13_addresses_come_from_the_settings_alone(meeting, seat, settings):
    settings.BASE_URL = "https://hub.example"
    _made, (message,) = ask(meeting)
    text = message.get_body(("plain",)).get_content() + ics(message).decode()
    assert "localhost:8000" not in text
    assert text.replace("\r\n ", "").count("https://hub.example/rsvp/") == 2
