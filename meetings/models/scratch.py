"""A private collection for arbitrary events, which a calendar program may fill (`HUB_CALDAV_SCRATCH=1`)."""

from django.db import models

from members.models import Person

LONGEST_NAME, LONGEST_UID = 200, 255


class ScratchEvent(models.Model):
    """One calendar object as its owner stored it; shown to nobody else and part of no record.

    `revision` is the number of the person's scratch counter at its last change; a deleted one keeps it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="scratch_events")
    name = models.CharField(max_length=LONGEST_NAME)
    uid = models.CharField(max_length=LONGEST_UID)
    body = models.TextField()
    revision = models.PositiveBigIntegerField()
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="meetings_scratch_name_once")]
        verbose_name = "scratch event"
        verbose_name_plural = "scratch events"

    def __str__(self) -> str:
        return self.name
