"""CalDAV's methods: get, check, call, answer. Every request is a person's, by Basic and an app password, but OPTIONS."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.http import parse_etags

from meetings.caldav import tree, xml
from meetings.caldav.asking import CLASSES, Answered, Asked, names_in, plain, read_xml, refused, who
from meetings.caldav.free_busy import free_busy
from meetings.caldav.holdings import Item
from meetings.caldav.properties import ALL, names_of, reports_of, tell
from meetings.caldav.reports import multistatus, report
from meetings.caldav.tree import Kind, Place
from meetings.caldav.writing import delete, put
from meetings.caldav.xml import d, element


def dav(request: HttpRequest, path: str = "") -> HttpResponse:
    """Everything below `/dav/`, and what clients ask of `/` and `/principals/`."""
    try:
        response = _options(request) if request.method == "OPTIONS" else _answer(request)
    except Answered as end:
        response = end.response
    except tree.Nowhere:
        response = plain(404, "There is nothing at this address.")
    except tree.SomebodyElses:
        response = plain(403, "This is not your calendar.")
    response["DAV"] = CLASSES
    response.setdefault("Cache-Control", "private, no-cache")
    return response


def well_known(request: HttpRequest) -> HttpResponse:
    """RFC 6764: a program that reads is led on; one that asks for properties is answered here, as some do not follow."""
    if request.method in ("GET", "HEAD"):
        return HttpResponsePermanentRedirect(tree.ROOT)
    return dav(request)


def _answer(request: HttpRequest) -> HttpResponse:
    asked = who(request)
    place = tree.find(_path(request), asked.person)
    makes_or_removes = request.method in ("MKCALENDAR", "MKCOL") or (
        request.method == "DELETE" and not place.is_object
    )
    if makes_or_removes:  # collections are not a client's: removing an account was seen to delete them
        raise refused(d("need-privileges"))
    if request.method not in methods(place):
        response = plain(405, "This is not done here.")
        response["Allow"] = ", ".join(methods(place))
        return response
    return _METHODS[request.method or ""](asked, place)


def _options(request: HttpRequest) -> HttpResponse:
    """Says what is done here, also without a password; a wrong one is told so."""
    person = who(request).person if "Authorization" in request.headers else None
    response = HttpResponse(status=200)
    response["Allow"] = ", ".join(methods(tree.find(_path(request), person)))
    return response


def _path(request: HttpRequest) -> str:
    return "/dav/" if request.path_info == "/dav" else request.path_info


def methods(place: Place) -> list[str]:
    """What may be asked of a place."""
    found = ["OPTIONS", "PROPFIND", "PROPPATCH"]
    if place.is_object:
        found += ["GET", "HEAD", "DELETE"]
        found += ["PUT"] if place.kind != Kind.INBOX else []
    if reports_of(place):
        found.append("REPORT")
    if place.kind == Kind.OUTBOX:
        found.append("POST")
    return found


def _propfind(asked: Asked, place: Place) -> HttpResponse:
    depth = asked.header("Depth").lower() or "1"
    if depth == "infinity":
        raise refused(d("propfind-finite-depth"))
    if depth not in ("0", "1"):
        raise Answered(plain(400, "This depth is none."))
    root = read_xml(asked, d("propfind"))
    item = _item(asked, place)
    only_names = root is not None and root.find(d("propname")) is not None
    names = _names(root)
    places = [(place, item), *(_children(asked, place) if depth == "1" else [])]
    told = (names_of(asked, *one) if only_names else tell(asked, one[0], names, one[1]) for one in places)
    return multistatus(list(told))


def _names(root: xml.Element | None) -> list[str]:
    """What a PROPFIND asks for; an empty body asks for all, and `include` for more."""
    prop = root.find(d("prop")) if root is not None else None
    if prop is not None:
        return names_in(prop)
    more = root.findall(d("include")) if root is not None else []
    return list(dict.fromkeys([*ALL, *names_in(*more)]))


def _children(asked: Asked, place: Place) -> list[tuple[Place, Item | None]]:
    if place.is_object:
        return []
    name = place.name or tree.principal_name(asked.person)
    if place.kind in tree.HOLDING:
        return [(place.holds(item.name), item) for item in asked.holdings.items(place.kind)]
    if place.kind == Kind.HOME:
        kinds = tree.collections()
        return [(Place(kind, tree.collection_address(name, kind), name), None) for kind in kinds]
    principal = Place(Kind.PRINCIPAL, tree.principal_address(name), name)
    if place.kind == Kind.PRINCIPALS:
        return [(principal, None)]
    if place.kind == Kind.ROOT and place.address == tree.ROOT:
        home = Place(Kind.HOME, tree.home_address(name), name)
        return [(Place(Kind.PRINCIPALS, f"{tree.ROOT}principals/"), None), (home, None)]
    return []


def _item(asked: Asked, place: Place) -> Item | None:
    """The object at the place, None where the place is a collection. Raises `Nowhere`."""
    if not place.is_object:
        return None
    found = asked.holdings.named(place.kind, [place.leaf]).get(place.leaf)
    if found is None:
        raise tree.Nowhere
    return found


def _proppatch(asked: Asked, place: Place) -> HttpResponse:
    """Nothing here is a client's to set: every property is refused by itself (RFC 4918 section 9.2)."""
    _item(asked, place)
    root = read_xml(asked, d("propertyupdate"))
    if root is None:
        raise Answered(plain(400, "This sets nothing."))
    names = dict.fromkeys(
        prop.tag for change in root for found in change.findall(d("prop")) for prop in found
    )
    made = element(d("response"), xml.href(place.address))
    condition = element(d("error"), element(d("cannot-modify-protected-property")))
    prop = element(d("prop"), *map(element, names))
    made.append(element(d("propstat"), prop, xml.status(403), condition))
    return multistatus([made])


def _get(asked: Asked, place: Place) -> HttpResponse:
    item = _item(asked, place)
    if item is None:
        raise tree.Nowhere
    tags = parse_etags(asked.header("If-None-Match"))
    if "*" in tags or item.etag in {tag.removeprefix("W/").strip('"') for tag in tags}:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        body = asked.holdings.text(item, place.kind).encode()
        response = HttpResponse(b"" if asked.request.method == "HEAD" else body)
        response["Content-Type"] = "text/calendar; charset=utf-8; component=VEVENT"
        response["Content-Length"] = str(len(body))
    response["ETag"] = f'"{item.etag}"'
    if item.schedule_tag:
        response["Schedule-Tag"] = f'"{item.schedule_tag}"'
    return response


_METHODS: dict[str, Callable[[Asked, Place], HttpResponse]] = {
    "PROPFIND": _propfind,
    "PROPPATCH": _proppatch,
    "REPORT": report,
    "GET": _get,
    "HEAD": _get,
    "PUT": put,
    "DELETE": delete,
    "POST": free_busy,
}
