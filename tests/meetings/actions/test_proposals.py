"""Proposed agenda items: proposing, deciding, and what each wrong move is told."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from hub import outbox
from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail, Setting
from meetings.actions import planning, proposals
from meetings.enums import PROPOSAL_MOVES, Audience, ProposalState
from meetings.models import Proposal
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db
P = ProposalState


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def member():
    return make_seat(make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara")).person


def propose(by, title="Touring plan", *, once="form 1", **facts):
    return proposals.propose(by=by, title=title, language=by.language, once_key=once, **facts)


def test_a_proposal_is_kept_in_the_words_of_its_author(member):
    row = propose(member, " Touring\r\nplan \x00", reason="Because\u202e of March", meeting=make_meeting())
    assert (row.title, row.reason, row.language, row.state) == (
        "Touring plan",
        "Because of March",
        "en",
        P.PROPOSED,
    )
    assert row.organisation.name_en == "Paper Boat Theatre"
    assert AuditEntry.objects.get(verb="proposal.made").object_label == f"proposal {row.pk}"  # no words of it


def test_the_same_form_twice_is_one_and_keys_belong_to_one_person(member):
    other = make_seat(make_organisation()).person
    assert propose(member) == propose(member, "Something else")
    assert propose(other).person == other
    assert Proposal.objects.count() == 2


def test_at_most_so_many_wait(member, clerk):
    for number in range(proposals.OPEN_AT_MOST):
        propose(member, once=f"form {number}")
    with pytest.raises(Refused, match="5 of your proposals still wait"):
        propose(member, once="one more")
    assert propose(member, once="form 0")  # sent again: nothing new
    proposals.decline(Proposal.objects.first(), by=clerk, reply="Not now.")
    assert propose(member, once="one more")


@pytest.mark.parametrize("title", ["", "  ", "\n\t", "\u202e"])
def test_a_title_is_needed(member, title):
    with pytest.raises(Refused) as refused:
        propose(member, title)
    assert refused.value.field == "title"


def test_only_members_propose(clerk):
    with pytest.raises(Refused, match="Only members of the group"):
        propose(make_person())
    assert propose(clerk)


def test_an_organisation_is_only_named_by_those_who_speak_for_it(member):
    theirs, other = make_organisation("Theirs"), make_organisation("Other")
    make_seat(theirs, member)
    assert propose(member, organisation=theirs).organisation == theirs
    assert (
        propose(member, once="2", organisation=other).organisation is None
    )  # two seats, neither of them named


@pytest.mark.parametrize("audience", list(Audience))
def test_accepted_it_becomes_the_last_item(member, clerk, audience):
    meeting = make_meeting()
    make_item(meeting)
    row = proposals.accept(propose(member), by=clerk, meeting=meeting, audience=audience)
    assert (row.state, row.item.number, row.item.title_en, row.item.audience, row.meeting) == (
        P.ACCEPTED,
        2,
        "Touring plan",
        audience,
        meeting,
    )
    assert row.item.presented_by == row.organisation
    assert {"agenda_item.added", "proposal.accepted"} <= set(
        AuditEntry.objects.values_list("verb", flat=True)
    )


def test_an_item_is_for_members_unless_said_otherwise(member, clerk):
    assert (
        proposals.accept(propose(member), by=clerk, meeting=make_meeting()).item.audience == Audience.MEMBERS
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": "held"}, "was held"),
        ({"state": "closed"}, "was held"),
        ({"state": "cancelled"}, "was cancelled"),
    ],
)
def test_a_meeting_that_is_gone_takes_no_item(member, clerk, change, sentence):
    meeting = make_meeting(**change)
    row, item = propose(member), make_item(meeting)
    for verb in (
        lambda: proposals.accept(row, by=clerk, meeting=meeting),
        lambda: proposals.merge(row, by=clerk, item=item),
    ):
        with pytest.raises(Refused, match=sentence):
            verb()
    row.refresh_from_db()
    assert (row.state, OutboxMail.objects.count()) == (P.PROPOSED, 0)


def verbs(clerk):
    meeting = make_meeting()
    item = make_item(meeting)
    return {
        P.ACCEPTED: lambda row: proposals.accept(row, by=clerk, meeting=meeting),
        P.DEFERRED: lambda row: proposals.defer(row, by=clerk, reply="Later."),
        P.MERGED: lambda row: proposals.merge(row, by=clerk, item=item),
        P.DECLINED: lambda row: proposals.decline(row, by=clerk, reply="No."),
    }


@pytest.mark.parametrize("wanted", [state for state in P if state != P.PROPOSED])
@pytest.mark.parametrize("now", list(P))
def test_every_move_is_allowed_or_refused_with_its_sentence(member, clerk, now, wanted):
    row = propose(member)
    Proposal.objects.update(state=now)
    if wanted in PROPOSAL_MOVES[now]:
        assert verbs(clerk)[wanted](row).state == wanted
        return
    with pytest.raises(Refused) as refused:
        verbs(clerk)[wanted](row)
    assert refused.value.sentence == proposals.REFUSALS[wanted, now]
    assert (Proposal.objects.get().state, OutboxMail.objects.count()) == (now, 0)


def test_the_table_speaks_of_every_state():
    assert set(PROPOSAL_MOVES) == set(P)
    assert all(P.PROPOSED not in moves for moves in PROPOSAL_MOVES.values())


def test_only_the_secretariat_decides(member):
    row = propose(member)
    for actor in (member, SYSTEM):
        with pytest.raises(Refused, match="Only the secretariat"):
            proposals.decline(row, by=actor, reply="No.")


@pytest.mark.parametrize("verb", [proposals.defer, proposals.decline])
def test_a_no_needs_a_sentence(member, clerk, verb):
    with pytest.raises(Refused) as refused:
        verb(propose(member), by=clerk, reply=" ")
    assert refused.value.field == "reply"


SAID = {
    "accept": "It is item 1 of the agenda: Meeting of March 2030.",
    "merge": "It will be talked about under item 1, Thematic groups: Meeting of March 2030.",
    "defer": "It is put off to a later meeting.",
    "decline": "It is not taken up.",
}


@pytest.mark.parametrize("verb", SAID)
def test_the_proposer_is_told_in_their_language(member, clerk, verb):
    row, meeting = propose(member), make_meeting(date(2030, 3, 14))
    how = {"by": clerk, "reply": "Thank you for it."}
    if verb == "merge":
        how["item"] = make_item(meeting)
    if verb == "accept":
        how["meeting"] = meeting
    getattr(proposals, verb)(row, **how)
    outbox.send_all_due()
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([member.email], "Your proposal: Touring plan")
    assert SAID[verb] in message.body
    assert "Thank you for it." in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_the_proposer_may_not_read_is_not_named(member, clerk):
    item = make_item(make_meeting(), "canary", audience=Audience.SECRETARIAT)
    proposals.merge(propose(member), by=clerk, item=item)
    hidden = make_meeting(date(2031, 5, 1), audience=Audience.SECRETARIAT)
    proposals.accept(propose(member, once="2"), by=clerk, meeting=hidden, audience=Audience.PUBLIC)
    outbox.send_all_due()
    for message in mail.outbox:
        assert "It is taken up." in message.body
        assert "canary" not in message.body
        assert "May 2031" not in message.body
    assert len(mail.outbox) == 2


def test_put_off_and_then_taken_up_are_two_mails(member, clerk):
    row = propose(member)
    proposals.defer(row, by=clerk, reply="In spring.")
    assert Proposal.objects.open().count() == 1
    outbox.send_all_due()
    proposals.accept(row, by=clerk, meeting=make_meeting())
    outbox.send_all_due()
    assert len(mail.outbox) == 2


def test_a_removed_item_leaves_the_proposal(member, clerk):
    row = proposals.accept(propose(member), by=clerk, meeting=make_meeting())
    planning.Meeting.objects.all().delete()
    row.refresh_from_db()
    assert (row.state, row.item, row.meeting) == (P.ACCEPTED, None, None)


# --- After the agenda closed --------------------------------------------------------------------------------------

DURING = datetime(2030, 3, 4, 20, tzinfo=UTC)  # already the 5th in Phnom Penh


def test_the_agenda_closes_so_many_days_before(member):
    meeting = make_meeting(date(2030, 3, 14))
    assert proposals.closing_day(meeting) == date(2030, 3, 4)
    assert proposals.is_closed(meeting, DURING)
    assert not proposals.is_closed(meeting, datetime(2030, 3, 4, 16, tzinfo=UTC))  # 23:00 of the last day
    Setting.objects.put("cycle.agenda", 7, by=SYSTEM)
    assert proposals.closing_day(meeting) == date(2030, 3, 7)
    month = make_meeting(date(2030, 4, 1), precision="month", start_time=None, end_time=None)
    assert proposals.closing_day(month) is None
    assert not proposals.is_closed(month, DURING)


def test_what_comes_late_is_kept_for_the_next_meeting(member):
    asked = make_meeting(date(2030, 3, 14))
    make_meeting(date(2030, 4, 11), state="cancelled")
    make_meeting(date(2030, 5, 9), audience=Audience.SECRETARIAT)
    following = make_meeting(date(2030, 6, 13))
    row = propose(member, "Late plan", meeting=asked, now=DURING, reason="Every word")
    assert (row.meeting, row.title, row.reason) == (following, "Late plan", "Every word")
    assert proposals.kept_for_next(row, asked)
    assert proposals.closed_sentence(asked, "en") == (
        "The agenda of the meeting of 14 March 2030 closed on 4 March 2030; your item is kept for the next meeting."
    )
    assert propose(member, "Late plan", meeting=asked, now=DURING) == row  # sent again


def test_with_no_next_meeting_it_waits_for_any(member):
    asked = make_meeting(date(2030, 3, 14))
    row = propose(member, meeting=asked, now=DURING)
    assert row.meeting is None
    assert proposals.kept_for_next(row, asked)
    in_time = propose(member, meeting=asked, now=datetime(2030, 3, 1, tzinfo=UTC), once="form 2")
    assert in_time.meeting == asked
    assert not proposals.kept_for_next(in_time, asked)


# --- Deciding on several, and looking first -----------------------------------------------------------------------


def test_several_become_one_item(member, clerk):
    other = make_seat(make_organisation()).person
    first, second = propose(member), propose(other, "Plan of the tour")
    meeting = make_meeting()
    proposals.accept_together(first, [second, first], by=clerk, meeting=meeting, reply="Together.")
    item = meeting.agenda_items.get()
    found = Proposal.objects.order_by("pk").values_list("state", "item", "reply")
    assert list(found) == [(P.ACCEPTED, item.pk, "Together."), (P.MERGED, item.pk, "Together.")]
    assert OutboxMail.objects.count() == 2


def test_all_or_none(member, clerk):
    first, second = propose(member), propose(member, "Decided", once="form 2")
    proposals.decline(second, by=clerk, reply="Not now.")
    meeting = make_meeting()
    with pytest.raises(Refused, match="declined already"):
        proposals.accept_together(first, [second], by=clerk, meeting=meeting)
    assert not meeting.agenda_items.exists()
    assert Proposal.objects.get(pk=first.pk).state == P.PROPOSED


def test_put_off_to_a_meeting(member, clerk):
    later = make_meeting(date(2030, 6, 13))
    row = proposals.defer(propose(member, meeting=make_meeting()), by=clerk, reply="In June.", meeting=later)
    assert (row.state, row.meeting) == (P.DEFERRED, later)
    gone = make_meeting(state="held", number=3)
    with pytest.raises(Refused, match="still to come"):
        proposals.defer(propose(member, once="form 2"), by=clerk, reply="No.", meeting=gone)


def test_the_mails_are_shown_and_nothing_is_decided(member, clerk):
    row, meeting = propose(member), make_meeting(date(2030, 3, 14))
    (letter,) = proposals.letters_of(
        lambda: proposals.accept(row, by=clerk, meeting=meeting, reply="With pleasure."), [row]
    )
    assert letter.to == [member.email]
    assert "It is item 1 of the agenda: Meeting of March 2030." in letter.body
    assert "With pleasure." in letter.body
    assert Proposal.objects.get().state == P.PROPOSED
    assert not meeting.agenda_items.exists()
    assert not OutboxMail.objects.exists()
    assert not AuditEntry.objects.filter(verb="proposal.accepted").exists()
