"""Agendas as they were released: numbered, frozen, one row for each audience."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.models.meeting import Meeting


class AgendaVersion(models.Model):
    """The agenda as one audience read it when version `number` was released.

    `body` is a list in order: {"item": key, "label", "level", "title": {language: text}, "purpose", "minutes",
    "presented_by": name or ""}; of an item the audience may not read only {"item", "label", "level", "closed": true}.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    audience = models.CharField(max_length=12, choices=Audience.choices)
    body = models.JSONField(default=list)
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["meeting", "number", "audience"]
        verbose_name = _("version of the agenda")
        verbose_name_plural = _("versions of agendas")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number", "audience"], name="meetings_agenda_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug} v{self.number} {self.audience}"
