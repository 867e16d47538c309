"""CalDAV: how a program finds its way (points 51 to 56, 67 and 71 of the checklist)."""

import pytest
from django.test import Client

from meetings.caldav.xml import c, cs, d
from members.actions.app_passwords import principal_name
from tests.builders import make_person
from tests.conformance.dav import Dav, basic, condition, dav_of, found, root

pytestmark = pytest.mark.django_db
CLASSES = "1, 3, calendar-access, calendar-auto-schedule"


def hrefs(element):
    return [one.text for one in element.iter(d("href"))]


@pytest.mark.parametrize("path", ["/", "/principals/", "/dav/", "principal", "home", "meetings", "object"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_p51_options(dav, invited, path, signed_in):
    person = principal_name(dav.person)
    path = {
        "principal": f"/dav/principals/{person}/",
        "home": dav.home,
        "meetings": dav.meetings,
        "object": dav.href(invited().meeting),
    }.get(path, path)
    answer = (dav if signed_in else Dav()).ask("OPTIONS", path)
    assert (answer.status_code, answer["DAV"], answer.content) == (200, CLASSES, b"")
    assert {"OPTIONS", "PROPFIND"} <= set(answer["Allow"].split(", "))
    assert ("REPORT" in answer["Allow"]) == (path == dav.meetings)
    assert ("PUT" in answer["Allow"]) == path.endswith(".ics")
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/principals/", "/.well-known/caldav", "/dav/", "/dav"])
def test_p52_discovery_is_answered_where_it_is_asked(dav, path):
    answer = dav.propfind(path, "<D:current-user-principal/><D:resourcetype/>")
    told = found(answer)
    (href,) = told
    assert href == ("/dav/" if path == "/dav" else path)
    assert hrefs(told[href][d("current-user-principal")]) == [
        f"/dav/principals/{principal_name(dav.person)}/"
    ]
    anonymous = Dav().propfind(path)
    assert anonymous.status_code == 401
    assert anonymous["WWW-Authenticate"].startswith('Basic realm="')
    assert not anonymous.cookies


def test_p52_only_reading_redirects(dav):
    answer = Client().get("/.well-known/caldav")
    assert (answer.status_code, answer["Location"]) == (301, "/dav/")
    assert Client().get("/").status_code == 302
    assert "/en/" in Client().get("/")["Location"]


@pytest.mark.parametrize(
    "name", [principal_name, lambda person: person.email, lambda person: person.email.replace("@", "%40")]
)
def test_p53_the_principal(dav, name):
    path = f"/dav/principals/{name(dav.person)}/"
    asked = "".join(
        f"<C:{prop}/>"
        for prop in (
            "calendar-home-set",
            "calendar-user-address-set",
            "schedule-inbox-URL",
            "schedule-outbox-URL",
        )
    )
    ((href, told),) = found(dav.propfind(path, f"{asked}<D:principal-URL/><D:resourcetype/>")).items()
    home = href.replace("principals/", "")
    assert hrefs(told[c("calendar-user-address-set")])[0] == "mailto:Keo.Sokha@people.example"
    assert hrefs(told[c("calendar-home-set")]) == [home]
    assert hrefs(told[c("schedule-inbox-URL")]) == [f"{home}inbox/"]
    assert hrefs(told[c("schedule-outbox-URL")]) == [f"{home}outbox/"]
    assert told[d("resourcetype")].find(d("principal")) is not None
    assert found(dav.propfind(home))
    assert "%" not in href


def test_p54_the_home_is_a_container(dav, settings):
    settings.CALDAV_SCRATCH = False
    told = found(dav.propfind(dav.home, depth="1"))
    assert list(told) == [dav.home, dav.meetings, dav.inbox, f"{dav.home}outbox/"]
    assert told[dav.home][d("resourcetype")].find(c("calendar")) is None
    assert told[dav.meetings][d("resourcetype")].find(c("calendar")) is not None
    assert list(found(dav.propfind(dav.home, depth="0"))) == [dav.home]
    settings.CALDAV_SCRATCH = True
    assert f"{dav.home}scratch/" in found(dav.propfind(dav.home, depth="1"))


def test_p54_depth(dav, invited):
    href = dav.href(invited().meeting)
    answer = dav.propfind(dav.meetings, depth="infinity")
    assert (answer.status_code, condition(answer)) == (403, d("propfind-finite-depth"))
    assert list(found(dav.ask("PROPFIND", dav.meetings))) == [dav.meetings, href]
    assert dav.propfind(dav.meetings, depth="2").status_code == 400


def test_p55_what_the_calendar_says_of_itself(dav, invited):
    invited()
    told = found(dav.propfind(dav.meetings))[dav.meetings]
    reports = {one.tag for one in told[d("supported-report-set")].iter()}
    assert {c("calendar-query"), c("calendar-multiget"), d("sync-collection")} <= reports
    privileges = {one[0].tag for one in told[d("current-user-privilege-set")]}
    assert {d("read"), d("write-content"), d("unbind")} <= privileges
    assert not {d("bind"), d("all")} & privileges
    assert [one.get("name") for one in told[c("supported-calendar-component-set")]] == ["VEVENT"]
    assert told[d("displayname")].text
    assert told[cs("getctag")].text == told[d("sync-token")].text
    principal = f"/dav/principals/{principal_name(dav.person)}/"
    asked = dav.propfind(dav.meetings, "<D:owner/><D:current-user-principal/>")
    assert [hrefs(one) for one in found(asked)[dav.meetings].values()] == [[principal]] * 2


def test_p56_unknown_properties(dav):
    body = (
        '<D:propfind xmlns:D="DAV:" xmlns:X="x:y"><D:prop><D:resourcetype/><X:colour/></D:prop></D:propfind>'
    )
    answer = dav.ask("PROPFIND", dav.meetings, body, Depth="0")
    groups = {
        group.findtext(d("status")): group.find(d("prop"))[0].tag
        for group in root(answer).iter(d("propstat"))
    }
    assert groups == {"HTTP/1.1 200 OK": d("resourcetype"), "HTTP/1.1 404 Not Found": "{x:y}colour"}


@pytest.mark.parametrize("body", ["", '<propfind xmlns="DAV:"><allprop/></propfind>'])
def test_p56_all_properties(dav, invited, body):
    href = dav.href(invited().meeting)
    told = found(dav.ask("PROPFIND", dav.meetings, body, Depth="1"))
    assert {d("resourcetype"), d("getetag"), d("getcontenttype")} <= set(told[href])
    names = dav.ask("PROPFIND", dav.meetings, '<propfind xmlns="DAV:"><propname/></propfind>', Depth="0")
    assert cs("getctag") in found(names)[dav.meetings]


def test_p56_nothing_is_set_and_each_property_is_told_so(dav):
    body = (
        '<D:propertyupdate xmlns:D="DAV:" xmlns:A="http://apple.com/ns/ical/"><D:set><D:prop><A:calendar-color>'
        "#ff0000</A:calendar-color><D:displayname>x</D:displayname></D:prop></D:set></D:propertyupdate>"
    )
    answer = dav.ask("PROPPATCH", dav.meetings, body)
    assert answer.status_code == 207
    (group,) = root(answer).iter(d("propstat"))
    assert [one.tag for one in group.find(d("prop"))] == [
        "{http://apple.com/ns/ical/}calendar-color",
        d("displayname"),
    ]
    assert " 403 " in group.findtext(d("status"))


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "GET", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        "/dav/{other}/", "/dav/{other}/meetings/", "/dav/{other}/meetings/{uid}.ics", "/dav/principals/{other}/",
        "/dav/{mail}/meetings/", "/dav/{own}/meetings/../../{other}/meetings/",
        "/dav/{own}/meetings/%2e%2e/%2e%2e/{other}/meetings/{uid}.ics", "/dav/{own}/meetings/%2e./{uid}.ics",
        "/dav/{own}/meetings/%00{uid}.ics", "/dav//{other}/meetings/", "/dav/{own}//meetings/",
        "/dav/{own}/meetings/{uid}.ics%00", "/dav/{own}/meetings/..%2f..%2f{other}%2fmeetings%2f{uid}.ics",
        "/dav/{own}/meetings/{uid}.ics/", "/dav/{own}/meetings/%0a", "/dav/{own}%00/", "/dav/nobody@people.example/",
        "/dav/%252e%252e/",
    ],
)  # fmt: skip
def test_p67_nobody_elses(dav, invited, method, path):
    other = make_person("Other")
    theirs = dav_of(other)
    uid = invited().meeting.uid
    make = {
        "other": principal_name(other),
        "mail": other.email,
        "own": principal_name(dav.person),
        "uid": uid,
    }
    answer = dav.ask(method, path.format(**make), Depth="1")
    assert answer.status_code in (403, 404), answer.content
    assert uid.encode() not in answer.content
    assert theirs.propfind(theirs.meetings).status_code == 207


