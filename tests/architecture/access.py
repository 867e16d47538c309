"""Who may open which address: one line for each pattern of the whole table of addresses.

`test_access_matrix.py` walks the resolver and fails for a pattern that stands neither here nor under one of the
TREES. To add one, write its route as the failure prints it, and its kind:

  PUBLIC         everybody, signed in or not
  SIGNED_IN      every active person; nobody else
  CHAIR          the chair and the secretariat
  SECRETARIAT    the secretariat
  DESK           the Wagtail admin: secretariat and administrators
  ADMINISTRATOR  administrators
  TOKEN          whoever holds the secret in the address; a made-up one gets 404 or 410, whoever asks
  MACHINE        programs, without session; a made-up secret gets 404
  ASSET          pictures and words of the admin's own pages, harmless whoever asks
  SHUT           nobody: the address leads away to the one that is used instead

An argument in angle brackets that is new here also gets a value in ARGUMENTS; best one that exists in `world()`.
"""

from datetime import date
from enum import StrEnum

from members.enums import MembershipKind, RoleKind
from members.models import Membership
from tests.builders import (
    LONG_AGO,
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_role,
    make_seat,
)


class Kind(StrEnum):
    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"
    DESK = "desk"
    ADMINISTRATOR = "administrator"
    TOKEN = "token"
    MACHINE = "machine"
    ASSET = "asset"
    SHUT = "shut"


PUBLIC, SIGNED_IN, CHAIR, SECRETARIAT = Kind.PUBLIC, Kind.SIGNED_IN, Kind.CHAIR, Kind.SECRETARIAT
DESK, ADMINISTRATOR, TOKEN, MACHINE = Kind.DESK, Kind.ADMINISTRATOR, Kind.TOKEN, Kind.MACHINE
ASSET, SHUT = Kind.ASSET, Kind.SHUT

SIGNED_IN_ROLES = ("member", "observer", "chair", "secretariat", "administrator")
# Who must get in. A role that stands neither here nor in REFUSED may go either way.
ADMITTED: dict[Kind, tuple[str, ...]] = {
    PUBLIC: ("anonymous", *SIGNED_IN_ROLES),
    SIGNED_IN: SIGNED_IN_ROLES,
    CHAIR: ("chair", "secretariat"),
    SECRETARIAT: ("secretariat",),
    DESK: ("secretariat", "administrator"),
    ADMINISTRATOR: ("administrator",),
}
REFUSED: dict[Kind, tuple[str, ...]] = {
    SIGNED_IN: ("anonymous",),
    CHAIR: ("anonymous", "member", "observer"),
    SECRETARIAT: ("anonymous", "member", "observer", "chair"),
    DESK: ("anonymous", "member", "observer", "chair"),
    ADMINISTRATOR: ("anonymous", "member", "observer", "chair", "secretariat"),
}

# Whole trees of other people's addresses. The first that fits counts; ADDRESSES counts before them.
TREES: list[tuple[str, Kind]] = [
    ("admin/password_reset/", SHUT),
    ("admin/", DESK),
]

