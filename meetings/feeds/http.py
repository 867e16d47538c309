"""How a feed is answered: validators first, a body only if the client does not have it (RFC 9110 section 13)."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
)
from django.utils.http import http_date, parse_etags, parse_http_date_safe

FORMAT = 2  # raise it when the same facts are written differently: every client then fetches anew
CONTENT_TYPE = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
PUBLIC = "public, max-age=300"
PRIVATE = "private, max-age=0, must-revalidate"
Forms = tuple[bytes, bytes]  # plain, gzip


@dataclass(frozen=True)
class Feed:
    """What is known of a feed before its body is: its name for caches, its validators, and how to build it."""

    key: tuple
    changed_at: datetime | None
    cache_control: str
    build: Callable[[], str]

    @cached_property
    def tag(self) -> str:
        return sha256(repr((FORMAT, settings.BASE_URL, *self.key)).encode()).hexdigest()[:32]


class Bodies:
    """The last few bodies with their gzip form, per process. The key holds the version, so nothing goes stale."""

    def __init__(self, size: int):
        self.size = size
        self.lock = Lock()
        self.kept: OrderedDict[str, Forms] = OrderedDict()

    def get(self, feed: Feed) -> Forms:
        with self.lock:
            if feed.tag in self.kept:
                self.kept.move_to_end(feed.tag)
                return self.kept[feed.tag]
        both = forms(feed)
        with self.lock:
            self.kept[feed.tag] = both
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)
        return both


def forms(feed: Feed) -> Forms:
    """The body as it is and as gzip; the same octets for the same body."""
    body = feed.build().encode()
    return body, gzip.compress(body, compresslevel=5, mtime=0)


def refuse(request: HttpRequest) -> HttpResponse | None:
    """405 for anything but reading. (Django's own decorator would log the address, and with it the token.)"""
    return None if request.method in ("GET", "HEAD") else HttpResponseNotAllowed(["GET", "HEAD"])


def not_found() -> HttpResponse:
    """The one answer to every address that opens nothing."""
    return _plain(HttpResponseNotFound("Not found.\n", content_type=PLAIN))


def misspelt(sentence: str) -> HttpResponse:
    """400 with the words the address may hold."""
    return _plain(HttpResponseBadRequest(sentence, content_type=PLAIN))


def _plain(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return unseen(response)


def unseen(response: HttpResponse) -> HttpResponse:
    """The same answer, for an address that is a secret: in no search engine, told to no other site."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer(request: HttpRequest, feed: Feed, bodies: Callable[[Feed], Forms]) -> HttpResponse:
    """304 where the client has it already, else the body, as gzip where it is understood (RFC 9110 section 13)."""
    zipped = _accepts_gzip(request.headers.get("Accept-Encoding", ""))
    if _is_known(request, feed):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        body = bodies(feed)[zipped]
        response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=CONTENT_TYPE)
        response["Content-Length"] = str(len(body))
        if zipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{feed.tag}-gz"' if zipped else f'"{feed.tag}"'
    if feed.changed_at:
        response["Last-Modified"] = http_date(feed.changed_at.timestamp())
    response["Cache-Control"] = feed.cache_control
    response["Vary"] = "Accept-Encoding"
    return response


def _is_known(request: HttpRequest, feed: Feed) -> bool:
    """If-None-Match decides alone where it stands (weak comparison, any form of the body); else the date does."""
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        known = {tag.removeprefix("W/").strip('"').removesuffix("-gz") for tag in parse_etags(asked)}
        return "*" in known or feed.tag in known
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and feed.changed_at is not None and int(feed.changed_at.timestamp()) <= since


def _accepts_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip (or anything) with a weight above zero."""
    for part in header.lower().split(","):
        coding, _semicolon, weight = part.strip().partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
