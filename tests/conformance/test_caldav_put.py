"""CalDAV: answering by storing the event (points 60 to 65 of the checklist)."""

import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from meetings.actions.planning import move
from meetings.actions.responses import record_response
from meetings.caldav.xml import c, d
from meetings.enums import Answer, Channel
from meetings.models import Invitation, Meeting, Response
from tests.builders import make_clerk, make_invitation, make_organisation, make_person, make_seat
from tests.conformance.dav import condition, dav_of, found

pytestmark = pytest.mark.django_db
SOMEWHERE_ELSE = "/dav/{name}/meetings/something-else.ics"
NOT_AN_ATTENDEES_CHANGE = c("allowed-attendee-scheduling-object-change")


def saying(text, partstat="ACCEPTED"):
    return re.sub(r"PARTSTAT=[A-Z-]+", f"PARTSTAT={partstat}", text)


def state():
    rows = Response.objects.values_list("invitation", "answer", "channel", "comment", "applied")
    kept = Invitation.objects.values_list(
        "pk", "answer", "calendar_revision", "hidden_at", "alarms", "comment"
    )
    return list(rows), list(kept), list(Meeting.objects.values_list("pk", "revision", "date", "start_time"))


@pytest.fixture
def invitation(invited):
    return invited(summary_en="Themes, texts; and more")


@pytest.fixture
def href(dav, invitation):
    return dav.href(invitation.meeting)


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [
        ("ACCEPTED", Answer.ACCEPTED),
        ("DECLINED", Answer.DECLINED),
        ("TENTATIVE", Answer.TENTATIVE),
        ("tentative", Answer.TENTATIVE),
    ],
)
def test_p60_the_answer_is_recorded(dav, invitation, href, partstat, answer):
    before = dav.get(href)
    response = dav.put(href, saying(dav.text(href), partstat))
    assert (response.status_code, response.content) == (204, b"")
    assert not response.has_header("ETag")
    assert response["Schedule-Tag"] == before["Schedule-Tag"]
    row = Response.objects.get()
    assert (row.answer, row.channel, row.applied) == (answer, Channel.CALDAV, True)
    after = dav.get(href)
    assert after["ETag"] != before["ETag"]
    assert after["Schedule-Tag"] == before["Schedule-Tag"]
    assert f"PARTSTAT={partstat.upper()};RSVP=TRUE:mailto:Keo.Sokha@people.example" in dav.text(href)


def test_p60_the_same_answer_again_is_one_and_a_comment_is_kept(dav, href):
    text = saying(dav.text(href))
    for _again in range(3):
        assert dav.put(href, text).status_code == 204
    assert Response.objects.count() == 1
    assert (
        dav.put(href, text.replace("END:VEVENT", "COMMENT:I come by bus\\, late\nEND:VEVENT")).status_code
        == 204
    )
    assert Invitation.objects.get().comment == "I come by bus, late"
    assert dav.put(href, text.replace("END:VEVENT", f"COMMENT:{'x' * 5000}\nEND:VEVENT")).status_code == 204
    assert len(Invitation.objects.get().comment) == 1000


def test_p60_an_answer_is_taken_back_by_whoever_has_seen_it(dav, href):
    unanswered = dav.text(href)
    dav.put(href, saying(unanswered))
    tags = dav.get(href)
    assert dav.put(href, unanswered, If_Schedule_Tag_Match=tags["Schedule-Tag"]).status_code == 204
    assert Invitation.objects.get().answer == Answer.ACCEPTED
    assert dav.put(href, unanswered, If_Match=tags["ETag"]).status_code == 204
    assert Invitation.objects.get().answer == Answer.NEEDS_ACTION


