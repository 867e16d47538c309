"""Sending what lies in the outbox: claim a row, render it, hand it over, note the result."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hub.models.outbox import OutboxMail, OutboxState

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720)]


def queue(
    kind: str, *, key: str, data: dict, order_key: str = "", not_before: datetime | None = None
) -> OutboxMail:
    """Put one mail into the outbox inside the caller's transaction; a known `key` is not queued twice.

    It leaves at once, or at `not_before` (aware), and with it whatever comes later under the same order key.

    The worker's task lies in the same database and is queued in the same transaction, not after it: a process
    that dies right after the commit leaves both behind or neither.
    """
    when = not_before or timezone.now()
    mail, made = OutboxMail.objects.get_or_create(
        key=key, defaults={"kind": kind, "data": data, "order_key": order_key, "next_try_at": when}
    )
    if made:
        _wake_worker(when)
    return mail


def try_again(mail: OutboxMail, *, now: datetime) -> OutboxMail:
    """Put a failed row back as if it were new, in the caller's transaction; its Message-ID stays."""
    mail.state, mail.error, mail.attempts = OutboxState.QUEUED, "", 0
    mail.next_try_at, mail.leased_until = now, None
    mail.save()
    _wake_worker(timezone.now())
    return mail


def message_id(mail: OutboxMail) -> str:
    """The same row has the same Message-ID at every attempt (RFC 5322 section 3.6.4)."""
    return f"<{sha256(f'{settings.SECRET_KEY}:{mail.key}'.encode()).hexdigest()[:32]}@{settings.MAIL_DOMAIN}>"


def claim(now: datetime) -> OutboxMail | None:
    """Lease the next row that may leave: due, not leased, and nothing older waits under its order key."""
    older = OutboxMail.objects.filter(
        order_key=OuterRef("order_key"), pk__lt=OuterRef("pk"), state=OutboxState.QUEUED
    ).exclude(order_key="")
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        # Other workers pass over a row that is being claimed, where the database can.
        mail = (
            OutboxMail.objects.due(now)
            .filter(free)
            .exclude(Exists(older))
            .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            .first()
        )
        if mail:
            if mail.leased_until:  # whoever had it died without a word, perhaps after handing it over
                mail.sent_at = mail.sent_at or mail.leased_until - LEASE
            mail.leased_until = now + LEASE
            mail.attempts += 1
            mail.save(update_fields=["leased_until", "attempts", "sent_at"])
    return mail


def deliver(mail: OutboxMail, *, now: datetime) -> None:
    """Render and send one claimed row, and note what came of it.

    A refused connection or a temporary refusal is tried again (`RETRY_AFTER`), a permanent one is kept as failed.
    A row that cannot be rendered is tried again too, so that a corrected program still sends it; it holds up
    nobody else. Whoever's lease ran out meanwhile notes nothing: the row belongs to the next attempt.
    """
    outcome = {"state": OutboxState.SENT, "error": "", "leased_until": None}
    try:
        compose: Callable[[dict], EmailMessage | None] = import_string(settings.OUTBOX_KINDS[mail.kind])
        message = compose(mail.data)
        if message is None:  # what it announced is no longer so
            outcome["error"] = "nothing to say any more"
        else:
            message.extra_headers["Message-ID"] = message_id(mail)
            message.send()
            outcome["sent_at"] = now
    except (OSError, SMTPException) as problem:
        outcome |= _next_try(mail, problem, now, final=_is_permanent(problem))
    except Exception as problem:
        logger.exception("Outgoing mail %s of kind %s could not be rendered", mail.pk, mail.kind)
        outcome |= _next_try(mail, problem, now, final=False)
    OutboxMail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(**outcome)


def _is_permanent(problem: Exception) -> bool:
    """Whether the other side said 5xx: of the mail as a whole, or of its recipient (RFC 5321 section 4.2.1).

    A refused password is our own mistake and says nothing about the mail.
    """
    if isinstance(problem, SMTPAuthenticationError):
        return False
    refused = problem.recipients.values() if isinstance(problem, SMTPRecipientsRefused) else ()
    return max([getattr(problem, "smtp_code", 0), *(code for code, _text in refused)]) >= 500


def _next_try(mail: OutboxMail, problem: Exception, now: datetime, *, final: bool) -> dict:
    if final or mail.attempts > len(RETRY_AFTER):
        return {"state": OutboxState.FAILED, "error": type(problem).__name__}
    wait = RETRY_AFTER[mail.attempts - 1]
    return {"state": OutboxState.QUEUED, "error": type(problem).__name__, "next_try_at": now + wait}


def send_all_due(*, now: datetime | None = None) -> int:
    """Send everything that is due; returns how many rows were handled."""
    handled = 0
    while mail := claim(now or timezone.now()):
        deliver(mail, now=now or timezone.now())
        handled += 1
    return handled


def next_due() -> datetime | None:
    """When the outbox has to be looked at again: the next try or the end of a lease; None when all has left."""
    waits = OutboxMail.objects.filter(state=OutboxState.QUEUED).aggregate(
        soonest=Min(Coalesce("leased_until", "next_try_at"))
    )
    return waits["soonest"]


@task(backend="slow")
def send_waiting() -> int:
    """The worker's part, queued with every mail and again for every retry.

    Before anything is sent, a look at the end of the lease is put into the queue: if the worker dies while it
    sends, the next one finds that task and sends what was left.
    """
    if next_due():
        _wake_worker(timezone.now() + LEASE)
    handled = send_all_due()
    soonest = next_due()
    if soonest:
        _wake_worker(max(soonest, timezone.now() + timedelta(seconds=1)))
    return handled


def forget_finished_tasks(*, now: datetime) -> int:
    """Delete the worker's finished tasks, a month after they failed or a week after they were done; how many.

    Rows of the outbox stay: whether an invitation has left is read from them, and the secretariat's list of mails.
    """
    finished = DBTaskResult.objects.finished()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - timedelta(days=7))
    failed = Q(finished_at__lt=now - timedelta(days=30))
    return finished.filter(done | failed).delete()[0]


def _wake_worker(when: datetime) -> None:
    """Queue `send_waiting` for `when`. A later look is left out where one by then is already waiting."""
    if when <= timezone.now():
        send_waiting.enqueue()
        return
    waiting = DBTaskResult.objects.filter(task_path=send_waiting.module_path, status=TaskResultStatus.READY)
    if not waiting.filter(run_after__lte=when).exists():
        send_waiting.using(run_after=when).enqueue()
