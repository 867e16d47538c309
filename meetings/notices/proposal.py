"""The mail that says what became of a proposed agenda item, in the language of whoever proposed it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hub.languages.fallback import best_text
from hub.mail import SevenBitMail
from meetings.enums import ProposalState
from meetings.models import Proposal
from meetings.public import words
from meetings.rules import audience_of


def compose(data: dict) -> SevenBitMail | None:
    """Render the mail of `{"proposal": pk, "state": state}`; None if it was decided anew since, or nobody is there."""
    proposal = (
        Proposal.objects.select_related("person", "meeting", "item__meeting")
        .filter(pk=data["proposal"], state=data["state"], person__is_active=True)
        .exclude(person__email="")
        .first()
    )
    if proposal is None:
        return None
    person = proposal.person
    with translation.override(person.language):
        context = {
            "name": " ".join(filter(None, [person.honorific, person.name_in(person.language)])),
            "title": proposal.title,
            "sentence": became(proposal, person.language),
            "reply": proposal.reply,
            "secretariat_email": settings.SECRETARIAT_EMAIL,
        }
        return SevenBitMail(
            subject=_("Your proposal: %(title)s") % {"title": proposal.title},
            body=render_to_string("meetings/mail/proposal_decided.txt", context).strip() + "\n",
            to=[person.email],
            reply_to=[settings.SECRETARIAT_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )


def became(proposal: Proposal, language: str) -> str:
    """What became of it, as a sentence to the proposer in the active language, which is `language`.

    An item and its meeting are named only where the proposer may read both: they may be for the secretariat alone.
    """
    item = proposal.item
    reads = audience_of(proposal.person).reads
    readable = item is not None and item.audience in reads and item.meeting.audience in reads
    state = ProposalState(proposal.state)
    if state == ProposalState.ACCEPTED and readable:
        return _("It is item %(number)s of the agenda: %(meeting)s.") % {
            "number": item.label,
            "meeting": words.title(item.meeting, language),
        }
    if state == ProposalState.MERGED and readable:
        return _("It will be talked about under item %(number)s, %(title)s: %(meeting)s.") % {
            "number": item.label,
            "title": best_text(item, "title", language).text,
            "meeting": words.title(item.meeting, language),
        }
    later = proposal.meeting
    if state == ProposalState.DEFERRED and later and later.is_announced and later.audience in reads:
        return _("It is put off to a later meeting: %(meeting)s.") % {"meeting": words.title(later, language)}
    if state in (ProposalState.ACCEPTED, ProposalState.MERGED):
        return _("It is taken up.")
    return {
        ProposalState.PROPOSED: _("It waits for the secretariat."),
        ProposalState.DEFERRED: _("It is put off to a later meeting."),
        ProposalState.DECLINED: _("It is not taken up."),
    }[state]
