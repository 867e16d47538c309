"""The XML of WebDAV and CalDAV: octets in, elements out, and back. No request and no database."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

DAV, CALDAV, CALENDARSERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"
MEDIA_TYPE = "application/xml; charset=utf-8"
DEEPEST, MOST_ELEMENTS = 40, 20_000
LONGEST_NAMESPACE = 200  # characters
REASONS = {200: "OK", 403: "Forbidden", 404: "Not Found", 409: "Conflict", 507: "Insufficient Storage"}
# What XML 1.0 cannot hold, whoever stored it (section 2.2); written by us it would make the answer unreadable.
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))

for _prefix, _namespace in (("D", DAV), ("C", CALDAV), ("CS", CALENDARSERVER)):
    register_namespace(_prefix, _namespace)


class Malformed(ValueError):
    """What was sent is no XML that is read here: broken, with a DOCTYPE or entities, too deep."""


def d(name: str) -> str:
    """The name in WebDAV's namespace, in Clark notation."""
    return f"{{{DAV}}}{name}"


def c(name: str) -> str:
    """The name in CalDAV's namespace."""
    return f"{{{CALDAV}}}{name}"


def cs(name: str) -> str:
    """The name in the namespace that Apple's calendar server began."""
    return f"{{{CALENDARSERVER}}}{name}"


class _Builder(TreeBuilder):
    """Every element's name holds its namespace in full: a long one makes gigabytes of a body of some kilobytes."""

    def start_ns(self, prefix: str, uri: str) -> None:
        if len(uri) > LONGEST_NAMESPACE:
            raise Malformed("A namespace of this XML is too long.")


def parse(body: bytes) -> Element:
    """The root element of a request. Raises `Malformed`."""
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(body)
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise Malformed("This is no XML that is read here.") from problem
    _check_size(root)
    return root


def _check_size(root: Element) -> None:
    level, elements = [root], 0
    for _depth in range(DEEPEST):
        level = [child for element in level for child in element]
        elements += len(level)
        if elements > MOST_ELEMENTS:
            raise Malformed("This XML has too many elements.")
        if not level:
            return
    raise Malformed("This XML is nested too deep.")


def element(name: str, /, *children: "Element | str", **attributes: str) -> Element:
    """An element with text or children."""
    made = Element(name, attributes)
    for child in children:
        if isinstance(child, str):
            made.text = child.translate(_FORBIDDEN)
        else:
            made.append(child)
    return made


def href(address: str) -> Element:
    return element(d("href"), address)


def write(root: Element) -> bytes:
    """The document, in UTF-8 with its declaration."""
    return tostring(root, encoding="utf-8", xml_declaration=True)


def error(condition: Element) -> bytes:
    """The body of a refusal: which precondition was not met (RFC 4918 section 16)."""
    return write(element(d("error"), condition))


def status(code: int) -> Element:
    return element(d("status"), f"HTTP/1.1 {code} {REASONS[code]}")


def response(
    address: str, *, found: Iterable[Element] = (), other: dict[int, Iterable[Element]] | None = None
):
    """One resource of a multistatus: its properties, and those that are not there by their status."""
    made = element(d("response"), href(address))
    for code, properties in [(200, found), *(other or {}).items()]:
        properties = list(properties)
        if properties or (code == 200 and not other):
            made.append(element(d("propstat"), element(d("prop"), *properties), status(code)))
    return made


def gone(address: str) -> Element:
    """A resource that is not there (any more): one status for all of it (RFC 6578 section 3.5.1)."""
    return element(d("response"), href(address), status(404))


def multistatus(responses: Iterable[Element], *, sync_token: str = "") -> bytes:
    root = Element(d("multistatus"))
    root.extend(responses)
    if sync_token:
        SubElement(root, d("sync-token")).text = sync_token
    return write(root)
