"""Who is asked to come, and every answer they gave."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.keys import token_for
from meetings.enums import Answer, Capacity, Channel
from meetings.models.meeting import Meeting
from members.models import Organisation, Person


class InvitationQuerySet(models.QuerySet):
    def standing(self) -> "InvitationQuerySet":
        """Invitations that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def sent(self) -> "InvitationQuerySet":
        return self.filter(sent_at__isnull=False)

    def silent(self) -> "InvitationQuerySet":
        """Asked, and no answer yet."""
        return self.standing().sent().filter(answer=Answer.NEEDS_ACTION)


class Invitation(models.Model):
    """One person is invited to one meeting, for an organisation or for themselves.

    The answer link is derived from `pk` and `key_version`, never stored. `answer` repeats the ledger's current
    row so that a board of all answers is one query; whatever adds to the ledger writes it too.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    capacity = models.CharField(_("capacity"), max_length=15, choices=Capacity.choices)
    key_version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, default=Answer.NEEDS_ACTION)
    answered_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    comment = models.CharField(_("message"), max_length=1000, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "organisation", "capacity"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug} {self.person}"

    @property
    def itip_sequence(self) -> int:
        """The revision that answers are compared with: of the last mail sent, or of the meeting where that is later."""
        return max(self.meeting.itip_sequence, self.sent_sequence or 0)

    @property
    def link_version(self) -> int:
        """Rises when this invitation's key or all keys of the person are renewed; links made before then are dead."""
        return self.key_version + self.person.key_version - 1

    @property
    def answer_token(self) -> str:
        """What opens the answer page; needs the person loaded."""
        return token_for("rsvp", self.pk, self.link_version)

    @property
    def mail_token(self) -> str:
        """What stands in the plus-address that calendars reply to. It opens no page."""
        return token_for("mail", self.pk, self.link_version)


class Response(models.Model):
    """One answer as it came in. Rows are only added; `applied` says whether it became the current answer.

    `stamp` is the sender's time (DTSTAMP) where a calendar sent it; `sequence` the revision that was answered.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="responses")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    received_at = models.DateTimeField(default=timezone.now)
    stamp = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    comment = models.CharField(max_length=1000, blank=True)
    delegated_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    applied = models.BooleanField(default=True)
    once_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return f"{self.invitation} {self.answer}"
