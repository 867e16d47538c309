"""Telling those whose own calendar may still show what was true before a change."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from hub.outbox import queue
from meetings.actions.invitations import order_key
from meetings.actions.rows import demand, lock_meeting
from meetings.models import Meeting
from meetings.models.freshness import KIND, FreshnessBoard, OwnCalendar, stale_key
from meetings.notices.freshness import TOLD_STATES, StaleMail, stale
from meetings.rules import may_record


def mail_stale(meeting: Meeting, *, sequence: int, by: Actor, now: datetime | None = None) -> int:
    """Mail those whose calendar has not fetched the change of revision `sequence`; returns how many mails.

    At most one mail per person and change, by the key of the outbox row; after the mails that are on their way to
    the same person. Refused to anybody but the secretariat, and if the meeting has changed again since `sequence` was looked at, was never announced or
    is over. Audit entry, outbox.
    """
    demand(may_record, by)
    now = now or timezone.now()
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_tellable(meeting, now)
        if meeting.feed_sequence != sequence:
            raise Refused(
                _("The meeting has changed again meanwhile. Look at the list once more, then send.")
            )
        rows = FreshnessBoard.of(meeting).to_mail
        for row in rows:
            queue(
                KIND,
                key=stale_key(row.invitation, meeting),
                data={"invitation": row.invitation.pk, "sequence": sequence},
                order_key=order_key(row.invitation.pk),
            )
        if rows:
            record("calendar_stale.mailed", meeting, by=by, label=meeting.slug)
    return len(rows)


def check_tellable(meeting: Meeting, now: datetime) -> None:
    """Refuse, with the sentence for the secretariat, where there is nothing to tell at `now` (aware)."""
    if meeting.state not in TOLD_STATES:
        raise Refused(_("Only what lies ahead and was announced is mailed."))
    if meeting.is_over(now):
        raise Refused(_("This meeting is over."))


@dataclass(frozen=True)
class Sample:
    """The mail of one language as it would read for the first who gets it, and how many get it."""

    language: str
    people: int
    mail: StaleMail


def preview_stale(meeting: Meeting, rows: list[OwnCalendar]) -> list[Sample]:
    """What `mail_stale` would send: one sample per language, the most frequent first; its link is not a real one."""
    by_language: dict[str, list[OwnCalendar]] = {}
    for row in rows:
        by_language.setdefault(row.invitation.person.language, []).append(row)
    samples = []
    for language, group in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        first = group[0].invitation
        first.meeting = meeting
        mail = stale(first, language, answer_at=f"{settings.BASE_URL}/rsvp/…/")
        samples.append(Sample(language, len(group), mail))
    return samples
