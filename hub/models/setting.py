"""Settings that the group decides: appended, never overwritten, so that each keeps its history."""

from typing import Any

from django.db import models
from django.utils import timezone

from hub.actors import Actor


class SettingQuerySet(models.QuerySet):
    def current(self, key: str, default: Any = None) -> Any:
        """The value last set for `key`, or `default`."""
        row = self.filter(key=key).order_by("-pk").values_list("value", flat=True).first()
        return default if row is None else row

    def put(self, key: str, value: Any, *, by: Actor) -> "Setting":
        """Append a new value (anything JSON holds except null)."""
        return self.create(key=key, value=value, set_by=by.actor_name)


class Setting(models.Model):
    """One value of one setting from `set_at` until the next row of the same key."""

    key = models.CharField(max_length=80, db_index=True)
    value = models.JSONField()
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    set_by = models.CharField(max_length=200)

    objects = SettingQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-pk"]

    def __str__(self) -> str:
        return self.key
