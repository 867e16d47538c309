"""Who asks, and what every request needs: the person of the app password, the body within its bounds, refusals."""

from base64 import b64decode
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from meetings.caldav import xml
from meetings.caldav.holdings import Holdings
from members.actions.app_passwords import TooManyAttempts, check_app_password, note_use
from members.models import Person

CLASSES = "1, 3, calendar-access, calendar-auto-schedule"
REALM = 'Basic realm="Working Group Hub", charset="UTF-8"'
LARGEST_BODY = 1024 * 1024
MOST_PROPERTIES = 200  # of one request; programs ask for thirty, and each is answered for each object


class Answered(Exception):
    """The request ends here, with this response."""

    def __init__(self, response: HttpResponse):
        super().__init__(response.status_code)
        self.response = response


@dataclass
class Asked:
    """One request of a known person at `now` (aware)."""

    request: HttpRequest
    person: Person
    now: datetime

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(self.person, self.now)

    @cached_property
    def body(self) -> bytes:
        return body_of(self.request)

    def header(self, name: str) -> str:
        return self.request.headers.get(name, "").strip()


def plain(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")


def refused(condition: str, *children: xml.Element, status: int = 403) -> Answered:
    """A refusal that names the precondition (Clark notation) which was not met."""
    body = xml.error(xml.element(condition, *children))
    return Answered(HttpResponse(body, status=status, content_type=xml.MEDIA_TYPE))


def body_of(request: HttpRequest) -> bytes:
    """The body; ends the request before reading one that is too long or whose length is not told."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower() and length == "0":
        raise Answered(plain(411, "Say how long the body is."))
    if not (length.isascii() and length.isdigit()):
        raise Answered(plain(400, "This length is no number."))
    if len(length) > 12 or int(length) > LARGEST_BODY:
        response = plain(413, "This is too large.")
        response["Connection"] = "close"
        raise Answered(response)
    return request.body


def read_xml(asked: Asked, wanted: str) -> xml.Element | None:
    """The root element of the body, which must be `wanted`; None where there is no body."""
    if not asked.body.strip():
        return None
    try:
        root = xml.parse(asked.body)
    except xml.Malformed as problem:
        raise Answered(plain(400, str(problem))) from problem
    if root.tag != wanted:
        raise Answered(plain(400, "This is another request than its method says."))
    return root


def names_in(*props: xml.Element) -> list[str]:
    """The names of the properties in these elements, each once; ends the request where there are too many."""
    names = list(dict.fromkeys(child.tag for prop in props for child in prop))
    if len(names) > MOST_PROPERTIES:
        raise Answered(plain(413, "This asks for too many properties."))
    return names


def who(request: HttpRequest) -> Asked:
    """The person whose app password the request carries. Ends the request with 401, 403 (no TLS) or 429.

    The time of the last use is noted at most once an hour.
    """
    source = client_address(request)
    if not request.is_secure() and not _is_loopback(source):
        raise Answered(plain(403, "Passwords are taken over https only."))
    name, password = _credentials(request.headers.get("Authorization", ""))
    now = timezone.now()
    if not password:
        raise Answered(unauthorised())
    try:
        row = check_app_password(name, password, source=source, now=now)
    except TooManyAttempts as problem:
        response = plain(429, "Too many wrong passwords. Wait a while.")
        response["Retry-After"] = str(problem.seconds)
        raise Answered(response) from problem
    if row is None:
        raise Answered(unauthorised())
    note_use(row, now=now, user_agent=request.headers.get("User-Agent", ""))
    return Asked(request, row.person, now)


def unauthorised() -> HttpResponse:
    response = plain(401, "Sign in with an app password.")
    response["WWW-Authenticate"] = REALM
    return response


def _credentials(header: str) -> tuple[str, str]:
    """(name, password) of a Basic header in UTF-8 (RFC 7617); empty ones where there is none that can be read."""
    scheme, _blank, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _colon, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (NoBase64, ValueError):
        return "", ""
    return ("", "") if "\0" in name + password else (name, password)


def client_address(request: HttpRequest) -> str:
    """The address as allauth takes it, behind as many proxies as are trusted; empty where it cannot be told."""
    try:
        return get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def _is_loopback(address: str) -> bool:
    return bool(address) and ip_address(address).is_loopback