def swap(pattern, text):
    return lambda body: re.sub(pattern, lambda match: match.expand(text), body)


ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Soon\nTRIGGER:-PT30M\nEND:VALARM\n"
HARMLESS = {
    "sequence": swap(r"SEQUENCE:\d+", "SEQUENCE:77"),
    "stamps": swap(r"(DTSTAMP|LAST-MODIFIED):\w+", r"\1:20310101T000000Z"),
    "created": swap("END:VEVENT", "CREATED:20200101T000000Z\nEND:VEVENT"),
    "product": swap("PRODID:.*", "PRODID:-//Somebody//Else//EN"),
    "own properties": swap("END:VEVENT", "X-MOZ-GENERATION:3\nX-ANY;X-THING=1:x\nEND:VEVENT"),
    "alarm": swap("END:VEVENT", f"{ALARM}END:VEVENT"),
    "transparency": swap("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"),
    "time zone rewritten": swap(
        r"BEGIN:VTIMEZONE(.|\n)*END:VTIMEZONE",
        "BEGIN:VTIMEZONE\nTZID:Asia/Phnom_Penh\nX-LIC-LOCATION:Asia/Phnom_Penh\nBEGIN:STANDARD\nTZNAME:ICT\n"
        "TZOFFSETFROM:+0700\nTZOFFSETTO:+0700\nDTSTART:19200501T000000\nEND:STANDARD\nEND:VTIMEZONE",
    ),
    "attendee reordered": swap(
        r"ATTENDEE;.*", "ATTENDEE;RSVP=TRUE;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;CN=Sokha:MAILTO:KEO.SOKHA@PEOPLE.EXAMPLE"
    ),
    "organizer params": swap("ORGANIZER;", "ORGANIZER;SCHEDULE-AGENT=CLIENT;SCHEDULE-STATUS=\"1.2\";"),
    "utc": swap(r"(DTSTART|DTEND);TZID=Asia/Phnom_Penh:20300314T(\d\d)0000", lambda m: f"{m[1]}:20300314T{int(m[2]) - 7:02}0000Z"),
    "duration": swap(r"DTEND.*", "DURATION:PT3H"),
    "evolution": swap("TZID([:=])Asia", r"TZID\1/freeassociation.sourceforge.net/Tzfile/Asia"),
    "unknown zone": swap("Asia/Phnom_Penh", "Custom"),
    "status left out": swap("STATUS:CONFIRMED\n", ""),
}  # fmt: skip
HARMLESS["utc"] = lambda body: re.sub(
    r"(DTSTART|DTEND);TZID=Asia/Phnom_Penh:20300314T(\d\d)0000",
    lambda match: f"{match[1]}:20300314T{int(match[2]) - 7:02}0000Z",
    body,
)


@pytest.mark.parametrize("name", HARMLESS)
def test_p61_what_programs_change_is_no_change(dav, href, name):
    text = dav.text(href)
    changed = HARMLESS[name](saying(text))
    assert changed != saying(text)
    answer = dav.put(href, changed)
    assert answer.status_code == 204, answer.content
    assert Invitation.objects.get().answer == Answer.ACCEPTED


def test_p61_bare_line_feeds_and_folds(dav, href):
    text = saying(dav.text(href))
    folded = re.sub(r"(.{20})", "\\1\n ", text.replace("\n", "\r\n")).encode()
    assert dav.ask("PUT", href, text.encode(), Content_Type="text/calendar").status_code == 204
    assert dav.ask(
        "PUT", href, folded.replace(b"\r\n ", b"\r\n\t"), Content_Type="text/calendar"
    ).status_code in (204, 403)
    assert Invitation.objects.get().answer == Answer.ACCEPTED


def test_p61_alarms_are_given_back_to_their_person(dav, href):
    body = saying(dav.text(href)).replace("END:VEVENT", f"X-MOZ-LASTACK:20300101T000000Z\n{ALARM}END:VEVENT")
    assert dav.put(href, body).status_code == 204
    assert ALARM in dav.text(href)
    assert "X-MOZ-LASTACK:20300101T000000Z" in dav.text(href)
    assert Response.objects.count() == 1
    many = body.replace(ALARM, ALARM * 50)
    assert dav.put(href, many).status_code == 204
    assert dav.text(href).count("BEGIN:VALARM") == 1
    assert dav.put(href, saying(dav.text(href)).replace(ALARM, "")).status_code == 204
    assert "VALARM" not in dav.text(href)


