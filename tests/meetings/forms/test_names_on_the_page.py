import pytest
from django.utils import translation

from meetings.forms.record import ActionForm
from meetings.forms.translated import name_on_the_page
from meetings.models import Series
from tests.builders import make_meeting, make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_choices_are_named_in_the_language_of_the_page():
    organisation = make_organisation("Paper Boat Theatre", name_km="ល្ខោនទូកក្រដាស")
    person = make_person("Hang", "Vannak", khmer_name="ហង្ស វណ្ណៈ")
    with translation.override("km"):
        assert name_on_the_page(organisation) == "ល្ខោនទូកក្រដាស"
        assert name_on_the_page(person) == "ហង្ស វណ្ណៈ"
    with translation.override("fr"):
        assert name_on_the_page(organisation) == "Paper Boat Theatre"
        assert name_on_the_page(person) == "HANG Vannak"
    assert name_on_the_page(Series(name_en="Monthly meeting")) == "Monthly meeting"


def test_a_form_uses_them():
    make_organisation("Paper Boat Theatre", name_km="ល្ខោនទូកក្រដាស")
    form = ActionForm(meeting=make_meeting())
    with translation.override("km"):
        assert "ល្ខោនទូកក្រដាស" in str(form["owner_organisation"])
