from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.utils import timezone

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry, OutboxMail
from members.actions.sign_ins import accept_sign_up, change_address, invite_to_sign_up, reset_second_factor
from members.enums import RoleKind
from members.models import Person
from tests.builders import TOTP_SECRET, make_clerk, make_person, make_role, make_sign_in, totp_code

pytestmark = pytest.mark.django_db


def test_inviting_queues_one_mail_and_is_written_down():
    clerk, person = make_clerk(), make_person()
    invitation = invite_to_sign_up(person, by=clerk)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.data) == ("sign_up_invitation", {"invitation": invitation.pk, "version": 1})
    entry = AuditEntry.objects.about(person).get()
    assert (entry.verb, entry.actor_name) == ("sign_up.invited", clerk.display_name)


def test_inviting_again_sends_a_new_link_and_kills_the_old():
    person = make_person()
    versions = [invite_to_sign_up(person, by=SYSTEM).key_version for _time in range(2)]
    assert versions == [1, 2]
    assert OutboxMail.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"is_active": False}, "This person is deactivated."),
        ({"email": ""}, "Write down an e-mail address first: the invitation goes there."),
        ({"sign_in": True}, "This person can sign in already."),
    ],
)
def test_who_is_not_invited(facts, sentence):
    with pytest.raises(Refused) as refused:
        invite_to_sign_up(make_person(**facts), by=SYSTEM)
    assert str(refused.value) == sentence
    assert OutboxMail.objects.count() == 0


def test_accepting_makes_a_confirmed_sign_in_once():
    person = make_person()
    invitation = invite_to_sign_up(person, by=SYSTEM)
    user = accept_sign_up(invitation, by=person, password="four words are enough")
    person.refresh_from_db()
    assert person.user == user
    assert user.check_password("four words are enough")
    assert EmailAddress.objects.get(user=user).verified
    with pytest.raises(Refused):
        accept_sign_up(invitation, by=person)


def test_an_invitation_ends_after_a_fortnight():
    person = make_person()
    invitation = invite_to_sign_up(person, by=SYSTEM)
    with pytest.raises(Refused):
        accept_sign_up(invitation, by=person, now=timezone.now() + timedelta(days=14))


def test_an_address_that_signs_in_already_is_not_taken_over():
    other = make_person(sign_in=True)
    person = make_person()
    invitation = invite_to_sign_up(person, by=SYSTEM)
    type(person).objects.filter(pk=person.pk).update(email="kept@people.example")
    other.user.email = "kept@people.example"
    other.user.save()
    invitation.refresh_from_db()
    with pytest.raises(Refused) as refused:
        accept_sign_up(invitation, by=person)
    assert refused.value.field == "email"


def test_a_new_address_is_taken_to_work():
    person = make_person(bounced_at=timezone.now(), bounce_status="5.1.1")
    change_address(person, "new@people.example", by=SYSTEM)
    person.refresh_from_db()
    assert (person.bounced_at, person.bounce_status) == (None, "")


def test_a_new_address_counts_for_mail_and_for_signing_in():
    person = make_person()
    user = make_sign_in(person)
    change_address(person, "New@people.example", by=SYSTEM)
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.email, user.email) == ("New@people.example", "new@people.example")
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == ["new@people.example"]


@pytest.mark.parametrize("email", ["", "taken@people.example"])
def test_an_address_is_neither_emptied_nor_shared(email):
    make_person(email="taken@people.example", sign_in=True)
    person = make_person(sign_in=True)
    before = person.email
    with pytest.raises(Refused) as refused:
        change_address(person, email, by=SYSTEM)
    person.refresh_from_db()
    assert (refused.value.field, person.email) == ("email", before)


def test_a_lost_telephone_ends_every_session(client):
    clerk = make_clerk()
    make_sign_in(clerk, "four words are enough")
    TOTP.activate(clerk.user, TOTP_SECRET)
    client.post("/accounts/login/", {"login": clerk.email, "password": "four words are enough"})
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert client.get("/admin/").status_code == 200
    reset_second_factor(clerk, by=SYSTEM)
    assert not Authenticator.objects.filter(user=clerk.user).exists()
    assert Session.objects.count() == 0
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_the_secretariat_does_not_take_over_an_administrator():
    """By their address, not even while they are deactivated: whoever receives the codes has the role."""
    person = make_role(RoleKind.ADMINISTRATOR)
    before = person.email
    clerk = make_clerk()
    for active in (True, False):
        Person.objects.filter(pk=person.pk).update(is_active=active)
        with pytest.raises(Refused, match="administrator"):
            change_address(person, "mine@people.example", by=clerk)
    person.refresh_from_db()
    assert person.email == before
    change_address(person, "new@people.example", by=make_role(RoleKind.ADMINISTRATOR))
