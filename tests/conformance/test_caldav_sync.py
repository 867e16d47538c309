"""CalDAV: reading by name, by filter and by what has changed (points 57 to 59 and 70 of the checklist)."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from meetings.actions.invitations import withdraw
from meetings.actions.planning import cancel, move
from meetings.actions.responses import record_response
from meetings.caldav.xml import c, cs, d
from meetings.enums import Answer, Channel
from meetings.models import Meeting
from members.actions.app_passwords import principal_name
from members.models import Person, Seat
from tests.builders import make_clerk, make_invitation, make_meeting, make_person
from tests.conformance.dav import condition, dav_of, found, root, statuses

pytestmark = pytest.mark.django_db
DATA = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"


def token_of(answer):
    return root(answer).findtext(d("sync-token"))


def changes(answer):
    """(what is new or other, what is gone) of a synchronisation, as hrefs."""
    gone = statuses(answer)
    assert set(gone.values()) <= {"404"}
    return sorted(set(found(answer)) - set(gone)), sorted(gone)


def test_p57_multiget(dav, invited):
    uid = invited().meeting.uid
    asked = [
        f"{dav.meetings}{uid}.ics",
        f"{dav.meetings}{uid.replace('@', '%40')}.ics",
        f"http://testserver{dav.meetings}{uid}.ics",
        f"/dav/{dav.person.email.replace('@', '%40')}/meetings/{uid}.ics",
        f"{dav.meetings}missing.ics",
        f"{dav.meetings}%2e%2e/{uid}.ics",
        f"{dav.inbox}{uid}.ics",
        "/en/",
        "",
        "%ff",
        "http://[",
    ]
    hrefs = "".join(f"<D:href>{href}</D:href>" for href in asked)
    answer = dav.report(dav.meetings, "C:calendar-multiget", DATA + hrefs)
    told = {href: properties for href, properties in found(answer).items() if properties}
    assert list(told) == asked[:4]
    for properties in told.values():
        assert f"UID:{uid}" in properties[c("calendar-data")].text.replace("\n ", "")
        assert properties[d("getetag")].text == dav.get(asked[0])["ETag"]
    assert statuses(answer) == {href or dav.meetings: "404" for href in asked[4:]}


@pytest.fixture
def three(invited):
    """Meetings of March, April and May 2030, the second of them accepted."""
    rows = [invited(day=date(2030, month, 14), summary_en=f"Month {month}") for month in (3, 4, 5)]
    record_response(rows[1], Answer.ACCEPTED, by=rows[1].person, channel=Channel.WEB)
    return [row.meeting for row in rows]


def event_filter(inside):
    return (
        f'{DATA}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{inside}'
        "</C:comp-filter></C:comp-filter></C:filter>"
    )


FILTERS = {
    '<C:time-range start="20300401T000000Z" end="20300501T000000Z"/>': [1],
    '<C:time-range start="20300401T000000Z"/>': [1, 2],
    '<C:time-range end="20300401T000000Z"/>': [0],
    '<C:time-range start="20300314T050000Z" end="20300314T060000Z"/>': [],
    '<C:time-range start="20300314T045959Z" end="20300314T060000Z"/>': [0],
    "": [0, 1, 2],
    '<C:prop-filter name="RRULE"><C:is-not-defined/></C:prop-filter>': [0, 1, 2],
    '<C:prop-filter name="UID"><C:is-not-defined/></C:prop-filter>': [],
    '<C:prop-filter name="DESCRIPTION"><C:text-match collation="i;ascii-casemap">mONTH 4</C:text-match></C:prop-filter>': [1],
    '<C:prop-filter name="DESCRIPTION"><C:text-match collation="i;octet">mONTH 4</C:text-match></C:prop-filter>': [],
    '<C:prop-filter name="DESCRIPTION"><C:text-match negate-condition="yes">month 4</C:text-match></C:prop-filter>': [0, 2],
    '<C:prop-filter name="ATTENDEE"><C:param-filter name="PARTSTAT"><C:text-match>ACCEPTED</C:text-match></C:param-filter></C:prop-filter>': [1],
    '<C:prop-filter name="ATTENDEE"><C:param-filter name="X-A"><C:is-not-defined/></C:param-filter></C:prop-filter>': [0, 1, 2],
    '<C:prop-filter name="DTSTART"><C:time-range start="20300401T000000Z"/></C:prop-filter>': [1, 2],
    '<C:comp-filter name="VALARM"><C:is-not-defined/></C:comp-filter><C:time-range start="20300401T000000Z"/>': [1, 2],
    '<C:comp-filter name="VALARM"/>': [],
}  # fmt: skip


@pytest.mark.parametrize("number", range(len(FILTERS)))
def test_p58_calendar_query(dav, three, number):
    inside, expected = list(FILTERS.items())[number]
    told = found(dav.report(dav.meetings, "C:calendar-query", event_filter(inside)))
    assert list(told) == [dav.href(three[index]) for index in expected]


def test_p58_other_components(dav, three):
    query = f'{DATA}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO">{{}}</C:comp-filter></C:comp-filter></C:filter>'
    assert found(dav.report(dav.meetings, "C:calendar-query", query.format(""))) == {}
    assert len(found(dav.report(dav.meetings, "C:calendar-query", query.format("<C:is-not-defined/>")))) == 3


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        (event_filter('<C:time-range start="yesterday"/>'), "valid-filter"),
        (event_filter("<C:time-range/>"), "valid-filter"),
        (event_filter('<C:time-range start="20300401T000000Z" end="20300301T000000Z"/>'), "valid-filter"),
        (event_filter("<C:anything/>"), "supported-filter"),
        (event_filter('<C:comp-filter name="VALARM"><C:time-range start="20300401T000000Z"/></C:comp-filter>'), "supported-filter"),
        (event_filter('<C:prop-filter name="UID"><C:text-match collation="i;x">x</C:text-match></C:prop-filter>'), "supported-collation"),
        (DATA, "valid-filter"),
    ],
)  # fmt: skip
def test_p58_filters_that_are_none(dav, inside, name):
    answer = dav.report(dav.meetings, "C:calendar-query", inside)
    assert (answer.status_code, condition(answer)) == (403, c(name))


def test_p59_initial_then_nothing_then_what_changed(dav, three):
    first = dav.sync(dav.meetings)
    assert changes(first) == (sorted(dav.href(meeting) for meeting in three), [])
    token = token_of(first)
    again = dav.sync(dav.meetings, token)
    assert (changes(again), token_of(again)) == (([], []), token)
    move(three[0], by=make_clerk(), date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    second = dav.sync(dav.meetings, token)
    assert changes(second) == ([dav.href(three[0])], [])
    cancel(three[1], by=make_clerk())
    invitation = dav.person.invitations.get(meeting=three[2])
    record_response(invitation, Answer.DECLINED, by=dav.person, channel=Channel.LINK)
    told = dav.sync(dav.meetings, token_of(second), DATA)
    assert changes(told) == (sorted(dav.href(meeting) for meeting in three[1:]), [])
    assert "PARTSTAT=DECLINED" in found(told)[dav.href(three[2])][c("calendar-data")].text.replace("\n ", "")
    assert "STATUS:CANCELLED" in found(told)[dav.href(three[1])][c("calendar-data")].text.replace("\n ", "")


GONE = {
    "withdrawn": lambda dav, row: withdraw(row, by=make_clerk()),
    "put away": lambda dav, row: dav.ask("DELETE", dav.href(row.meeting)),
    "seat lost": lambda dav, row: Seat.objects.update(until=timezone.localdate() - timedelta(days=1)),
    "long ago": lambda dav, row: Meeting.objects.update(date=timezone.localdate() - timedelta(days=91)),
}


@pytest.mark.parametrize("how", GONE)
def test_p59_what_is_gone(dav, invited, how):
    row = invited()
    token = token_of(dav.sync(dav.meetings))
    before = found(dav.propfind(dav.meetings))[dav.meetings][cs("getctag")].text
    GONE[how](dav, row)
    after = dav.sync(dav.meetings, token)
    assert changes(after) == ([], [dav.href(row.meeting)])
    assert found(dav.propfind(dav.meetings))[dav.meetings][cs("getctag")].text != before
    assert changes(dav.sync(dav.meetings, token_of(after))) == ([], [])
    assert dav.get(dav.href(row.meeting)).status_code == 404
    if how == "seat lost":  # and given back
        Seat.objects.update(until=None)
        assert changes(dav.sync(dav.meetings, token_of(after))) == ([dav.href(row.meeting)], [])


def test_p59_tokens_that_are_not_ours_to_read(dav, invited):
    invited()
    token = token_of(dav.sync(dav.meetings))
    number, rest = token.rpartition("/")[2].split("-", 1)
    other = dav_of(make_person())
    bad = [
        "x", "data:,1", token + "a", token[:-1] + ("a" if token[-1] != "a" else "b"), f"{token.rpartition('/')[0]}/9{number}-{rest}",
        token_of(other.sync(other.meetings)), token_of(dav.sync(dav.inbox)), "\u1780", token.replace("-", "--", 1),
    ]  # fmt: skip
    for one in bad:
        answer = dav.sync(dav.meetings, one)
        assert (answer.status_code, condition(answer)) == (403, d("valid-sync-token")), one
    Person.objects.filter(pk=dav.person.pk).update(language="km")
    answer = dav.sync(dav.meetings, token)
    assert (answer.status_code, condition(answer)) == (403, d("valid-sync-token"))


def test_p59_a_limit_is_kept_or_refused(dav, three):
    limit = "<D:limit><D:nresults>{}</D:nresults></D:limit><D:prop><D:getetag/></D:prop>"
    for enough in ("3", f"{' ' * 12}3", "²", "៣"):  # what is no number limits nothing
        assert len(found(dav.sync(dav.meetings, inside=limit.format(enough)))) == 3
    answer = dav.sync(dav.meetings, inside=limit.format(2))
    assert (answer.status_code, condition(answer)) == (507, d("number-of-matches-within-limits"))


def test_p59_the_scratch_collection_too(dav, three, settings):
    settings.CALDAV_SCRATCH = True
    scratch = f"{dav.home}scratch/"
    own = dav.text(dav.href(three[0])).replace("UID:", "UID:mine-")
    token = token_of(dav.sync(scratch))
    dav.put(f"{scratch}1.ics", own)
    made = dav.sync(scratch, token)
    assert changes(made) == ([f"{scratch}1.ics"], [])
    dav.ask("DELETE", f"{scratch}1.ics")
    assert changes(dav.sync(scratch, token_of(made))) == ([], [f"{scratch}1.ics"])
    assert changes(dav.sync(scratch, token)) == ([], [])
    assert changes(dav.sync(dav.meetings, "")) == (sorted(dav.href(meeting) for meeting in three), [])


def test_p70_what_other_doors_recorded_is_there_at_the_next_synchronisation(dav, invited):
    row = invited()
    token = token_of(dav.sync(dav.meetings))
    for answer, channel in [
        (Answer.ACCEPTED, Channel.MAIL),
        (Answer.DECLINED, Channel.LINK),
        (Answer.TENTATIVE, Channel.WEB),
    ]:
        record_response(row, answer, by=row.person, channel=channel)
        told = dav.sync(dav.meetings, token, DATA)
        assert changes(told) == ([dav.href(row.meeting)], [])
        assert f"PARTSTAT={answer.upper()}" in found(told)[dav.href(row.meeting)][
            c("calendar-data")
        ].text.replace("\n ", "")
        token = token_of(told)


def test_others_answers_are_nobody_elses_change(dav, invited):
    row = invited()
    other = make_invitation(row.meeting, make_person(email="secret@people.example"))
    token = token_of(dav.sync(dav.meetings))
    record_response(other, Answer.ACCEPTED, by=other.person, channel=Channel.WEB)
    assert token_of(dav.sync(dav.meetings, token)) == token
    assert "secret" not in dav.text(dav.href(row.meeting))


def test_the_inbox_holds_what_is_still_to_answer(dav, invited):
    row = invited()
    make_invitation(make_meeting(date(2030, 4, 1)))
    href = f"{dav.inbox}{row.meeting.uid}.ics"
    token = token_of(dav.sync(dav.inbox))
    assert list(found(dav.propfind(dav.inbox, depth="1"))) == [dav.inbox, href]
    assert "METHOD:REQUEST" in dav.text(href)
    assert dav.ask("PUT", href, dav.text(href), Content_Type="text/calendar").status_code == 405
    assert dav.ask("DELETE", href).status_code == 204
    assert changes(dav.sync(dav.inbox, token)) == ([], [href])
    assert dav.get(dav.href(row.meeting)).status_code == 200
    move(row.meeting, by=make_clerk(), date=date(2030, 3, 21), start_time=time(9), end_time=time(12))
    assert list(found(dav.propfind(dav.inbox, depth="1"))) == [dav.inbox, href]
    record_response(row, Answer.ACCEPTED, by=row.person, channel=Channel.WEB)
    assert list(found(dav.propfind(dav.inbox, depth="1"))) == [dav.inbox]


def test_reports_that_are_none(dav):
    for path, name in [
        (dav.meetings, "C:free-busy-query"),
        (dav.home, "D:sync-collection"),
        (dav.meetings, "D:expand-property"),
    ]:
        answer = dav.report(path, name, "")
        assert answer.status_code in (403, 405)
    assert dav.ask("REPORT", dav.meetings, "").status_code == 400
    assert principal_name(dav.person) in dav.home
