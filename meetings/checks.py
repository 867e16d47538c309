"""What `manage.py doctor` asks of the meetings: whether answers by mail find a way in, and whether any wait for a hand."""

import socket
from datetime import timedelta

from django.conf import settings
from django.core.checks import Error, Info, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from meetings.importers import mailbox
from meetings.models import HeldMail

LMTP_HOST = "127.0.0.1"  # where `serve_lmtp` listens
PATIENCE = 5  # seconds for a greeting
LONG_WAIT = timedelta(days=3)


@register("doctor")
def answers_by_mail_come_in(app_configs, **kwargs):
    """Invitations ask for answers to addresses of ours: what takes them in is set, and at work."""
    found = []
    if settings.LMTP_PORT and (problem := _lmtp_problem()):
        hint = "Start `python3 manage.py run`, or the mail door alone: `python3 manage.py serve_lmtp`."
        text = f"Nothing takes in answers by LMTP on port {settings.LMTP_PORT}: {problem}."
        found.append(Error(text, hint, id="meetings.E001"))
    if settings.IMAP_URL and (problem := mailbox.why_away()):
        hint = (
            "Correct HUB_IMAP_URL (imaps://user:password@host/FOLDER); answers wait in the mailbox meanwhile."
        )
        found.append(Error(f"The mailbox of answers is not read: {problem}.", hint, id="meetings.E002"))
    if not settings.LMTP_PORT and not settings.IMAP_URL:
        hint = (
            f"Bring mail to rsvp+…@{settings.MAIL_DOMAIN} in: HUB_LMTP_PORT for a mail server on this machine, "
            "HUB_IMAP_URL for a mailbox elsewhere, or let the mail server call `manage.py receive_mail`."
        )
        text = "No way in for answers by mail is set: unless receive_mail is called, they come back to their senders."
        sends = "smtp" in settings.EMAIL_BACKEND
        found.append((Warning if sends else Info)(text, hint, id=f"meetings.{'W' if sends else 'I'}001"))
    return found


def _lmtp_problem() -> str:
    """Why the mail door does not greet; empty when it does."""
    try:
        with socket.create_connection((LMTP_HOST, settings.LMTP_PORT), timeout=PATIENCE) as line:
            return "" if line.recv(4) == b"220 " else "something else listens there"
    except OSError as error:
        return (error.strerror or type(error).__name__).lower()


@register("doctor")
def the_tray_is_emptied(app_configs, **kwargs):
    """No mail has waited for a hand for days: somebody may believe to have answered."""
    try:
        waiting = HeldMail.objects.waiting().filter(received_at__lt=timezone.now() - LONG_WAIT).count()
    except DatabaseError:
        return []  # database_is_sound says why
    if not waiting:
        return []
    text = f"Mail that has waited in the tray for over three days: {waiting}."
    return [Warning(text, "The secretariat settles it under Mail in the tray.", id="meetings.W002")]
