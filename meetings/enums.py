"""The fixed words of meetings and their record, with the moves they allow."""

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


class Purpose(TextChoices):
    INFORMATION = "information", _("Information")
    DISCUSSION = "discussion", _("Discussion")
    DECISION = "decision", _("Decision")


class Audience(TextChoices):
    PUBLIC = "public", _("public")
    MEMBERS = "members", _("members only")
    SECRETARIAT = "secretariat", _("secretariat only")

    @property
    def reads(self) -> "tuple[Audience, ...]":
        """What this audience may read: members the public text too, the secretariat everything."""
        order = tuple(Audience)
        return order[: order.index(self) + 1]

    @property
    def does_not_read(self) -> "tuple[Audience, ...]":
        return tuple(audience for audience in Audience if audience not in self.reads)


class Answer(TextChoices):
    """RFC 5546 PARTSTAT, in our words."""

    NEEDS_ACTION = "needs_action", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    TENTATIVE = "tentative", _("Not sure yet")
    DELEGATED = "delegated", _("Alternate named")


class Channel(TextChoices):
    WEB = "web", pgettext_lazy("channel", "web")
    LINK = "link", pgettext_lazy("channel", "link")
    MAIL = "mail", pgettext_lazy("channel", "e-mail")
    CALDAV = "caldav", pgettext_lazy("channel", "calendar")
    SECRETARIAT = "secretariat", pgettext_lazy("channel", "secretariat")


class Capacity(TextChoices):
    """In what capacity somebody is invited or present. The first two count for an organisation."""

    REPRESENTATIVE = "representative", _("representative")
    ALTERNATE = "alternate", _("alternate")
    ADVOCATE = "advocate", _("individual advocate")
    COURT_UNIT = "court_unit", _("court unit")
    HOST = "host", _("host")
    DONOR = "donor", _("donor")
    OBSERVER = "observer", _("observer")
    GUEST = "guest", _("guest")
    INTERPRETER = "interpreter", _("interpreter")
    SECRETARIAT = "secretariat", _("secretariat")


COUNTED_CAPACITIES = (Capacity.REPRESENTATIVE, Capacity.ALTERNATE)


class Presence(TextChoices):
    PRESENT = "present", _("present")
    REGRETS = "regrets", _("sent regrets")


class MinutesState(TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    CIRCULATED = "circulated", pgettext_lazy("minutes", "circulated")
    CORRECTED = "corrected", pgettext_lazy("minutes", "corrected")
    ADOPTED = "adopted", pgettext_lazy("minutes", "adopted")
    PUBLISHED = "published", pgettext_lazy("minutes", "published")


MINUTES_MOVES: dict[MinutesState, set[MinutesState]] = {
    MinutesState.DRAFT: {MinutesState.CIRCULATED},
    MinutesState.CIRCULATED: {MinutesState.CORRECTED, MinutesState.ADOPTED},
    MinutesState.CORRECTED: {MinutesState.CIRCULATED, MinutesState.ADOPTED},
    MinutesState.ADOPTED: {MinutesState.PUBLISHED},
    MinutesState.PUBLISHED: set(),
}
# From adoption on the text is locked.
LOCKED_MINUTES = (MinutesState.ADOPTED, MinutesState.PUBLISHED)


class DecisionMode(TextChoices):
    CONSENSUS = "consensus", _("By consensus")
    RESERVATIONS = "reservations", _("By consensus with reservations")
    NO_OBJECTION = "no_objection", _("Without objection, between meetings")
    STATED = "stated", _("As stated by the source")


class Progress(TextChoices):
    """What became of a decision, in neutral words."""

    NOTED = "noted", pgettext_lazy("decision", "Noted")
    IN_PROGRESS = "in_progress", pgettext_lazy("decision", "In progress")
    DONE = "done", pgettext_lazy("decision", "Done")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("decision", "Not taken up")
    SUPERSEDED = "superseded", pgettext_lazy("decision", "Superseded")


class ActionState(TextChoices):
    OPEN = "open", pgettext_lazy("action", "Open")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "In progress")
    DONE = "done", pgettext_lazy("action", "Done")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("action", "Not taken up")


ACTION_MOVES: dict[ActionState, set[ActionState]] = {
    ActionState.OPEN: {ActionState.IN_PROGRESS, ActionState.DONE, ActionState.NOT_TAKEN_UP},
    ActionState.IN_PROGRESS: {ActionState.OPEN, ActionState.DONE, ActionState.NOT_TAKEN_UP},
    ActionState.DONE: {ActionState.OPEN},
    ActionState.NOT_TAKEN_UP: {ActionState.OPEN},
}
OPEN_ACTIONS = (ActionState.OPEN, ActionState.IN_PROGRESS)


class RecommendationState(TextChoices):
    NOTED = "noted", pgettext_lazy("recommendation", "Noted")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "Accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("recommendation", "In progress")
    DONE = "done", pgettext_lazy("recommendation", "Done")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("recommendation", "Not taken up")
    SUPERSEDED = "superseded", pgettext_lazy("recommendation", "Superseded")
