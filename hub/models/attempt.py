"""Failed tries at a secret, counted in a small table: the cache's counters are not atomic, and may be emptied."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone


def attempt_key(*parts: str) -> str:
    """What is counted under one key, such as a purpose, an address and a name: hashed, so that none of it is kept."""
    return sha256("\0".join(parts).encode()).hexdigest()


class FailedAttemptsQuerySet(models.QuerySet):
    def outdated(self, before: datetime) -> "FailedAttemptsQuerySet":
        """Counts that began before a moment (aware)."""
        return self.filter(since__lt=before)

    def add(self, key: str, *, now: datetime, window: timedelta) -> "FailedAttempts":
        """Count one more failure under `key`; a count that began longer than `window` ago starts anew.

        One transaction of its own: the row is locked by its UPDATE, so no failure is lost however many come at once.
        """
        with transaction.atomic():
            self.get_or_create(key=key, defaults={"since": now})
            is_old = When(since__lte=now - window, then=Value(1))
            begins = When(since__lte=now - window, then=Value(now))
            self.filter(key=key).update(
                count=Case(is_old, default=F("count") + 1), since=Case(begins, default=F("since"))
            )
            return self.get(key=key)


class FailedAttempts(models.Model):
    """How often something failed since `since` under one key; the key is a hash, never an address or a name."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    objects = FailedAttemptsQuerySet.as_manager()

    class Meta:
        verbose_name = "failed attempts"
        verbose_name_plural = "failed attempts"

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%Y-%m-%d %H:%M}"
