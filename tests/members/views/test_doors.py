"""Every form that could sign somebody in by password alone gets the right password of a TOTP user, and nowhere."""

import base64

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.builders import TOTP_SECRET, make_clerk, make_sign_in, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "paper boats on the Tonle Sap"
LANGUAGES = ("en", "km", "fr")
SIGN_IN = ["/admin/login/", "/admin/login/?next=/admin/pages/"]
SIGN_IN += [f"/{code}/_util/login/" for code in LANGUAGES]
SIGN_IN += [f"/{code}/_util/authenticate_with_password/1/2/" for code in LANGUAGES]
UNROUTED = [
    "/_util/login/",
    "/_util/authenticate_with_password/1/2/",
    "/django-admin/login/",
    "/api-auth/login/",
]
OTHERS = ["/documents/authenticate_with_password/1/", "/accounts/login/", "/admin/", "/en/my/account/"]
RESET = ["/admin/password_reset/", "/admin/password_reset/done/", "/admin/password_reset/complete/"]
RESET += ["/admin/password_reset/confirm/MQ/set-password/"]


@pytest.fixture
def user():
    user = make_sign_in(make_clerk(), PASSWORD)
    TOTP.activate(user, TOTP_SECRET)
    return user


@pytest.fixture
def credentials(user):
    """Under every name that a form of Django, Wagtail or allauth gives to its fields."""
    return {
        **dict.fromkeys(["username", "login", "email"], user.email),
        **dict.fromkeys(["password", "new_password1", "new_password2"], PASSWORD),
        "return_url": "/admin/",
        "remember": "on",
    }


@pytest.mark.parametrize("address", SIGN_IN + UNROUTED + OTHERS + RESET)
def test_the_right_password_gets_nowhere(address, credentials):
    client = Client(enforce_csrf_checks=False)
    response = client.post(address, credentials)
    assert response.status_code in (302, 404)
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", SIGN_IN)
def test_sign_in_forms_lead_to_ours(client, address):
    for ask in (client.get, client.post):
        assert ask(address)["Location"].startswith("/accounts/login/")


def test_the_way_back_comes_along_only_if_it_is_local(client):
    assert client.get("/admin/login/?next=/admin/pages/")["Location"].endswith("?next=%2Fadmin%2Fpages%2F")
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize("address", RESET)
def test_reset_forms_lead_to_ours(client, address, mailoutbox):
    for ask in (client.get, client.post):
        assert ask(address)["Location"] == "/accounts/password/reset/"
    assert mailoutbox == []


def test_a_reset_token_of_django_sets_no_password_through_wagtail(client, user):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    address = f"/admin/password_reset/confirm/{uid}/{token}/"
    new = {"new_password1": "quite another sentence", "new_password2": "quite another sentence"}
    client.get(address)
    client.post(address, new)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "address", ["/api/v2/pages/", "/admin/api/main/pages/", "/admin/", "/en/my/account/"]
)
def test_a_password_in_the_header_opens_nothing(client, user, address):
    header = "Basic " + base64.b64encode(f"{user.email}:{PASSWORD}".encode()).decode()
    assert client.get(address, HTTP_AUTHORIZATION=header).status_code == Client().get(address).status_code
    assert "_auth_user_id" not in client.session


def test_wagtail_shows_no_form_for_a_password(client):
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/")


def test_an_address_is_not_changed_on_allauths_page(client, user):
    client.force_login(user)
    client.post("/accounts/email/", {"action_add": "", "email": "mine@people.example"})
    assert [address.email for address in user.emailaddress_set.all()] == [user.email]


def test_only_a_sent_form_signs_out_of_the_admin(client, user):
    sign_in(client, user.person)
    assert client.get("/admin/logout/", follow=True).status_code == 200
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/logout/", follow=True).status_code == 200
    assert "_auth_user_id" not in client.session
