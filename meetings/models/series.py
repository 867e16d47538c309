"""Where and how often the group meets."""

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from hub.working_days import Days
from meetings.enums import Audience, HolidayPolicy, Purpose, Week, Weekday
from members.models import Organisation


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
    """A rule such as "second Thursday, 09:00 to 12:00", Phnom Penh time. Meetings made from it stand on their own.

    `months` are the months it meets in, 1 to 12; empty means every month. `since` and `until` bound it, both included.
    """

    name = TranslatedField(models.CharField(_("name"), max_length=200, blank=True), {"en": {"blank": False}})
    nth = models.SmallIntegerField(_("week of the month"), choices=Week.choices, default=Week.SECOND)
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), choices=Weekday.choices, default=Weekday.THURSDAY
    )
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("to"))
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.SET_NULL
    )
    months = models.JSONField(_("months"), default=list, blank=True)
    since = models.DateField(_("from the day"), null=True, blank=True)
    until = models.DateField(_("until the day"), null=True, blank=True)
    holiday_policy = models.CharField(
        _("on a public holiday, propose"),
        max_length=16,
        choices=HolidayPolicy.choices,
        default=HolidayPolicy.WEEK_LATER,
    )

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.name_en

    def clean(self) -> None:
        super().clean()
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            raise ValidationError({"end_time": _("The meeting must end after it begins.")})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The series must end after it begins.")})

    def day_in(self, year: int, month: int) -> date | None:
        """The day the rule names in a month, for example the second Thursday; None where it names none."""
        if self.months and month not in self.months:
            return None
        first, length = date(year, month, 1), monthrange(year, month)[1]
        offset = (self.weekday - first.weekday()) % 7
        if self.nth == Week.LAST:
            day = first + timedelta(days=offset + 7 * ((length - 1 - offset) // 7))
        else:
            day = first + timedelta(days=offset + 7 * (self.nth - 1))
        outside = (self.since and day < self.since) or (self.until and day > self.until)
        return None if outside or day.month != month else day

    def days_from(self, first: date, *, months: int) -> list[date]:
        """The days the rule names from `first` on, in that month and the `months` - 1 after it."""
        begun = 12 * first.year + first.month - 1
        named = (self.day_in(month // 12, month % 12 + 1) for month in range(begun, begun + months))
        return [day for day in named if day and day >= first]

    def proposed(self, day: date, known: Days) -> date | None:
        """What the series proposes for a day that its rule names: that day, unless it is a public holiday.

        None where it then has no meeting that month. The secretariat has the last word.
        """
        if not known.holiday(day) or self.holiday_policy == HolidayPolicy.KEEP:
            return day
        if self.holiday_policy == HolidayPolicy.SKIP:
            return None
        if self.holiday_policy == HolidayPolicy.NEXT_WORKING_DAY:
            return known.next_working(day)
        week = timedelta(weeks=-1 if self.holiday_policy == HolidayPolicy.WEEK_EARLIER else 1)
        while known.holiday(day):
            day += week
        return day


class SeriesItem(models.Model):
    """A standing item: on the agenda of every meeting that is planned from the series, in the order of `number`."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="standing_items")
    number = models.PositiveSmallIntegerField(_("number"))
    title = TranslatedField(models.CharField(_("title"), max_length=250, blank=True))
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.INFORMATION
    )
    minutes_allotted = models.PositiveSmallIntegerField(
        _("minutes allotted"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    presented_by = models.ForeignKey(
        Organisation,
        verbose_name=_("presented by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )

    class Meta:
        ordering = ["series", "number"]
        verbose_name = _("standing item")
        verbose_name_plural = _("standing items")

    def __str__(self) -> str:
        return f"{self.series} {self.number}"
