"""The properties of every place (RFC 4918, 3744, 4791, 6638, 6578 and what Apple's calendar server added)."""

from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from meetings.caldav import tree
from meetings.caldav.asking import Asked
from meetings.caldav.holdings import Item
from meetings.caldav.tree import Kind, Place
from meetings.caldav.xml import Element, c, cs, d, element, href, response
from meetings.ical.calendar import TIMEZONE

LARGEST_OBJECT = 64 * 1024
Told = Element | None
Getter = Callable[[Asked, Place, Item | None], Told]

_PRIVILEGES = {
    Kind.MEETINGS: (d("read"), d("write"), d("write-content"), d("unbind"), c("read-free-busy")),
    Kind.INBOX: (d("read"), d("unbind"), c("schedule-deliver"), c("schedule-deliver-invite")),
    Kind.OUTBOX: (d("read"), c("schedule-send"), c("schedule-send-freebusy"), c("schedule-send-reply")),
    Kind.SCRATCH: (d("read"), d("write"), d("write-content"), d("bind"), d("unbind")),
}
_REPORTS = {
    Kind.MEETINGS: (c("calendar-query"), c("calendar-multiget"), d("sync-collection")),
    Kind.INBOX: (c("calendar-query"), c("calendar-multiget"), d("sync-collection")),
    Kind.SCRATCH: (c("calendar-query"), c("calendar-multiget"), d("sync-collection")),
}


def reports_of(place: Place) -> tuple[str, ...]:
    """The reports that a collection answers."""
    return () if place.is_object else _REPORTS.get(place.kind, ())


def _resource_type(asked: Asked, place: Place, item: Item | None) -> Told:
    kinds = {
        Kind.PRINCIPAL: (d("collection"), d("principal")),
        Kind.MEETINGS: (d("collection"), c("calendar")),
        Kind.SCRATCH: (d("collection"), c("calendar")),
        Kind.INBOX: (d("collection"), c("schedule-inbox")),
        Kind.OUTBOX: (d("collection"), c("schedule-outbox")),
    }
    names = () if place.is_object else kinds.get(place.kind, (d("collection"),))
    return element(d("resourcetype"), *map(element, names))


def _display_name(asked: Asked, place: Place, item: Item | None) -> Told:
    if place.is_object:
        return None
    language = asked.person.language
    with translation.override(language):
        names = {
            Kind.PRINCIPAL: asked.person.name_in(language),
            Kind.HOME: asked.person.name_in(language),
            Kind.MEETINGS: _("Working group: my meetings"),
            Kind.SCRATCH: "Scratch",
        }
        return element(d("displayname"), names.get(place.kind, "Working Group Hub"))


def _principal(name: str) -> Getter:
    return lambda asked, place, item: element(name, href(tree.own_principal(asked.person)))


def _only(kinds: Iterable[Kind], getter: Getter) -> Getter:
    """The property of collections of these kinds alone."""
    return lambda asked, place, item: (
        getter(asked, place, item) if place.kind in kinds and not place.is_object else None
    )


def _of_objects(getter: Callable[[Item], Told]) -> Getter:
    return lambda asked, place, item: getter(item) if item else None


def _collection(name: str, kind: Kind) -> Getter:
    def getter(asked: Asked, place: Place, item: Item | None) -> Told:
        return element(name, href(tree.collection_address(place.name, kind)))

    return _only([Kind.PRINCIPAL], getter)


def _privileges(asked: Asked, place: Place, item: Item | None) -> Told:
    names = _PRIVILEGES.get(place.kind, (d("read"),))
    if place.is_object and place.kind == Kind.MEETINGS:
        names = (d("read"), d("write"), d("write-content"))
    names = (*names, d("read-current-user-privilege-set"))
    return element(
        d("current-user-privilege-set"), *(element(d("privilege"), element(name)) for name in names)
    )


def _reports(asked: Asked, place: Place, item: Item | None) -> Told:
    names = (
        element(d("supported-report"), element(d("report"), element(name))) for name in reports_of(place)
    )
    return element(d("supported-report-set"), *names)


def _token(name: str) -> Getter:
    return _only(tree.HOLDING, lambda asked, place, item: element(name, asked.holdings.token(place.kind)))


def _addresses(asked: Asked, place: Place, item: Item | None) -> Told:
    """The mail address first: the first is who the person is to Thunderbird."""
    principal = tree.own_principal(asked.person)
    mail = [href(f"mailto:{asked.person.email}")] if asked.person.email else []
    return element(c("calendar-user-address-set"), *mail, href(principal))


def _components(asked: Asked, place: Place, item: Item | None) -> Told:
    return element(c("supported-calendar-component-set"), element(c("comp"), name="VEVENT"))


def _data_types(asked: Asked, place: Place, item: Item | None) -> Told:
    data = element(c("calendar-data"), **{"content-type": "text/calendar", "version": "2.0"})
    return element(c("supported-calendar-data"), data)


