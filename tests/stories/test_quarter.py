"""A quarter of the secretariat's work, through its screens without script: a series whose April falls on Khmer New
Year, proposals, an agenda released twice, invitations and reminders, a day found by asking, the day itself, names
from paper, and the next agenda proposed from what was left.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hub.models import OutboxMail
from meetings.enums import ProposalState
from meetings.models import Meeting, Proposal, Series, Venue
from members.enums import RoleKind
from tests.builders import make_clerk, make_organisation, make_person, make_role, make_seat
from tests.stories.desk import Desk

pytestmark = pytest.mark.django_db
NAMES = ("Palms", "Bridge", "Boat")


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
    """Three invented organisations with a representative and an alternate each, an advocate-less small group."""
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


def test_a_quarter(group, today):
    today(2028, 1, 10)
    clerk = Desk(group["clerk"])
    plan_the_series(clerk, group["venue"])
    february, march = Meeting.objects.get(slug="2028-02"), Meeting.objects.get(slug="2028-03")
    april = Meeting.objects.get(slug="2028-04")
    desk = f"/en/secretariat/meetings/{february.slug}/"
    for meeting in (february, march, april):
        clerk.open(f"/en/secretariat/meetings/{meeting.slug}/").press("Announce")

    # The call for items goes out, after the clerk has seen who gets it; members propose, the secretariat decides.
    today(2028, 1, 20)
    clerk.open(f"{desk}steps/call/")
    assert "BRIDGE Dara" in clerk.text
    clerk.press("Send")
    assert OutboxMail.objects.filter(kind="call_for_items").count() == 6
    for name, title in (
        ("Palms", "Touring plan"),
        ("Bridge", "Budget of the forum"),
        ("Boat", "Costs of the forum"),
    ):
        Desk(group[name]).open("/en/my/").press("Send the proposal", title=title, reason="It matters now")
    clerk.open(f"{desk}agenda/").press(
        "Add the item", title_en="Forum in Kampong Cham", minutes_allotted="60"
    )
    forum = february.agenda_items.get(title_en="Forum in Kampong Cham")
    decided = {
        "Touring plan": {"decision": "accepted", "meeting": str(february.pk), "audience": "public"},
        "Budget of the forum": {"decision": "merged", "item": str(forum.pk)},
        "Costs of the forum": {"decision": "deferred", "reply": "We take it up in March."},
    }
    for title, answer in decided.items():
        row = Proposal.objects.get(title=title)
        clerk.open(f"/en/secretariat/proposals/{row.pk}/").press("Decide and tell", **answer)
    assert set(Proposal.objects.values_list("state", flat=True)) == {
        ProposalState.ACCEPTED,
        ProposalState.MERGED,
        ProposalState.DEFERRED,
    }
    assert "We take it up in March." in Desk(group["Boat"]).open("/en/my/").text
