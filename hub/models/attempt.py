"""Failed tries at a secret, counted in a small table: the cache's counters are not atomic, and may be emptied."""

from django.db import models
from django.utils import timezone


class FailedAttempts(models.Model):
    """How often something failed since `since` under one key; the key is a hash, never an address or a name."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "failed attempts"
        verbose_name_plural = "failed attempts"

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%Y-%m-%d %H:%M}"