def _fixed(name: str, *children: Element | str) -> Getter:
    return lambda asked, place, item: element(name, *children)


def _default_calendar(asked: Asked, place: Place, item: Item | None) -> Told:
    address = tree.collection_address(place.name, Kind.MEETINGS)
    return element(c("schedule-default-calendar-URL"), href(address))


def _content_type(asked: Asked, place: Place, item: Item | None) -> Told:
    if not place.is_object:
        return None
    return element(d("getcontenttype"), "text/calendar; charset=utf-8; component=VEVENT")


def _mail_address(asked: Asked, place: Place, item: Item | None) -> Told:
    mail = [element(cs("email-address"), asked.person.email)] if asked.person.email else []
    return element(cs("email-address-set"), *mail)


_CALENDARS = (Kind.MEETINGS, Kind.SCRATCH)
_PERSON = (Kind.PRINCIPAL,)
PROPERTIES: dict[str, Getter] = {
    d("resourcetype"): _resource_type,
    d("displayname"): _display_name,
    d("getetag"): _of_objects(lambda item: element(d("getetag"), f'"{item.etag}"')),
    d("getcontenttype"): _content_type,
    d("current-user-principal"): _principal(d("current-user-principal")),
    d("owner"): _principal(d("owner")),
    d("principal-URL"): _only((*_PERSON, Kind.ROOT), _principal(d("principal-URL"))),
    d("principal-collection-set"): _fixed(d("principal-collection-set"), href(f"{tree.ROOT}principals/")),
    d("current-user-privilege-set"): _privileges,
    d("supported-report-set"): _reports,
    d("sync-token"): _token(d("sync-token")),
    d("group-membership"): _only(_PERSON, _fixed(d("group-membership"))),
    d("alternate-URI-set"): _only(_PERSON, _fixed(d("alternate-URI-set"))),
    cs("getctag"): _token(cs("getctag")),
    cs("email-address-set"): _only(_PERSON, _mail_address),
    c("calendar-home-set"): _only(
        _PERSON,
        lambda asked, place, item: element(c("calendar-home-set"), href(tree.home_address(place.name))),
    ),
    c("calendar-user-address-set"): _only(_PERSON, _addresses),
    c("calendar-user-type"): _only(_PERSON, _fixed(c("calendar-user-type"), "INDIVIDUAL")),
    c("schedule-inbox-URL"): _collection(c("schedule-inbox-URL"), Kind.INBOX),
    c("schedule-outbox-URL"): _collection(c("schedule-outbox-URL"), Kind.OUTBOX),
    c("schedule-default-calendar-URL"): _only((Kind.INBOX,), _default_calendar),
    c("schedule-calendar-transp"): _only(
        _CALENDARS, _fixed(c("schedule-calendar-transp"), element(c("opaque")))
    ),
    c("schedule-tag"): _of_objects(
        lambda item: element(c("schedule-tag"), f'"{item.schedule_tag}"') if item.schedule_tag else None
    ),
    c("supported-calendar-component-set"): _only((*_CALENDARS, Kind.INBOX), _components),
    c("supported-calendar-data"): _only((*_CALENDARS, Kind.INBOX), _data_types),
    c("calendar-timezone"): _only(
        _CALENDARS,
        _fixed(
            c("calendar-timezone"),
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Working Group Hub//EN\r\n{TIMEZONE}END:VCALENDAR\r\n",
        ),
    ),
    c("max-resource-size"): _only(_CALENDARS, _fixed(c("max-resource-size"), str(LARGEST_OBJECT))),
}
# What `allprop` tells: the properties of RFC 4918; the others cost more and are asked for by name.
ALL = (d("resourcetype"), d("displayname"), d("getetag"), d("getcontenttype"))


def tell(
    asked: Asked,
    place: Place,
    names: Iterable[str],
    item: Item | None = None,
    *,
    address: str = "",
    whole: bool = False,
) -> Element:
    """One resource of a multistatus with the properties asked for; what is not there stands under 404.

    `whole` says that the item was loaded with its text: only reports hand out `calendar-data` (RFC 4791 section 9.6).
    """
    found, missing = [], []
    for name in names:
        if whole and item and name == c("calendar-data"):
            found.append(element(name, asked.holdings.text(item, place.kind)))
            continue
        getter = PROPERTIES.get(name)
        told = getter(asked, place, item) if getter else None
        if told is None:
            missing.append(Element(name))
        else:
            found.append(told)
    return response(address or place.address, found=found, other={404: missing} if missing else None)


def names_of(asked: Asked, place: Place, item: Item | None = None) -> Element:
    """The names of the properties that the resource has."""
    names = [name for name, getter in PROPERTIES.items() if getter(asked, place, item) is not None]
    return response(place.address, found=map(Element, names))
