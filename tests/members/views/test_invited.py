from datetime import timedelta

import pytest
from django.utils import timezone

from hub.actors import SYSTEM
from hub.keys import token_for
from members.actions.sign_ins import invite_to_sign_up
from members.models import SignUpInvitation, User
from members.notices.sign_up import PURPOSE
from tests.builders import make_clerk, make_person

pytestmark = pytest.mark.django_db
PASSWORD = "paper boats on the Tonle Sap"


def address_for(invitation):
    return f"/invited/{token_for(PURPOSE, invitation.pk, invitation.key_version)}/"


@pytest.fixture
def invitation():
    return invite_to_sign_up(make_person("Nhem", "Rachana"), by=SYSTEM)


def test_looking_changes_nothing(client, invitation):
    for ask in (client.get, client.head, client.options):
        ask(address_for(invitation))
    page = client.get(address_for(invitation))
    assert "NHEM Rachana" in page.content.decode()
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    assert "no-store" in page["Cache-Control"]
    assert User.objects.count() == 0
    assert SignUpInvitation.objects.get().used_at is None


def test_with_a_code_only(client, invitation):
    response = client.post(address_for(invitation), {"way": "code", "password": "never mind"})
    user = User.objects.get()
    assert response.status_code == 302
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_with_a_password(client, invitation):
    client.post(address_for(invitation), {"way": "password", "password": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "123456789012", "password1234"])
def test_a_weak_password_is_refused_at_its_field(client, invitation, password):
    page = client.post(address_for(invitation), {"way": "password", "password": password})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["password"]
    assert User.objects.count() == 0


def test_sent_twice_makes_one_sign_in(client, invitation):
    assert client.post(address_for(invitation), {"way": "code"}).status_code == 302
    assert client.post(address_for(invitation), {"way": "code"}).status_code == 410
    assert User.objects.count() == 1


def closed_page(client, address):
    page = client.get(address)
    return page.status_code, page.content


def test_used_old_replaced_tampered_and_foreign_links_show_one_page(client, invitation):
    good = address_for(invitation)
    pages = {
        "tampered": closed_page(client, good[:-2] + ("a/" if good[-2] != "a" else "b/")),
        "another's": closed_page(client, good.replace("/invited/1-", "/invited/2-")),
        "shapeless": closed_page(client, "/invited/x/"),
        "other purpose": closed_page(client, f"/invited/{token_for('answer', invitation.pk, 1)}/"),
    }
    SignUpInvitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    pages["old"] = closed_page(client, good)
    invite_to_sign_up(invitation.person, by=SYSTEM)
    pages["replaced"] = closed_page(client, good)
    assert {name: status for name, (status, _body) in pages.items()} == dict.fromkeys(pages, 410)
    for _status, body in pages.values():
        assert b"This link is no longer valid" in body
        assert b"NHEM" not in body


def test_a_deactivated_person_makes_none(client, invitation):
    person = invitation.person
    person.is_active = False
    person.save()
    assert client.post(address_for(invitation), {"way": "code"}).status_code == 410
    assert User.objects.count() == 0


def test_a_clerk_goes_on_to_the_second_factor(client):
    clerk = make_clerk()
    clerk.user.delete()
    clerk.refresh_from_db()
    invitation = invite_to_sign_up(clerk, by=SYSTEM)
    assert "A second step comes next." in client.get(address_for(invitation)).content.decode()
    client.post(address_for(invitation), {"way": "code"})
    assert client.get("/en/my/account/")["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
