"""Rules that meetings are planned from, their standing items, and what a plan makes of them."""

from datetime import UTC, date, datetime, time

import pytest

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, Holiday
from hub.working_days import days_between
from meetings.actions import planning, series_planning
from meetings.actions import series as verbs
from meetings.enums import Audience, HolidayPolicy, ItemKind, Purpose, Week, Weekday
from meetings.models import Meeting, Series
from tests.builders import make_clerk, make_organisation, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
NOW = datetime(2027, 1, 4, 3, tzinfo=UTC)
FACTS = {
    "name_en": "Monthly",
    "nth": Week.SECOND,
    "weekday": Weekday.THURSDAY,
    "start_time": time(9),
    "end_time": time(12),
}


@pytest.fixture
def clerk():
    return make_clerk()


def make_series(**facts):
    return Series.objects.create(**{**FACTS, **facts})


def proposed(series, day):
    return series.proposed(day, days_between(date(2026, 1, 1), date(2028, 12, 31)))


def test_a_rule_names_its_days_from_a_day_on():
    series = make_series(nth=Week.LAST, months=[1, 2, 6], since=date(2027, 2, 1))
    assert series.days_from(TODAY, months=18) == [date(2027, 2, 25), date(2027, 6, 24), date(2028, 1, 27),
                                                  date(2028, 2, 24), date(2028, 6, 29)]  # fmt: skip
    assert make_series().days_from(date(2027, 1, 15), months=2) == [date(2027, 2, 11)]


# 14 May 2026, a Thursday, is the king's birthday; 24 September 2026, a Thursday, Constitution Day.
@pytest.mark.parametrize(
    ("policy", "day"),
    [
        (HolidayPolicy.WEEK_LATER, date(2026, 5, 21)),
        (HolidayPolicy.WEEK_EARLIER, date(2026, 5, 7)),
        (HolidayPolicy.NEXT_WORKING_DAY, date(2026, 5, 15)),
        (HolidayPolicy.SKIP, None),
        (HolidayPolicy.KEEP, date(2026, 5, 14)),
    ],
)
def test_each_policy_proposes_its_day(policy, day):
    assert proposed(make_series(holiday_policy=policy), date(2026, 5, 14)) == day
    assert proposed(make_series(holiday_policy=policy), date(2026, 6, 11)) == date(2026, 6, 11)


def test_a_shift_goes_on_past_further_holidays():
    Holiday.objects.create(date=date(2026, 5, 21), name_en="Special")
    assert proposed(make_series(), date(2026, 5, 14)) == date(2026, 5, 28)


def test_a_series_is_made_edited_and_removed_with_its_trail(clerk):
    series = verbs.make_series(by=clerk, facts=FACTS, today=TODAY)
    verbs.edit_series(series, by=clerk, facts={"nth": Week.LAST, "months": [3, 9]}, today=TODAY)
    verbs.edit_series(series, by=clerk, facts={"nth": Week.LAST}, today=TODAY)
    series.refresh_from_db()
    assert (series.nth, series.months) == (Week.LAST, [3, 9])
    verbs.remove_series(series, by=clerk)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "fields")) == [
        ("series.made", []),
        ("series.edited", ["nth", "months"]),
        ("series.removed", []),
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name_en": "\u202e "}, "name_en"),
        ({"end_time": time(9)}, "end_time"),
        ({"since": date(2028, 1, 1), "until": date(2027, 1, 1)}, "until"),
        ({"until": date(2026, 12, 31)}, "nth"),
        ({"since": date(2030, 6, 1)}, "nth"),
        # February 2027 to 2029 has no fifth Thursday.
        ({"nth": Week.FIFTH, "months": [2]}, "nth"),
        ({"since": date(2027, 5, 14), "until": date(2027, 6, 9)}, "nth"),
    ],
    ids=["no name", "hours", "ends first", "ended", "far", "no such week", "between two days"],
)
def test_a_rule_that_cannot_work_is_refused_by_field(clerk, facts, field):
    with pytest.raises(Refused) as refusal:
        verbs.make_series(by=clerk, facts=FACTS | facts, today=TODAY)
    assert refusal.value.field == field
    assert not Series.objects.exists()
    series = make_series()
    with pytest.raises(Refused):
        verbs.edit_series(series, by=clerk, facts=facts, today=TODAY)
    series.refresh_from_db()
    assert (series.name_en, series.months, series.until) == ("Monthly", [], None)


def test_a_series_that_made_meetings_stays(clerk):
    series = make_series()
    series_planning.plan_from_series(series, by=SYSTEM, year=2027, month=3)
    with pytest.raises(Refused, match="Give it a last day"):
        verbs.remove_series(series, by=clerk)


def test_standing_items_come_change_move_and_go(clerk):
    series, other = make_series(), make_series()
    first, second, third = (verbs.add_standing_item(series, by=clerk, title_en=title) for title in "ABC")
    verbs.add_standing_item(other, by=clerk, title_en="Elsewhere")
    verbs.move_standing_item(third, by=clerk, to=1)
    verbs.edit_standing_item(first, by=clerk, facts={"title_km": "ក", "minutes_allotted": 10})
    verbs.remove_standing_item(second, by=clerk)
    rows = series.standing_items.order_by("number").values_list("number", "title_en", "minutes_allotted")
    assert list(rows) == [(1, "C", None), (2, "A", 10)]
    assert other.standing_items.get().number == 1


