"""Taking back the invitations of people who no longer speak for the organisation they were invited for."""

from datetime import datetime

from django.utils import timezone

from hub.actors import SYSTEM
from meetings.actions.invitations import withdraw
from meetings.enums import MeetingState
from meetings.models import Invitation

_COMING = (MeetingState.ANNOUNCED, MeetingState.POSTPONED)


def withdraw_lost_seats(*, now: datetime) -> int:
    """Withdraw what stands of seats that have ended (see `of_lost_seats`) at meetings still to come; how many.

    Their doors are shut already; this tells their calendars to remove the meeting. The hub itself is the actor in
    the audit trail. Deactivated people hear nothing. Done twice, or by two at once, it is done once.
    """
    today = timezone.localdate(now)
    lost = (
        Invitation.objects.of_lost_seats(today)
        .filter(meeting__state__in=_COMING, meeting__date__gte=today.replace(day=1))
        .select_related("meeting", "person")
        .order_by("pk")
    )
    rows = [row for row in lost if not row.meeting.is_over(now)]
    for row in rows:
        withdraw(row, by=SYSTEM, now=now)
    return len(rows)
