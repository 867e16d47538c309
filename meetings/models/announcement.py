"""Things told at a meeting that happen on a day of their own."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import Audience
from meetings.models.meeting import Meeting
from members.models import Organisation


class Announcement(models.Model):
    """Turns from "upcoming" to "took place" by itself when its day has passed."""

    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="announcements",
        verbose_name=_("told at"),
    )
    date = models.DateField(_("date"))
    title = TranslatedField(
        models.CharField(_("title"), max_length=250, blank=True), {"en": {"blank": False}}
    )
    source = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("source"),
        related_name="+",
    )
    link = models.URLField(_("link"), blank=True)
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )

    class Meta:
        ordering = ["date"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return self.title_en

    def clean(self) -> None:
        super().clean()
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if self.is_locked or (stored and stored.is_locked):
            raise ValidationError(_("The minutes of this meeting are adopted: what they record stays."))

    @property
    def is_locked(self) -> bool:
        """Told at a meeting whose minutes are adopted."""
        minutes = getattr(self.meeting, "minutes", None) if self.meeting_id else None
        return bool(minutes and minutes.is_locked)

    def took_place(self, today: date) -> bool:
        """Whether its day lies before `today` (Phnom Penh)."""
        return self.date < today
