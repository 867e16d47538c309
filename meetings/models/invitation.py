"""Who is asked to come, and every answer they gave."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.compiled import Compiled
from hub.keys import token_for
from meetings.enums import Answer, Capacity, Channel
from meetings.models.meeting import Meeting
from members.models import Organisation, Person, Seat

# Invited for an organisation without holding a seat of it.
SEATLESS_CAPACITIES = (Capacity.GUEST, Capacity.INTERPRETER, Capacity.SECRETARIAT)


def seated(on=None) -> models.Q:
    """For rows of (person, organisation, capacity): who still speaks for whom they were asked for on the date `on`."""
    seat = Seat.objects.current(on).filter(
        person=models.OuterRef("person"), organisation=models.OuterRef("organisation")
    )
    return (
        models.Q(organisation__isnull=True)
        | models.Q(capacity__in=SEATLESS_CAPACITIES)
        | models.Q(models.Exists(seat))
    )


class InvitationQuerySet(models.QuerySet):
    def standing(self) -> "InvitationQuerySet":
        """Invitations that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def alive(self, on=None) -> "InvitationQuerySet":
        """Standing invitations of active people who still speak for the organisation they were invited for.

        `on` is a date of Phnom Penh (default today). Every door asks this at use: links, mail, CalDAV and feeds of
        somebody who lost their seat, or was deactivated, are dead in the next request.
        """
        return self.standing().filter(seated(on), person__is_active=True)

    def of_lost_seats(self, on=None) -> "InvitationQuerySet":
        """Standing invitations of active people whose seat has ended by the date `on` (Phnom Penh; default today).

        Somebody whose seat only begins later was invited for that day and has lost nothing.
        """
        on = on or timezone.localdate()
        seat = Seat.objects.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=on),
            person=models.OuterRef("person"),
            organisation=models.OuterRef("organisation"),
        )
        seated = self.standing().filter(organisation__isnull=False, person__is_active=True)
        return seated.exclude(capacity__in=SEATLESS_CAPACITIES).exclude(models.Exists(seat))

    def in_own_calendar(self) -> "InvitationQuerySet":
        """Those that their person has not put away, or that came back: asked again, or answered with more than a no."""
        asked_again = models.Q(sent_at__gt=models.F("hidden_at"))
        coming = models.Q(
            answered_at__gt=models.F("hidden_at"), answer__in=[Answer.ACCEPTED, Answer.TENTATIVE]
        )
        return self.filter(models.Q(hidden_at__isnull=True) | asked_again | coming)

    def sent(self) -> "InvitationQuerySet":
        return self.filter(sent_at__isnull=False)

    def silent(self) -> "InvitationQuerySet":
        """Asked, and no answer yet."""
        return self.standing().sent().filter(answer=Answer.NEEDS_ACTION)


class Invitation(models.Model):
    """One person is invited to one meeting, for an organisation or for themselves.

    The answer link is derived from `pk` and `key_version`, never stored. `answer` repeats the ledger's current
    row so that a board of all answers is one query; whatever adds to the ledger writes it too.
    `calendar_revision` is the number that the person's calendar counter had when something that their calendar shows
    of this invitation last changed: CalDAV's sync tokens and the validators of feeds compare it. `hidden_at` says
    that they took it out of their own calendar, `inbox_done` that they cleared the message of that SEQUENCE.
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
    needs = models.JSONField(_("needs"), default=list, blank=True)  # values of Need
    calendar_revision = models.PositiveBigIntegerField(default=0, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    inbox_done = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alarms = models.TextField(blank=True, editable=False)  # VALARMs of the person's own calendar program
    made_for = models.ForeignKey(  # the answer of somebody else that made it: named as alternate, or asked in their place
        "Response", null=True, blank=True, on_delete=models.SET_NULL, related_name="brought", editable=False
    )

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

    def is_alive(self, on=None) -> bool:
        """Whether its doors open today, see `InvitationQuerySet.alive`; one query."""
        return bool(_ALIVE.rows(pk=self.pk, on=on or timezone.localdate()))

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


_ALIVE = Compiled(
    lambda *, pk, on: Invitation.objects.alive(on).filter(pk=pk).order_by().values_list("pk"),
    pk=2**31 - 1,
    on=date(1, 1, 1),
)


class Response(models.Model):
    """One answer as it came in. Rows are only added; `applied` says whether it became the current answer.

    `stamp` is the sender's time (DTSTAMP) where a calendar sent it; `sequence` the revision that was answered.
    `meeting_facts` is what the meeting was when the answer came, so that a later page can say what has changed:
    {"starts": ISO time or None, "ends": the same, "venue": key or None, "mode": a `Mode`}. `undoes` is the answer
    that this row took back within its day.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="responses")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    received_at = models.DateTimeField(default=timezone.now)
    stamp = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    comment = models.CharField(max_length=1000, blank=True)
    needs = models.JSONField(null=True, blank=True)  # values of Need; None where the channel cannot say
    delegated_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    applied = models.BooleanField(default=True)
    once_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    meeting_facts = models.JSONField(null=True, blank=True, editable=False)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by", editable=False
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def __str__(self) -> str:
        return f"{self.invitation} {self.answer}"
