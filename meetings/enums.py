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


class Need(TextChoices):
    """What somebody needs in order to take part; told to the host as sums, without names."""

    INTERPRETATION_KM = "interpretation_km", _("interpretation into Khmer")
    INTERPRETATION_EN = "interpretation_en", _("interpretation into English")
    INTERPRETATION_FR = "interpretation_fr", _("interpretation into French")
    TRANSPORT = "transport", _("transport")
    ACCESS = "access", _("step-free access")
    REMOTE = "remote", _("taking part online")
    DIET = "diet", _("a special meal")


class Channel(TextChoices):
    WEB = "web", pgettext_lazy("channel", "web")
    LINK = "link", pgettext_lazy("channel", "link")
    MAIL = "mail", pgettext_lazy("channel", "e-mail")
    CALDAV = "caldav", pgettext_lazy("channel", "calendar")
    SECRETARIAT = "secretariat", pgettext_lazy("channel", "secretariat")


class MailOutcome(TextChoices):
    """What became of a mail to an answer address; kept with its mark, shown to nobody."""

    RECORDED = "recorded"
    STALE = "stale"  # in the ledger, but of an older revision or overtaken by a newer answer
    HELD = "held"  # in the tray, with a reason
    FORWARDED = "forwarded"  # in the tray, and passed on to the secretariat
    DUPLICATE = "duplicate"
    BOUNCE = "bounce"
    IGNORED = "ignored"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - a word, no secret
    TOO_LARGE = "too_large"


class HeldReason(TextChoices):
    """Why a mail to an answer address lies in the tray instead of being an answer."""

    OTHER_MEETING = (
        "other_meeting",
        pgettext_lazy("tray", "It answers another meeting than the one it was sent to."),
    )
    OTHER_PERSON = (
        "other_person",
        pgettext_lazy("tray", "It answers for another address than the one invited."),
    )
    CONTRADICTION = "contradiction", pgettext_lazy("tray", "It says more than one thing.")
    ONE_OF_A_SERIES = "one_of_a_series", pgettext_lazy("tray", "It answers one date of a series.")
    FORGED = "forged", pgettext_lazy("tray", "Its signature is false.")
    NO_SUCH_SEAT = (
        "no_such_seat",
        pgettext_lazy("tray", "It names somebody who has no seat in the organisation."),
    )
    NEW_TIME = "new_time", pgettext_lazy("tray", "It proposes another time.")
    ANSWERS_CLOSED = "answers_closed", pgettext_lazy("tray", "Answers to this meeting are closed.")
    NOT_A_REPLY = "not_a_reply", pgettext_lazy("tray", "It is a calendar message, but no answer.")
    UNREADABLE = "unreadable", pgettext_lazy("tray", "Its calendar part cannot be read.")
    TOO_LARGE = "too_large", pgettext_lazy("tray", "It is larger than an answer can be.")
    MESSAGE = "message", pgettext_lazy("tray", "It is a message from a person, without an answer.")


class HeldState(TextChoices):
    WAITING = "waiting", pgettext_lazy("tray", "waiting")
    ASSIGNED = "assigned", pgettext_lazy("tray", "assigned")
    DISCARDED = "discarded", pgettext_lazy("tray", "discarded")


class ProposalState(TextChoices):
    """What became of an agenda item that somebody proposed."""

    PROPOSED = "proposed", pgettext_lazy("proposal", "proposed")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    DEFERRED = "deferred", pgettext_lazy("proposal", "deferred")
    MERGED = "merged", pgettext_lazy("proposal", "merged")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")


PROPOSAL_MOVES: dict[ProposalState, set[ProposalState]] = {
    ProposalState.PROPOSED: {
        ProposalState.ACCEPTED,
        ProposalState.DEFERRED,
        ProposalState.MERGED,
        ProposalState.DECLINED,
    },
    ProposalState.DEFERRED: {ProposalState.ACCEPTED, ProposalState.MERGED, ProposalState.DECLINED},
    ProposalState.ACCEPTED: set(),
    ProposalState.MERGED: set(),
    ProposalState.DECLINED: set(),
}


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
