"""The secretariat's screens of series: rules, standing items, and a year planned in one go."""

from datetime import date, time

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.models import Holiday
from meetings.actions import series as verbs
from meetings.actions import series_planning
from meetings.enums import HolidayPolicy
from meetings.forms.days import series_days
from meetings.models import Meeting, Series
from tests.builders import make_clerk, make_organisation, sign_in

pytestmark = pytest.mark.django_db
RULE = {
    "name_en": "Monthly",
    "nth": "2",
    "weekday": "3",
    "months": [str(month) for month in range(1, 13)],
    "start_time": "09:00",
    "end_time": "12:00",
    "holiday_policy": "week_later",
}


@pytest.fixture
def clerk():
    return make_clerk()


@pytest.fixture
def desk(client, clerk):
    return sign_in(client, clerk)


def make_series(**facts):
    facts = {"name_en": "Monthly", "nth": 2, "weekday": 3, **facts}
    return Series.objects.create(start_time=time(9), end_time=time(12), **facts)


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


def lines_of(series):
    return series_days(series, today=timezone.localdate(), months=12, most=12)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_every_number_of_series(desk, django_assert_num_queries, rows):
    for number in range(rows):
        make_series(name_en=f"Series {number}")
    desk.get(address("series_list"))
    with django_assert_num_queries(4):
        page = desk.get(address("series_list")).content.decode()
    assert page.count("Second Thursday of the month") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_series_costs_the_same_for_every_number_of_items_and_meetings(
    desk, clerk, django_assert_num_queries, rows
):
    series, palms = make_series(), make_organisation("Palms")
    for line in lines_of(series)[:rows]:
        verbs.add_standing_item(series, by=clerk, title_en=f"Item of {line.day}", presented_by=palms)
    for line in lines_of(series)[:rows]:
        series_planning.plan_from_series(series, by=clerk, year=line.day.year, month=line.day.month)
    desk.get(address("series", series.pk))
    with django_assert_num_queries(8):
        page = desk.get(address("series", series.pk)).content.decode()
    assert page.count("Item of ") >= rows
    with django_assert_num_queries(7):
        assert desk.get(address("series_plan", series.pk)).status_code == 200


@pytest.mark.parametrize(
    ("path", "facts", "words"),
    [
        ("en", {"nth": -1, "weekday": 0, "months": [3, 9]}, "Last Monday of the month, in March, September"),
        ("en", {"nth": 5}, "Fifth Thursday of the month, where there is one"),
    ],
)
def test_a_rule_reads_as_a_sentence(desk, path, facts, words):
    series = make_series(**facts)
    assert words in desk.get(f"/{path}/secretariat/series/{series.pk}/").content.decode()


def test_a_series_is_made_once_however_often_it_is_sent(desk):
    key = desk.get(address("series_new")).context["form"]["once_key"].value()
    answers = [desk.post(address("series_new"), {**RULE, "once_key": key}) for _ in "12"]
    series = Series.objects.get()
    assert {answer.url for answer in answers} == {address("series", series.pk)}
    assert (series.months, series.holiday_policy) == ([], HolidayPolicy.WEEK_LATER)


def test_looking_at_the_days_makes_nothing_and_keeps_the_form(desk):
    answer = desk.post(address("series_new"), {**RULE, "look": "1"})
    assert len(answer.context["days"]) == 12
    assert 'value="Monthly"' in answer.content.decode()
    assert not Series.objects.exists()


