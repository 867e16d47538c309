"""Finding a day together."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from meetings.actions import date_polls as verbs
from meetings.actions.date_polls import Slot
from meetings.actions.invitations import Invitee
from meetings.enums import Answer, Audience, Capacity, Channel, MeetingState, PollState, Suits
from meetings.models import DatePoll, Meeting
from meetings.notices.date_poll import compose
from tests.builders import make_clerk, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 3, 1, 10, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
FIRST = Slot(date(2030, 3, 20), time(14), time(16))
SECOND = Slot(date(2030, 3, 21), time(9), time(11))


@pytest.fixture(autouse=True)
def _the_first_of_march(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def voters():
    found = []
    for name in ("Keo", "Lim", "Sok"):
        seat = make_seat(make_organisation(), make_person(name))
        found.append(Invitee(seat.person, seat.organisation, Capacity.REPRESENTATIVE))
    return found


def make(clerk, voters, **facts):
    given = {
        "title": {"en": "The budget of the forum"},
        "slots": [FIRST, SECOND],
        "people": voters,
        "closes_on": date(2030, 3, 10),
        "now": NOW,
    }
    return verbs.make_poll(by=clerk, **{**given, **facts})


@pytest.fixture
def poll(clerk, voters):
    poll = make(clerk, voters)
    verbs.send_poll(poll, by=clerk, now=NOW)
    poll.refresh_from_db()
    return poll


def say(voter, *suits):
    dates = list(voter.poll.dates.values_list("pk", flat=True))
    return verbs.vote(voter, dict(zip(dates, suits, strict=True)), by=voter.person, now=NOW)


def test_nobody_is_asked_before_it_is_sent(clerk, voters):
    poll = make(clerk, voters)
    assert poll.voters.count() == 3
    assert not OutboxMail.objects.exists()
    with pytest.raises(Refused, match="nobody was asked yet"):
        say(poll.voters.first(), Suits.YES, Suits.NO)
    with pytest.raises(Refused, match="nobody was asked yet"):
        verbs.choose(poll, poll.dates.first(), by=clerk, now=NOW)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": {"en": " "}}, "what the meeting is about"),
        ({"people": []}, "at least one person"),
        ({"slots": [FIRST]}, "two to 10 dates"),
        ({"slots": [FIRST, FIRST]}, "are the same"),
        ({"slots": [Slot(date(2030, 2, 1), time(9), time(10)), FIRST]}, "is past"),
        ({"slots": [Slot(date(2030, 3, 21), time(11), time(9)), FIRST]}, "end after it begins"),
        ({"closes_on": date(2030, 3, 20)}, "before the first date"),
        ({"closes_on": date(2030, 2, 28)}, "is past"),
    ],
)
def test_what_makes_no_sense_is_refused(clerk, voters, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        make(clerk, voters, **facts)
    assert not DatePoll.objects.exists()


def test_only_the_secretariat_asks(voters):
    with pytest.raises(Refused, match="secretariat"):
        make(voters[0].person, voters)


def test_each_voter_gets_one_mail_in_their_language_with_their_own_link(poll, clerk):
    rows = OutboxMail.objects.filter(kind="date_poll")
    assert rows.count() == 3
    voter = poll.voters.get(person__family_name="Keo")
    mail = compose(rows.get(data__voter=voter.pk).data)
    assert mail.to == [voter.person.email]
    assert f"/poll/{voter.poll_token}/" in mail.body
    assert "Wednesday 20 March 2030, 14:00 to 16:00" in mail.body
    verbs.send_poll(poll, by=clerk, now=NOW)
    assert rows.count() == 3


def test_who_has_answered_is_not_asked_again(poll, clerk):
    say(poll.voters.get(person__family_name="Keo"), Suits.YES, Suits.NO)
    assert verbs.send_poll(poll, by=clerk, now=NOW + timedelta(days=1)) == 2


def test_the_last_answer_counts_whole(poll):
    voter = poll.voters.first()
    say(voter, Suits.YES, Suits.NO)
    say(voter, Suits.NO, Suits.IF_NEED_BE)
    assert list(voter.votes.order_by("date__date").values_list("suits", flat=True)) == ["no", "if_need_be"]
    with pytest.raises(Refused, match="each date"):
        verbs.vote(voter, {poll.dates.first().pk: Suits.YES}, by=voter.person, now=NOW)


def test_the_chosen_date_becomes_the_meeting_and_answers_become_invitations(poll, clerk):
    keo, lim, sok = poll.voters.order_by("person__family_name")
    say(keo, Suits.YES, Suits.NO)
    say(lim, Suits.NO, Suits.YES)
    meeting = verbs.choose(poll, poll.dates.first(), by=clerk, audience=Audience.MEMBERS, now=NOW)
    poll.refresh_from_db()
    assert (poll.state, poll.meeting) == (PollState.DECIDED, meeting)
    assert (meeting.slug, meeting.state, meeting.audience) == (
        "2030-03-x1",
        MeetingState.ANNOUNCED,
        "members",
    )
    assert (meeting.date, meeting.start_time, meeting.end_time) == (
        FIRST.date,
        FIRST.start_time,
        FIRST.end_time,
    )
    assert meeting.note_for_invited_en == "The budget of the forum"
    assert meeting.summary_en == ""
    answers = {row.person.family_name: (row.answer, row.channel) for row in meeting.invitations.all()}
    assert answers == {
        "Keo": (Answer.ACCEPTED, Channel.POLL),
        "Lim": (Answer.DECLINED, Channel.POLL),
        "Sok": (Answer.NEEDS_ACTION, ""),
    }
    assert sok.answered_at is None
    assert OutboxMail.objects.filter(kind="invitation").count() == 3
    assert AuditEntry.objects.filter(verb="date_poll.decided").count() == 1


def test_a_chosen_day_is_not_chosen_again(poll, clerk):
    verbs.choose(poll, poll.dates.first(), by=clerk, now=NOW)
    with pytest.raises(Refused, match="chosen already"):
        verbs.choose(poll, poll.dates.last(), by=clerk, now=NOW)
    with pytest.raises(Refused, match="chosen already"):
        say(poll.voters.first(), Suits.YES, Suits.YES)
    assert Meeting.objects.count() == 1


def test_the_preview_keeps_nothing(poll, clerk):
    samples = verbs.preview_choice(poll, poll.dates.first(), by=clerk, now=NOW)
    assert [sample.people for sample in samples] == [3]
    assert not Meeting.objects.exists()
    assert not OutboxMail.objects.filter(kind="invitation").exists()
    poll.refresh_from_db()
    assert poll.state == PollState.OPEN


def test_a_past_date_is_not_chosen(poll, clerk):
    with pytest.raises(Refused, match="is past"):
        verbs.choose(poll, poll.dates.first(), by=clerk, now=NOW + timedelta(days=19, hours=6))


def test_whoever_lost_the_seat_neither_answers_nor_is_invited(poll, clerk):
    voter = poll.voters.get(person__family_name="Keo")
    voter.person.seats.update(until=date(2020, 2, 2))
    with pytest.raises(Refused, match="no longer speak"):
        say(voter, Suits.YES, Suits.YES)
    meeting = verbs.choose(poll, poll.dates.first(), by=clerk, now=NOW)
    assert not meeting.invitations.filter(person=voter.person).exists()


def test_answers_end_with_their_last_day(poll):
    voter = poll.voters.first()
    dates = poll.dates.values_list("pk", flat=True)
    with pytest.raises(Refused, match="is past"):
        verbs.vote(voter, dict.fromkeys(dates, "yes"), by=voter.person, now=NOW + timedelta(days=10))


def test_a_withdrawn_question_takes_no_answers_and_sends_no_mail(poll, clerk):
    row = OutboxMail.objects.filter(kind="date_poll").first()
    verbs.withdraw_poll(poll, by=clerk)
    with pytest.raises(Refused, match="withdrawn"):
        say(poll.voters.first(), Suits.YES, Suits.YES)
    assert compose(row.data) is None


def test_an_unsent_question_is_thrown_away_a_sent_one_is_not(clerk, voters, poll):
    verbs.remove_poll(make(clerk, voters), by=clerk)
    with pytest.raises(Refused, match="Withdraw"):
        verbs.remove_poll(poll, by=clerk)
    assert DatePoll.objects.get() == poll
