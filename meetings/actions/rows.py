"""The first two beats of every verb: lock the row, check the move."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hub.actors import SYSTEM, Actor
from hub.errors import Refused
from hub.prepared import Objects
from meetings.enums import HELD_STATES, LOCKED_MINUTES, MeetingState
from meetings.models import Invitation, Meeting, Minutes
from members.enums import Language
from members.models import Person
from members.rules import Rule, is_secretariat

RECORD_IS_LOCKED = _(
    "The minutes of this meeting are adopted: what they record no longer changes. Later changes are errata."
)
NOT_HELD_YET = _("Record the meeting as held first.")
LIFELESS = {
    MeetingState.CANCELLED: _("This meeting was cancelled. Restore it first."),
    MeetingState.POSTPONED: _("This meeting was postponed. Give it a new day first."),
}

_LOCKED = Objects(lambda *, pk: Meeting.objects.select_for_update().filter(pk=pk).order_by(), pk=2**31 - 1)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, locked until the transaction ends. Always the first row a verb locks."""
    return _LOCKED.get(pk=meeting.pk)


_INVITATION = Objects(
    lambda *, pk: (
        Invitation.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).order_by()
    ),
    pk=2**31 - 1,
)


def lock_invitation(invitation: Invitation, meeting: Meeting) -> Invitation:
    """The invitation with its person as it stands now, locked after its `meeting`, which it is given."""
    locked = _INVITATION.get(pk=invitation.pk)
    locked.meeting = meeting
    return locked


def lock_open_record(meeting: Meeting) -> Meeting:
    """The same, refused once the minutes are adopted."""
    locked = lock_meeting(meeting)
    if Minutes.objects.filter(meeting=locked, state__in=LOCKED_MINUTES).exists():
        raise Refused(RECORD_IS_LOCKED)
    return locked


def lock_held_record(meeting: Meeting) -> Meeting:
    """The same, refused unless the meeting was held: there is nothing to record before."""
    locked = lock_open_record(meeting)
    if locked.state not in HELD_STATES:
        raise Refused(LIFELESS.get(MeetingState(locked.state), NOT_HELD_YET))
    return locked


def check_move(table: Mapping, sentences: Mapping, now, wanted) -> None:
    """Refuse a move that `table` does not hold, with the sentence for (wanted, now) or for `wanted`."""
    if wanted not in table[now]:
        raise Refused(sentences.get((wanted, now)) or sentences[wanted])


def demand(rule: Rule, by: Actor) -> Person:
    """The acting person, if the rule says yes; else refused with the rule's sentence. The hub itself holds no office."""
    person = by if isinstance(by, Person) else None
    if person is None or not rule(person):
        raise Refused(rule.reason)
    return person


def demand_desk(by: Actor, rule: Rule = is_secretariat) -> None:
    """A verb of the secretariat's desk (or of those whom `rule` adds); refused to everybody else.

    The hub itself works at that desk too: it loads the sample, takes in documents and does what falls due.
    """
    if by is not SYSTEM:
        demand(rule, by)


def columns(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    """{"en": "Thematic groups"} of "title" as columns {"title_en": …}; a language left out stays as it is."""
    unknown = set(texts) - set(Language.values)
    if unknown:
        raise TypeError(f"Unknown languages of {field}: {sorted(unknown)}")
    return {f"{field}_{language}": text.strip() for language, text in texts.items()}


def changed_fields(thing, facts: Mapping) -> list[str]:
    """Write the facts onto an object; the names of those that really changed, in order."""
    changed = [name for name, value in facts.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, facts[name])
    return changed
