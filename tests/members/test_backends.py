"""Rights follow the Person and the roles of today, in the very next request."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.backends import RoleBackend
from members.enums import RoleKind
from members.models import Role
from tests.builders import make_clerk, make_person, make_role, make_sign_in, sign_in

pytestmark = pytest.mark.django_db


def test_the_admin_is_open_to_the_secretariat(client):
    assert sign_in(client, make_clerk()).get("/admin/").status_code == 200


@pytest.mark.parametrize("kind", [None, RoleKind.CHAIR])
def test_the_admin_is_closed_to_everybody_else(client, kind):
    person = make_person(sign_in=True)
    if kind:
        make_role(kind, person)
    response = sign_in(client, person).get("/admin/", follow=True)
    assert response.status_code == 403
    assert "Only the secretariat may do this." in response.content.decode()


def test_an_ended_role_closes_the_admin_in_the_next_request(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    assert client.get("/admin/pages/").status_code == 200
    Role.objects.filter(person=clerk).update(until=timezone.localdate() - timedelta(days=1))
    assert client.get("/admin/pages/").status_code != 200


def test_a_role_that_has_not_begun_opens_nothing(client):
    person = make_person(sign_in=True)
    Role.objects.create(
        person=person,
        kind=RoleKind.SECRETARIAT_COURT,
        since=timezone.localdate() + timedelta(days=1),
    )
    assert sign_in(client, person).get("/admin/").status_code != 200


def test_a_deactivated_person_is_nobody_in_the_next_request(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    assert client.get("/en/my/account/").status_code == 200
    clerk.is_active = False
    clerk.save()
    for address in ("/en/my/account/", "/admin/", "/accounts/2fa/", "/accounts/password/change/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/"), address


def test_a_deactivated_person_cannot_sign_in_again(client):
    person = make_person()
    make_sign_in(person, "paper boats on the Tonle Sap")
    person.is_active = False
    person.save()
    client.post("/accounts/login/", {"login": person.email, "password": "paper boats on the Tonle Sap"})
    assert "_auth_user_id" not in client.session


def test_permissions_come_from_roles_and_sign_ins_are_not_edited():
    clerk, administrator = make_clerk(), make_role(RoleKind.ADMINISTRATOR)
    asked = ["members.change_person", "meetings.add_venue", "wagtailcore.change_site", "members.change_user"]
    asked += ["auth.change_group", "members.delete_calendarkey", "wagtailadmin.access_admin"]
    assert [name for name in asked if clerk.user.has_perm(name)] == [
        "members.change_person",
        "meetings.add_venue",
        "wagtailadmin.access_admin",
    ]
    assert administrator.user.has_perm("wagtailcore.change_site")
    assert not administrator.user.has_perm("members.change_user")
    assert "members.change_person" in clerk.user.get_all_permissions()
    assert make_person(sign_in=True).user.get_all_permissions() == set()


def test_the_group_for_pages_follows_the_roles_at_sign_in(client):
    clerk = make_clerk()
    client.force_login(clerk.user)
    assert [group.name for group in clerk.user.groups.all()] == ["Secretariat"]
    Role.objects.filter(person=clerk).update(until=timezone.localdate() - timedelta(days=1))
    client.force_login(type(clerk.user).objects.get(pk=clerk.user.pk))
    assert list(clerk.user.groups.all()) == []


def test_a_session_costs_one_query_for_user_and_person(django_assert_num_queries):
    clerk = make_clerk()
    backend = RoleBackend()
    with django_assert_num_queries(1):
        assert backend.get_user(clerk.user.pk).known_person == clerk
