"""CalDAV: passwords that are wrong, bodies that are traps (points 68 and 69 of the checklist)."""

import logging

import pytest
from django.test import Client

from meetings.caldav.xml import c
from meetings.models import Response
from members.actions.app_passwords import MOST_FAILURES, principal_name, revoke_app_password
from members.models import AppPassword, Person
from tests.builders import make_person
from tests.conformance.dav import Dav, basic, condition

pytestmark = pytest.mark.django_db
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"


def test_p68_a_revoked_password_is_shut_at_once_and_never_counted(dav):
    assert dav.propfind(dav.home).status_code == 207
    revoke_app_password(AppPassword.objects.get(), by=dav.person)
    for _again in range(MOST_FAILURES + 5):
        assert dav.propfind(dav.home).status_code == 401
    assert dav.ask("OPTIONS", dav.home).status_code == 401


def test_p68_a_wrong_one_is_slowed_down_while_the_right_one_opens(dav):
    wrong = Dav(dav.person, "wrong")
    assert [wrong.propfind("/dav/").status_code for _try in range(MOST_FAILURES)] == [401] * MOST_FAILURES
    refused = wrong.propfind("/dav/")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert dav.propfind("/dav/").status_code == 207


def test_p68_by_either_name_and_for_nobody_else(dav):
    def status(name, password=dav.password):
        return Dav().propfind("/dav/", Authorization=basic(name, password)).status_code

    assert status(dav.person.email.upper()) == status(principal_name(dav.person)) == 207
    assert status(make_person().email) == status("") == 401
    Person.objects.update(is_active=False)
    assert status(dav.person.email) == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !",
        "Basic eA==",
        "Bearer x",
        "Basic //79",
        "Basic AAA6AAA=",
        "basic " + "x" * 9000,
        "Basic ៛",
    ],
)
def test_p68_headers_that_say_nothing(header):
    answer = Dav().propfind("/dav/", Authorization=header.encode().decode("latin-1"))
    assert answer.status_code == 401
    assert not answer.cookies


def test_p68_passwords_only_over_tls_or_on_this_machine(dav, settings):
    authorization = {"Authorization": basic(dav.person.email, dav.password)}

    def status(**where):
        return Client().generic("PROPFIND", "/dav/", headers=authorization, **where).status_code

    assert status(REMOTE_ADDR="192.0.2.1") == 403
    assert status(REMOTE_ADDR="192.0.2.1", **{"wsgi.url_scheme": "https"}) == 207
    assert status(REMOTE_ADDR="::1") == 207
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert status(HTTP_X_FORWARDED_FOR="192.0.2.1") == 403


def test_p68_nothing_of_it_is_logged(dav, caplog):
    caplog.set_level(logging.DEBUG)
    Dav(dav.person, "wrong-and-secret").propfind("/dav/")
    dav.get(f"{dav.meetings}missing.ics")
    assert "secret" not in caplog.text
    assert dav.home not in caplog.text


BOMBS = {
    "doctype": '<!DOCTYPE x><D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>',
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><D:propfind xmlns:D="DAV:">&b;</D:propfind>',
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><D:propfind xmlns:D="DAV:">&a;</D:propfind>',
    "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost:1/"> %a;]><x/>',
    "broken": "<D:propfind",
    "no namespace": "<D:propfind><D:allprop/></D:propfind>",
    "another request": '<D:lockinfo xmlns:D="DAV:"/>',
    "deep": "<a>" * 5000 + "</a>" * 5000,
    "wide": '<D:propfind xmlns:D="DAV:"><D:prop>' + "<x/>" * 30000 + "</D:prop></D:propfind>",
    "a long namespace": f'<D:propfind xmlns:D="DAV:" xmlns:a="{"x" * 50_000}"><D:prop>{"<a:b/>" * 90}</D:prop></D:propfind>',
    "many properties": '<D:propfind xmlns:D="DAV:"><D:prop>'
    + "".join(f"<x{n}/>" for n in range(30000))
    + "</D:prop></D:propfind>",
    "octets": b"\xff\xfe\x00\x00",
    "unknown charset": b'<?xml version="1.0" encoding="x-unknown"?><a/>',
    "multi-byte charset": b'<?xml version="1.0" encoding="shift_jis"?><a/>',
    "NUL": "<D:propfind xmlns:D='DAV:'>\0</D:propfind>",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "PROPPATCH"])
