"""Counters that say whether something public changed: the validators of feeds and pages read them."""

from django.db import models
from django.utils import timezone

from hub.compiled import own_connection

# One statement instead of three: the same in SQLite and PostgreSQL.
_BUMP = """
    INSERT INTO hub_version (name, number, changed_at) VALUES (%s, 1, %s)
    ON CONFLICT (name) DO UPDATE SET number = hub_version.number + 1, changed_at = excluded.changed_at
    RETURNING number
"""


class VersionQuerySet(models.QuerySet):
    def bump(self, name: str) -> int:
        """Raise the counter in the caller's transaction; readers see it when the change itself is visible.

        Returns the new number. The row stays locked until the transaction ends, so numbers become visible in order.
        """
        connection = own_connection()
        changed_at = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_BUMP, [name, changed_at])
            return cursor.fetchone()[0]

    def of(self, name: str) -> tuple[int, object]:
        """(number, time of the last change in UTC or None); (0, None) before anything changed."""
        return self.filter(name=name).values_list("number", "changed_at").first() or (0, None)


class Version(models.Model):
    """One counter. `calendar` covers every public fact of a feed."""

    name = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
