"""A meeting and its life."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(TextChoices):
    CONSTITUTIVE = "constitutive", _("constitutive meeting")
    ORDINARY = "ordinary", _("ordinary meeting")
    EXTRAORDINARY = "extraordinary", _("extraordinary meeting")


class MeetingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    ANNOUNCED = "announced", pgettext_lazy("meeting", "announced")
    HELD = "held", pgettext_lazy("meeting", "held")
    CLOSED = "closed", pgettext_lazy("meeting", "closed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")
    POSTPONED = "postponed", pgettext_lazy("meeting", "postponed")


MEETING_MOVES: dict[MeetingState, set[MeetingState]] = {
    MeetingState.PLANNED: {MeetingState.ANNOUNCED},  # nobody knows of it yet: it is changed or removed
    MeetingState.ANNOUNCED: {MeetingState.HELD, MeetingState.CANCELLED, MeetingState.POSTPONED},
    MeetingState.HELD: {MeetingState.CLOSED},
    MeetingState.CLOSED: set(),
    MeetingState.CANCELLED: {MeetingState.ANNOUNCED},
    MeetingState.POSTPONED: {MeetingState.ANNOUNCED, MeetingState.CANCELLED},
}


# States in which the public sees a meeting at all.
PUBLIC_STATES = (
    MeetingState.ANNOUNCED,
    MeetingState.HELD,
    MeetingState.CLOSED,
    MeetingState.CANCELLED,
    MeetingState.POSTPONED,
)


HELD_STATES = (MeetingState.HELD, MeetingState.CLOSED)


class Precision(TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")


class Mode(TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("in person and online")


class Regime(TextChoices):
    NAMED = "named", _("speakers may be named")
    BY_ORGANISATION = "by_organisation", _("organisations may be named, people not")
    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule: nobody is named")


class Weekday(IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Week(IntegerChoices):
    """Which one of its weekdays in a month a series meets on."""

    FIRST = 1, pgettext_lazy("week of the month", "first")
    SECOND = 2, pgettext_lazy("week of the month", "second")
    THIRD = 3, pgettext_lazy("week of the month", "third")
    FOURTH = 4, pgettext_lazy("week of the month", "fourth")
    FIFTH = 5, pgettext_lazy("week of the month", "fifth, where there is one")
    LAST = -1, pgettext_lazy("week of the month", "last")


class HolidayPolicy(TextChoices):
    """What a series proposes when its rule names a public holiday. The secretariat always has the last word."""

    WEEK_LATER = "week_later", _("a week later")
    WEEK_EARLIER = "week_earlier", _("a week earlier")
    NEXT_WORKING_DAY = "next_working_day", _("the next working day")
    SKIP = "skip", _("no meeting that month")
    KEEP = "keep", _("the same day all the same")


class Step(TextChoices):
    """The steps of a meeting's month, in their order."""

    CALL = "call", _("Call for items")
    AGENDA = "agenda", _("Agenda")
    INVITATIONS = "invitations", _("Invitations")
    REMINDER = "reminder", _("Reminder")
    DAY = "day", _("The day")
    DRAFT = "draft", _("Draft")
    CORRECTIONS = "corrections", _("Corrections")
    ADOPTION = "adoption", _("Adoption")
    PUBLICATION = "publication", _("Publication")


class StepState(TextChoices):
    """Where a step of the month stands today; the values are rings."""

    DONE = "done", pgettext_lazy("step", "done")
    SKIPPED = "skipped", pgettext_lazy("step", "not needed")
    OVERDUE = "overdue", pgettext_lazy("step", "overdue")
    NOW = "now", pgettext_lazy("step", "now")
    NEXT = "next", pgettext_lazy("step", "next")
    LATER = "later", pgettext_lazy("step", "later")


class PollState(TextChoices):
    """Life of a date poll."""

    OPEN = "open", pgettext_lazy("date poll", "open")
    DECIDED = "decided", pgettext_lazy("date poll", "date chosen")
    WITHDRAWN = "withdrawn", pgettext_lazy("date poll", "withdrawn")


POLL_MOVES: dict[PollState, set[PollState]] = {
    PollState.OPEN: {PollState.DECIDED, PollState.WITHDRAWN},
    PollState.DECIDED: set(),
    PollState.WITHDRAWN: set(),
}


class Suits(TextChoices):
    """How a proposed date suits somebody."""

    YES = "yes", pgettext_lazy("date poll", "suits me")
    IF_NEED_BE = "if_need_be", pgettext_lazy("date poll", "if need be")
    NO = "no", pgettext_lazy("date poll", "does not suit me")


class QuorumRule(TextChoices):
    """What must be there so that the group can decide."""

    NONE = "none", pgettext_lazy("quorum", "no quorum")
    SHARE = "share", pgettext_lazy("quorum", "a share of the member organisations")
    NUMBER = "number", pgettext_lazy("quorum", "a number of member organisations")
