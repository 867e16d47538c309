"""What every page knows of whoever is signed in."""

import pytest
from django.urls import reverse

from tests.builders import make_clerk, make_organisation, make_person, make_seat, sign_in

pytestmark = pytest.mark.django_db


def test_only_the_secretariat_finds_its_desk_in_the_menu(client):
    """A feature exists when a person can reach it from the site's navigation."""
    desk = reverse("meetings:cockpit")
    member = make_seat(make_organisation(), make_person(sign_in=True)).person
    assert desk not in sign_in(client, member).get(reverse("members:account")).content.decode()
    assert desk in sign_in(client, make_clerk()).get(reverse("members:account")).content.decode()
