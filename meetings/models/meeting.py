"""One meeting of the group."""

import uuid
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import (
    COUNTED_CAPACITIES,
    HELD_STATES,
    PUBLIC_STATES,
    Audience,
    Capacity,
    MeetingKind,
    MeetingState,
    Mode,
    Precision,
    Presence,
    Regime,
)
from meetings.models.series import Series, Venue
from members.models import Organisation, Person

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


def new_uid() -> str:
    """A calendar UID: given once, never changed, whatever happens to the meeting (RFC 7986 section 5.3)."""
    return f"{uuid.uuid4()}@working-group-hub"


class MeetingQuerySet(models.QuerySet):
    def in_order(self) -> "MeetingQuerySet":
        """By day; a month without a day stands after the days of that month."""
        return self.order_by(F("date").asc(), "precision", "start_time", "pk")

    def visible_to(self, audience: str) -> "MeetingQuerySet":
        """Meetings an audience may know of: announced at least, and not above it; the secretariat knows all."""
        audience = Audience(audience)
        if audience == Audience.SECRETARIAT:
            return self.all()
        return self.filter(state__in=PUBLIC_STATES, audience__in=audience.reads)

    def public(self) -> "MeetingQuerySet":
        """Meetings whose existence is public: announced at least, and not confidential."""
        return self.visible_to(Audience.PUBLIC)

    def still_on(self) -> "MeetingQuerySet":
        """Neither cancelled nor postponed."""
        return self.exclude(state__in=[MeetingState.CANCELLED, MeetingState.POSTPONED])

    def held(self) -> "MeetingQuerySet":
        return self.filter(state__in=HELD_STATES)

    def upcoming(self, now: datetime) -> "MeetingQuerySet":
        """Announced and not over at `now` (aware); month-precision meetings count until their month is over."""
        today = now.astimezone(PHNOM_PENH).date()
        day = models.Q(precision=Precision.DAY, date__gte=today)
        month = models.Q(precision=Precision.MONTH, date__gte=today.replace(day=1))
        return self.filter(day | month, state=MeetingState.ANNOUNCED).in_order()

    def to_run(self, today: date) -> "MeetingQuerySet":
        """Those of a day (Phnom Penh) that were not closed, and whichever has begun and is still open."""
        of_today = models.Q(date=today, precision=Precision.DAY, state=MeetingState.ANNOUNCED)
        begun = models.Q(began_at__isnull=False) | models.Q(date=today, precision=Precision.DAY)
        return self.filter(of_today | (begun & models.Q(ended_at=None, state=MeetingState.HELD))).in_order()

    def with_places(self) -> "MeetingQuerySet":
        """Venue, host, facilitator and chair come along in the same query."""
        return self.select_related("venue", "host", "facilitator", "chair", "series")

    def for_record(self) -> "MeetingQuerySet":
        """With everything of one row that its public view needs."""
        return self.with_places().select_related("minutes")

    def with_counts(self) -> "MeetingQuerySet":
        """With `representatives`, `organisations`, `advocates`, `recorded_people` and `unnamed_groups`, in one query.

        By the counting rules; the last two count all entries of those present, and those without a name among them.
        """
        present = models.Q(attendances__presence=Presence.PRESENT)
        counted = present & models.Q(
            attendances__capacity__in=COUNTED_CAPACITIES, attendances__organisation__isnull=False
        )
        advocate = present & models.Q(attendances__capacity=Capacity.ADVOCATE)
        return self.annotate(
            representatives=models.Count("attendances", filter=counted, distinct=True),
            organisations=models.Count("attendances__organisation", filter=counted, distinct=True),
            advocates=models.Count("attendances", filter=advocate, distinct=True),
            recorded_people=models.Count("attendances", filter=present, distinct=True),
            unnamed_groups=models.Count(
                "attendances", filter=present & models.Q(attendances__day_name=""), distinct=True
            ),
        )


