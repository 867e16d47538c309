"""Addresses that calendars, mails and pages share."""

from django.conf import settings
from django.urls import reverse

from hub.addresses import absolute
from meetings.models import Invitation


def answer_address(invitation: Invitation) -> str:
    """The page where this one person answers; whoever holds the address can answer."""
    return absolute("rsvp", invitation.answer_token)


def public_feed_address(language: str) -> str:
    """Where the public feed of a language stands."""
    return settings.BASE_URL + reverse("calendar_public_language", args=[language])


def own_feed_address(secret: str) -> str:
    """Where a person's feed stands; the secret is known only when the key is made."""
    return settings.BASE_URL + reverse("calendar_own", args=[secret])


def organisation_feed_address(secret: str) -> str:
    """Where an organisation's feed stands, for the key of this secret."""
    return settings.BASE_URL + reverse("calendar_organisation", args=[secret])


def webcal(address: str) -> str:
    """The address as the calendar programs of phones and computers open it."""
    return "webcal://" + address.partition("://")[2]


def caldav_address() -> str:
    """Where calendar programs find the server; they need no more than this and their password."""
    return settings.BASE_URL + reverse("caldav")
