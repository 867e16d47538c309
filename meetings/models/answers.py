"""The answers to one meeting by organisation: who is covered, and where somebody has to lend a hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from hub.languages.counting import Counts
from meetings.enums import COUNTED_CAPACITIES, Answer, Capacity, Need
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from members.models import Membership, Organisation

# What an organisation's answers come to, those first that need a hand.
NOT_ASKED, SILENT, DECLINED, UNSURE, COVERED = "not_asked", "none", "declined", "tentative", "covered"
ORDER = (NOT_ASKED, SILENT, DECLINED, UNSURE, COVERED)


@dataclass(frozen=True)
class OrganisationAnswers:
    """One member organisation with its invitations, the accepted first."""

    organisation: Organisation | None  # None where the reader knows which
    invitations: list[Invitation] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Covered as soon as its representative or any alternate has accepted; unsure before silent, silent before no."""
        answers = {invitation.answer for invitation in self.invitations}
        if not answers:
            return NOT_ASKED
        if Answer.ACCEPTED in answers:
            return COVERED
        if Answer.TENTATIVE in answers:
            return UNSURE
        return SILENT if Answer.NEEDS_ACTION in answers else DECLINED

    @property
    def telling(self) -> list[Invitation]:
        """Whose answer makes the state: those who accepted, else those who are unsure; nobody otherwise."""
        wanted = {COVERED: Answer.ACCEPTED, UNSURE: Answer.TENTATIVE}.get(self.state)
        return [invitation for invitation in self.invitations if invitation.answer == wanted]

    @property
    def latest(self) -> Invitation | None:
        """The answer that came in last among those that tell, else among all; None if nobody's stands.

        Who was asked again has a row in the ledger, but no answer.
        """
        answered = [one for one in self.telling or self.invitations if one.answer != Answer.NEEDS_ACTION]
        return max(answered, key=lambda one: one.answered_at or one.made_at, default=None)


@dataclass(frozen=True)
class AnswerBoard:
    """`organisations` are sorted by what needs a hand; `beside` are advocates, observers, hosts and guests."""

    organisations: list[OrganisationAnswers]
    beside: list[Invitation]

    @classmethod
    def of(cls, meeting: Meeting, *, on: date | None = None) -> "AnswerBoard":
        """Standing invitations and the member organisations of the day `on` (default the meeting's); two queries."""
        rows = list(meeting.invitations.standing().select_related("person", "organisation"))
        memberships = Membership.objects.current(on or meeting.date).counted().select_related("organisation")
        found = {row.organisation_id: OrganisationAnswers(row.organisation) for row in memberships}
        beside = []
        for row in sorted(rows, key=_accepted_first):
            if row.capacity in COUNTED_CAPACITIES and row.organisation_id:
                found.setdefault(
                    row.organisation_id, OrganisationAnswers(row.organisation)
                ).invitations.append(row)
            else:
                beside.append(row)
        organisations = sorted(
            found.values(), key=lambda one: (ORDER.index(one.state), one.organisation.name_en)
        )
        return cls(organisations, beside)

    @property
    def states(self) -> Counter:
        """How many organisations are in each state."""
        return Counter(one.state for one in self.organisations)

    @property
    def yes(self) -> Counts:
        """Those who have said yes so far, by the counting rules."""
        coming = [
            row for one in self.organisations for row in one.invitations if row.answer == Answer.ACCEPTED
        ]
        accepted = [row for row in self.beside if row.answer == Answer.ACCEPTED]
        advocates = sum(row.capacity == Capacity.ADVOCATE for row in accepted)
        return Counts(
            representatives=len(coming),
            organisations=self.states[COVERED],
            advocates=advocates,
            guests=len(accepted) - advocates,
        )

    @property
    def needs(self) -> list[tuple[Need, int]]:
        """What those who said yes or perhaps need, summed, in the order of `Need`; for the host, without names."""
        coming = [row for row in self.invitations if row.answer in (Answer.ACCEPTED, Answer.TENTATIVE)]
        sums = Counter(need for row in coming for need in set(row.needs))
        return [(need, sums[need.value]) for need in Need if sums[need.value]]

    @property
    def invitations(self) -> list[Invitation]:
        return [row for one in self.organisations for row in one.invitations] + self.beside


def _accepted_first(invitation: Invitation) -> tuple:
    order = [Answer.ACCEPTED, Answer.TENTATIVE, Answer.NEEDS_ACTION, Answer.DECLINED, Answer.DELEGATED]
    return (
        order.index(Answer(invitation.answer)),
        invitation.capacity != Capacity.REPRESENTATIVE,
        invitation.pk,
    )
