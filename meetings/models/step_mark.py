"""Steps of the month that leave no other trace than that somebody did them, or said they were not needed."""

from django.db import models
from django.utils import timezone

from meetings.enums import Step
from meetings.models.meeting import Meeting


class StepMark(models.Model):
    """One step of one meeting was done, or with `skipped` was found not to be needed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="step_marks")
    step = models.CharField(max_length=12, choices=Step.choices)
    skipped = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    people = models.PositiveIntegerField(default=0, editable=False)  # who got a mail of it

    class Meta:
        ordering = ["meeting", "at"]
        constraints = [models.UniqueConstraint(fields=["meeting", "step"], name="meetings_step_mark_once")]

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.step}"
