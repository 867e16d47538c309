"""Mail to answer addresses: what was taken in already, and what waits in the tray for the secretariat's hand."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Answer, HeldReason, HeldState
from meetings.models.invitation import Invitation


class ReceivedMail(models.Model):
    """One mail that was taken in, so that the same one is not taken in twice, by whichever door it comes.

    `key` is a hash of Message-ID and answer, or of an IMAP folder's UIDVALIDITY and UID.
    """

    key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=20)

    class Meta:
        verbose_name = "received mail"
        verbose_name_plural = "received mail"

    def __str__(self) -> str:
        return self.outcome


class HeldMailQuerySet(models.QuerySet):
    def waiting(self) -> "HeldMailQuerySet":
        """What nobody has settled yet, oldest first."""
        return self.filter(state=HeldState.WAITING).order_by("pk")

    def settled(self) -> "HeldMailQuerySet":
        """What somebody assigned or discarded, the last first."""
        return self.exclude(state=HeldState.WAITING).order_by("-settled_at", "-pk")

    def settled_before(self, moment) -> "HeldMailQuerySet":
        """Settled mails whose time is over."""
        return self.settled().filter(settled_at__lt=moment)

    def in_list(self) -> "HeldMailQuerySet":
        """As a list shows them: whose they are, without the mails themselves."""
        return self.select_related("invitation__meeting", "invitation__person").defer("raw", "text")


class HeldMail(models.Model):
    """A mail that matched no answer, kept with the reason until somebody of the secretariat assigns or discards it.

    `invitation` is the one its address belongs to. `raw` is the mail as it came, cut at the intake's cap; it is
    emptied when the mail is settled. `answer`, `comment` and `proposed_*` are what could be read of it.
    """

    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="held_mails"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=HeldReason.choices)
    state = models.CharField(_("state"), max_length=10, choices=HeldState.choices, default=HeldState.WAITING)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, blank=True)
    comment = models.CharField(_("message"), max_length=1000, blank=True)
    attendee = models.CharField(_("answers for"), max_length=320, blank=True)
    proposed_start = models.DateTimeField(_("proposed time"), null=True, blank=True)
    proposed_end = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    stamp = models.DateTimeField(null=True, blank=True)
    once_key = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField(blank=True, default=bytes)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    objects = HeldMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("held mail")
        verbose_name_plural = _("held mails")
        indexes = [models.Index(fields=["state"], name="meetings_held_state")]

    def __str__(self) -> str:
        return f"{self.reason} {self.received_at:%Y-%m-%d}"