def test_p69_xml_that_is_a_trap(dav, name, method):
    answer = dav.ask(method, dav.meetings, BOMBS[name], Depth="0")
    assert answer.status_code == 400 or (method == "REPORT" and answer.status_code == 403), answer.content
    assert b"root:" not in answer.content


def test_p69_no_more_properties_than_programs_ask_for(dav):
    many = "".join(f"<x{number}/>" for number in range(201))
    assert dav.propfind(dav.meetings, many, depth="1").status_code == 413
    assert dav.report(dav.meetings, "D:sync-collection", f"<D:prop>{many}</D:prop>").status_code == 413
    assert dav.propfind(dav.meetings, many.replace("<x200/>", ""), depth="1").status_code == 207


def test_p69_an_object_is_told_few_times_in_however_many_ways_it_is_named(dav, invited):
    href = dav.href(invited().meeting)
    names = [href, *(f"{href}?{number}" for number in range(50)), href.replace("ics", "%69cs")]
    asked = "<D:prop><C:calendar-data/></D:prop>" + "".join(f"<D:href>{name}</D:href>" for name in names)
    answer = dav.report(dav.meetings, "C:calendar-multiget", asked)
    assert answer.content.count(b"BEGIN:VEVENT") == 5


class Unread:
    """A body that must not be read."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "PUT", "POST", "PROPPATCH"])
def test_p69_too_large_a_body_is_not_even_read(dav, invited, method):
    path = {"PUT": dav.href(invited().meeting), "POST": f"{dav.home}outbox/"}.get(method, dav.meetings)
    headers = {"Authorization": basic(dav.person.email, dav.password)}
    for length in (1024 * 1024 + 1, 10**20):
        answer = Client().generic(
            method,
            path,
            b"x",
            "text/calendar",
            headers=headers,
            CONTENT_LENGTH=str(length),
            **{"wsgi.input": Unread()},
        )
        assert answer.status_code == 413


def test_p69_larger_than_an_event_may_be(dav, invited):
    href = dav.href(invited().meeting)
    answer = dav.put(href, dav.text(href).replace("END:VEVENT", f"X-A:{'x' * 70_000}\nEND:VEVENT"))
    assert (answer.status_code, condition(answer)) == (403, c("max-resource-size"))


NO_CALENDARS = {
    "empty": "",
    "text": "nothing",
    "open": "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
    "crossed": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n",
    "no value": CALENDAR.format("BEGIN:VEVENT\nUID\nEND:VEVENT\n"),
    "no name": CALENDAR.format(":x\n"),
    "quotes": CALENDAR.format('BEGIN:VEVENT\nUID;X="a:b\nEND:VEVENT\n'),
    "control": CALENDAR.format("BEGIN:VEVENT\nUID:a\x00b\nEND:VEVENT\n"),
    "deep": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50,
    "many": "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
    "long": CALENDAR.format("X:\n" * 9000),
    "latin": "BEGIN:VCALENDAR\nX:\udcff\nEND:VCALENDAR\n",
}


@pytest.mark.parametrize("name", NO_CALENDARS)
@pytest.mark.parametrize("collection", ["meetings", "scratch"])
def test_p69_calendars_that_are_none(dav, name, collection, settings):
    settings.CALDAV_SCRATCH = True
    body = NO_CALENDARS[name].encode(errors="surrogateescape")
    answer = dav.ask("PUT", f"{dav.home}{collection}/x.ics", body, Content_Type="text/calendar")
    assert (answer.status_code, condition(answer)) == (403, c("valid-calendar-data"))


@pytest.mark.parametrize(("name", "uid"), [("x" * 201, "u"), ("x", "u" * 256)])
def test_p69_names_longer_than_a_database_takes(dav, settings, name, uid):
    settings.CALDAV_SCRATCH = True
    body = CALENDAR.format(f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20300314T020000Z\r\nEND:VEVENT\r\n")
    answer = dav.put(f"{dav.home}scratch/{name}", body)
    assert (answer.status_code, condition(answer)) == (403, c("valid-calendar-object-resource"))


# What icalendar 7.3 was seen to raise AttributeError, TypeError, OverflowError and others for.
CRASHES = [
    "DTSTART:20300314T0900", "DTSTART;TZID=Asia/Phnom_Penh:99999999T999999", "DTSTART:", "DTSTART;VALUE=PERIOD:x/y", "DTEND:20300314T120000X", "DURATION:P", "DURATION:PT999999999999H",
    "DURATION:P99999W", "RRULE:FREQ=;UNTIL=x", "RRULE:FREQ=DAILY;COUNT=-1;INTERVAL=0", "RDATE;VALUE=PERIOD:x",
    "EXDATE:x", "RECURRENCE-ID:", "DTSTART;TZID=../../../etc/passwd:20300314T090000", "DTSTART;TZID=Nowhere/None:20300314T090000",
    "DTSTART:00000000T000000Z", "DTSTART;VALUE=DATE:20300230", "DTSTART:२०३००३१४T०९००००Z",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(CRASHES)))
def test_p69_values_that_crash_readers(dav, invited, number):
    href = dav.href(invited().meeting)
    name = CRASHES[number].partition(":")[0].partition(";")[0]
    lines = [
        line
        for line in dav.text(href).replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED").splitlines()
        if not line.startswith((name, "DTEND" if name == "DURATION" else name))
    ]
    lines.insert(lines.index("END:VEVENT"), CRASHES[number])
    answer = dav.put(href, "\n".join(lines) + "\n")
    assert answer.status_code == 403, answer.content
    assert condition(answer) in (c("valid-calendar-data"), c("allowed-attendee-scheduling-object-change"))
    assert not Response.objects.exists()


def test_p69_zones_that_crash_readers(dav, invited):
    href = dav.href(invited().meeting)
    for rule in ("RRULE:FREQ=YEARLY;UNTIL=x", "RRULE:", "RDATE:x", "TZOFFSETFROM:x"):
        bad = (
            "BEGIN:VTIMEZONE\nTZID:Bad\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0700\n"
            f"{rule}\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:19700601T000000\nTZOFFSETFROM:+0700\nTZOFFSETTO:+0800\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
        )
        body = (
            dav.text(href)
            .replace("TZID=Asia/Phnom_Penh", "TZID=Bad")
            .replace("BEGIN:VEVENT", f"{bad}BEGIN:VEVENT")
        )
        assert dav.put(href, body).status_code in (204, 403)


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYDAY=5SU"]
)
def test_p69_zones_without_end(dav, invited, rule):
    href = dav.href(invited().meeting)
    part = f"DTSTART:00010101T000000\nRRULE:{rule}\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0{{}}00\n"
    zone = "".join(
        f"BEGIN:{name}\n{part.format(offset)}END:{name}\n"
        for name, offset in (("STANDARD", 7), ("DAYLIGHT", 8))
    )
    body = (
        dav.text(href)
        .replace("TZID=Asia/Phnom_Penh", "TZID=Own")
        .replace("BEGIN:VEVENT", f"BEGIN:VTIMEZONE\nTZID:Own\n{zone}END:VTIMEZONE\nBEGIN:VEVENT")
    )
    answer = dav.put(href, body)
    assert (answer.status_code, condition(answer)) == (403, c("valid-calendar-data"))


def test_p69_wrong_types(dav, invited):
    href = dav.href(invited().meeting)
    text = dav.text(href)
    for content_type in ("text/plain", "text/calendar; charset=iso-8859-1", "application/json"):
        answer = dav.put(href, text, Content_Type=content_type)
        assert (answer.status_code, condition(answer)) == (403, c("supported-calendar-data"))
    assert condition(dav.put(href, text.replace("VERSION:2.0", "VERSION:2.0\nMETHOD:REPLY"))) == c(
        "valid-calendar-object-resource"
    )
    assert condition(dav.put(href, text.replace("VEVENT", "VTODO"))) == c("supported-calendar-component")
    assert (
        dav.ask("PUT", href, "", Content_Type="text/calendar", Transfer_Encoding="chunked").status_code == 411
    )
