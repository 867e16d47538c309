"""Forms that were sent before: the same one again changes nothing and gives the same result."""

from django.db import models
from django.utils import timezone


class Once(models.Model):
    """One form that did its work. `key` is a hash of who sent it and of the form's own key; `result` names what it made.

    Rows live for 60 days (`hub.once.forget`): an hour late is common, a month late is a new form.
    """

    key = models.CharField(max_length=64, unique=True)
    result = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.result}"
