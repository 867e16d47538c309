"""allauth, as the hub sets it up: password or code by mail, then the second factor where there is one."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.test import Client

from tests.builders import TOTP_SECRET, make_clerk, make_person, make_sign_in, totp_code

pytestmark = pytest.mark.django_db
PASSWORD = "paper boats on the Tonle Sap"


@pytest.fixture
def member():
    person = make_person()
    make_sign_in(person, PASSWORD)
    return person


@pytest.fixture
def clerk():
    person = make_clerk()
    make_sign_in(person, PASSWORD)
    TOTP.activate(person.user, TOTP_SECRET)
    RecoveryCodes.activate(person.user)
    return person


def signed_in(client):
    return "_auth_user_id" in client.session


def by_code(client, person, mailoutbox):
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mailoutbox[-1].body, re.MULTILINE).group()
    return client.post("/accounts/login/code/confirm/", {"code": code})


def test_password(client, member):
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert signed_in(client)


def test_wrong_password_keeps_the_address_and_says_so(client, member):
    page = client.post("/accounts/login/", {"login": member.email, "password": "wrong"})
    assert page.status_code == 200
    assert member.email in page.content.decode()
    assert not signed_in(client)


def test_code_by_mail(client, member, mailoutbox):
    by_code(client, member, mailoutbox)
    assert signed_in(client)


def test_code_for_an_unknown_address_looks_the_same(client, member, mailoutbox):
    known = client.post("/accounts/login/code/", {"email": member.email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@people.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("first", ["password", "code"])
def test_either_way_the_second_factor_is_asked_for(client, clerk, mailoutbox, first):
    if first == "code":
        response = by_code(client, clerk, mailoutbox)
    else:
        response = client.post("/accounts/login/", {"login": clerk.email, "password": PASSWORD})
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert signed_in(client)
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, clerk):
    code = clerk.user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        client.post("/accounts/login/", {"login": clerk.email, "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in(client) is expected
    assert client.get("/admin/").status_code == 302


def test_nobody_makes_a_sign_in_alone(client):
    page = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/", {"email": "x@people.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "password1" not in page.content.decode()
    assert not signed_in(client)
    assert not type(make_person(sign_in=True).user).objects.filter(email="x@people.example").exists()


def test_password_reset_by_mail_does_not_pass_the_second_factor(client, clerk, mailoutbox):
    client.post("/accounts/password/reset/", {"email": clerk.email})
    link = re.search(r"http\S+(/accounts/password/reset/key/\S+)", mailoutbox[-1].body).group(1)
    form = client.get(link, follow=True)
    new = "another long sentence of words"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert not signed_in(client)
    client.post("/accounts/login/", {"login": clerk.email, "password": new})
    assert not signed_in(client)


def test_password_reset_answers_alike_for_unknown_addresses(client, member):
    known = client.post("/accounts/password/reset/", {"email": member.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@people.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_sessions_are_listed_and_ended(client, member):
    other = Client()
    for each in (client, other):
        each.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert client.get("/accounts/sessions/").status_code == 200
    client.post("/accounts/sessions/")
    assert other.get("/en/my/account/").status_code == 302
    assert Session.objects.count() == 1


def test_guessing_is_slowed_down(client, member):
    for _attempt in range(6):
        page = client.post("/accounts/login/", {"login": member.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert not signed_in(client)
    assert page.status_code in (200, 429)


def test_an_unknown_address_is_not_mailed(client, mailoutbox):
    client.post("/accounts/login/code/", {"email": "nobody@people.example"})
    client.post("/accounts/password/reset/", {"email": "nobody@people.example"})
    assert mailoutbox == []


@pytest.mark.parametrize(("language", "word"), [("fr", "Bonjour"), ("km", "\u1780"), ("en", "Good day")])
def test_mails_come_in_the_persons_language_and_name_no_foreign_host(client, mailoutbox, language, word):
    person = make_person(language=language)
    make_sign_in(person, PASSWORD)
    client.post("/accounts/password/reset/", {"email": person.email}, HTTP_HOST="127.0.0.1")
    (mail,) = mailoutbox
    assert word in mail.body
    assert "http://localhost:8000/accounts/password/reset/key/" in mail.body
    assert "127.0.0.1" not in mail.body
