"""When each item begins."""

from datetime import UTC, datetime

from meetings.public.agenda_times import slots

NINE, TEN = datetime(2030, 3, 14, 9, tzinfo=UTC), datetime(2030, 3, 14, 10, tzinfo=UTC)


def test_each_begins_where_the_one_before_ends():
    found = slots([5, None, 55, 10, None], NINE, TEN)
    assert [one.begins.strftime("%H:%M") for one in found] == ["09:00", "09:05", "09:05", "10:00", "10:10"]
    assert [one.sum for one in found] == [5, 5, 60, 70, 70]
    assert [one.over for one in found] == [False, False, False, True, False]


def test_without_hours_there_are_only_sums():
    assert [(one.begins, one.sum, one.over) for one in slots([5, 10], None, None)] == [
        (None, 5, False),
        (None, 15, False),
    ]
    assert slots([], NINE, TEN) == []
