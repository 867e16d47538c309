"""Minutes and their versions. The text lives in `Note` rows; a version is a frozen copy for one audience and language."""

from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import LOCKED_MINUTES, Audience, MinutesState
from meetings.models.meeting import Meeting
from members.enums import Language
from members.models import Person


class Minutes(models.Model):
    """The minutes of one meeting: their state, and who adopted and published them."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(
        _("state"), max_length=12, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=2, choices=Language.choices, default=Language.EN
    )
    circulated_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adopted_minutes",
        editable=False,
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published_minutes",
        editable=False,
    )

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return self.meeting.slug

    @property
    def is_locked(self) -> bool:
        """From adoption on nothing in the record of the meeting changes; later changes are errata."""
        return self.state in LOCKED_MINUTES

    @property
    def is_published(self) -> bool:
        return self.state == MinutesState.PUBLISHED


class MinutesVersion(models.Model):
    """The text as it stood, for one audience in one language: written once, never changed.

    `body` is canonical JSON text (sorted keys, UTF-8) of the view it was made from; `sha256` is its fingerprint.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=12, choices=Audience.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(max_length=12, choices=MinutesState.choices)
    body = models.TextField()
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["minutes", "number", "audience", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "number", "audience", "language"], name="meetings_minutes_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} v{self.number} {self.audience} {self.language}"

    def save(self, *args, **kwargs) -> None:
        """Write once. A version that could be changed would be no evidence."""
        if not self._state.adding:
            raise TypeError("A version of minutes is never changed.")
        self.sha256 = sha256(self.body.encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A version of minutes is never deleted.")
