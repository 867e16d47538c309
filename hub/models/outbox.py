"""Mail that has to leave: a row in the transaction of the change, sent and rendered afterwards.

Commit-then-send loses mail when the process dies in between; a row cannot be lost, and a mail that is sent
twice carries the same Message-ID. Rows hold data, not text: the words are made when the mail is sent.
"""

from django.db import models
from django.utils import timezone


class OutboxState(models.TextChoices):
    QUEUED = "queued", "queued"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"


class OutboxMailQuerySet(models.QuerySet):
    def due(self, now) -> "OutboxMailQuerySet":
        """Rows to send at `now`, oldest first."""
        return self.filter(state=OutboxState.QUEUED, next_try_at__lte=now).order_by("pk")


class OutboxMail(models.Model):
    """One mail to one address. `key` makes it unique: the same change never mails the same person twice.

    `sent_at` is when it left, or may have left: when the process that was sending it died, nobody knows.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, help_text="A key of settings.OUTBOX_KINDS: who renders it.")
    data = models.JSONField(default=dict, help_text="Identifiers only; no rendered text and no token.")
    order_key = models.CharField(max_length=60, blank=True, help_text="Rows of one key leave in their order.")
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="hub_outbox_due")]
        verbose_name = "outgoing mail"
        verbose_name_plural = "outgoing mail"

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
