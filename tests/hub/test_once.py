"""A form sent twice does its work once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import Once, Setting
from hub.once import KEPT, done_before, forget, once
from tests.builders import make_person

pytestmark = pytest.mark.django_db


def put():
    return Setting.objects.put("seats.tried", 1, by=SYSTEM).pk


def test_the_same_form_again_gives_the_same_result_and_works_once():
    first = once("k" * 20, by=SYSTEM, do=put)
    again = once("k" * 20, by=SYSTEM, do=put)
    assert first == again
    assert Setting.objects.filter(key="seats.tried").count() == 1


def test_another_form_works_again():
    once("k" * 20, by=SYSTEM, do=put)
    once("l" * 20, by=SYSTEM, do=put)
    assert Setting.objects.filter(key="seats.tried").count() == 2


def test_what_is_refused_leaves_no_mark():
    def refuse():
        put()
        raise Refused("No.")

    with pytest.raises(Refused):
        once("k" * 20, by=SYSTEM, do=refuse)
    assert not Once.objects.exists()
    assert not Setting.objects.filter(key="seats.tried").exists()


def test_what_was_done_is_known_to_whoever_sent_it_alone():
    assert done_before("k" * 20, by=SYSTEM) is None
    first = once("k" * 20, by=SYSTEM, do=put)
    assert done_before("k" * 20, by=SYSTEM) == first
    assert done_before("k" * 20, by=make_person()) is None


def test_old_marks_are_forgotten():
    once("k" * 20, by=SYSTEM, do=put)
    assert forget(now=timezone.now()) == 0
    assert forget(now=timezone.now() + KEPT + timedelta(days=1)) == 1
