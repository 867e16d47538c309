import pytest
from django.contrib.auth.models import AnonymousUser

from members.context import people
from tests.builders import make_clerk, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "expected"), [(make_clerk, True), (lambda: make_person(sign_in=True), False)]
)
def test_the_menu_knows_the_secretariat(rf, who, expected):
    request = rf.get("/")
    request.user = who().user
    assert bool(people(request)["is_secretariat"]) is expected


def test_nobody_costs_no_query(rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert not people(request)["is_secretariat"]
        assert not people(rf.get("/"))["is_secretariat"]
