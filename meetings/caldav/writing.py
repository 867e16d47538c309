"""Taking in what clients write: answers, what they put away, arbitrary events in the scratch collection."""

from django.http import HttpResponse
from django.utils.http import parse_etags

from hub.errors import Refused
from meetings.actions import own_calendar, scratch
from meetings.actions.responses import possible_alternates
from meetings.caldav import tree
from meetings.caldav.asking import Answered, Asked, plain, refused
from meetings.caldav.holdings import Item
from meetings.caldav.properties import LARGEST_OBJECT
from meetings.caldav.reply import NotAllowed, Reply, read_event, reply_in
from meetings.caldav.tree import Kind, Place
from meetings.caldav.xml import Element, c, d, element, href
from meetings.enums import Answer
from meetings.ical.reading import Component, Unreadable, read
from meetings.models import Invitation
from meetings.models.scratch import LONGEST_NAME, LONGEST_UID
from members.models import Person

NOT_AN_ATTENDEES_CHANGE = c("allowed-attendee-scheduling-object-change")


def put(asked: Asked, place: Place) -> HttpResponse:
    """Take in an event: of the scratch collection as it is, of the meetings as its attendee's answer.

    Whatever the address, an invitation is found by its UID: a program that got the invitation by mail stores it
    before it has ever looked into the calendar (`If-None-Match: *` then says nothing true, and is passed over).
    """
    calendar = _calendar(asked)
    if not calendar.named("VEVENT"):
        raise refused(c("supported-calendar-component"))
    try:
        uid, event = read_event(calendar)
    except Unreadable as problem:
        raise refused(c("valid-calendar-object-resource")) from problem
    except NotAllowed as problem:
        if place.kind != Kind.SCRATCH:
            raise refused(NOT_AN_ATTENDEES_CHANGE) from problem
        uid, event = calendar.named("VEVENT")[0].text("UID").strip(), calendar.named("VEVENT")[0]
    if place.kind == Kind.SCRATCH:
        return _put_scratch(asked, place, uid)
    invitation = asked.holdings.answerable(uid)
    if invitation is None:
        raise refused(d("need-privileges"), _bind(place))
    item = asked.holdings.item(invitation, Kind.MEETINGS)
    if place.leaf != item.name and asked.holdings.named(Kind.MEETINGS, [place.leaf]):
        raise refused(c("no-uid-conflict"), href(place.address))
    before_looking = asked.header("If-None-Match") == "*"
    seen = _check_conditions(asked, item)
    reply = _reply(asked, invitation, calendar, event, knows_it=not before_looking)
    _record(asked, invitation, reply, seen)
    response = HttpResponse(status=204)
    response["Schedule-Tag"] = f'"{item.schedule_tag}"'
    if place.leaf != item.name:
        response["Content-Location"] = tree.collection_address(place.name, Kind.MEETINGS) + item.name
    return response


def _calendar(asked: Asked) -> Component:
    """The body as a calendar object; the request ends here if it is none."""
    kind, _semicolon, parameters = asked.request.headers.get("Content-Type", "").lower().partition(";")
    if kind.strip() not in ("", "text/calendar", "application/octet-stream"):
        raise refused(c("supported-calendar-data"))
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(' "')
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise refused(c("supported-calendar-data"))
    if len(asked.body) > LARGEST_OBJECT:
        raise refused(c("max-resource-size"))
    try:
        return read(asked.body)
    except Unreadable as problem:
        raise refused(c("valid-calendar-data")) from problem


def _reply(
    asked: Asked, invitation: Invitation, calendar: Component, event: Component, *, knows_it: bool
) -> Reply:
    try:
        return reply_in(calendar, event, ours=asked.holdings.event(invitation), knows_it=knows_it)
    except NotAllowed as problem:
        raise refused(NOT_AN_ATTENDEES_CHANGE) from problem
    except Unreadable as problem:
        raise refused(c("valid-calendar-data")) from problem


