"""SQL is kept, rows are not."""

from datetime import date

import pytest
from django.utils import timezone

from hub.compiled import Compiled
from hub.models import Version


def since(*, name, day):
    return Version.objects.filter(name=name, changed_at__date__gte=day).values_list("number", "changed_at")


@pytest.mark.django_db
def test_every_call_asks_the_database(django_assert_num_queries):
    found = Compiled(since, name="the name", day=date(1, 1, 1))
    today = timezone.localdate()
    assert found.rows(name="a", day=today) == []
    Version.objects.bump("a")
    expected = list(since(name="a", day=today))
    assert len(expected) == 1
    for _again in range(2):
        with django_assert_num_queries(1):
            assert found.rows(name="a", day=today) == expected
    assert found.rows(name="b", day=today) == []
    assert found.rows(name="a", day=date(9999, 1, 1)) == []
    Version.objects.all().delete()
    assert found.rows(name="a", day=today) == []


@pytest.mark.django_db
def test_the_query_is_built_once():
    built = []
    found = Compiled(lambda **names: built.append(1) or since(**names), name="the name", day=date(1, 1, 1))
    for name in ("a", "b", "c' OR 1=1 --", "%s"):
        assert found.rows(name=name, day=timezone.localdate()) == []
    assert built == [1]


@pytest.mark.django_db
def test_values_and_stand_ins_must_fit():
    found = Compiled(since, name="the name", day=date(1, 1, 1))
    with pytest.raises(TypeError, match="asked with"):
        found.rows(name="a")
    lost = Compiled(lambda name: Version.objects.values_list("name"), name="the name")
    with pytest.raises(TypeError, match="not in the query"):
        lost.rows(name="a")