OTHER = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:other@people.example\n"
HARMFUL = {
    "start": swap(r"DTSTART(.*)T090000", r"DTSTART\1T080000"),
    "end": swap(r"DTEND(.*)T120000", r"DTEND\1T130000"),
    "all day": swap(r"DTSTART.*\nDTEND.*", "DTSTART;VALUE=DATE:20300314"),
    "no start": swap("DTSTART.*\n", ""),
    "place": swap("END:VEVENT", "LOCATION:Elsewhere\nEND:VEVENT"),
    "title": swap("SUMMARY:", "SUMMARY:My "),
    "no title": swap("SUMMARY:.*\n", ""),
    "description": swap("DESCRIPTION:", "DESCRIPTION:Not "),
    "status": swap("STATUS:CONFIRMED", "STATUS:CANCELLED"),
    "organizer": swap("ORGANIZER.*", "ORGANIZER:mailto:Keo.Sokha@people.example"),
    "no organizer": swap("ORGANIZER.*\n", ""),
    "recurrence": swap("END:VEVENT", "RRULE:FREQ=DAILY\nEND:VEVENT"),
    "one of a series": swap("END:VEVENT", "RECURRENCE-ID:20300314T020000Z\nEND:VEVENT"),
    "another attendee": swap("END:VEVENT", f"{OTHER}END:VEVENT"),
    "another's answer": swap("ATTENDEE;.*\n", OTHER),
    "doubled": swap("(ATTENDEE;.*\n)", r"\1\1"),
    "doubled in capitals": swap(
        "(ATTENDEE;.*\n)", r"\1ATTENDEE;PARTSTAT=DECLINED:MAILTO:KEO.SOKHA@people.example\n"
    ),
    "removed self": swap("ATTENDEE;.*\n", ""),
    "unknown answer": swap("PARTSTAT=[A-Z-]+", "PARTSTAT=X-PERHAPS"),
    "two events": swap("(BEGIN:VEVENT(.|\n)*END:VEVENT\n)", r"\1\1"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_p62_what_is_not_an_attendees_to_change(dav, href, name):
    text = saying(dav.text(href))
    changed = HARMFUL[name](text)
    assert changed != text
    before = state()
    answer = dav.put(href, changed)
    assert (answer.status_code, condition(answer)) == (403, NOT_AN_ATTENDEES_CHANGE)
    assert state() == before


def test_p62_a_stale_time(dav, invitation, href):
    text = saying(dav.text(href))
    etag = dav.get(href)["ETag"]
    move(invitation.meeting, by=make_clerk(), date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    before = state()
    answer = dav.put(href, text)
    assert (answer.status_code, condition(answer)) == (403, NOT_AN_ATTENDEES_CHANGE)
    assert dav.put(href, text, If_Match=etag).status_code == 412
    assert state() == before


def test_p62_answers_are_closed(dav, invitation, href):
    text = saying(dav.text(href))
    Meeting.objects.update(date=timezone.localdate() - timedelta(days=2))
    before = state()
    answer = dav.put(href, saying(dav.text(href)))
    assert (answer.status_code, condition(answer)) == (403, NOT_AN_ATTENDEES_CHANGE)
    assert state() == before
    assert text


def test_p63_nobody_makes_meetings_or_calendars(dav, href, settings):
    settings.CALDAV_SCRATCH = False
    before = state()
    own = dav.text(href).replace("UID:", "UID:mine-")
    answer = dav.put(f"{dav.meetings}mine.ics", own)
    assert (answer.status_code, condition(answer)) == (403, d("need-privileges"))
    for method in ("MKCALENDAR", "MKCOL"):
        assert dav.ask(method, f"{dav.home}new/").status_code in (403, 404)
        assert dav.ask(method, dav.meetings).status_code == 403
    assert dav.put(f"{dav.home}scratch/mine.ics", own).status_code == 404
    assert state() == before


def test_p63_scratch_takes_what_is_anybodys_own(dav, href, settings):
    settings.CALDAV_SCRATCH = True
    path = f"{dav.home}scratch/mine.ics"
    own = dav.text(href).replace("UID:", "UID:mine-").replace("\n", "\r\n")
    made = dav.put(path, own, If_None_Match="*")
    assert made.status_code == 201
    assert dav.get(path).content.decode() == own
    assert dav.get(path)["ETag"] == made["ETag"]
    assert dav.put(path, own, If_None_Match="*").status_code == 412
    assert condition(dav.put(f"{dav.home}scratch/other.ics", own)) == c("no-uid-conflict")
    other = dav_of(make_person())
    assert other.get(path).status_code == 403
    assert not found(other.propfind(f"{other.home}scratch/", depth="1")).get(path)
    assert dav.ask("DELETE", path, If_Match=made["ETag"]).status_code == 204
    assert dav.get(path).status_code == 404
    assert dav.put(path, own).status_code == 201


def test_p64_if_match(dav, invitation, href):
    tag = dav.get(href)["ETag"]
    text = saying(dav.text(href))
    assert dav.put(href, text, If_Match=f"W/{tag}").status_code == 412
    assert dav.put(href, text, If_Match='"another"').status_code == 412
    assert not Response.objects.exists()
    assert dav.put(href, text, If_Match=f'"another", {tag}').status_code == 204
    assert dav.put(href, text, If_Match=tag).status_code == 412
    assert dav.put(href, text, If_Match="*").status_code == 204


def test_p64_if_schedule_tag_match(dav, invitation, href):
    tag = dav.get(href)["Schedule-Tag"]
    other = make_invitation(invitation.meeting, make_person())
    record_response(other, Answer.ACCEPTED, by=other.person, channel=Channel.LINK)
    record_response(invitation, Answer.TENTATIVE, by=invitation.person, channel=Channel.WEB)
    assert dav.put(href, saying(dav.text(href)), If_Schedule_Tag_Match=tag).status_code == 204
    assert Invitation.objects.get(pk=invitation.pk).answer == Answer.ACCEPTED
    move(invitation.meeting, by=make_clerk(), date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    assert dav.get(href)["Schedule-Tag"] != tag
    before = state()
    assert dav.put(href, saying(dav.text(href)), If_Schedule_Tag_Match=tag).status_code == 412
    assert state() == before


@pytest.mark.parametrize("leaf", ["{uid}.ics", "guessed.ics"])
def test_p65_accepting_before_synchronising(dav, invitation, href, leaf):
    body = saying(dav.text(href)).replace("ORGANIZER;", "ORGANIZER;SCHEDULE-AGENT=CLIENT;")
    body = body.replace("DESCRIPTION:", "DESCRIPTION:As an older mail said. ")
    answer = dav.put(dav.meetings + leaf.format(uid=invitation.meeting.uid), body, If_None_Match="*")
    assert answer.status_code == 204, answer.content
    assert not answer.has_header("ETag")
    assert Invitation.objects.get().answer == Answer.ACCEPTED
    assert "SCHEDULE-AGENT" not in dav.text(href)
    assert list(found(dav.propfind(dav.meetings, depth="1"))) == [dav.meetings, href]


def test_delegation_to_somebody_of_the_same_organisation(dav, seat, invitation, href):
    second = make_seat(
        seat.organisation, make_person("Second", email="second@people.example"), alternate=True
    ).person
    stranger = make_seat(make_organisation()).person
    text = dav.text(href)

    def delegated(person):
        line = f'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{person.email}"'
        own = re.sub("PARTSTAT=NEEDS-ACTION", line, text)
        return own.replace(
            "END:VEVENT", f"ATTENDEE;DELEGATED-FROM=x:mailto:{person.email.upper()}\nEND:VEVENT"
        )

    assert condition(dav.put(href, delegated(stranger))) == NOT_AN_ATTENDEES_CHANGE
    assert not Response.objects.exists()
    answer = dav.put(href, delegated(second))
    assert answer.status_code == 204, answer.content
    assert Invitation.objects.get(person=dav.person).answer == Answer.DELEGATED
    assert Invitation.objects.filter(person=second).exists()
    assert dav.put(href, dav.text(href)).status_code == 204
    assert second.email not in dav.text(href)
