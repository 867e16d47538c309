"""Who may do what with meetings and their record, and what each person may read."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.models import Action, Meeting
from members.enums import SECRETARIAT_ROLES, RoleKind
from members.models import Membership, Person, Role
from members.rules import Rule, is_chair, is_person, is_secretariat, speaks_for


def _is_member(person: Person | None) -> bool:
    """Speaks for a member organisation today, or is an individual advocate; observers are not members."""
    if person is None or not person.is_active:
        return False
    if not hasattr(person, "_is_member_today"):
        person._is_member_today = Membership.objects.current().through(person).exists()
    return person._is_member_today


is_member = Rule(_is_member, _("Only members of the group may see this."))
may_propose = (
    Rule(_is_member, _("Only members of the group may propose agenda items.")) | is_chair | is_secretariat
)
may_publish = Rule(is_secretariat.ask, _("Only the secretariat may publish minutes."))
may_record = Rule(is_secretariat.ask, _("Only the secretariat keeps the record."))


def may_adopt(meeting: Meeting) -> Rule:
    """The chair of that meeting, or whoever holds the group's chair today."""
    chairs_it = Rule(
        lambda person: is_person(person) and person.pk == meeting.chair_id,
        _("Only the chair of this meeting, or a chair of the group, may adopt its minutes."),
    )
    return chairs_it | is_chair


def may_run(meeting: Meeting | None) -> Rule:
    """Run the day: the secretariat, the chair of that meeting, or whoever holds the group's chair today.

    With None (no such meeting) it is the question whether somebody could run any.
    """
    chairs_it = Rule(
        lambda person: meeting is not None and is_person(person) and person.pk == meeting.chair_id,
        _("Only the chair of this meeting, or the secretariat, may run it."),
    )
    return chairs_it | is_chair | is_secretariat


def may_record_on_the_day(meeting: Meeting, *audiences: str) -> Rule:
    """The secretariat; and whoever runs the meeting once it has begun, except what is for the secretariat alone."""

    def runs_it(person: Person | None) -> bool:
        open_to_chairs = meeting.began_at is not None and Audience.SECRETARIAT not in audiences
        return open_to_chairs and may_run(meeting)(person)

    return may_record | Rule(runs_it, may_record.reason)


def reads_on_the_day(person: Person | None) -> Audience:
    """What whoever runs a meeting reads of it: a chair everything but what is for the secretariat alone."""
    return Audience.SECRETARIAT if is_secretariat(person) else Audience.MEMBERS


def may_note(meeting: Meeting, audience: str) -> Rule:
    """Write notes of an audience on the day: who runs it, but what is for the secretariat alone only the secretariat."""
    if Audience.SECRETARIAT in (audience, meeting.audience):
        return Rule(is_secretariat.ask, _("Only the secretariat writes here."))
    return may_run(meeting)


def may_change_action(action: Action) -> Rule:
    """The secretariat, the owner in person, and whoever speaks for the owner organisation today."""

    def owns_it(person: Person | None) -> bool:
        if is_person(person) and person.pk == action.owner_person_id:
            return True
        return action.owner_organisation is not None and speaks_for(person, action.owner_organisation)

    took_it_on = Rule(owns_it, _("Only whoever took this on, or the secretariat, may change it."))
    return took_it_on | is_secretariat


def audience_of(person: Person | None) -> Audience:
    """What a person reads: the secretariat everything, members and chairs what is for members, others what is public."""
    if is_secretariat(person):
        return Audience.SECRETARIAT
    return Audience.MEMBERS if is_chair(person) or is_member(person) else Audience.PUBLIC


def audiences_of(people: Iterable[Person]) -> dict[int, Audience]:
    """The same of many people at once, by their keys; two queries."""
    active = [person.pk for person in people if person.is_active]
    offices = Role.objects.current().filter(person__in=active).values_list("person", "kind")
    kinds: dict[int, set[str]] = {}
    for key, kind in offices:
        kinds.setdefault(key, set()).add(kind)
    belongs = Exists(Membership.objects.current().through(OuterRef("pk")))
    members = set(Person.objects.filter(belongs, pk__in=active).values_list("pk", flat=True))

    def audience(key: int) -> Audience:
        held = kinds.get(key, set())
        if held & set(SECRETARIAT_ROLES):
            return Audience.SECRETARIAT
        return Audience.MEMBERS if RoleKind.CHAIR in held or key in members else Audience.PUBLIC

    return {key: audience(key) for key in active}
