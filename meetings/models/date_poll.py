"""Finding a day together: a few dates, asked of everybody who should come, before a meeting is planned."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from hub.keys import token_for
from meetings.enums import Capacity, MeetingKind, PollState, Suits
from meetings.models.invitation import seated
from meetings.models.meeting import PHNOM_PENH, Meeting
from meetings.models.series import Venue
from members.models import Organisation, Person


class DatePollQuerySet(models.QuerySet):
    def open(self) -> "DatePollQuerySet":
        return self.filter(state=PollState.OPEN)

    def with_answers(self) -> "DatePollQuerySet":
        """With `asked` and `answered`, how many people, and the meeting, in one query."""
        answered = models.Q(voters__answered_at__isnull=False)
        return self.select_related("meeting").annotate(
            asked=models.Count("voters"), answered=models.Count("voters", filter=answered)
        )


class DatePoll(models.Model):
    """A question of which day suits; the chosen one becomes `meeting`. `closes_on` is the last day of answering."""

    title = TranslatedField(models.CharField(_("what the meeting is about"), max_length=200, blank=True))
    kind = models.CharField(
        _("kind"), max_length=15, choices=MeetingKind.choices, default=MeetingKind.EXTRAORDINARY
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.SET_NULL
    )
    closes_on = models.DateField(_("answers until"))
    state = models.CharField(
        _("state"), max_length=10, choices=PollState.choices, default=PollState.OPEN, editable=False
    )
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="poll", editable=False
    )
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DatePollQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")

    def __str__(self) -> str:
        return self.title_en or f"poll {self.pk}"


class PollDate(models.Model):
    """One proposed day with its hours, Phnom Penh time."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="dates")
    date = models.DateField(_("date"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("to"))

    class Meta:
        ordering = ["poll", "date", "start_time"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "date", "start_time"], name="meetings_poll_date_once")
        ]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.start_time:%H:%M}"

    @property
    def starts_at(self) -> datetime:
        """Aware, Asia/Phnom_Penh."""
        return datetime.combine(self.date, self.start_time, PHNOM_PENH)


class PollVoterQuerySet(models.QuerySet):
    def alive(self, on=None) -> "PollVoterQuerySet":
        """Those who are active and still speak for whom they were asked; `on` is a date of Phnom Penh (today)."""
        return self.filter(seated(on), person__is_active=True)

    def waiting(self, today) -> "PollVoterQuerySet":
        """Questions that still take an answer on `today` (Phnom Penh), with poll and person, the most urgent first."""
        return (
            self.alive(today)
            .filter(poll__state=PollState.OPEN, poll__sent_at__isnull=False, poll__closes_on__gte=today)
            .select_related("poll", "person")
            .order_by("poll__closes_on", "pk")
        )


class PollVoter(models.Model):
    """Somebody who is asked, for an organisation or for themselves. The answer link is derived, as for invitations."""

    poll = models.ForeignKey(DatePoll, on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="poll_voters")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    capacity = models.CharField(_("capacity"), max_length=15, choices=Capacity.choices)
    key_version = models.PositiveIntegerField(default=1, editable=False)
    comment = models.CharField(_("message"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PollVoterQuerySet.as_manager()

    class Meta:
        ordering = ["poll", "organisation", "pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="meetings_poll_voter_once")]

    def __str__(self) -> str:
        return f"{self.poll} {self.person}"

    @property
    def poll_token(self) -> str:
        """What opens the page of the dates; needs the person loaded. It opens nothing else."""
        return token_for("poll", self.pk, self.link_version)

    @property
    def link_version(self) -> int:
        """Rises when this link or all keys of the person are renewed; links made before then are dead."""
        return self.key_version + self.person.key_version - 1


class PollVote(models.Model):
    """How one date suits one voter; the latest answer only."""

    voter = models.ForeignKey(PollVoter, on_delete=models.CASCADE, related_name="votes")
    date = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="votes")
    suits = models.CharField(max_length=12, choices=Suits.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voter", "date"], name="meetings_poll_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter_id} {self.date_id} {self.suits}"
