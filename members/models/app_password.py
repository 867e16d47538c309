"""Passwords of calendar programs: one per device, stored hashed, good for CalDAV and nothing else."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.person import Person


class AppPasswordQuerySet(models.QuerySet):
    def usable(self) -> "AppPasswordQuerySet":
        """Those that open a calendar: not revoked, and their person is active."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class AppPassword(models.Model):
    """`hash` is SHA-256 of the secret, which has 128 bits of chance, is shown once and not kept.

    A slow hash would protect nothing here and be paid for at each of the dozens of requests of a synchronisation.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="app_passwords")
    name = models.CharField(_("name of the device"), max_length=80)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    client = models.CharField(max_length=40, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AppPasswordQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("app password")
        verbose_name_plural = _("app passwords")

    def __str__(self) -> str:
        return self.name
