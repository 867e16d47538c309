"""Small files that machines look for at fixed addresses, and pictures in their public sizes."""

from datetime import datetime, timedelta
from datetime import time as clock

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms_pages.models import HubRendition

CLOSED = (
    "/admin/",
    "/accounts/",
    "/documents/",
    "/rsvp/",
    "/poll/",
    "/reminders/",
    "/calendar/p/",
    "/calendar/o/",
    "/dav/",
    "/*/my/",
)
CLOSED += ("/*/secretariat/", "/*/search/")
KINDS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything public, nothing that belongs to one person."""
    closed = [f"Disallow: {path}" for path in CLOSED]
    return _plain(["User-agent: *", *closed, "", f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}"])


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116); it expires a year from today, in UTC."""
    expires = datetime.combine(
        timezone.now().date() + timedelta(days=365), clock(), timezone.get_fixed_timezone(0)
    )
    return _plain(
        [
            f"Contact: mailto:{settings.SECRETARIAT_EMAIL}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, km, fr",
            f"Canonical: {settings.BASE_URL}{reverse('security_txt')}",
        ]
    )


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A picture in one of the sizes that pages use; originals are never served, nor a picture that lost its consent."""
    found = HubRendition.objects.filter(file=f"images/{name}").select_related("image").first()
    if found is None or not found.image.may_be_shown():
        raise Http404
    try:
        response = FileResponse(found.file.open("rb"), content_type=KINDS.get(name.rpartition(".")[2]))
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=3600"
    return response
