"""What a meeting talks about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(TextChoices):
    INFORMATION = "information", _("Information")
    DISCUSSION = "discussion", _("Discussion")
    DECISION = "decision", _("Decision")


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


class ItemKind(TextChoices):
    """What an agenda item is about; all but the first place themselves on the agenda that is proposed."""

    TOPIC = "topic", pgettext_lazy("agenda item", "topic")
    STANDING = "standing", pgettext_lazy("agenda item", "standing item")
    ADOPTION = "adoption", pgettext_lazy("agenda item", "adoption of minutes")
    FOLLOW_UP = "follow_up", pgettext_lazy("agenda item", "follow-up of actions")
    APPLICATION = "application", pgettext_lazy("agenda item", "application to decide")


class ItemState(TextChoices):
    """Where an item stands on the day."""

    WAITING = "waiting", pgettext_lazy("agenda item", "to come")
    RUNNING = "running", pgettext_lazy("agenda item", "now")
    DONE = "done", pgettext_lazy("agenda item", "done")
    PUT_OFF = "put_off", pgettext_lazy("agenda item", "put off")


# Any item may be taken up again; only one is running at a time.
ITEM_MOVES: dict[ItemState, set[ItemState]] = {
    ItemState.WAITING: {ItemState.RUNNING, ItemState.DONE, ItemState.PUT_OFF},
    ItemState.RUNNING: {ItemState.WAITING, ItemState.DONE, ItemState.PUT_OFF},
    ItemState.DONE: {ItemState.RUNNING, ItemState.PUT_OFF},
    ItemState.PUT_OFF: {ItemState.RUNNING, ItemState.DONE, ItemState.WAITING},
}
