"""What several doors are tried with."""

import pytest

from tests.builders import make_invitation, make_meeting, make_organisation, make_person, make_seat
from tests.conformance.dav import dav_of


@pytest.fixture
def seat(db):
    """A representative with a seat."""
    return make_seat(make_organisation(), make_person("Keo", "Sokha", email="Keo.Sokha@people.example"))


@pytest.fixture
def dav(seat):
    """A CalDAV client of the representative."""
    return dav_of(seat.person)


@pytest.fixture
def invited(seat):
    """Makes meetings the representative is invited to."""

    def make(**facts):
        return make_invitation(make_meeting(**facts), seat.person, organisation=seat.organisation)

    return make
