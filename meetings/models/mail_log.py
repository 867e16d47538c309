"""The mails of the outbox as the secretariat looks at them: to whom, about which meeting, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hub.models.outbox import OutboxMail, OutboxState
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from members.models import Person

# What became of a mail.
WAITING, RETRIED, SENT, UNSAID, FAILED, CAME_BACK = (
    "waiting",
    "retried",
    "sent",
    "unsaid",
    "failed",
    "came_back",
)


@dataclass(frozen=True)
class LoggedMail:
    """One outgoing mail with the person and meeting it is about; neither where it goes to an applicant or ourselves."""

    row: OutboxMail
    person: Person | None = None
    meeting: Meeting | None = None

    @property
    def became(self) -> str:
        """Waiting, tried again, sent, unsaid (it was no longer so when it was to leave), failed, or come back.

        A mail came back if the last mail to its person did, and it left before that.
        """
        if self.row.state == OutboxState.FAILED:
            return FAILED
        if self.row.state == OutboxState.QUEUED:
            return RETRIED if self.row.error else WAITING
        if self.row.sent_at is None:
            return UNSAID
        bounced = self.person.bounced_at if self.person else None
        return CAME_BACK if bounced and bounced >= self.row.sent_at else SENT

    @property
    def can_be_sent_again(self) -> bool:
        """Whether the button is offered; the verb looks more closely."""
        about_invitation = self.row.kind in INVITING
        return self.became == FAILED or (self.became in (SENT, CAME_BACK) and about_invitation)


INVITING = ("invitation", "cancellation")


def mails_of(meeting: Meeting) -> QuerySet[OutboxMail]:
    """The mails about a meeting's invitations, and those of the steps of its month."""
    numbers = meeting.invitations.values_list("pk", flat=True)
    about = Q(order_key__in=[f"invitation:{number}" for number in numbers])
    return OutboxMail.objects.filter(about | Q(order_key__startswith=f"meeting:{meeting.pk}:"))


def logged(rows: Iterable[OutboxMail]) -> list[LoggedMail]:
    """The rows with whom they concern; three queries at most."""
    rows = list(rows)
    numbers = {row.data.get("invitation") for row in rows} - {None}
    invitations = (
        Invitation.objects.filter(pk__in=numbers).select_related("meeting", "person").in_bulk()
        if numbers
        else {}
    )
    people = Person.objects.in_bulk({row.data.get("person") for row in rows} - {None})
    meetings = Meeting.objects.in_bulk({row.data.get("meeting") for row in rows} - {None})
    found = []
    for row in rows:
        invitation = invitations.get(row.data.get("invitation"))
        person = invitation.person if invitation else people.get(row.data.get("person"))
        meeting = invitation.meeting if invitation else meetings.get(row.data.get("meeting"))
        found.append(LoggedMail(row, person, meeting))
    return found
