"""What a verb would tell and whom, before it tells anybody: the verb itself is run and taken back.

So a preview never says anything else than what is sent. What was shown is carried to the confirmation as `seen`;
if the meeting or the recipients have changed in between, nothing is done and the preview is shown anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused
from hub.models import OutboxMail
from meetings.actions.revisions import FOLLOWING, Weight
from meetings.actions.rows import lock_meeting
from meetings.models import Invitation, Meeting
from meetings.notices.invitation import Mail, drafted, told_by

OUTDATED = _("Somebody has changed this meeting meanwhile. Look at it again; what you entered is kept.")
_KINDS = ("invitation", "cancellation")


class Outdated(Refused):
    """What was shown is no longer what would happen."""


@dataclass(frozen=True)
class Letter:
    """The mails of one language: who gets them, and how the first one reads. Its answer link is not a real one."""

    language: str
    people: list[Invitation]
    mail: Mail


@dataclass(frozen=True)
class Effect:
    """What a verb does to calendars: `fields` of the meeting that change (without counters), and the letters.

    `seen` stands for the revision of the meeting that was looked at and for the recipients.
    """

    weight: Weight
    fields: list[str]
    letters: list[Letter]
    people: int  # who get a mail
    seen: str

    @property
    def revision(self) -> str:
        return self.seen.partition("-")[0]


class _Rehearsed(Exception):
    def __init__(self, effect: Effect):
        super().__init__()
        self.effect = effect


def rehearse(meeting: Meeting, verb: Callable[[], object]) -> Effect:
    """What `verb` (which changes this meeting or its invitations) would do; raises Refused as it would."""
    try:
        with transaction.atomic():
            raise _Rehearsed(_done(meeting, verb, with_letters=True))
    except _Rehearsed as rehearsed:
        return rehearsed.effect


def carry_out(meeting: Meeting, verb: Callable[[], object], *, seen: str) -> Effect:
    """Run `verb` if its effect is still the one that was shown under `seen`; raises Outdated otherwise."""
    with transaction.atomic():
        effect = _done(meeting, verb, with_letters=False)
        if effect.seen != seen:
            raise Outdated(OUTDATED)
    return effect


def _done(meeting: Meeting, verb: Callable[[], object], *, with_letters: bool) -> Effect:
    """Run the verb under the lock that it takes first itself, and look at what it wrote."""
    before = lock_meeting(meeting)
    last = OutboxMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    shown = _own_calendars(meeting)
    verb()
    after = Meeting.objects.get(pk=meeting.pk)
    queued = list(OutboxMail.objects.filter(pk__gt=last, kind__in=_KINDS).order_by("pk"))
    told = [(row.data, invitation) for row in queued if (invitation := _recipient(row.data, meeting))]
    weight = Weight.SIGNIFICANT if told else Weight.SILENT
    if after.itip_sequence != before.itip_sequence:
        weight = Weight.SIGNIFICANT
    elif after.feed_sequence != before.feed_sequence or _own_calendars(meeting) != shown:
        weight = max(weight, Weight.VISIBLE)
    return Effect(
        weight=weight,
        fields=_changed(before, after),
        letters=_letters(told) if with_letters else [],
        people=len(told),
        seen=_seen(before.revision, told),
    )


def _own_calendars(meeting: Meeting) -> int:
    """A number that rises with whatever somebody's own calendar shows of their invitation."""
    return meeting.invitations.aggregate(shown=Sum("calendar_revision"))["shown"] or 0


def _recipient(data: dict, meeting: Meeting) -> Invitation | None:
    """Whom this row's mail would reach; rows that others queue at the same moment are not ours."""
    invitation = told_by(data, now=timezone.now())
    return invitation if invitation and invitation.meeting_id == meeting.pk else None


def _changed(before: Meeting, after: Meeting) -> list[str]:
    columns = {field.name: field.attname for field in Meeting._meta.concrete_fields}
    return [
        name
        for name, column in columns.items()
        if name not in FOLLOWING and getattr(before, column) != getattr(after, column)
    ]


def _seen(revision: int, told: list[tuple[dict, Invitation]]) -> str:
    mails = sorted(f"{data['method']} {invitation.pk}" for data, invitation in told)
    return f"{revision}-{sha256(' '.join(mails).encode()).hexdigest()[:16]}"


def _letters(told: list[tuple[dict, Invitation]]) -> list[Letter]:
    """One for each language, the most frequent first."""
    by_language: dict[str, list[tuple[dict, Invitation]]] = {}
    for data, invitation in told:
        by_language.setdefault(invitation.person.language, []).append((data, invitation))
    return [
        Letter(
            language,
            [invitation for _data, invitation in group],
            drafted(group[0][1], group[0][0], answer_at=f"{settings.BASE_URL}/rsvp/…/"),
        )
        for language, group in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
