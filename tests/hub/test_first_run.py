"""The link of the first administrator: good for one person, once, while nobody can sign in."""

import threading

import pytest
from django.db import connections

from hub import first_run
from hub.models import Setting
from tests.builders import make_person

pytestmark = pytest.mark.django_db


def test_token_is_good_until_it_is_spent():
    token = first_run.issue_token()
    assert [first_run.check_token(token), first_run.check_token(token)] == [True, True]
    assert [first_run.spend_token(token), first_run.spend_token(token)] == [True, False]
    assert first_run.check_token(token) is False


def test_only_the_last_token_is_good():
    earlier, last = first_run.issue_token(), first_run.issue_token()
    assert (first_run.check_token(earlier), first_run.check_token(last)) == (False, True)


@pytest.mark.parametrize("token", ["", "spent", "x" * 43])
def test_invented_token_is_not_good(token):
    assert first_run.check_token(token) is False
    first_run.issue_token()
    assert first_run.check_token(token) is False


def test_token_is_of_no_use_once_somebody_can_sign_in():
    token = first_run.issue_token()
    make_person(sign_in=True)
    assert (first_run.is_needed(), first_run.check_token(token), first_run.spend_token(token)) == (False,) * 3


def test_the_token_itself_is_not_kept():
    token = first_run.issue_token()
    assert token not in str(list(Setting.objects.values_list("value", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_spends_it():
    token, spent = first_run.issue_token(), []

    def spend():
        spent.append(first_run.spend_token(token))
        connections.close_all()

    threads = [threading.Thread(target=spend) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(spent) == [False] * 5 + [True]
