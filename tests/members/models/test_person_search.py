import pytest

from members.models import Person
from tests.builders import make_person

pytestmark = pytest.mark.django_db


def test_a_name_is_found_by_any_order_script_and_spelling():
    wanted = make_person("Hang", "Vannak", khmer_name="ហង្ស ស្រ្តី")
    make_person("Sok", "Dara")
    for query in ("hang", "vannak ha", "HÀNG Vannak", "ស្ត្រី", "ហង្ស\u200bស្ត្រី".replace("\u200b", " ")):
        assert list(Person.objects.matching(query)) == [wanted], query
    assert list(Person.objects.matching("hang dara")) == []


def test_a_changed_name_is_found_by_its_new_spelling():
    person = make_person("Hang", "Vannak")
    person.given_name = "Sophea"
    person.save(update_fields=["given_name"])
    assert Person.objects.matching("sophea").exists()
    assert not Person.objects.matching("vannak").exists()
