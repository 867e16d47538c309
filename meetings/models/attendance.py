"""Who was there, with the names of that day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from meetings.enums import COUNTED_CAPACITIES, AttendanceMode, Capacity, Presence
from meetings.models.meeting import Meeting
from members.models import Organisation, Person


class AttendanceQuerySet(models.QuerySet):
    def present(self) -> "AttendanceQuerySet":
        return self.filter(presence=Presence.PRESENT)

    def counted(self) -> "AttendanceQuerySet":
        """Representatives and alternates present for a member organisation."""
        return self.present().filter(capacity__in=COUNTED_CAPACITIES, organisation__isnull=False)


class Attendance(models.Model):
    """A person, or an unnamed group such as "additional staff", present in one capacity.

    The `day_…` fields are a snapshot: they keep the name, title and organisation of that day.
    `present_from` and `present_until` are hours of Phnom Penh; empty means from the beginning, to the end.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name=_("organisation"),
    )
    group_name = TranslatedField(models.CharField(_("unnamed group"), max_length=200, blank=True))
    capacity = models.CharField(_("capacity"), max_length=15, choices=Capacity.choices)
    presence = models.CharField(
        _("presence"), max_length=10, choices=Presence.choices, default=Presence.PRESENT
    )
    mode = models.CharField(
        _("how"), max_length=10, choices=AttendanceMode.choices, default=AttendanceMode.IN_PERSON
    )
    present_from = models.TimeField(_("from"), null=True, blank=True)
    present_until = models.TimeField(_("until"), null=True, blank=True)
    day_name = models.CharField(_("name on the day"), max_length=250, blank=True)
    day_khmer_name = models.CharField(_("Khmer name on the day"), max_length=250, blank=True)
    day_title = models.CharField(_("title on the day"), max_length=200, blank=True)
    day_organisation = TranslatedField(
        models.CharField(_("organisation on the day"), max_length=200, blank=True)
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "organisation", "capacity", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="meetings_attendance_once",
                condition=Q(person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.day_name or self.group_name_en}"

    def clean(self) -> None:
        super().clean()
        if not self.day_name and not self.group_name_en and not self.person_id:
            raise ValidationError({"person": _("Name a person or an unnamed group.")})
        if self.capacity in COUNTED_CAPACITIES and not self.organisation_id:
            raise ValidationError(
                {"organisation": _("A representative or alternate speaks for an organisation.")}
            )

    @property
    def is_group(self) -> bool:
        """An unnamed group is shown without a number."""
        return not self.day_name


class AttendanceCorrection(models.Model):
    """A correction made after the counts were public; readers see that there was one, and what was said before.

    `before` and `after` hold the counted numbers: {"representatives", "organisations", "advocates", "guests": int or
    None, "unnamed_groups", "stated": bool, "women": int or None}. No names: who was added or taken off stands in the audit trail only.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance_corrections")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = TranslatedField(models.CharField(_("why"), max_length=300, blank=True))
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.at:%Y-%m-%d}"
