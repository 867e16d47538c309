"""Sending what lies in the outbox: claim a row, render it, hand it over, note the result."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from hub.models.outbox import OutboxMail, OutboxState

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]


def queue(kind: str, *, key: str, data: dict, order_key: str = "") -> OutboxMail:
    """Put one mail into the outbox inside the caller's transaction; a known `key` is not queued twice."""
    mail, made = OutboxMail.objects.get_or_create(
        key=key, defaults={"kind": kind, "data": data, "order_key": order_key}
    )
    if made:
        transaction.on_commit(lambda: send_waiting.enqueue())
    return mail


def message_id(mail: OutboxMail) -> str:
    """The same row has the same Message-ID at every attempt (RFC 5322 section 3.6.4)."""
    return f"<{sha256(f'{settings.SECRET_KEY}:{mail.key}'.encode()).hexdigest()[:32]}@{settings.MAIL_DOMAIN}>"


def claim(now: datetime) -> OutboxMail | None:
    """Lease the next row that may leave: due, not leased, and nothing older waits under its order key."""
    older = OutboxMail.objects.filter(
        order_key=OuterRef("order_key"), pk__lt=OuterRef("pk"), state=OutboxState.QUEUED
    ).exclude(order_key="")
    with transaction.atomic():
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        mail = OutboxMail.objects.due(now).filter(free).exclude(Exists(older)).select_for_update().first()
        if mail:
            mail.leased_until = now + LEASE
            mail.attempts += 1
            mail.save(update_fields=["leased_until", "attempts"])
    return mail


def deliver(mail: OutboxMail, *, now: datetime) -> None:
    """Render and send one claimed row. A refused connection is tried again, a permanent refusal is kept as failed."""
    compose: Callable[[dict], EmailMessage | None] = import_string(settings.OUTBOX_KINDS[mail.kind])
    message = compose(mail.data)
    if message is None:  # what it announced is no longer so
        mail.state, mail.error = OutboxState.SENT, "nothing to say any more"
    else:
        message.extra_headers["Message-ID"] = message_id(mail)
        try:
            message.send()
            mail.state, mail.sent_at, mail.error = OutboxState.SENT, now, ""
        except (OSError, SMTPException) as problem:
            permanent = getattr(problem, "smtp_code", 0) >= 500 or mail.attempts > len(RETRY_AFTER)
            mail.error = type(problem).__name__
            if permanent:
                mail.state = OutboxState.FAILED
            else:
                mail.next_try_at = now + RETRY_AFTER[mail.attempts - 1]
    mail.leased_until = None
    mail.save()


def send_all_due(*, now: datetime | None = None) -> int:
    """Send everything that is due; returns how many rows were handled."""
    handled = 0
    while mail := claim(now or timezone.now()):
        deliver(mail, now=now or timezone.now())
        handled += 1
    return handled


@task(backend="slow")
def send_waiting() -> int:
    """The worker's part: queued after each commit that left something in the outbox."""
    return send_all_due()