ADDRESSES: dict[str, Kind] = {
    # Machines
    "healthz": MACHINE,
    ".well-known/caldav": MACHINE,
    "dav": MACHINE,
    "dav/": MACHINE,
    "dav/<path:path>": MACHINE,
    "calendar/public.ics": MACHINE,
    "calendar/public.<str:language>.ics": MACHINE,
    "calendar/p/<str:token>.ics": MACHINE,
    "calendar/o/<str:token>.ics": MACHINE,
    "api/v2/^pages/": PUBLIC,
    "api/v2/^pages/<int:pk>/": PUBLIC,
    "api/v2/^pages/find/": PUBLIC,
    "sitemap.xml": PUBLIC,
    "robots.txt": PUBLIC,
    ".well-known/security.txt": PUBLIC,
    # Doors
    "": PUBLIC,
    "first-run/<str:token>/": TOKEN,
    "invited/<str:token>/": TOKEN,
    "poll/<str:token>/": TOKEN,
    "rsvp/<str:token>/": TOKEN,
    "rsvp/<str:token>/meeting.ics": TOKEN,
    "reminders/<str:token>/": TOKEN,
    "^admin/login/$": SHUT,
    "^admin/logout/$": SHUT,
    "^admin/password_reset/(?:.*/)?$": SHUT,
    "admin/login/": SHUT,
    "admin/logout/": SHUT,
    "admin/sprite/": ASSET,
    "admin/jsi18n/": ASSET,
    "admin/^.*/$": SHUT,
    "<lang>/_util/login/": SHUT,
    "<lang>/_util/authenticate_with_password/<int:restriction>/<int:page>/": SHUT,
    # allauth
    "accounts/login/": PUBLIC,
    "accounts/login/code/": PUBLIC,
    "accounts/login/code/confirm/": SHUT,  # but in the midst of signing in
    "accounts/logout/": PUBLIC,
    "accounts/inactive/": PUBLIC,
    "accounts/signup/": PUBLIC,
    "accounts/confirm-email/": PUBLIC,
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": PUBLIC,
    "accounts/password/reset/": PUBLIC,
    "accounts/password/reset/done/": PUBLIC,
    "accounts/password/reset/key/done/": PUBLIC,
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": PUBLIC,
    "accounts/2fa/authenticate/": SHUT,  # but in the midst of signing in
    "accounts/email/": SHUT,
    "accounts/reauthenticate/": SIGNED_IN,
    "accounts/password/change/": SIGNED_IN,
    "accounts/password/set/": SIGNED_IN,
    "accounts/2fa/": SIGNED_IN,
    "accounts/2fa/reauthenticate/": SIGNED_IN,
    "accounts/2fa/totp/activate/": SIGNED_IN,
    "accounts/2fa/totp/deactivate/": SIGNED_IN,
    "accounts/2fa/recovery-codes/": SIGNED_IN,
    "accounts/2fa/recovery-codes/generate/": SIGNED_IN,
    "accounts/2fa/recovery-codes/download/": SIGNED_IN,
    "accounts/sessions/": SIGNED_IN,
    # Files
    "documents/^(\\d+)/(.*)$": PUBLIC,
    "documents/authenticate_with_password/<int:restriction_id>/": PUBLIC,
    "media/images/<str:name>": PUBLIC,
    # Membership
    "<lang>/join/": PUBLIC,
    "<lang>/join/received/<reference:reference>/": PUBLIC,
    "<lang>/my/account/": SIGNED_IN,
    # The public record
    "<lang>/": PUBLIC,
    "<lang>/news/feed/": PUBLIC,
    "<lang>/search/": PUBLIC,
    "<lang>/^((?:[\\w\\-]+/)*)$": PUBLIC,
    "<lang>/meetings/": PUBLIC,
    "<lang>/meetings/figures/": PUBLIC,
    "<lang>/meetings/next/": PUBLIC,
    "<lang>/meetings/<slug:slug>/": PUBLIC,
    "<lang>/meetings/<slug:slug>/minutes/": PUBLIC,
    "<lang>/meetings/<slug:slug>/agenda/changes/": PUBLIC,
    "<lang>/meetings/<slug:slug>/papers/<int:pk>/<str:filename>": PUBLIC,
    "<lang>/decisions/": PUBLIC,
    "<lang>/decisions/<int:year>/<slug:tail>/": PUBLIC,
    "<lang>/actions/": PUBLIC,
    "<lang>/recommendations/": PUBLIC,
    "<lang>/calendar/": PUBLIC,
    "<lang>/calendar/keys/": SIGNED_IN,
    "<lang>/calendar/keys/<int:pk>/revoke/": SIGNED_IN,
    "<lang>/calendar/passwords/": SIGNED_IN,
    "<lang>/calendar/passwords/profile/": SIGNED_IN,
    "<lang>/calendar/passwords/<int:pk>/revoke/": SIGNED_IN,
    # A member's home
    "<lang>/my/": SIGNED_IN,
    "<lang>/my/answers/<int:pk>/": SIGNED_IN,
    "<lang>/my/answers/<int:pk>/undo/": SIGNED_IN,
    "<lang>/my/proposals/": SIGNED_IN,
    "<lang>/my/actions/<int:pk>/": SIGNED_IN,
    # The secretariat
    "<lang>/secretariat/": SECRETARIAT,
    "<lang>/secretariat/cycle/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/steps/<slug:step>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/steps/<slug:step>/mark/": SECRETARIAT,
    "<lang>/secretariat/tray/": SECRETARIAT,
    "<lang>/secretariat/tray/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/tray/<int:pk>/discard/": SECRETARIAT,
    "<lang>/secretariat/tray/<int:pk>/mail.txt": SECRETARIAT,
    "<lang>/secretariat/tray/people/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/mail/": SECRETARIAT,
    "<lang>/secretariat/mail/<int:pk>/again/": SECRETARIAT,
    "<lang>/secretariat/holidays/": SECRETARIAT,
    "<lang>/secretariat/holidays/<slug:day>/": SECRETARIAT,
    "<lang>/secretariat/holidays/<slug:day>/remove/": SECRETARIAT,
    "<lang>/secretariat/series/": SECRETARIAT,
    "<lang>/secretariat/series/new/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/edit/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/plan/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/remove/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/items/<int:number>/": SECRETARIAT,
    "<lang>/secretariat/series/<int:pk>/items/<int:number>/place/": SECRETARIAT,
    "<lang>/secretariat/meetings/new/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/edit/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/move/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/state/<slug:verb>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/<int:number>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/<int:number>/papers/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/place/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/release/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/agenda/proposed/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/papers/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/papers/<int:pk>/withdraw/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/invite/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/invite/<int:pk>/withdraw/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/answers/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/needs/": SECRETARIAT,
    "<lang>/secretariat/seats/": SECRETARIAT,
    "<lang>/secretariat/polls/": SECRETARIAT,
    "<lang>/secretariat/polls/new/": SECRETARIAT,
    "<lang>/secretariat/polls/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/polls/<int:pk>/send/": SECRETARIAT,
    "<lang>/secretariat/polls/<int:pk>/end/": SECRETARIAT,
    "<lang>/secretariat/polls/<int:pk>/choose/<int:date>/": SECRETARIAT,
    "<lang>/secretariat/proposals/": SECRETARIAT,
    "<lang>/secretariat/proposals/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/freshness/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/people/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/seat/<int:seat>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/figures/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/sheet/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/entry/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/correction/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/women/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/person/<int:person>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/attendance/<int:pk>/remove/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/minutes/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/minutes/state/<slug:verb>/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/minutes/<int:number>/<slug:audience>/<slug:language>/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/decisions/new/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/actions/new/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/run/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/begin/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/end/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/end/next/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/end/close/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/room/<slug:verb>/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/<int:number>/decision/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/<int:number>/action/": CHAIR,
    "<lang>/secretariat/quorum/": SECRETARIAT,
    "<lang>/secretariat/meetings/<slug:slug>/run/<int:number>/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/<int:number>/note/": CHAIR,
    "<lang>/secretariat/meetings/<slug:slug>/run/<int:number>/<slug:verb>/": CHAIR,
    "<lang>/secretariat/decisions/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/actions/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/imports/": SECRETARIAT,
    "<lang>/secretariat/imports/<int:pk>/": SECRETARIAT,
    "<lang>/secretariat/imports/<int:pk>/meeting/": SECRETARIAT,
    "<lang>/secretariat/imports/<int:pk>/link/": SECRETARIAT,
    "<lang>/secretariat/imports/<int:pk>/put-back/<int:index>/": SECRETARIAT,
    "<lang>/secretariat/imports/<int:pk>/recommendations/": SECRETARIAT,
}

