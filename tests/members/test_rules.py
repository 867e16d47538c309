from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.actions.applications import receive_application, reject_application
from members.enums import RoleKind
from members.models import Application, Role
from members.rules import is_secretariat, speaks_for
from tests.builders import make_clerk, make_organisation, make_role, make_seat

pytestmark = pytest.mark.django_db


def test_a_seat_speaks_for_its_organisation_while_it_is_held():
    organisation, other = make_organisation(), make_organisation()
    person = make_seat(organisation).person
    past = make_seat(other, until=date(2021, 1, 1)).person
    assert speaks_for(person, organisation)
    assert not speaks_for(person, other)
    assert not speaks_for(past, other)
    assert not speaks_for(None, organisation)


def test_nobody_speaks_once_deactivated():
    organisation = make_organisation()
    person = make_seat(organisation).person
    person.is_active = False
    assert not speaks_for(person, organisation)


@pytest.mark.parametrize("kind", RoleKind)
def test_the_secretariat_has_two_sides_and_no_other(kind):
    person = make_role(kind)
    assert is_secretariat(person) is kind.startswith("secretariat")


def test_what_goes_by_the_clock_is_done_by_send_due(capsys):
    clerk = make_clerk()
    clerk.user.groups.clear()
    application = receive_application(form_token="x", kind="organisation", name="A", statement="B")
    reject_application(application, reason="No", by=clerk, now=timezone.now() - timedelta(days=400))
    call_command("send_due")
    assert not Application.objects.exists()
    assert clerk.user.groups.filter(name="Secretariat").exists()
    Role.objects.filter(person=clerk).update(until=timezone.localdate() - timedelta(days=1))
    call_command("send_due")
    assert not clerk.user.groups.exists()