def test_p71_nothing_is_compressed_and_tags_are_strong(dav, invited):
    for _more in range(5):
        href = dav.href(invited().meeting)
    answer = dav.propfind(dav.meetings, depth="1", Accept_Encoding="gzip, br")
    assert not answer.has_header("Content-Encoding")
    answer = dav.get(href, Accept_Encoding="gzip")
    assert answer["ETag"].startswith('"')
    assert not answer.has_header("Content-Encoding")
    assert answer["ETag"] == found(dav.propfind(href, "<D:getetag/>"))[href][d("getetag")].text
    assert dav.get(href, If_None_Match=answer["ETag"]).status_code == 304


def test_p68_no_cookie_and_no_other_password(dav, client):
    assert not dav.propfind(dav.home).cookies
    client.force_login(make_person(sign_in=True).user)
    assert client.generic("PROPFIND", "/dav/", headers={"Authorization": basic("x", "y")}).status_code == 401


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(dav, invited, size, django_assert_num_queries):
    hrefs = [dav.href(invited().meeting) for _more in range(size)]
    dav.propfind(dav.home)
    with django_assert_num_queries(3):
        assert len(found(dav.propfind(dav.meetings, depth="1"))) == size + 1
    inside = "<D:prop><D:getetag/><C:calendar-data/></D:prop>" + "".join(
        f"<D:href>{href}</D:href>" for href in hrefs
    )
    with django_assert_num_queries(3):
        assert len(found(dav.report(dav.meetings, "C:calendar-multiget", inside))) == size
    with django_assert_num_queries(3):
        assert len(found(dav.sync(dav.meetings))) == size
    with django_assert_num_queries(4):
        assert (
            len(found(dav.sync(dav.meetings, inside="<D:prop><D:getetag/><C:calendar-data/></D:prop>")))
            == size
        )
    with django_assert_num_queries(3):
        assert len(found(dav.propfind(dav.home, depth="1"))) >= 4