@pytest.mark.parametrize("look", [{}, {"look": "1"}])
@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"until": "2020-01-01"}, "nth", "names no day in the next three years"),
        ({"months": []}, "months", "at least one month"),
        ({"months": ["13"]}, "months", "valid"),
        ({"name_en": " "}, "name_en", "at least one language"),
        ({"end_time": "08:00"}, "end_time", "after it begins"),
        ({"nth": "7"}, "nth", "valid"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_and_kept(desk, facts, field, sentence, look):
    answer = desk.post(address("series_new"), {**RULE, "until": "2077-07-07", **facts, **look})
    assert "until" in facts or "2077-07-07" in answer.content.decode()
    assert sentence in answer.context["form"].errors[field][0]
    assert not Series.objects.exists()


def test_a_changed_rule_leaves_planned_meetings_alone(desk, clerk):
    series = make_series()
    line = lines_of(series)[2]
    meeting = series_planning.plan_from_series(
        series, by=clerk, year=line.day.year, month=line.day.month, day=line.day
    )
    facts = {**RULE, "nth": "-1", "months": ["6", "12"]}
    assert desk.post(address("series_edit", series.pk), facts).status_code == 302
    series.refresh_from_db()
    meeting.refresh_from_db()
    assert (series.nth, series.months, meeting.date) == (-1, [6, 12], line.day)


def test_a_series_goes_only_while_no_meeting_came_from_it(desk, clerk):
    used, unused = make_series(), make_series()
    line = lines_of(used)[3]
    series_planning.plan_from_series(used, by=clerk, year=line.day.year, month=line.day.month, day=line.day)
    said = desk.post(address("series_remove", used.pk), follow=True).content.decode()
    assert "Give it a last day to end it." in said
    desk.post(address("series_remove", unused.pk))
    assert list(Series.objects.all()) == [used]


def test_standing_items_by_plain_forms(desk):
    series = make_series()
    item = {"purpose": "information", "audience": "public"}
    for title in ("Opening", "Safety", "Closing"):
        desk.post(address("series", series.pk), {**item, "title_en": title})
    desk.post(address("standing_item_place", series.pk, 3), {"to": "up"})
    desk.post(address("standing_item_place", series.pk, 1), {"to": "remove"})
    desk.post(address("standing_item", series.pk, 2), {**item, "title_en": "Safety first"})
    assert list(series.standing_items.values_list("number", "title_en")) == [
        (1, "Closing"),
        (2, "Safety first"),
    ]
    refused = desk.post(address("standing_item_place", series.pk, 1), {"to": "up"}, follow=True)
    assert "There is no such place" in refused.content.decode()
    empty = desk.post(address("series", series.pk), {**item, "minutes_allotted": "17"})
    assert 'value="17"' in empty.content.decode()
    assert series.standing_items.count() == 2


def plan_facts(lines, *chosen):
    """What the browser sends: the proposed days, and ticks on the chosen lines."""
    facts = {}
    for number, line in enumerate(lines):
        facts[f"{line.day:%Y-%m}-date"] = (line.proposed or line.day).isoformat()
        if number in chosen:
            facts[f"{line.day:%Y-%m}-chosen"] = "on"
    return facts


def test_the_ticked_months_are_planned_in_one_go_and_once(desk):
    series = make_series()
    verbs.add_standing_item(series, by=make_clerk(), title_en="Opening")
    lines = lines_of(series)
    page = desk.get(address("series_plan", series.pk))
    key = page.context["form"]["once_key"].value()
    facts = {**plan_facts(lines, 1, 2, 4), "once_key": key}
    for _ in "12":
        assert desk.post(address("series_plan", series.pk), facts).url == address("series", series.pk)
    planned = Meeting.objects.in_order()
    assert [meeting.slug for meeting in planned] == [f"{lines[at].day:%Y-%m}" for at in (1, 2, 4)]
    assert [meeting.agenda_items.count() for meeting in planned] == [1, 1, 1]
    again = desk.get(address("series_plan", series.pk)).context["form"]
    assert len(again.months) == len(lines) - 3


def test_a_holiday_is_proposed_its_shift_and_a_day_typed_on_a_holiday_is_asked_about(desk):
    series = make_series()
    lines = lines_of(series)
    plain = next(line for line in lines[1:] if line.holiday is None)
    Holiday.objects.create(date=plain.day, name_en="Special <day>")
    lines = lines_of(series)
    at = next(number for number, line in enumerate(lines) if line.day == plain.day)
    page = desk.get(address("series_plan", series.pk)).content.decode()
    assert "Special &lt;day&gt;" in page
    assert f'value="{lines[at].proposed.isoformat()}"' in page
    month = f"{plain.day:%Y-%m}"
    facts = plan_facts(lines, at) | {f"{month}-date": plain.day.isoformat()}
    asked = desk.post(address("series_plan", series.pk), facts).content.decode()
    assert f'name="{month}-keep_day" value="{plain.day.isoformat()}"' in asked
    assert "Your choices are kept." in asked
    assert not Meeting.objects.exists()
    desk.post(address("series_plan", series.pk), {**facts, f"{month}-keep_day": plain.day.isoformat()})
    assert Meeting.objects.get().date == plain.day


def test_one_tap_takes_the_proposed_day(desk):
    series = make_series(holiday_policy=HolidayPolicy.NEXT_WORKING_DAY)
    line = lines_of(series)[1]
    month = f"{line.day:%Y-%m}"
    facts = plan_facts([line], 0) | {f"{month}-take_day": (line.proposed).isoformat()}
    desk.post(address("series_plan", series.pk), facts | {f"{month}-date": "2020-01-01"})
    assert Meeting.objects.get().date == line.proposed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Choose the day."),
        ("2020-01-01", "This day is over."),
        ("2099-01-01", "far from its month"),
        ("9999-12-31", "far from its month"),
        ("soon", "valid date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_month(desk, text, sentence):
    series = make_series()
    lines = lines_of(series)
    facts = plan_facts(lines, 1, 2) | {f"{lines[1].day:%Y-%m}-date": text}
    form = desk.post(address("series_plan", series.pk), facts).context["form"]
    month = form.months[lines[1]]
    assert sentence in month.errors["date"][0]
    assert not Meeting.objects.exists()


def test_nothing_ticked_and_one_day_twice_are_refused(desk):
    series = make_series()
    lines = lines_of(series)
    form = desk.post(address("series_plan", series.pk), plan_facts(lines)).context["form"]
    assert form.non_field_errors() == ["Choose at least one month."]
    same = {f"{line.day:%Y-%m}-date": lines[2].proposed.isoformat() for line in lines[1:3]}
    form = desk.post(address("series_plan", series.pk), plan_facts(lines, 1, 2) | same).context["form"]
    assert form.non_field_errors() == ["Two meetings would be on the same day. Change one of them."]


def test_a_series_that_keeps_its_day_is_not_asked_and_one_that_skips_is_not_ticked(desk):
    keep, skip = (make_series(holiday_policy=policy) for policy in (HolidayPolicy.KEEP, HolidayPolicy.SKIP))
    line = lines_of(keep)[1]
    Holiday.objects.create(date=line.day, name_en="Special")
    lines = lines_of(keep)
    desk.post(address("series_plan", keep.pk), plan_facts(lines, 1))
    assert Meeting.objects.get().date == line.day
    form = desk.get(address("series_plan", skip.pk)).context["form"]
    ticked = {one.day: month["chosen"].value() for one, month in form.months.items()}
    assert not ticked[line.day]


def test_a_series_that_has_ended_plans_nothing(desk):
    series = make_series(until=date(2020, 1, 1))
    page = desk.get(address("series_plan", series.pk)).content.decode()
    assert "names no day in the coming twelve months" in page
    assert "names no more days" in desk.get(address("series", series.pk)).content.decode()
    assert "This series has ended." in desk.get(address("series_list")).content.decode()
