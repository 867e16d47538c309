"""Who was there, minutes, decisions and actions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class AttendanceMode(TextChoices):
    """How somebody took part."""

    IN_PERSON = "in_person", _("in the room")
    ONLINE = "online", _("online")


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
