"""The reports on a collection of calendar objects: by filter, by name, and what has changed since (RFC 4791, 6578)."""

from collections import Counter
from urllib.parse import quote

from django.http import HttpResponse

from meetings.caldav import filters, tree, xml
from meetings.caldav.asking import Answered, Asked, names_in, plain, refused
from meetings.caldav.holdings import BadToken, Item
from meetings.caldav.properties import reports_of, tell
from meetings.caldav.tree import Place
from meetings.caldav.xml import Element, c, d
from meetings.ical.reading import Unreadable, read
from meetings.models import Invitation

# How often one object is told, in however many ways its address is written: a short question shall not cost gigabytes.
MOST_SPELLINGS = 5


def report(asked: Asked, place: Place) -> HttpResponse:
    """Answer a REPORT; one that the place does not know is refused by name."""
    if not asked.body.strip():
        raise Answered(plain(400, "This asks for no report."))
    try:
        root = xml.parse(asked.body)
    except xml.Malformed as problem:
        raise Answered(plain(400, str(problem))) from problem
    if root.tag not in reports_of(place):
        raise refused(d("supported-report"))
    return _REPORTS[root.tag](asked, place, root)


def multistatus(responses: list[Element], *, sync_token: str = "") -> HttpResponse:
    body = xml.multistatus(responses, sync_token=sync_token)
    return HttpResponse(body, status=207, content_type=xml.MEDIA_TYPE)


def _wanted(root: Element) -> list[str]:
    """The names of the properties asked for; everything of RFC 4918 if nothing else is said."""
    prop = root.find(d("prop"))
    if prop is None:
        return [d("getetag")]
    data = prop.find(c("calendar-data"))
    if data is not None:
        kind = data.get("content-type", "text/calendar").lower(), data.get("version", "2.0")
        if kind != ("text/calendar", "2.0"):
            raise refused(c("supported-calendar-data"))
    return names_in(prop)


def _query(asked: Asked, place: Place, root: Element) -> HttpResponse:
    wanted = _wanted(root)
    try:
        asked_for = filters.check(root.find(c("filter")))
        times = filters.only_times(asked_for)
    except filters.BadFilter as problem:
        raise refused(problem.condition) from problem
    items = [] if asked.header("Depth") == "0" else asked.holdings.items(place.kind, whole=True)
    found = [item for item in items if _passes(asked, place, item, asked_for, times)]
    return multistatus([tell(asked, place.holds(item.name), wanted, item, whole=True) for item in found])


def _passes(
    asked: Asked, place: Place, item: Item, asked_for: Element, times: "filters.Range | bool"
) -> bool:
    """By the meeting's own times where they are all that is asked; else by the object's text."""
    if times is True:
        return True
    row = item.row
    if times and isinstance(row, Invitation) and row.meeting.starts_at and row.meeting.ends_at:
        return times.overlaps(row.meeting.starts_at, row.meeting.ends_at)
    try:
        return filters.matches(asked_for, read(asked.holdings.text(item, place.kind).encode()))
    except Unreadable:
        return False


def _multiget(asked: Asked, place: Place, root: Element) -> HttpResponse:
    wanted = _wanted(root)
    hrefs = list(dict.fromkeys((found.text or "").strip() for found in root.findall(d("href"))))
    leaves = {href: tree.leaf_in(place, href, asked.person) for href in hrefs}
    items = asked.holdings.named(place.kind, filter(None, leaves.values()))
    responses = []
    told: Counter[str] = Counter()
    for href, leaf in leaves.items():
        item = items.get(leaf)
        told[leaf] += 1
        if item and told[leaf] > MOST_SPELLINGS:
            continue
        if item:
            responses.append(tell(asked, place.holds(leaf), wanted, item, address=href, whole=True))
        else:
            responses.append(xml.gone(href or quote(place.address, safe="/@%")))
    return multistatus(responses)


def _sync(asked: Asked, place: Place, root: Element) -> HttpResponse:
    wanted = _wanted(root)
    holdings, token = asked.holdings, (root.findtext(d("sync-token")) or "").strip()
    if asked.header("Depth") not in ("", "0", "1"):
        raise Answered(plain(400, "This report is asked with Depth 0."))
    try:
        changed, gone = holdings.changes(place.kind, token)
    except BadToken as problem:
        raise refused(d("valid-sync-token")) from problem
    limit = (root.findtext(f"{d('limit')}/{d('nresults')}") or "").strip()
    if limit.isascii() and limit.isdigit() and int(limit[:9]) < len(changed) + len(gone):
        raise refused(d("number-of-matches-within-limits"), status=507)
    whole = c("calendar-data") in wanted
    if whole and changed:
        with_text = holdings.named(place.kind, [item.name for item in changed])
        changed = [with_text[item.name] for item in changed if item.name in with_text]
    responses = [tell(asked, place.holds(item.name), wanted, item, whole=whole) for item in changed]
    responses += [xml.gone(place.holds(name).address) for name in gone]
    return multistatus(responses, sync_token=holdings.token(place.kind))


_REPORTS = {c("calendar-query"): _query, c("calendar-multiget"): _multiget, d("sync-collection"): _sync}