# Values of arguments, by their name; all others are "1".
ARGUMENTS: dict[str, str] = {
    "slug": "2030-03",
    "year": "2022",
    "tail": "01-d1",
    "language": "en",
    "audience": "public",
    "reference": "J-2026-7QF3",
    "token": "1-aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "verb": "announce",
    "step": "call",
    "day": "2030-01-07",
}
# Addresses of patterns written as regular expressions.
WRITTEN: dict[str, str] = {
    "^admin/login/$": "/admin/login/",
    "^admin/logout/$": "/admin/logout/",
    "^admin/password_reset/(?:.*/)?$": "/admin/password_reset/",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "/accounts/confirm-email/abc/",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/accounts/password/reset/key/1-abc/",
    "documents/^(\\d+)/(.*)$": "/documents/1/none.pdf",
    "media/images/<str:name>": "/media/images/none.jpg",
    "<lang>/^((?:[\\w\\-]+/)*)$": "/en/nowhere/",
    "admin/^.*/$": "/admin/nowhere/",
    "admin/pages/^(?P<pk>\\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\\d+)\\.\\.\\.(?P<revision_id_b>live|latest|\\d+)/$": "/admin/pages/1/revisions/compare/1...2/",
}


def world() -> dict[str, object]:
    """One of each kind of person, by role (anonymous: None), and things for the addresses to be about."""
    member, observer = make_person("Keo", sign_in=True), make_person("Brown", sign_in=True)
    make_seat(make_organisation("Paper Boat"), member)
    watching = make_organisation("Watching Office", member=False)
    Membership.objects.create(organisation=watching, kind=MembershipKind.OBSERVER, since=LONG_AGO)
    make_seat(watching, observer)
    make_item(make_meeting(date(2030, 3, 14), slug=ARGUMENTS["slug"]))
    return {
        "anonymous": None,
        "member": member,
        "observer": observer,
        "chair": make_role(RoleKind.CHAIR),
        "secretariat": make_clerk(),
        "administrator": make_role(RoleKind.ADMINISTRATOR),
    }
