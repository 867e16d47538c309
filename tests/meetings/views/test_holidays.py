"""The secretariat's screen of public holidays: a year by months, and a day entered, moved or taken off."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hub.models import AuditEntry, Holiday
from hub.working_days import holiday_on
from tests.builders import make_clerk, make_meeting, sign_in

pytestmark = pytest.mark.django_db
VICTORY, ORDINARY = date(2090, 1, 7), date(2090, 1, 11)


@pytest.fixture
def desk(client):
    return sign_in(client, make_clerk())


def year(number=2090):
    return f"{reverse('meetings:holidays')}?year={number}"


def day(when):
    return reverse("meetings:holiday", args=[when.isoformat()])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_year_costs_the_same_whatever_is_on_it(desk, django_assert_num_queries, rows):
    for number in range(rows):
        Holiday.objects.create(date=ORDINARY + timedelta(days=number), name_en=f"Special {number}")
        make_meeting(ORDINARY + timedelta(days=number))
    desk.get(year())
    with django_assert_num_queries(5):
        page = desk.get(year()).content.decode()
    assert page.count("A meeting is on this day.") == rows
    assert "Day of Victory over the Genocidal Regime" in page


@pytest.mark.parametrize(
    ("path", "name"), [("km", "ទិវាជ័យជម្នះ"), ("fr", "Jour de la Victoire"), ("en", "Day of Victory")]
)
def test_the_year_is_in_the_language_of_the_page(desk, path, name):
    assert name in desk.get(f"/{path}/secretariat/holidays/?year=2027").content.decode()


@pytest.mark.parametrize("asked", ["", "1066", "9999", "²²²²", "next", "-999"])
def test_a_year_that_is_none_is_this_one(desk, asked):
    assert desk.get(year(asked)).status_code == 200


def test_estimates_and_what_was_entered_are_told_apart(desk):
    Holiday.objects.create(date=VICTORY, is_working_day=True, source="Sub-decree 12")
    Holiday.objects.create(date=ORDINARY, name_en="<b>Special</b>", source="Sub-decree 13")
    page = desk.get(year()).content.decode()
    assert "<s>Day of Victory over the Genocidal Regime</s>" in page
    assert "&lt;b&gt;Special&lt;/b&gt;" in page
    assert all(text in page for text in ("taken off", "entered here", "estimate", "Sub-decree 12"))


def test_a_day_is_entered_and_leads_to_its_year(desk):
    facts = {"date": "2091-03-05", "name_km": "ថ្ងៃឈប់សម្រាកសងជំនួស", "source": "Sub-decree 14"}
    assert desk.post(year(), facts).url == year(2091)
    assert holiday_on(date(2091, 3, 5)).name_km == facts["name_km"]
    assert AuditEntry.objects.filter(verb="holiday.entered").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"source": "Kept words"}, "date"),
        ({"date": "2090-02-30", "source": "Kept words"}, "date"),
        ({"date": "2090-01-11", "source": "Kept words"}, "name_en"),
    ],
)
def test_what_was_typed_is_kept_when_a_day_is_refused(desk, facts, field):
    answer = desk.post(year(), facts)
    assert field in answer.context["form"].errors
    assert "Kept words" in answer.content.decode()
    assert not Holiday.objects.exists()


def test_a_day_is_renamed_taken_off_and_put_back(desk):
    form = desk.get(day(VICTORY)).context["form"]
    assert form["name_fr"].value() == "Jour de la Victoire sur le régime génocidaire"
    desk.post(day(VICTORY), {"becomes": "holiday", "name_en": "Victory", "source": "Sub-decree 12"})
    assert holiday_on(VICTORY).name_en == "Victory"
    desk.post(day(VICTORY), {"becomes": "working", "source": "Sub-decree 13"})
    assert holiday_on(VICTORY) is None
    assert "an ordinary working day" in desk.get(day(VICTORY)).content.decode()
    desk.post(reverse("meetings:holiday_remove", args=[VICTORY.isoformat()]))
    assert holiday_on(VICTORY).name_en == "Day of Victory over the Genocidal Regime"


def test_a_holiday_moves_into_another_year(desk):
    peace = date(2090, 12, 29)
    assert desk.post(day(peace), {"becomes": "moved", "to": "2091-01-03"}).url == year(2091)
    assert (holiday_on(peace), holiday_on(date(2091, 1, 3)).name_en) == (None, "Peace Day in Cambodia")


@pytest.mark.parametrize(("to", "sentence"), [("", "Choose the day"), ("2090-01-01", "already")])
def test_a_move_to_nowhere_is_refused(desk, to, sentence):
    answer = desk.post(day(VICTORY), {"becomes": "moved", "to": to, "source": "Kept words"})
    assert sentence in answer.context["form"].errors["to"][0]
    assert "Kept words" in answer.content.decode()
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("text", ["1", "2090-13-01", "2090-1-1x", "today"])
def test_a_day_that_is_none_is_no_page(desk, text):
    assert desk.get(f"/en/secretariat/holidays/{text}/").status_code == 404
