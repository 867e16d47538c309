"""A person's own words, written to an answer address, passed on to the secretariat's mailbox."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.addresses import absolute
from hub.cleaning import scrub
from hub.mail import SevenBitMail
from hub.models.outbox import OutboxMail
from meetings.enums import HeldState
from meetings.models import HeldMail
from meetings.public import words

KIND = "held_message"
LONGEST_TEXT = 10_000  # characters; whoever writes more is read in the tray
# An answer address that got into wrong hands, or a program that answers every mail, fills no mailbox.
MOST_A_DAY = 5


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of `{"held": pk}`: the text without any attachment, and an answer to it reaches its writer.

    None where nobody needs it or it could run in a circle: the mail is settled, it came from the hub or from the
    mailbox it would go to, or `MOST_A_DAY` about this invitation have left within 24 hours. It waits in the tray all
    the same.
    """
    held = (
        HeldMail.objects.select_related("invitation__meeting", "invitation__person")
        .defer("raw")
        .filter(pk=data["held"], state=HeldState.WAITING)
        .first()
    )
    if held is None or not settings.SECRETARIAT_EMAIL:
        return None
    writer = _address(held.sender)
    if _is_ours(writer) or _left_today(held) >= MOST_A_DAY:
        return None
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        return SevenBitMail(
            subject=scrub(held.subject, lines=False) or _("A message without a subject"),
            body=render_to_string("meetings/mail/held_message.txt", _context(held, writer, language)),
            to=[settings.SECRETARIAT_EMAIL],
            reply_to=[writer] if writer else None,
            headers={"Auto-Submitted": "auto-generated"},
        )


def order_key(invitation_id: int | None) -> str:
    """Messages to one answer address leave in their order, and are counted by it."""
    return f"{KIND}:{invitation_id or 0}"


def _context(held: HeldMail, writer: str, language: str) -> dict:
    invitation = held.invitation
    return {
        "writer": writer or _("an unknown address"),
        "person": invitation.person.name_in(language) if invitation else "",
        "meeting": words.title(invitation.meeting, language) if invitation else "",
        "text": scrub(held.text)[:LONGEST_TEXT].strip(),
        "is_cut": len(held.text) > LONGEST_TEXT,
        "tray_at": absolute("meetings:held_mail", held.pk, language=language),
    }


def _address(sender: str) -> str:
    """The bare address of a From header, lower-case; empty where it holds none that mail could go to."""
    first_line = next(iter(sender.splitlines()), "")
    address = parseaddr(scrub(first_line, lines=False))[1].lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _is_ours(address: str) -> bool:
    """Whether a mail from there could be an echo of our own: the hub, its answer addresses, the secretariat."""
    local, _at, domain = address.rpartition("@")
    if domain == settings.MAIL_DOMAIN.lower() and local.partition("+")[0].partition("-")[0] == "rsvp":
        return True
    own = (settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL, settings.SECRETARIAT_EMAIL)
    return address in {parseaddr(one)[1].lower() for one in own}


def _left_today(held: HeldMail) -> int:
    day_ago = timezone.now() - timedelta(days=1)
    return OutboxMail.objects.filter(
        kind=KIND, order_key=order_key(held.invitation_id), sent_at__gte=day_ago
    ).count()
