"""Where and how often the group meets."""

from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import Weekday


class Venue(models.Model):
    """A place to meet, described so that somebody finds it who has never been there."""

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True), {"en": {"blank": False}})
    address = TranslatedField(models.CharField(_("address"), max_length=300, blank=True))
    map_url = models.URLField(_("map"), blank=True)
    access_note = TranslatedField(models.CharField(_("how to get in"), max_length=300, blank=True))

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name_en


class Series(models.Model):
    """A rule such as "second Thursday, 09:00 to 12:00", Phnom Penh time. Meetings made from it stand on their own."""

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True), {"en": {"blank": False}})
    nth = models.PositiveSmallIntegerField(
        _("week of the month"), default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), choices=Weekday.choices, default=Weekday.THURSDAY
    )
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("to"))
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.name_en

    def day_in(self, year: int, month: int) -> date:
        """The day the rule names in a month, for example the second Thursday."""
        first = date(year, month, 1)
        return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
