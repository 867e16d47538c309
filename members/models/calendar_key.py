"""Keys of calendar feeds: one per device, stored hashed, revoked in one step."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.membership import Seat
from members.models.organisation import Organisation
from members.models.person import Person


class CalendarKeyQuerySet(models.QuerySet):
    def usable(self, on: date | None = None) -> "CalendarKeyQuerySet":
        """Keys that open a feed: not revoked, their person is active and still speaks for the organisation, if one is named.

        The seat is held on the date `on` (Phnom Penh; default today).
        """
        seat = Seat.objects.current(on).filter(
            person=models.OuterRef("person"), organisation=models.OuterRef("organisation")
        )
        holds = models.Q(organisation__isnull=True) | models.Exists(seat)
        return self.filter(holds, revoked_at__isnull=True, person__is_active=True)

    def telling(self) -> "CalendarKeyQuerySet":
        """Usable keys whose calendar shows the meetings their holder is invited to: others say nothing of what was seen."""
        return self.usable().filter(without_invited=False)

    def fetched_since(self, moment: datetime) -> "CalendarKeyQuerySet":
        """Keys whose calendar was handed out, whole and not by a filter, at `moment` (aware) or later.

        With the time of a change committed before: the calendars that have it.
        """
        return self.telling().filter(seen_at__gte=moment)

    def not_fetched_since(self, moment: datetime) -> "CalendarKeyQuerySet":
        """The rest of the telling keys, those never opened among them."""
        return self.telling().filter(models.Q(seen_at__isnull=True) | models.Q(seen_at__lt=moment))


class CalendarKey(models.Model):
    """`hash` is SHA-256 of the secret in the feed's address; the secret is shown once and not kept.

    With an `organisation` it opens that organisation's calendar, as long as the person who made it speaks for it.
    `seen` is the validator of what was handed out last (200 or 304), `seen_at` when it was, to the hour where
    nothing changed: so the secretariat's freshness board knows which calendars have fetched since a change.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_keys")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="calendar_keys",
    )
    name = models.CharField(_("name of the device"), max_length=80)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    discreet = models.BooleanField(
        _("discreet"), default=False, help_text=_("Neutral titles, no place, no names.")
    )
    with_actions = models.BooleanField(
        _("actions too"), default=False, help_text=_("What is due, as entries of a whole day.")
    )
    without_invited = models.BooleanField(
        _("leave out meetings I am invited to"),
        default=False,
        help_text=_("For a calendar that gets the invitations by mail or CalDAV already."),
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    client = models.CharField(max_length=40, blank=True, editable=False)
    seen = models.CharField(max_length=40, blank=True, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("calendar key")
        verbose_name_plural = _("calendar keys")

    def __str__(self) -> str:
        return self.name
