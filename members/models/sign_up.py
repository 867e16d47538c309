"""Invitations to make a sign-in: the only way to one."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from members.models.person import Person

VALID_FOR = timedelta(days=14)


class SignUpInvitation(models.Model):
    """Lets one Person make a sign-in with the address the secretariat knows.

    Its link is derived (`hub.keys`, purpose "sign-up") and dies when used, replaced or after fourteen days.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="sign_up_invitation")
    key_version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person}"

    def is_open(self, now) -> bool:
        """Whether the link still works at `now`."""
        return self.used_at is None and now < self.sent_at + VALID_FOR and self.person.is_active
