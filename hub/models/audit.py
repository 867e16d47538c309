"""Who did what to which thing, and when. Names of fields, never their values: a value may be confidential."""

from django.db import models
from django.utils import timezone

from hub.actors import Actor
from hub.prepared import insert


class AuditEntryQuerySet(models.QuerySet):
    def about(self, thing: models.Model) -> "AuditEntryQuerySet":
        """Entries about one object, oldest first."""
        return self.filter(object_kind=thing._meta.label_lower, object_id=str(thing.pk)).order_by("pk")


class AuditEntry(models.Model):
    """One thing that happened. Rows are only ever added."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60, help_text="Such as meeting.held: noun and past participle.")
    object_kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(
        max_length=200, blank=True, help_text="A public reference, no confidential title."
    )
    fields = models.JSONField(default=list, blank=True, help_text="Names of the fields that changed.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="hub_audit_object")]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label or self.object_id}"


def record(
    verb: str, thing: models.Model, *, by: Actor, label: str = "", fields: list[str] | None = None
) -> AuditEntry:
    """Add an audit entry in the caller's transaction. `label` must be fit for every reader of the trail."""
    return insert(
        AuditEntry(
            actor_kind=by.actor_kind,
            actor_id=by.actor_id,
            actor_name=by.actor_name,
            verb=verb,
            object_kind=thing._meta.label_lower,
            object_id=str(thing.pk),
            object_label=label,
            fields=fields or [],
        )
    )