def _record(asked: Asked, invitation: Invitation, reply: Reply, seen: int | None) -> None:
    """Record the reply. A program that knows of no answer, and may not have seen a later one, takes none back."""
    answer = reply.answer
    if answer == Answer.NEEDS_ACTION and seen is None and asked.header("If-Schedule-Tag-Match"):
        answer = Answer(invitation.answer)
    if answer == Answer.DELEGATED and invitation.answer == Answer.DELEGATED and not reply.delegated_to:
        delegated_to = None
    else:
        delegated_to = _delegate(invitation, reply.delegated_to) if answer == Answer.DELEGATED else None
    try:
        own_calendar.answer_in_calendar(
            invitation,
            by=asked.person,
            now=asked.now,
            answer=answer,
            comment=_new_comment(invitation, reply, delegated_to),
            delegated_to=delegated_to,
            alarms=reply.own_lines,
            seen=seen,
        )
    except own_calendar.ChangedMeanwhile as problem:
        raise _stale() from problem
    except Refused as problem:
        raise refused(NOT_AN_ATTENDEES_CHANGE) from problem


def _new_comment(invitation: Invitation, reply: Reply, delegated_to: Person | None) -> str:
    """The comment, unless it says what is known already."""
    known = reply.comment.strip() == invitation.comment and reply.answer == invitation.answer
    return "" if known and delegated_to is None else reply.comment


def _delegate(invitation: Invitation, address: str) -> Person:
    """Whoever speaks for the same organisation and has this address (rule 9 of the answers by mail)."""
    for person in possible_alternates(invitation):
        if address and person.email.lower() == address:
            return person
    raise refused(NOT_AN_ATTENDEES_CHANGE)


def delete(asked: Asked, place: Place) -> HttpResponse:
    """Put a meeting away, clear a message, delete an event of the scratch collection."""
    found = asked.holdings.named(place.kind, [place.leaf]).get(place.leaf)
    if found is None:
        raise tree.Nowhere
    seen = _check_conditions(asked, found)
    if not isinstance(found.row, Invitation):
        scratch.delete_scratch_event(found.row)
        return HttpResponse(status=204)
    try:
        if place.kind == Kind.INBOX:
            own_calendar.clear_request(found.row, seen=seen)
        else:
            declines = asked.header("Schedule-Reply").upper() != "F"
            own_calendar.put_away(found.row, by=asked.person, now=asked.now, declines=declines, seen=seen)
    except own_calendar.ChangedMeanwhile as problem:
        raise _stale() from problem
    except Refused as problem:
        raise refused(NOT_AN_ATTENDEES_CHANGE) from problem
    return HttpResponse(status=204)


def _put_scratch(asked: Asked, place: Place, uid: str) -> HttpResponse:
    if len(place.leaf) > LONGEST_NAME or len(uid) > LONGEST_UID:
        raise refused(c("valid-calendar-object-resource"))
    known = asked.holdings.named(Kind.SCRATCH, [place.leaf]).get(place.leaf)
    if known is None and (asked.header("If-Match") or asked.header("If-Schedule-Tag-Match")):
        raise _stale()
    if known:
        if asked.header("If-None-Match") == "*":
            raise _stale()
        _check_conditions(asked, known)
    others = asked.person.scratch_events.filter(is_deleted=False, uid=uid).exclude(name=place.leaf)
    if (known and known.uid != uid) or others.exists():
        raise refused(c("no-uid-conflict"), href(place.address))
    try:
        row, is_new = scratch.put_scratch_event(
            asked.person, name=place.leaf, uid=uid, body=asked.body.decode("utf-8-sig")
        )
    except Refused as problem:
        raise Answered(plain(507, str(problem))) from problem
    response = HttpResponse(status=201 if is_new else 204)
    response["ETag"] = f'"{asked.holdings.scratch_item(row).etag}"'
    return response


def _check_conditions(asked: Asked, item: Item) -> int | None:
    """412 unless the conditions hold; the revision that the program has surely seen, None if it does not say.

    If-Match compares strongly (RFC 9110 section 13.1.1), so that a weak tag never matches.
    """
    schedule = asked.header("If-Schedule-Tag-Match")
    if schedule and schedule != f'"{item.schedule_tag}"':
        raise _stale()
    tags = parse_etags(asked.header("If-Match"))
    if not asked.header("If-Match") or "*" in tags:
        return None
    if f'"{item.etag}"' not in tags:
        raise _stale()
    return item.revision


def _stale() -> Answered:
    return Answered(plain(412, "This has changed since you read it."))


def _bind(place: Place) -> Element:
    """Which privilege is missing and where (RFC 3744 section 7.1.1): nobody makes meetings by their calendar."""
    return element(d("resource"), href(place.address), element(d("privilege"), element(d("bind"))))
