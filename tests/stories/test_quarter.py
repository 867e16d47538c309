"""A quarter of the secretariat's work, through its screens without script: a series whose April falls on Khmer New
Year, proposals, an agenda released twice, invitations and reminders, a day found by asking, the day itself, names
from paper, and the next agenda proposed from what was left.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hub.models import OutboxMail
from meetings.enums import Answer, ItemKind, ItemState, MeetingState, ProposalState
from meetings.models import (
    Action,
    AgendaVersion,
    Attendance,
    DatePoll,
    Decision,
    Meeting,
    Proposal,
    Series,
    Venue,
)
from members.enums import RoleKind
from tests.builders import make_clerk, make_organisation, make_person, make_role, make_seat
from tests.stories.desk import Desk

pytestmark = pytest.mark.django_db
NAMES = ("Palms", "Bridge", "Boat")
PROPOSALS = {"Palms": "Touring plan", "Bridge": "Budget of the forum", "Boat": "Costs of the hall"}


@pytest.fixture
def today(monkeypatch, settings):
    """today(2028, 2, 10, 9) sets the clock, Phnom Penh time."""
    settings.SESSION_COOKIE_AGE = 400 * 24 * 3600

    def set_to(year, month, day, hour=9, minute=0):
        now = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_to


@pytest.fixture
def group():
    """Three invented organisations with a representative and an alternate each, a clerk and a chair."""
    people = {}
    for name in NAMES:
        organisation = make_organisation(f"{name} (invented)", in_directory=True, acronym=name.upper())
        people[name] = make_seat(organisation, make_person(name, "Dara", sign_in=True)).person
        people[f"{name} alternate"] = make_seat(
            organisation, make_person(name, "Bopha", sign_in=True), alternate=True
        ).person
    people["clerk"] = make_clerk()
    people["chair"] = make_role(RoleKind.CHAIR, people["Palms"])
    people["venue"] = Venue.objects.create(name_en="Seven Palms Archive (invented)")
    return people


def plan_the_series(clerk: Desk, venue: Venue) -> None:
    """Second Thursday with two standing items; February to April, where Khmer New Year moves one by a week."""
    clerk.open("/en/secretariat/series/new/").press(
        "Save",
        name_en="Monthly meeting",
        nth="2",
        weekday="3",
        holiday_policy="week_later",
        start_time="09:00",
        end_time="12:00",
        venue=str(venue.pk),
    )
    for title, minutes in (("Welcome", "10"), ("Any other business", "15")):
        clerk.press("Add the item", title_en=title, minutes_allotted=minutes)
    series = Series.objects.get()
    clerk.open(f"/en/secretariat/series/{series.pk}/plan/")
    assert "Khmer New Year" in clerk.text
    ticks = {f"2028-{month:02d}-chosen": "on" for month in (2, 3, 4)}
    others = {
        name: None
        for form in clerk.tree.iter("form")
        for name in clerk._names(form)
        if name and name.endswith("-chosen") and name not in ticks
    }
    clerk.press("Plan these meetings", **others, **ticks)
    assert [str(day) for day in Meeting.objects.order_by("date").values_list("date", flat=True)] == [
        "2028-02-10",
        "2028-03-09",
        "2028-04-20",
    ]


def call_and_decide(clerk: Desk, group: dict, february: Meeting, desk: str) -> None:
    """The call goes out after a look at it; three propose; one is accepted, one merged, one put off."""
    clerk.open(f"{desk}steps/call/")
    assert "BRIDGE Dara" in clerk.text
    clerk.press("Send")
    assert OutboxMail.objects.filter(kind="items_called").count() == 6
    for name, title in PROPOSALS.items():
        Desk(group[name]).open("/en/my/").press("Send the proposal", title=title, reason="It matters now")
    clerk.open(f"{desk}agenda/").press(
        "Add the item", title_en="Forum in Kampong Cham", minutes_allotted="60"
    )
    forum = february.agenda_items.get(title_en="Forum in Kampong Cham")
    decided = {
        "Palms": {"decision": "accepted", "meeting": str(february.pk), "audience": "public"},
        "Bridge": {"decision": "merged", "item": str(forum.pk)},
        "Boat": {"decision": "deferred", "reply": "We take it up in March."},
    }
    for name, answer in decided.items():
        row = Proposal.objects.get(title=PROPOSALS[name])
        clerk.open(f"/en/secretariat/proposals/{row.pk}/").press("Decide and tell", **answer)
    states = {row.title: row.state for row in Proposal.objects.all()}
    assert states == {
        "Touring plan": ProposalState.ACCEPTED,
        "Budget of the forum": ProposalState.MERGED,
        "Costs of the hall": ProposalState.DEFERRED,
    }
    assert "We take it up in March." in Desk(group["Boat"]).open("/en/my/").text


def release_twice(clerk: Desk, february: Meeting, desk: str) -> None:
    """Version 1, one more item, version 2; anybody sees what changed."""
    clerk.open(f"{desk}agenda/").press("Release")
    clerk.open(f"{desk}agenda/").press("Add the item", title_en="Letter to the ministry")
    clerk.open(f"{desk}agenda/").press("Release version 2")
    assert set(AgendaVersion.objects.filter(meeting=february).values_list("number", flat=True)) == {1, 2}
    reader = Desk().open(f"/en/meetings/{february.slug}/")
    (changes,) = set(reader.links(f"/en/meetings/{february.slug}/agenda/changes/"))
    reader.open(changes)
    assert "Letter to the ministry" in reader.text
    assert "Forum in Kampong Cham" not in reader.text


def invite_and_remind(clerk: Desk, group: dict, february: Meeting, desk: str, today) -> None:
    """Invitations after a look at the text; one answers; the day before, the silent are reminded."""
    today(2028, 2, 3)
    clerk.open(f"{desk}invite/")
    assert "Will you come?" in clerk.text
    clerk.press("Send 6 invitations")
    asked = february.invitations.get(person=group["Palms"])
    link = Desk().open(f"/rsvp/{asked.answer_token}/")
    link.press("I will come")
    asked.refresh_from_db()
    assert asked.answer == Answer.ACCEPTED
    today(2028, 2, 9)
    clerk.open(f"{desk}steps/reminder/")
    assert "PALMS Dara" not in clerk.text
    assert "BOAT Dara" in clerk.text
    clerk.press("Send 5 mails")
    assert OutboxMail.objects.filter(kind="reminder").count() == 5


def ask_for_a_day(clerk: Desk, group: dict) -> Meeting:
    """Two dates, two answers: the one that suits both becomes an extraordinary meeting, their answers invitations."""
    clerk.open("/en/secretariat/polls/new/").press(
        "Prepare the mail",
        title_en="The draft of the terms",
        closes_on="2028-02-20",
        **{
            "dates-0-date": "2028-02-23",
            "dates-0-start_time": "14:00",
            "dates-0-end_time": "16:00",
            "dates-1-date": "2028-02-24",
            "dates-1-start_time": "14:00",
            "dates-1-end_time": "16:00",
        },
    )
    poll = DatePoll.objects.get()
    clerk.press("Send 6 mails")
    first, second = poll.dates.all()
    for name, says in (("Palms", ("no", "yes")), ("Boat", ("if_need_be", "yes"))):
        voter = poll.voters.get(person=group[name])
        Desk().open(f"/poll/{voter.poll_token}/").press(
            "Send my answer", **{f"date_{first.pk}": says[0], f"date_{second.pk}": says[1]}
        )
    clerk.open(f"/en/secretariat/polls/{poll.pk}/").press("Choose", near="24 February")
    clerk.press("Announce and invite", audience="members")
    poll.refresh_from_db()
    answers = dict(
        poll.meeting.invitations.values_list("person__family_name", "answer").filter(answer="accepted")
    )
    assert (poll.meeting.slug, poll.meeting.kind) == ("2028-02-x1", "extraordinary")
    assert set(answers) == {"Palms", "Boat"}
    assert poll.meeting.slug not in Desk().open("/en/meetings/").html
    return poll.meeting


def the_day(group: dict, february: Meeting, desk: str, today) -> None:
    """The chair begins, takes up items, catches a decision and an action in one line each, puts one item off."""
    today(2028, 2, 10, 9, 2)
    chair = Desk(group["chair"])
    chair.open(f"{desk}run/").press("Begin the meeting")
    february.refresh_from_db()
    assert (february.state, february.number) == (MeetingState.HELD, 1)
    items = {item.title_en: item for item in february.agenda_items.all()}
    forum, letter = items["Forum in Kampong Cham"], items["Letter to the ministry"]
    run = f"{desk}run/"
    chair.open(f"{run}{forum.number}/").press("Take")
    chair.press("Keep the note", text="Two halls were compared.")
    chair.press("Consensus", text="The forum takes place in May.")
    assert Decision.objects.get().reference == "WG/2028/01-D1"
    chair.open(f"{run}{forum.number}/").press(
        "Enter", status=422, line="BRIDGE to book the hall by next meeting"
    )
    assert "Understood as" in chair.text
    chair.press("Keep", near="Understood as")
    action = Action.objects.get()
    assert (action.owner_organisation.acronym, action.due_next_meeting) == ("BRIDGE", True)
    today(2028, 2, 10, 10, 30)
    chair.open(f"{run}{letter.number}/").press("Put off")
    letter.refresh_from_db()
    assert letter.state == ItemState.PUT_OFF
    today(2028, 2, 10, 11, 55)
    chair.open(f"{run}end/").press("Close the day")
    february.refresh_from_db()
    assert february.ended_at is not None


def names_from_paper(clerk: Desk, february: Meeting, desk: str) -> None:
    """Three of six were there; the sentence is counted from the rows, for everybody."""
    clerk.open(f"{desk}attendance/sheet/")
    assert "BOAT Dara" in clerk.text
    clerk.open(f"{desk}attendance/entry/")
    boxes = [
        one.get("name")
        for row in clerk.tree.iter("fieldset")
        for one in row.iter("input")
        if (one.get("name") or "").endswith("-present") and "Dara" in "".join(row.itertext())
    ]
    assert len(boxes) == 3
    clerk.press("Write everything down", **dict.fromkeys(boxes, "on"))
    assert Attendance.objects.filter(meeting=february, presence="present").count() == 3
    sentence = "Three representatives of three organisations took part."
    assert sentence in Desk().open(f"/en/meetings/{february.slug}/").text


def the_next_agenda(clerk: Desk, february: Meeting, march: Meeting) -> None:
    """What was left proposes itself for March: minutes, open actions, the item put off, the proposal put off."""
    clerk.open(f"/en/secretariat/meetings/{february.slug}/minutes/").press("Circulate")
    clerk.open(f"/en/secretariat/meetings/{march.slug}/agenda/proposed/")
    for words in ("Letter to the ministry", "Costs of the hall"):
        assert words in clerk.text
    clerk.press("Put them on the agenda")
    items = {item.title_en: item for item in march.agenda_items.all()}
    assert {"Letter to the ministry", "Costs of the hall", "Welcome", "Any other business"} <= set(items)
    assert items["Letter to the ministry"].carried_over_from.meeting == february
    assert march.agenda_items.filter(kind=ItemKind.ADOPTION, adopts__meeting=february).exists()
    assert march.agenda_items.filter(kind=ItemKind.FOLLOW_UP).exists()
    again = clerk.open(f"/en/secretariat/meetings/{march.slug}/agenda/proposed/").text
    assert "Letter to the ministry" not in again
    assert "Costs of the hall" not in again


def test_a_quarter(group, today):
    today(2028, 1, 10)
    clerk = Desk(group["clerk"])
    plan_the_series(clerk, group["venue"])
    february, march = Meeting.objects.get(slug="2028-02"), Meeting.objects.get(slug="2028-03")
    for slug in ("2028-02", "2028-03", "2028-04"):
        clerk.open(f"/en/secretariat/meetings/{slug}/").press("Announce")
    desk = f"/en/secretariat/meetings/{february.slug}/"
    clerk.open(f"{desk}edit/").press("Save", chair=str(group["chair"].pk))
    today(2028, 1, 20)
    call_and_decide(clerk, group, february, desk)
    today(2028, 1, 31)
    release_twice(clerk, february, desk)
    invite_and_remind(clerk, group, february, desk, today)
    ask_for_a_day(clerk, group)
    the_day(group, february, desk, today)
    names_from_paper(clerk, february, desk)
    the_next_agenda(clerk, february, march)
    clerk.open("/en/secretariat/")
    assert "24 February" in clerk.text
