"""Who belongs to the group, and who speaks for whom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import MembershipKind, MembershipState, SeatKind
from members.models.organisation import Organisation
from members.models.periods import PeriodModel
from members.models.person import Person


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None) -> "MembershipQuerySet":
        """Admitted memberships that hold on the date `on` (Phnom Penh; default today)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on), state=MembershipState.ADMITTED, since__lte=on
        )

    def counted(self) -> "MembershipQuerySet":
        """Memberships of organisations whose people count as representatives."""
        return self.filter(
            organisation__isnull=False, kind__in=[MembershipKind.FULL, MembershipKind.ASSOCIATE]
        )

    def through(self, person, on=None) -> "MembershipQuerySet":
        """Those by which a person belongs: as individual advocate, or by a seat of a counted organisation.

        `person` may be an OuterRef; the seat holds on the date `on` (Phnom Penh; default today).
        """
        on = on or timezone.localdate()
        lasting = Q(organisation__seats__until__isnull=True) | Q(organisation__seats__until__gte=on)
        by_seat = Q(organisation__seats__person=person, organisation__seats__since__lte=on) & lasting
        counted = Q(kind__in=[MembershipKind.FULL, MembershipKind.ASSOCIATE])
        return self.filter(Q(person=person, kind=MembershipKind.INDIVIDUAL) | (counted & by_seat))


class Membership(PeriodModel):
    """An organisation's or an individual advocate's place in the group."""

    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("individual advocate"),
    )
    kind = models.CharField(
        _("kind"), max_length=15, choices=MembershipKind.choices, default=MembershipKind.FULL
    )
    state = models.CharField(
        _("state"), max_length=15, choices=MembershipState.choices, default=MembershipState.ADMITTED
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="members_membership_of_one",
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.person} ({self.get_kind_display()})"

    def clean(self) -> None:
        super().clean()
        if bool(self.organisation_id) == bool(self.person_id):
            raise ValidationError(_("Name either an organisation or an individual advocate, not both."))
        if (self.kind == MembershipKind.INDIVIDUAL) != bool(self.person_id):
            raise ValidationError(
                {"kind": _("An individual advocate is a person, every other member an organisation.")}
            )


class SeatQuerySet(models.QuerySet):
    def current(self, on=None) -> "SeatQuerySet":
        """Seats held on the date `on` (Phnom Penh; default today)."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Seat(PeriodModel):
    """A person speaks for an organisation, as representative or alternate, for a time."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="seats", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="seats", verbose_name=_("organisation")
    )
    kind = models.CharField(
        _("kind"), max_length=15, choices=SeatKind.choices, default=SeatKind.REPRESENTATIVE
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "-kind", "since"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation} ({self.get_kind_display()})"
