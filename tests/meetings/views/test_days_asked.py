"""A day off is not taken silently: the plan and the move ask, propose, and keep what was chosen knowingly."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import translation

from hub.models import Holiday
from meetings.enums import HolidayPolicy, MeetingState
from meetings.models import Meeting, Series
from tests.builders import make_clerk, make_meeting, sign_in

pytestmark = pytest.mark.django_db
PLAN = {
    "kind": "ordinary",
    "mode": "in_person",
    "precision": "day",
    "audience": "public",
    "regime": "by_organisation",
    "start_time": "09:00",
    "end_time": "12:00",
    "summary_en": "Kept words",
}
MOVE = {"start_time": "09:00", "end_time": "12:00"}
INDEPENDENCE, WEEK_LATER = "2028-11-09", "2028-11-16"  # Thursdays
SATURDAY, MONDAY = "2028-11-18", "2028-11-20"


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


@pytest.fixture
def series():
    return Series.objects.create(name_en="Monthly", nth=2, weekday=3, start_time=time(9), end_time=time(12))


@pytest.mark.parametrize(
    ("facts", "said", "proposed"),
    [
        ({"date": INDEPENDENCE}, "public holiday: National Independence Day.", "2028-11-10"),
        ({"date": SATURDAY}, "Saturday 18 November 2028 is not a working day.", MONDAY),
        ({"date": INDEPENDENCE, "with_series": True}, "National Independence Day", WEEK_LATER),
        ({"month": "2028-11", "with_series": True}, "National Independence Day", WEEK_LATER),
    ],
)
def test_planning_asks_proposes_and_keeps_what_was_typed(desk, series, facts, said, proposed):
    facts = {**PLAN, **facts}
    if facts.pop("with_series", False):
        facts["series"] = series.pk
    page = desk.post(reverse("meetings:plan"), facts).content.decode()
    assert said in page
    assert f'name="take_day" value="{proposed}"' in page
    assert "Kept words" in page
    assert not Meeting.objects.exists()
    desk.post(reverse("meetings:plan"), {**facts, "take_day": proposed})
    assert Meeting.objects.get().date == date.fromisoformat(proposed)


def test_a_day_off_is_kept_knowingly_and_only_that_day(desk):
    other = {**PLAN, "date": INDEPENDENCE, "keep_day": "2028-11-10"}
    assert "take_day" in desk.post(reverse("meetings:plan"), other).content.decode()
    desk.post(reverse("meetings:plan"), {**PLAN, "date": INDEPENDENCE, "keep_day": INDEPENDENCE})
    assert Meeting.objects.get().date == date(2028, 11, 9)


def test_a_kept_day_stays_kept_when_something_else_is_wrong(desk):
    facts = {**PLAN, "date": INDEPENDENCE, "keep_day": INDEPENDENCE, "end_time": "08:00"}
    page = desk.post(reverse("meetings:plan"), facts).content.decode()
    assert f'<input type="hidden" name="keep_day" value="{INDEPENDENCE}">' in page


def test_an_estimate_says_that_it_is_one(desk):
    page = desk.post(reverse("meetings:plan"), {**PLAN, "date": "2028-04-13"}).content.decode()
    assert "the sub-decree of the year has the last word" in page
    fixed = desk.post(reverse("meetings:plan"), {**PLAN, "date": INDEPENDENCE}).content.decode()
    assert "the sub-decree of the year has the last word" not in fixed


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("km", "ពិធីបុណ្យឯករាជ្យជាតិ"), ("fr", "Fête de l’Indépendance")],
)
def test_the_holiday_is_named_in_the_language_of_the_page(desk, path, sentence):
    with translation.override(path):
        address = reverse("meetings:plan")
        assert sentence in desk.post(address, {**PLAN, "date": INDEPENDENCE}).content.decode()


def test_a_series_that_meets_on_saturdays_is_not_asked_why(desk, series):
    series.weekday = 5
    series.save()
    desk.post(reverse("meetings:plan"), {**PLAN, "date": SATURDAY, "series": series.pk})
    assert Meeting.objects.get().date == date(2028, 11, 18)


def test_a_shift_into_the_next_month_keeps_the_name_of_its_own(desk, series):
    Holiday.objects.create(date=date(2028, 11, 30), name_en="Special")
    series.nth = -1
    series.save()
    facts = {**PLAN, "series": series.pk, "month": "2028-11", "take_day": "2028-12-07"}
    desk.post(reverse("meetings:plan"), facts)
    meeting = Meeting.objects.get()
    assert (meeting.slug, meeting.date) == ("2028-11", date(2028, 12, 7))


def test_moving_to_a_day_off_asks_then_previews_and_keeps_the_uid(desk, series):
    series.holiday_policy = HolidayPolicy.WEEK_EARLIER
    series.save()
    meeting = make_meeting(date(2028, 10, 26), series=series)
    address = reverse("meetings:move", args=[meeting.slug])
    asked = desk.post(address, {**MOVE, "date": INDEPENDENCE})
    # A week earlier is the Water Festival.
    assert 'name="take_day" value="2028-10-26"' in asked.content.decode()
    chosen = {**MOVE, "date": INDEPENDENCE, "keep_day": INDEPENDENCE}
    preview = desk.post(address, chosen)
    assert f'name="keep_day" value="{INDEPENDENCE}"' in preview.content.decode()
    desk.post(address, {**chosen, "seen": preview.context["effect"].seen})
    moved = Meeting.objects.get()
    assert (moved.uid, moved.date, moved.moved_from) == (meeting.uid, date(2028, 11, 9), date(2028, 10, 26))


def test_taking_the_proposed_day_goes_through_the_preview_and_back(desk):
    meeting = make_meeting(date(2028, 11, 2))
    address = reverse("meetings:move", args=[meeting.slug])
    taken = {**MOVE, "date": SATURDAY, "take_day": MONDAY}
    preview = desk.post(address, taken)
    assert preview.context["changes"][0]["after"] == "20 November 2028"
    back = desk.post(address, {**taken, "back": "1"})
    assert back.context["form"]["date"].value() == MONDAY


def test_other_hours_on_a_day_that_was_kept_ask_nothing(desk):
    meeting = make_meeting(date.fromisoformat(INDEPENDENCE))
    address = reverse("meetings:move", args=[meeting.slug])
    assert "effect" in desk.post(address, {**MOVE, "start_time": "10:00", "date": INDEPENDENCE}).context


def test_moving_into_the_past_is_refused_unless_it_took_place(desk):
    meeting = make_meeting(date(2090, 11, 2))
    address = reverse("meetings:move", args=[meeting.slug])
    page = desk.post(address, {**MOVE, "date": "2020-01-01"}).content.decode()
    assert "This day is over." in page
    assert 'name="took_place"' in page
    assert 'name="took_place"' not in desk.get(address).content.decode()
    assert "effect" in desk.post(address, {**MOVE, "date": "2020-01-01", "took_place": "on"}).context


def test_planning_what_took_place_does_not_lie_ahead(desk):
    facts = {**PLAN, "date": "2089-11-03", "took_place": "on"}
    assert desk.post(reverse("meetings:plan"), facts).context["form"].errors["took_place"]
    desk.post(reverse("meetings:plan"), {**facts, "date": "2020-01-01"})  # a holiday, and it took place
    assert Meeting.objects.get().date == date(2020, 1, 1)


def test_a_plan_sent_twice_is_one_meeting(desk):
    key = desk.get(reverse("meetings:plan")).context["form"]["once_key"].value()
    answers = [
        desk.post(reverse("meetings:plan"), {**PLAN, "date": "2028-11-16", "once_key": key}) for _ in "12"
    ]
    assert Meeting.objects.count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.PLANNED])
def test_a_move_over_new_year_says_what_stays(desk, state):
    meeting = make_meeting(date(2028, 12, 14), slug="2028-12", state=state)
    address = reverse("meetings:move", args=["2028-12"])
    sentence = "It comes into 2029: its address stays 2028-12"
    answer = desk.post(address, {**MOVE, "date": "2029-01-18"}, follow=True)
    assert sentence in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.date.year == (2028 if state == MeetingState.ANNOUNCED else 2029)


def test_an_edit_that_changes_nothing_says_so(desk):
    meeting = make_meeting(date(2028, 12, 14))
    facts = {key: PLAN[key] for key in ("kind", "mode", "audience", "regime")} | {"place_is_public": "on"}
    answer = desk.post(reverse("meetings:meeting_edit", args=[meeting.slug]), facts, follow=True)
    page = answer.content.decode()
    assert "Nothing was changed." in page
    assert "The meeting is changed." not in page


def test_the_desk_says_that_a_day_became_a_holiday(desk):
    meeting = make_meeting(date(2028, 12, 14))
    address = reverse("meetings:desk", args=[meeting.slug])
    assert "on a public holiday" not in desk.get(address).content.decode()
    Holiday.objects.create(date=meeting.date, name_en="Special <day>", source="Sub-decree 12")
    page = desk.get(address).content.decode()
    assert "This meeting is on a public holiday." in page
    assert "Special &lt;day&gt; (Sub-decree 12)" in page
