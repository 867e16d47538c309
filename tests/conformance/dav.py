"""A CalDAV client of the plainest kind: says a method, an address and a body, and reads what comes back."""

from base64 import b64encode
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from django.test import Client

from meetings.caldav.xml import c, cs, d
from members.actions.app_passwords import make_app_password, principal_name
from members.models import Person

NAMESPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:CS="http://calendarserver.org/ns/"'
EVERYTHING = (
    "<D:resourcetype/><D:displayname/><D:getetag/><CS:getctag/><D:sync-token/><C:schedule-tag/>"
    "<D:supported-report-set/><C:supported-calendar-component-set/><D:current-user-privilege-set/>"
)
__all__ = ["Dav", "c", "cs", "d", "dav_of"]


def basic(name: str, password: str) -> str:
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


@dataclass
class Dav:
    """`ask` sends one request as the person, without following redirects; paths are sent as they are written."""

    person: Person | None = None
    password: str = ""

    def ask(self, method: str, path: str, body: str | bytes = "", **headers: str):
        if self.person:
            headers.setdefault("Authorization", basic(self.person.email, self.password))
        content_type = headers.pop("Content_Type", "application/xml; charset=utf-8")
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body.encode() if isinstance(body, str) else body
        return Client().generic(method, path, data, content_type, headers=headers)

    @property
    def home(self) -> str:
        return f"/dav/{principal_name(self.person)}/"

    @property
    def meetings(self) -> str:
        return f"{self.home}meetings/"

    @property
    def inbox(self) -> str:
        return f"{self.home}inbox/"

    def href(self, meeting) -> str:
        return f"{self.meetings}{meeting.uid}.ics"

    def propfind(self, path: str, props: str = EVERYTHING, depth: str = "0", **headers):
        body = f"<D:propfind {NAMESPACES}><D:prop>{props}</D:prop></D:propfind>"
        return self.ask("PROPFIND", path, body, Depth=depth, **headers)

    def report(self, path: str, name: str, inside: str, depth: str = "1"):
        return self.ask("REPORT", path, f"<{name} {NAMESPACES}>{inside}</{name}>", Depth=depth)

    def sync(self, path: str, token: str = "", inside: str = "<D:prop><D:getetag/></D:prop>"):
        asked = f"<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>{inside}"
        return self.report(path, "D:sync-collection", asked, depth="0")

    def get(self, path: str, **headers):
        return self.ask("GET", path, **headers)

    def text(self, path: str) -> str:
        """The object, unfolded, with line feeds."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.content.decode().replace("\r\n ", "").replace("\r\n", "\n")

    def put(self, path: str, body: str, **headers):
        headers.setdefault("Content_Type", "text/calendar; charset=utf-8")
        return self.ask("PUT", path, body.replace("\r\n", "\n").replace("\n", "\r\n"), **headers)


def dav_of(person: Person) -> Dav:
    """A client that signs in as the person with an app password of its own."""
    _row, secret = make_app_password(person, name="test", by=person)
    return Dav(person, secret)


def root(answer) -> Element:
    return fromstring(answer.content)  # noqa: S314 - our own answer


def found(answer) -> dict[str, dict[str, Element]]:
    """The properties of a multistatus that came with 200, by href and name."""
    assert answer.status_code == 207, (answer.status_code, answer.content)
    told = {}
    for one in root(answer).findall(d("response")):
        properties = told.setdefault(one.findtext(d("href")), {})
        for group in one.findall(d("propstat")):
            if " 200 " in group.findtext(d("status")):
                properties |= {prop.tag: prop for prop in group.find(d("prop"))}
    return told


def statuses(answer) -> dict[str, str]:
    """The status of each resource that has one for itself, such as those that are gone."""
    return {
        one.findtext(d("href")): one.findtext(d("status")).split()[1]
        for one in root(answer).findall(d("response"))
        if one.find(d("status")) is not None
    }


def condition(answer) -> str:
    """The precondition that a refusal names."""
    error = root(answer)
    assert error.tag == d("error")
    return error[0].tag
