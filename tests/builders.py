"""Plain builders: each makes one valid thing with the fewest facts, and takes the facts that matter to a test."""

import time as clock
from datetime import date, time
from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from wagtail.models import Locale, Page

from cms_pages.models import NewsIndexPage, NewsPage
from meetings.enums import Capacity, HeldReason, MeetingState
from meetings.models import AgendaItem, HeldMail, Invitation, Meeting
from members.enums import MembershipKind, RoleKind, SeatKind
from members.models import Membership, Organisation, Person, Role, Seat, User

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_organisation(name: str = "", *, member: bool = True, **facts) -> Organisation:
    """An organisation, by default a full member since 2020."""
    organisation = Organisation.objects.create(name_en=name or f"Paper Boat {next(_numbers)}", **facts)
    if member:
        Membership.objects.create(organisation=organisation, kind=MembershipKind.FULL, since=LONG_AGO)
    return organisation


def make_person(family: str = "Sok", given: str = "", *, sign_in: bool = False, **facts) -> Person:
    """A person with an address of their own; with `sign_in` also a user without a usable password."""
    number = next(_numbers)
    facts.setdefault("email", f"person{number}@people.example")
    facts.setdefault("language", "en")
    person = Person(family_name=family, given_name=given or f"Dara{number}", **facts)
    if sign_in:
        person.user = User.objects.create_user(person.email)
    person.save()
    return person


def make_seat(
    organisation: Organisation, person: Person | None = None, *, alternate: bool = False, **facts
) -> Seat:
    """A seat since 2020."""
    kind = SeatKind.ALTERNATE if alternate else SeatKind.REPRESENTATIVE
    facts.setdefault("since", LONG_AGO)
    return Seat.objects.create(organisation=organisation, person=person or make_person(), kind=kind, **facts)


def make_role(kind: RoleKind, person: Person | None = None) -> Person:
    """A person who holds a role since 2020; returns the person."""
    person = person or make_person(sign_in=True)
    Role.objects.create(person=person, kind=kind, since=LONG_AGO)
    return person


def make_clerk(**facts) -> Person:
    """A person of the secretariat, civil-society side, with a sign-in."""
    return make_role(RoleKind.SECRETARIAT_CIVIL_SOCIETY, make_person("Chan", sign_in=True, **facts))


def make_meeting(day: date = date(2030, 3, 14), **facts) -> Meeting:
    """An announced public meeting from 09:00 to 12:00."""
    facts.setdefault("slug", f"{day:%Y-%m}-{next(_numbers)}")
    facts.setdefault("state", MeetingState.ANNOUNCED)
    facts.setdefault("start_time", time(9))
    facts.setdefault("end_time", time(12))
    return Meeting.objects.create(date=day, **facts)


def make_item(meeting: Meeting, title: str = "Thematic groups", **facts) -> AgendaItem:
    """The next item of a meeting's agenda."""
    facts.setdefault("number", meeting.agenda_items.count() + 1)
    return AgendaItem.objects.create(meeting=meeting, title_en=title, **facts)


def make_invitation(meeting: Meeting, person: Person | None = None, **facts) -> Invitation:
    """An invitation, by default of a representative."""
    facts.setdefault("capacity", Capacity.REPRESENTATIVE)
    return Invitation.objects.create(meeting=meeting, person=person or make_person(), **facts)


def make_held_mail(invitation: Invitation | None = None, **facts) -> HeldMail:
    """A mail that waits in the tray, by default because it answers for another address."""
    number = next(_numbers)
    facts.setdefault("reason", HeldReason.OTHER_PERSON)
    facts.setdefault("sender", f"Writer {number} <writer{number}@people.example>")
    facts.setdefault("subject", f"Accepted {number}")
    facts.setdefault("raw", b"Subject: Accepted\r\n\r\nYes.\r\n")
    return HeldMail.objects.create(invitation=invitation, once_key=f"held {number}", **facts)


def sign_in(client: Client, person: Person) -> Client:
    """Sign `person` in as if through both steps: a privileged role gets nowhere without the second one."""
    if not person.user:
        person.user = User.objects.create_user(person.email)
        person.save()
    client.force_login(person.user)
    if not Authenticator.objects.filter(user=person.user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person.user, TOTP_SECRET)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(person.user.pk)
    session.save()
    return client


def totp_code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app with `secret` shows at this moment."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def make_sign_in(person: Person, password: str | None = None) -> User:
    """A sign-in whose address is confirmed, as an accepted invitation makes it; without a password only by code."""
    person.user = person.user or User.objects.create_user(person.email)
    person.save()
    person.user.set_password(password)
    person.user.save()
    EmailAddress.objects.create(user=person.user, email=person.email, verified=True, primary=True)
    return person.user


def make_news(
    title: str = "News", *, language: str = "en", kind: type[NewsPage] = NewsPage, **facts
) -> NewsPage:
    """A public news item of today's date below the list of news of `language`; `live=False` makes a draft."""
    facts.setdefault("slug", f"news-{next(_numbers)}")
    facts.setdefault("published_on", date(2030, 1, 15))
    page = kind(title=title, locale=Locale.objects.get(language_code=language), **facts)
    return NewsIndexPage.objects.get(url_path=f"/{language}/news/").add_child(instance=page)


def make_page(kind: type, title: str = "A page", *, below: str = "/en/", **facts) -> Page:
    """A public page of any kind below the page at the address `below`; its language is that of its parent."""
    parent = Page.objects.get(url_path=below)
    facts.setdefault("slug", f"page-{next(_numbers)}")
    return parent.add_child(instance=kind(title=title, locale=parent.locale, **facts))
