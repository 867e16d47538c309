"""Answers to invitations, and the mail they come by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    POLL = "poll", pgettext_lazy("channel", "date poll")


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
