"""Days off that the hub's own calendar does not know, or knows wrongly."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField


class Holiday(models.Model):
    """What the secretariat knows better than the computed calendar: sub-decrees move public holidays at short notice.

    A row of a date replaces whatever is computed for it; with `is_working_day` the day is an ordinary one.
    """

    date = models.DateField(_("date"), unique=True)
    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True))
    is_working_day = models.BooleanField(_("a working day after all"), default=False)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("For example the sub-decree that set it.")
    )

    class Meta:
        ordering = ["date"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.name_en}"
