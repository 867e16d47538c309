import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from members.enums import RoleKind
from members.models import User
from members.rules import is_chair, is_person, is_secretariat
from members.views.guards import requires
from tests.builders import make_clerk, make_person, make_role

pytestmark = pytest.mark.django_db


@requires(is_secretariat | is_chair)
def desk(request, number):
    return HttpResponse(f"{request.person.display_name} {number}")


def ask(rf, user, method="get"):
    request = getattr(rf, method)("/en/desk/?page=2")
    request.user = user
    return desk(request, 7)


def test_nobody_is_led_to_the_sign_in_page_and_back(rf):
    response = ask(rf, AnonymousUser())
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/en/desk/%3Fpage%3D2"


def test_after_a_form_the_way_back_is_the_page_itself(rf):
    assert ask(rf, AnonymousUser(), "post")["Location"] == "/accounts/login/?next=/en/desk/"


@pytest.mark.parametrize("allowed", [make_clerk, lambda: make_role(RoleKind.CHAIR)])
def test_either_rule_opens(rf, allowed):
    person = allowed()
    assert ask(rf, person.user).content.decode() == f"{person.display_name} 7"


def test_a_member_reads_the_sentence_of_the_rule(rf):
    with pytest.raises(PermissionDenied) as refused:
        ask(rf, make_person(sign_in=True).user)
    assert str(refused.value) == "Only the secretariat may do this."


def test_a_sign_in_without_a_person_is_refused_even_as_superuser(rf):
    with pytest.raises(PermissionDenied):
        ask(rf, User.objects.create_superuser("root@hub.example"))


def test_both_rules_answer_with_the_sentence_of_the_one_that_refused():
    person = make_clerk()
    assert (is_secretariat & is_chair).refusal(person) == "Only the chair may do this."
    assert (is_person & is_secretariat).refusal(None) == "Please sign in first."
    assert (is_person & is_secretariat).refusal(person) is None
