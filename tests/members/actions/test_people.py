"""Revoking everything of one person: nothing that was handed out before opens anything afterwards."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.actors import SYSTEM
from hub.models import AuditEntry
from members.actions.calendar_keys import make_key
from members.actions.people import revoke_everything
from members.actions.sign_ins import invite_to_sign_up
from members.models import AppPassword, Person
from members.notices.sign_up import link
from tests.builders import make_clerk, make_invitation, make_meeting, make_person, make_sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "seven palms beside the river 4"


def test_every_credential_is_dead_in_the_next_request(client):
    clerk, person, other = make_clerk(), make_person(), make_person()
    user = make_sign_in(person, PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/en/my/").status_code == 200
    invitation = make_invitation(make_meeting(), person)
    feeds = [make_key(one, name="phone", discreet=False, by=one)[1] for one in (person, other)]
    for one in (person, other):
        AppPassword.objects.create(person=one, name="phone", hash=f"hash {one.pk}")
    rsvp, mail_token = reverse("rsvp", args=[invitation.answer_token]), invitation.mail_token
    assert client.get(rsvp).status_code == 200

    revoke_everything(person, by=clerk)

    assert client.get("/en/my/").status_code == 302
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 200
    assert [client.get(f"/calendar/p/{secret}.ics").status_code for secret in feeds] == [404, 200]
    assert client.get(rsvp).status_code == 404
    invitation = type(invitation).objects.select_related("person", "meeting").get()
    assert invitation.mail_token != mail_token
    assert client.get(reverse("rsvp", args=[invitation.answer_token])).status_code == 200
    assert [row.person for row in AppPassword.objects.usable()] == [other]
    entry = AuditEntry.objects.about(person).get()
    assert (entry.verb, entry.actor_name) == ("person.access_revoked", clerk.display_name)


def test_an_open_invitation_to_sign_up_dies_too(client):
    person = make_person()
    address = link(invite_to_sign_up(person, by=SYSTEM)).partition("localhost:8000")[2]
    assert client.get(address).status_code == 200
    revoke_everything(person, by=SYSTEM)
    assert client.get(address).status_code == 410


def test_what_was_revoked_before_keeps_its_day():
    person = make_person()
    before = timezone.now().replace(year=2022)
    AppPassword.objects.create(person=person, name="phone", hash="a", revoked_at=before)
    revoke_everything(person, by=SYSTEM)
    assert AppPassword.objects.get().revoked_at == before
    assert Person.objects.get(pk=person.pk).is_active
