"""Passwords of calendar programs: made once per form, kept hashed, revoked for good, guessed at in vain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hub.errors import Refused
from hub.models import AuditEntry, FailedAttempts, attempt_key
from members.actions.app_passwords import (
    MOST_FAILURES,
    MOST_FAILURES_OF_SOURCE,
    MOST_PASSWORDS,
    WINDOW,
    TooManyAttempts,
    check_app_password,
    forget_attempts,
    make_app_password,
    note_use,
    principal_name,
    revoke_app_password,
)
from members.actions.calendar_keys import new_nonce
from members.models import AppPassword
from tests.builders import make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HERE = "192.0.2.1"


def make(person, **facts):
    return make_app_password(person, name="phone", by=person, **facts)


def check(username, password, *, source=HERE, now=NOW):
    return check_app_password(username, password, source=source, now=now)


def fail(username="sok@people.example", *, times, source=HERE, now=NOW):
    for _time in range(times):
        assert check(username, "wrong", source=source, now=now) is None


def test_the_secret_is_not_kept():
    person = make_person()
    row, secret = make(person)
    assert secret not in str(AppPassword.objects.values().get())
    assert AuditEntry.objects.about(row).get().verb == "app_password.made"
    assert secret not in str(AuditEntry.objects.values())


def test_one_form_makes_one_password_and_two_forms_make_two():
    person, nonce = make_person(), new_nonce()
    assert make(person, nonce=nonce) == make(person, nonce=nonce)
    assert make(person)[1] != make(person)[1]
    assert make(make_person(), nonce=nonce)[1] != make(person, nonce=nonce)[1]


def test_the_number_of_passwords_has_an_end():
    person = make_person()
    for _one in range(MOST_PASSWORDS):
        row, _secret = make(person)
    with pytest.raises(Refused, match="twenty"):
        make(person)
    revoke_app_password(row, by=person)
    make(person)


def test_revoking_twice_is_once():
    person = make_person()
    row, _secret = make(person)
    first = revoke_app_password(row, by=person).revoked_at
    assert revoke_app_password(row, by=person, now=NOW + timedelta(days=1)).revoked_at == first
    assert AuditEntry.objects.about(row).count() == 2


def test_it_opens_by_either_name_and_however_it_is_typed(django_assert_num_queries):
    person = make_person(email="Sok.Dara@people.example")
    row, secret = make(person)
    typed = "-".join(secret[start : start + 4] for start in range(0, 26, 4)).upper()
    for name in ("sok.dara@PEOPLE.example", " Sok.Dara@people.example", principal_name(person)):
        with django_assert_num_queries(1):
            assert check(name, secret) == row
        assert check(name, typed) == row
    assert note_use(row, now=NOW, user_agent="DAVx5/4.4")
    assert AppPassword.objects.get().client == "Android"


def test_it_opens_nobody_else():
    person, other = make_person(), make_person()
    _row, secret = make(person)
    assert check(other.email, secret) is None
    assert check(principal_name(other), secret) is None
    assert check("", secret) is None
    without = make_person(email="")
    _row, secret = make(without)
    assert check("", secret) is None


def test_a_revoked_one_or_one_of_somebody_deactivated_is_wrong_but_never_counted():
    person = make_person()
    row, secret = make(person)
    revoke_app_password(row, by=person)
    for _again in range(MOST_FAILURES + 5):
        assert check(person.email, secret) is None
    gone = make_person(is_active=False)
    assert check(gone.email, make(gone)[1]) is None
    assert not FailedAttempts.objects.exists()


def test_after_too_many_failures_only_the_right_one_opens():
    person = make_person()
    row, secret = make(person)
    fail(person.email, times=MOST_FAILURES)
    with pytest.raises(TooManyAttempts) as refused:
        check(person.email.upper(), "wrong", now=NOW + timedelta(minutes=4))
    assert refused.value.seconds == 360
    assert check(person.email, secret) == row
    assert check(person.email, "wrong", source="192.0.2.2") is None
    fail("somebody.else@people.example", times=1)
    later = NOW + WINDOW + timedelta(seconds=1)
    assert check(person.email, "wrong", now=later) is None
    assert (forget_attempts(now=later), FailedAttempts.objects.count()) == (3, 2)


def test_one_address_cannot_try_names_without_end():
    for number in range(MOST_FAILURES_OF_SOURCE):
        fail(f"{number}@people.example", times=1)
    with pytest.raises(TooManyAttempts):
        check("one.more@people.example", "wrong")


def test_counts_keep_no_address_and_no_name():
    fail(times=1)
    assert HERE not in str(FailedAttempts.objects.values())
    assert "sok" not in str(FailedAttempts.objects.values())


@pytest.mark.django_db(transaction=True)
def test_no_failure_is_lost_when_many_come_at_once():
    def one(_number):
        try:
            return FailedAttempts.objects.add(attempt_key("test"), now=NOW, window=WINDOW).count
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(24))) == list(range(1, 25))
