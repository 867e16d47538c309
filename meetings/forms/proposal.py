"""A proposed agenda item, and what the secretariat makes of it."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.cleaning import PlainTextField
from hub.languages.typography import colon
from hub.mail import SevenBitMail
from meetings.actions import proposals
from meetings.enums import PROPOSAL_MOVES, Audience, MeetingState, ProposalState
from meetings.forms.record import item_label
from meetings.models import AgendaItem, Meeting, Proposal
from meetings.public import words
from members.models import Organisation, Person

STILL_TO_COME = (MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.POSTPONED)


class ProposalForm(forms.Form):
    """What the item is called, and why it matters."""

    title = PlainTextField(label=_("Title of the item"), max_length=proposals.LONGEST_TITLE)
    reason = PlainTextField(
        label=_("Why it matters"),
        lines=True,
        required=False,
        max_length=proposals.LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only the secretariat reads it, and answers you."),
    )

    def once_key(self) -> str:
        """What makes a form that is sent twice one proposal."""
        raise NotImplementedError

    def save(
        self, *, by: Person, language: str, meeting: Meeting | None, organisation: Organisation | None = None
    ) -> Proposal:
        """Propose it; raises Refused."""
        return proposals.propose(
            by=by,
            title=self.cleaned_data["title"],
            reason=self.cleaned_data["reason"],
            language=language,
            once_key=self.once_key(),
            meeting=meeting,
            organisation=organisation,
        )


class OwnProposalForm(ProposalForm):
    """The same on one's own page."""

    once = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["once"] = secrets.token_hex(16)

    def once_key(self) -> str:
        return self.cleaned_data["once"]


class DecisionOnProposalForm(forms.Form):
    """What becomes of one proposal. Meeting and audience count for a new item, the item where it is joined."""

    VERBS = [
        (ProposalState.ACCEPTED.value, _("Put it on the agenda")),
        (ProposalState.MERGED.value, _("Join it with an item")),
        (ProposalState.DEFERRED.value, _("Put it off")),
        (ProposalState.DECLINED.value, _("Do not take it up")),
    ]
    decision = forms.ChoiceField(label=_("What becomes of it"), widget=forms.RadioSelect)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Meeting"),
        required=False,
        empty_label=_("Choose a meeting"),
        help_text=_("For a new item, or the meeting it is put off to."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read the item"), choices=Audience.choices, initial=Audience.MEMBERS, required=False
    )
    together = forms.MultipleChoiceField(
        label=_("Take up under the same item"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Other open proposals that ask for the same. Each proposer is told."),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("Item"),
        required=False,
        empty_label=_("Choose an item"),
        help_text=_("Where it is joined."),
    )
    reply = PlainTextField(
        label=_("One sentence to whoever proposed it"),
        required=False,
        max_length=proposals.LONGEST_REPLY,
        help_text=_("It stands in the mail that tells them. Needed when it is put off or not taken up."),
    )

    def __init__(self, *args, proposal: Proposal, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        allowed = PROPOSAL_MOVES[ProposalState(proposal.state)]
        self.fields["decision"].choices = [(state, word) for state, word in self.VERBS if state in allowed]
        ahead = Meeting.objects.filter(state__in=STILL_TO_COME).in_order()
        self.fields["meeting"].queryset = ahead
        self.fields["meeting"].label_from_instance = lambda row: words.title(row, language)
        others = Proposal.objects.open().exclude(pk=proposal.pk).select_related("person").order_by("made_at")
        self.others = {str(row.pk): row for row in others}
        self.fields["together"].choices = [
            (key, f"{row.title} ({row.person})") for key, row in self.others.items()
        ]
        if not self.others:
            del self.fields["together"]
        self.fields["item"].queryset = (
            AgendaItem.objects.filter(meeting__in=ahead)
            .select_related("meeting")
            .order_by("meeting", "number")
        )
        self.fields["item"].label_from_instance = lambda row: (
            f"{row.meeting.slug}{colon(language)}{item_label(row)}"
        )
        if proposal.meeting and proposal.meeting.state in STILL_TO_COME:
            self.initial["meeting"] = proposal.meeting_id

    def clean(self) -> dict:
        data = super().clean()
        if data.get("decision") == ProposalState.ACCEPTED and not data.get("meeting"):
            self.add_error("meeting", _("Choose the meeting on whose agenda it goes."))
        if data.get("decision") == ProposalState.MERGED and not data.get("item"):
            self.add_error("item", _("Choose the item it is joined with."))
        return data

    def _together(self) -> list[Proposal]:
        return [self.others[key] for key in self.cleaned_data.get("together") or []]

    def preview(self, *, by: Person) -> list[SevenBitMail]:
        """The mails that this decision sends; raises Refused."""
        told = [self.proposal]
        if self.cleaned_data["decision"] == ProposalState.ACCEPTED:
            told += self._together()
        return proposals.letters_of(lambda: self.save(by=by), told)

    def save(self, *, by: Person) -> Proposal:
        """Decide; raises Refused."""
        data = self.cleaned_data
        how = {"by": by, "reply": data["reply"]}
        match data["decision"]:
            case ProposalState.ACCEPTED:
                audience = data["audience"] or Audience.MEMBERS
                return proposals.accept_together(
                    self.proposal, self._together(), meeting=data["meeting"], audience=audience, **how
                )
            case ProposalState.MERGED:
                return proposals.merge(self.proposal, item=data["item"], **how)
            case ProposalState.DEFERRED:
                # The form comes with the meeting it was proposed for: only another one is where it is put off to.
                later = data["meeting"] if data["meeting"] != self.proposal.meeting else None
                return proposals.defer(self.proposal, meeting=later, **how)
            case _:
                return proposals.decline(self.proposal, **how)
