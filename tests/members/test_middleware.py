"""Privileged roles prove a second factor in each session, by whatever door it began."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from members.enums import RoleKind
from members.models import User
from tests.builders import TOTP_SECRET, make_clerk, make_person, make_role, make_sign_in, sign_in, totp_code

pytestmark = pytest.mark.django_db
PASSWORD = "paper boats on the Tonle Sap"
PRIVILEGED = [kind.value for kind in RoleKind]
ADDRESSES = ["/", "/en/", "/en/my/account/", "/admin/", "/accounts/password/change/", "/accounts/sessions/"]


@pytest.mark.parametrize("kind", PRIVILEGED)
def test_nothing_opens_before_the_second_factor_is_set_up(client, kind):
    person = make_role(kind)
    client.force_login(person.user)
    for address in ADDRESSES:
        for ask in (client.get, client.post):
            response = ask(address)
            assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_a_superuser_without_person_needs_it_too(client):
    client.force_login(User.objects.create_superuser("root@hub.example"))
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"


def test_a_session_that_did_not_take_the_second_step_is_asked_for_the_code(client):
    clerk = make_clerk()
    TOTP.activate(clerk.user, TOTP_SECRET)
    client.force_login(clerk.user)
    response = client.get("/admin/pages/?p=2")
    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F%3Fp%3D2"
    page = client.get(response["Location"])
    assert page.status_code == 200
    proved = client.post(response["Location"], {"code": totp_code()})
    assert proved["Location"] == "/admin/pages/?p=2"
    assert client.get("/admin/pages/").status_code == 200


def test_recovery_codes_are_not_shown_to_a_session_that_did_not_take_the_second_step(client):
    """A session from before the second step was set up would read its way in there."""
    clerk = make_clerk()
    client.force_login(clerk.user)
    TOTP.activate(clerk.user, TOTP_SECRET)
    RecoveryCodes.activate(clerk.user)
    response = client.get("/accounts/2fa/recovery-codes/")
    assert (response.status_code, response["Location"][:30]) == (302, "/accounts/2fa/reauthenticate/?")


def test_a_wrong_code_opens_nothing(client):
    clerk = make_clerk()
    TOTP.activate(clerk.user, TOTP_SECRET)
    client.force_login(clerk.user)
    assert client.post("/accounts/2fa/reauthenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_the_mark_of_another_user_does_not_count(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    session = client.session
    session["account_authentication_methods_user"] = str(clerk.user.pk + 1)
    session.save()
    assert client.get("/admin/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_hub_and_hands_out_recovery_codes(client):
    clerk = make_clerk()
    make_sign_in(clerk, PASSWORD)
    client.post("/accounts/login/", {"login": clerk.email, "password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200  # just signed in: not asked for the password again
    secret = page.context["form"].secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get(done["Location"])
    assert codes.context["unused_codes"][0] in codes.content.decode()
    assert client.get("/admin/").status_code == 200
    stored = Authenticator.objects.get(user=clerk.user, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)


def test_a_privileged_role_cannot_switch_it_off(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    page = client.get("/accounts/2fa/totp/deactivate/")
    assert "cannot be switched off" in page.content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=clerk.user, type=Authenticator.Type.TOTP).exists()


def test_a_member_may_switch_it_off(client, django_capture_on_commit_callbacks):
    member = make_person()
    make_sign_in(member)
    sign_in(client, member)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=member.user).exists()


def test_a_member_needs_none(client):
    member = make_person(sign_in=True)
    client.force_login(member.user)
    assert client.get("/en/my/account/").status_code == 200


def test_machines_are_never_asked(client):
    client.force_login(make_clerk().user)
    assert client.get("/healthz").status_code == 200


def test_unprefixed_pages_speak_the_persons_language_unless_another_is_asked_for(client):
    member = make_person(sign_in=True, language="fr")
    client.force_login(member.user)
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="km")["Location"] == "/fr/"
    assert client.get("/?lang=km")["Location"] == "/km/"