@pytest.mark.parametrize("to", [0, 3, -1])
def test_no_standing_item_leaves_the_list(clerk, to):
    series = make_series()
    item = verbs.add_standing_item(series, by=clerk, title_en="A")
    verbs.add_standing_item(series, by=clerk, title_en="B")
    with pytest.raises(Refused, match="no such place"):
        verbs.move_standing_item(item, by=clerk, to=to)


def test_a_standing_item_needs_a_title_and_there_are_not_too_many(clerk):
    series = make_series()
    with pytest.raises(Refused, match="title"):
        verbs.add_standing_item(series, by=clerk, title_en=" \u202e")
    for number in range(verbs.MOST_ITEMS):
        verbs.add_standing_item(series, by=SYSTEM, title_en=f"Item {number}")
    with pytest.raises(Refused, match="at most"):
        verbs.add_standing_item(series, by=clerk, title_en="One more")


@pytest.mark.parametrize(
    "verb",
    [
        lambda series, item, by: verbs.make_series(by=by, facts=FACTS),
        lambda series, item, by: verbs.edit_series(series, by=by, facts={"nth": Week.FIRST}),
        lambda series, item, by: verbs.add_standing_item(series, by=by, title_en="B"),
        lambda series, item, by: verbs.edit_standing_item(item, by=by, facts={"title_en": "B"}),
        lambda series, item, by: verbs.move_standing_item(item, by=by, to=1),
        lambda series, item, by: verbs.remove_standing_item(item, by=by),
        lambda series, item, by: verbs.remove_series(series, by=by),
    ],
)
def test_only_the_secretariat_keeps_series(verb):
    series = make_series()
    item = verbs.add_standing_item(series, by=SYSTEM, title_en="A")
    with pytest.raises(Refused):
        verb(series, item, make_person())
    assert (Series.objects.count(), series.standing_items.get().title_en) == (1, "A")


def test_a_meeting_of_a_series_begins_with_its_standing_items(clerk):
    series, palms = make_series(), make_organisation()
    verbs.add_standing_item(
        series,
        by=clerk,
        title_en="Safety",
        title_km="សុវត្ថិភាព",
        purpose=Purpose.DECISION,
        minutes_allotted=15,
        presented_by=palms,
        audience=Audience.MEMBERS,
    )
    verbs.add_standing_item(series, by=clerk, title_en="Other business")
    meeting = series_planning.plan_from_series(series, by=clerk, year=2027, month=3, now=NOW)
    items = meeting.agenda_items.order_by("number")
    assert [(item.label, item.title_en, item.kind) for item in items] == [
        ("1", "Safety", ItemKind.STANDING),
        ("2", "Other business", ItemKind.STANDING),
    ]
    facts = ("title_km", "purpose", "minutes_allotted", "presented_by", "audience")
    assert [getattr(items[0], name) for name in facts] == ["សុវត្ថិភាព", "decision", 15, palms, "members"]
    assert not planning.plan_meeting(
        by=clerk, date=date(2027, 4, 1), start_time=time(9), end_time=time(10), now=NOW
    ).agenda_items.exists()


def test_a_holiday_shifts_the_plan_and_the_month_keeps_its_name(clerk):
    """The last Thursday of December 2026 is New Year's Eve; say that it and the 24th are holidays."""
    for day in (24, 31):
        Holiday.objects.create(date=date(2026, 12, day), name_en="Special")
    series = make_series(nth=Week.LAST)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    december = series_planning.plan_from_series(series, by=clerk, year=2026, month=12, now=now)
    assert (december.slug, december.date, december.moved_from) == ("2026-12", date(2027, 1, 7 + 7), None)
    january = series_planning.plan_from_series(series, by=clerk, year=2027, month=1, now=now)
    assert january.slug == "2027-01"


def test_many_are_planned_at_once_or_none(clerk):
    series = make_series()
    days = {date(2027, month, 1): series.day_in(2027, month) for month in (2, 3, 4)}
    assert len(series_planning.plan_ahead(series, by=clerk, days=days, now=NOW)) == 3
    assert list(Meeting.objects.in_order().values_list("slug", "date")) == [
        (f"{day:%Y-%m}", day) for day in days.values()
    ]
    with pytest.raises(Refused, match="already"):
        series_planning.plan_ahead(
            series,
            by=clerk,
            days={date(2027, 4, 1): date(2027, 4, 8), date(2027, 1, 1): date(2027, 1, 14)},
            now=NOW,
        )
    assert Meeting.objects.count() == 3


@pytest.mark.parametrize(
    ("facts", "month", "sentence"),
    [
        ({"months": [6]}, 3, "names no day"),
        ({"nth": 1, "weekday": 3, "holiday_policy": HolidayPolicy.SKIP}, 1, "public holiday"),
    ],
)
def test_a_month_without_a_day_is_refused(facts, month, sentence):
    Holiday.objects.create(date=date(2027, 1, 7), name_en="Victory")
    with pytest.raises(Refused, match=sentence):
        series_planning.plan_from_series(make_series(**facts), by=SYSTEM, year=2027, month=month)
