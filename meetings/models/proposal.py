"""Agenda items that members propose, until the secretariat has decided on them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import ProposalState
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from members.enums import Language
from members.models import Organisation, Person


class ProposalQuerySet(models.QuerySet):
    def open(self) -> "ProposalQuerySet":
        """Those that still need a decision, the deferred among them."""
        return self.filter(state__in=[ProposalState.PROPOSED, ProposalState.DEFERRED])


class Proposal(models.Model):
    """One proposed agenda item, in the words and the language of whoever proposed it.

    Only the secretariat and the proposer see it; what becomes of it is an agenda item (`item`) with its own audience.
    """

    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    person = models.ForeignKey(
        Person, verbose_name=_("proposed by"), on_delete=models.CASCADE, related_name="proposals"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    title = models.CharField(_("title"), max_length=200)
    reason = models.CharField(_("why it matters"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    reply = models.CharField(_("sentence to the proposer"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("proposed"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    once_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return self.title
