"""The one source of every output: who may be named to whom, which language stands where, what a fingerprint holds."""

import json
from datetime import UTC, date, datetime, time

import pytest

from hub.actors import SYSTEM
from hub.languages.counting import Counts
from meetings.actions import agenda, attendance, minutes, notes
from meetings.enums import Audience, Capacity, MeetingKind, MeetingState, Precision, Presence, Regime
from meetings.models import Meeting
from meetings.public import canonical, meeting_row, next_meeting, public_view, view_for
from meetings.public.attendance import counts_of, row_counts
from members.enums import MembershipKind
from members.models import Membership
from tests.builders import LONG_AGO, make_item, make_meeting, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Two members (one of them shy), a court officer, a guest, and staff without names."""
    meeting = make_meeting(date(2022, 9, 8), state=MeetingState.HELD, number=1, slug="2022-09")

    def come(person, capacity, **facts):
        attendance.record_attendance(meeting, by=SYSTEM, person=person, capacity=capacity, **facts)

    for name, listed in (("Paper Boat Theatre", True), ("Quiet House", False)):
        body = make_organisation(name, in_directory=listed)
        come(make_person("Sok", title="Director"), Capacity.REPRESENTATIVE, organisation=body)
    court = make_organisation("Court office", member=False, in_directory=True)
    officer = make_person("Hang", "Vannak", title="Chief of unit", khmer_name="ហង្ស វណ្ណៈ")
    come(officer, Capacity.COURT_UNIT, organisation=court)
    come(make_person("Chea", "Guest", title="Visitor"), Capacity.GUEST)
    come(None, Capacity.COURT_UNIT, group_name={"en": "additional staff"})
    return meeting


NAMED = {
    (Regime.NAMED, Audience.PUBLIC): (["Paper Boat Theatre"], ["HANG Vannak"]),
    (Regime.BY_ORGANISATION, Audience.PUBLIC): (["Paper Boat Theatre"], []),
    (Regime.CHATHAM_HOUSE, Audience.PUBLIC): ([], []),
    (Regime.NAMED, Audience.MEMBERS): (["Paper Boat Theatre", "Quiet House"], ["everybody"]),
    (Regime.BY_ORGANISATION, Audience.MEMBERS): (["Paper Boat Theatre", "Quiet House"], ["everybody"]),
    (Regime.CHATHAM_HOUSE, Audience.MEMBERS): ([], []),
    (Regime.CHATHAM_HOUSE, Audience.SECRETARIAT): (["Paper Boat Theatre", "Quiet House"], ["everybody"]),
}


@pytest.mark.parametrize(("regime", "audience"), NAMED)
def test_who_is_named_to_whom(meeting, regime, audience):
    meeting.regime = regime
    view = view_for(meeting, audience, "en").attendance
    bodies, people = NAMED[regime, audience]
    assert [row.name.text for row in view.organisations] == bodies
    assert view.unnamed_organisations == 2 - len(bodies)
    found = [row.name for row in view.people]
    if people == ["everybody"]:
        capacities = [row.capacity for row in view.people]
        assert capacities == ["representative", "representative", "guest", "court_unit"]
    else:
        assert found == people
    assert view.recorded == Counts(representatives=2, organisations=2, guests=2, unnamed_groups=True)


def test_office_holders_have_their_khmer_name_on_khmer_pages(meeting):
    meeting.regime = Regime.NAMED
    view = public_view(meeting, "km").attendance
    assert [(row.name, row.title) for row in view.people] == [("ហង្ស វណ្ណៈ", "Chief of unit")]


@pytest.mark.parametrize(
    ("state", "audience", "readers"),
    [
        (MeetingState.PLANNED, Audience.PUBLIC, {Audience.SECRETARIAT}),
        (MeetingState.ANNOUNCED, Audience.PUBLIC, set(Audience)),
        (MeetingState.CANCELLED, Audience.MEMBERS, {Audience.MEMBERS, Audience.SECRETARIAT}),
        (MeetingState.HELD, Audience.SECRETARIAT, {Audience.SECRETARIAT}),
    ],
)
def test_who_may_know_of_a_meeting_at_all(state, audience, readers):
    meeting = make_meeting(state=state, audience=audience)
    found = set()
    for reader in Audience:
        listed = Meeting.objects.visible_to(reader).filter(pk=meeting.pk).exists()
        try:
            view_for(meeting, reader, "en")
            found.add(reader)
        except Meeting.DoesNotExist:
            pass
        assert listed == (reader in found)
    assert found == readers


def test_nobody_took_part_before_the_meeting_is_held():
    meeting = make_meeting()
    attendance.record_attendance(
        meeting, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST, presence=Presence.PRESENT
    )
    view = public_view(meeting, "en").attendance
    assert (view.recorded, view.people, view.leading) == (None, (), None)


def test_a_list_counts_as_the_page_does(meeting):
    advocate = make_person()
    Membership.objects.create(person=advocate, kind=MembershipKind.INDIVIDUAL, since=LONG_AGO)
    attendance.record_attendance(meeting, by=SYSTEM, person=advocate, capacity=Capacity.ADVOCATE)
    attendance.record_attendance(
        meeting, by=SYSTEM, person=make_person(), capacity=Capacity.GUEST, presence=Presence.REGRETS
    )
    full = counts_of(list(meeting.attendances.all()))
    listed = row_counts(Meeting.objects.with_counts().get())
    assert (listed.representatives, listed.organisations, listed.advocates) == (2, 2, 1)
    assert (full.representatives, full.organisations, full.advocates) == (2, 2, 1)


@pytest.mark.parametrize(
    ("facts", "title", "leaf", "line"),
    [
        ({"number": 2, "state": "held"}, "Second meeting", "13 October", "Thursday, 09:00 to 12:00"),
        ({}, "Meeting of October 2022", "13 October", "Thursday, 09:00 to 12:00"),
        (
            {"kind": MeetingKind.EXTRAORDINARY},
            "Extraordinary meeting of October 2022",
            "13 October",
            "Thursday, 09:00 to 12:00",
        ),
        (
            {"precision": Precision.MONTH, "start_time": None, "end_time": None},
            "Meeting of October 2022",
            "October 2022",
            "The day is not set yet.",
        ),
    ],
)
def test_names_and_days(facts, title, leaf, line):
    row = meeting_row(make_meeting(date(2022, 10, 13), **facts), Audience.PUBLIC, "en", counts=False)
    assert (row.title, row.when.leaf, row.when.line.removesuffix(", Phnom Penh time")) == (title, leaf, line)


def test_the_next_meeting_is_the_first_that_is_on_until_its_day_is_over():
    today = make_meeting(date(2030, 3, 14), slug="2030-03")
    make_meeting(date(2030, 3, 10), state=MeetingState.POSTPONED)
    make_meeting(date(2030, 4, 1), slug="2030-04", precision=Precision.MONTH, start_time=None, end_time=None)
    late = datetime(2030, 3, 14, 16, 59, tzinfo=UTC)  # one minute to midnight in Phnom Penh
    assert next_meeting(Audience.PUBLIC, "en", now=late).slug == today.slug
    assert next_meeting(Audience.PUBLIC, "en", now=late.replace(hour=17)).slug == "2030-04"
    assert next_meeting(Audience.PUBLIC, "en", after=today.date).slug == "2030-04"


def test_notes_come_in_the_asked_language_or_say_which(meeting):
    item = make_item(meeting)
    for language, text in (("en", "Said."), ("km", "បាននិយាយ")):
        notes.write_note(item, by=SYSTEM, audience="public", language=language, text=text)
    shown = {
        code: [(note.lang, note.is_fallback) for note in public(meeting, code).items[0].notes]
        for code in ("en", "km", "fr")
    }
    assert shown == {"en": [("en", False)], "km": [("km", False)], "fr": [("en", True)]}
    notes.write_note(item, by=SYSTEM, audience="public", language="en", text="Said again.")
    assert public(meeting, "km").items[0].notes[0].behind == 1


def public(meeting, language):
    return view_for(meeting, Audience.PUBLIC, language, final=True)


def test_the_same_record_gives_the_same_bytes_on_any_day(meeting):
    agenda.add_item(meeting, by=SYSTEM, title_en="Welcome")
    first = canonical(view_for(meeting, "public", "en", final=True, now=datetime(2022, 10, 1, tzinfo=UTC)))
    again = canonical(view_for(meeting, "public", "en", final=True, now=datetime(2040, 10, 1, tzinfo=UTC)))
    assert first == again
    data = json.loads(first)
    assert data["attendance"]["recorded"] == (
        "Two representatives of two organisations took part. "
        "In addition: two guests, and further staff: at least four people."
    )
    assert [item["title"] for item in data["items"]] == [{"lang": "en", "text": "Welcome"}]


def test_a_frozen_text_says_what_is_said_in_its_own_language(meeting):
    notes.write_note(make_item(meeting), by=SYSTEM, audience="public", language="en", text="Said.")
    khmer = json.loads(minutes.frozen_text(meeting, "public", "km"))
    assert khmer["title"] == "កិច្ចប្រជុំលើកទី១"
    assert khmer["items"][0]["notes"] == [{"audience": "public", "html": "<p>Said.</p>", "lang": "en"}]


def test_hours_are_those_of_phnom_penh():
    view = public_view(make_meeting(date(2030, 3, 14), start_time=time(23, 30), end_time=time(23, 59)), "en")
    assert view.starts_at.isoformat() == "2030-03-14T23:30:00+07:00"
    assert view.starts_at.astimezone(UTC).date() == date(2030, 3, 14)
