"""Whose own calendar has fetched since a meeting last changed, and whose may still show what was true before."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from hub.models import OutboxMail
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from members.models import AppPassword, CalendarKey

# What a person's calendars come to, those first that may still show the old facts.
STALE, NO_CALENDAR, FETCHED = "stale", "no_calendar", "fetched"
ORDER = (STALE, NO_CALENDAR, FETCHED)
KIND = "calendar_stale"


def stale_key(invitation: Invitation, meeting: Meeting) -> str:
    """The outbox key of the one mail that a person may get about one change."""
    return f"{KIND}:{invitation.pk}:{meeting.feed_sequence}"


@dataclass(frozen=True)
class OwnCalendar:
    """One invited person: when the last of their calendars fetched (None: none ever did), and when they were mailed."""

    invitation: Invitation
    state: str
    fetched_at: datetime | None = None
    told_at: datetime | None = None

    @property
    def needs_mail(self) -> bool:
        return self.state == STALE and self.told_at is None and bool(self.invitation.person.email)


@dataclass(frozen=True)
class FreshnessBoard:
    """The calendars of everybody invited, compared with `changed_at` of the meeting.

    A subscription that was made and never fetched shows nothing old, so it counts as none; so does one that leaves
    out the meetings its person is invited to. One calendar that fetched is enough: an old telephone in a drawer
    would otherwise ask for a mail at every change.
    """

    meeting: Meeting
    rows: list[OwnCalendar]

    @classmethod
    def of(cls, meeting: Meeting) -> "FreshnessBoard":
        """Four queries, whatever the number of people."""
        invitations = list(meeting.invitations.alive().select_related("person", "organisation"))
        fetched = last_fetched([invitation.person_id for invitation in invitations])
        keys = [stale_key(invitation, meeting) for invitation in invitations]
        told = dict(OutboxMail.objects.filter(key__in=keys).values_list("key", "created_at"))
        rows = [
            OwnCalendar(
                invitation,
                state_of(fetched.get(invitation.person_id), meeting),
                fetched.get(invitation.person_id),
                told.get(stale_key(invitation, meeting)),
            )
            for invitation in invitations
        ]
        rows.sort(key=lambda row: (ORDER.index(row.state), row.invitation.person.display_name))
        return cls(meeting, rows)

    @property
    def states(self) -> Counter:
        """How many people are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def to_mail(self) -> list[OwnCalendar]:
        """Those whose calendar may mislead them, who have an address and were not told of this change yet."""
        return [row for row in self.rows if row.needs_mail]


def state_of(fetched_at: datetime | None, meeting: Meeting) -> str:
    """What the last fetch of a person's calendars means for a meeting as it stands."""
    if fetched_at is None:
        return NO_CALENDAR
    return FETCHED if fetched_at >= meeting.changed_at else STALE


def last_fetched(people: list[int]) -> dict[int, datetime]:
    """When a calendar of each of these people last fetched, by feed or by CalDAV; two queries."""
    keys = CalendarKey.objects.telling().filter(person__in=people, seen_at__isnull=False)
    passwords = AppPassword.objects.usable().filter(person__in=people, last_used_at__isnull=False)
    uses = [*keys.values_list("person_id", "seen_at"), *passwords.values_list("person_id", "last_used_at")]
    fetched: dict[int, datetime] = {}
    for person, moment in uses:
        fetched[person] = max(moment, fetched.get(person, moment))
    return fetched
