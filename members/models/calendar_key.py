"""Keys of calendar feeds: one per device, stored hashed, revoked in one step."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.person import Person


class CalendarKeyQuerySet(models.QuerySet):
    def usable(self) -> "CalendarKeyQuerySet":
        """Keys that open a feed: not revoked, and their person is active."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarKey(models.Model):
    """`hash` is SHA-256 of the secret in the feed's address; the secret is shown once and not kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_keys")
    name = models.CharField(_("name of the device"), max_length=80)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    discreet = models.BooleanField(
        _("discreet"), default=False, help_text=_("Neutral titles, no place, no names.")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    client = models.CharField(max_length=40, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("calendar key")
        verbose_name_plural = _("calendar keys")

    def __str__(self) -> str:
        return self.name