class Meeting(models.Model):
    """`date` and the times are those of Phnom Penh. With month precision `date` is the first of the month, no times.

    `revision` rises with every change. `feed_sequence` is the revision of the last visible change,
    `itip_sequence` of the last significant one (time, place, cancelled); `changed_at` is the time of the former.
    `began_at` and `ended_at` (aware) are when it really began and closed, as the run sheet noted.
    """

    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
    )
    slug = models.SlugField(max_length=20, unique=True, editable=False)
    uid = models.CharField(max_length=80, unique=True, default=new_uid, editable=False)
    kind = models.CharField(
        _("kind"), max_length=15, choices=MeetingKind.choices, default=MeetingKind.ORDINARY
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False
    )
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )
    regime = models.CharField(
        _("attribution"), max_length=20, choices=Regime.choices, default=Regime.BY_ORGANISATION
    )

    precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    date = models.DateField(_("date"))
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)
    moved_from = models.DateField(_("moved from"), null=True, blank=True, editable=False)

    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    venue = models.ForeignKey(Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT)
    place_is_public = models.BooleanField(
        _("the place is public"),
        default=True,
        help_text=_("Off when survivors take part: only those invited see it."),
    )
    call_url = models.URLField(_("call link"), blank=True, help_text=_("Shown to those invited only."))
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("host"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    facilitator = models.ForeignKey(
        Organisation,
        verbose_name=_("facilitator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="facilitated",
    )
    chair = models.ForeignKey(
        Person,
        verbose_name=_("chair"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired",
    )
    minute_taker = models.ForeignKey(
        Person,
        verbose_name=_("minute-taker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="minuted",
    )
    summary = TranslatedField(models.CharField(_("in one sentence"), max_length=300, blank=True))
    note_for_invited = TranslatedField(
        models.CharField(_("note to those invited"), max_length=300, blank=True)
    )

    stated_representatives = models.PositiveIntegerField(
        _("representatives, as stated"), null=True, blank=True
    )
    stated_organisations = models.PositiveIntegerField(_("organisations, as stated"), null=True, blank=True)
    stated_source = models.CharField(_("where it is stated"), max_length=300, blank=True)
    women = models.PositiveIntegerField(  # a total that somebody counted; never derived from names
        _("women among those present"), null=True, blank=True
    )
    began_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    revision = models.PositiveIntegerField(default=0, editable=False)
    feed_sequence = models.PositiveIntegerField(default=0, editable=False)
    itip_sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    is_sample = models.BooleanField(_("invented for the sample"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-start_time"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [models.Index(fields=["state", "date"], name="meetings_state_date")]

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        super().clean()
        if self.precision == Precision.MONTH:
            return
        if not self.start_time or not self.end_time:
            raise ValidationError(
                {"start_time": _("Give the hours, or choose “month” if the day is not set yet.")}
            )
        if self.end_time <= self.start_time:
            raise ValidationError({"end_time": _("The meeting must end after it begins.")})

    @property
    def has_day(self) -> bool:
        """False for "October 2022": such a meeting never appears at a date in a calendar."""
        return self.precision == Precision.DAY and self.start_time is not None

    @property
    def starts_at(self) -> datetime | None:
        """Aware, Asia/Phnom_Penh; None while only the month is known."""
        return datetime.combine(self.date, self.start_time, PHNOM_PENH) if self.has_day else None

    @property
    def ends_at(self) -> datetime | None:
        """Aware, Asia/Phnom_Penh; None while only the month is known."""
        return datetime.combine(self.date, self.end_time, PHNOM_PENH) if self.has_day else None

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC and self.is_announced

    @property
    def is_announced(self) -> bool:
        """In a state in which others than the secretariat know of it."""
        return self.state in PUBLIC_STATES

    @property
    def is_held(self) -> bool:
        return self.state in HELD_STATES

    def is_to_run(self, today: date) -> bool:
        """See `MeetingQuerySet.to_run`, for one meeting."""
        of_today = self.date == today and self.precision == Precision.DAY
        if self.state == MeetingState.ANNOUNCED:
            return of_today
        return (
            self.state == MeetingState.HELD
            and self.ended_at is None
            and (of_today or self.began_at is not None)
        )

    @property
    def reference(self) -> str:
        """ "WG/2022/01", empty until the number is given (when held)."""
        return f"WG/{self.date.year}/{self.number:02d}" if self.number else ""

    @property
    def over_at(self) -> datetime:
        """Its end; while only the month is known, the end of that month. Aware, Asia/Phnom_Penh."""
        if self.ends_at:
            return self.ends_at
        last = self.date
        if self.precision == Precision.MONTH:
            last = last.replace(day=monthrange(last.year, last.month)[1])
        return datetime.combine(last + timedelta(days=1), time.min, PHNOM_PENH)

    def is_over(self, now: datetime) -> bool:
        """Whether the meeting's end lies before `now`; answers are closed then."""
        return self.over_at < now
