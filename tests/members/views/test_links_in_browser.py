"""The forms behind a link, sent by a real browser: it says where it comes from, which Django asks and no test client does."""

import pytest
from django.utils import timezone

from hub.first_run import issue_token
from hub.keys import token_for
from members.models import SignUpInvitation, User
from members.notices.sign_up import PURPOSE
from tests.builders import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "paper boats on the Tonle Sap"


def send(page):
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def test_the_first_administrator_is_made_and_nothing_typed_is_lost(page):
    page.goto(f"/first-run/{issue_token()}/?lang=en")
    page.fill("[name=family_name]", "Chan")
    page.fill("[name=email]", "chan@hub.example")
    page.fill("[name=password]", "short")
    page.check("[name=side][value=secretariat_court]")
    page.check("[name=language][value=en]")
    send(page)
    assert page.input_value("[name=family_name]") == "Chan"
    page.fill("[name=password]", PASSWORD)
    send(page)
    assert User.objects.get().email == "chan@hub.example"
    assert "/accounts/2fa/" in page.url


def test_an_invited_person_makes_a_sign_in(page):
    person = make_person(email="dara@people.example")
    invitation = SignUpInvitation.objects.create(person=person, sent_at=timezone.now())
    page.goto(f"/invited/{token_for(PURPOSE, invitation.pk, invitation.key_version)}/?lang=en")
    page.check("[name=way][value=password]")
    page.fill("[name=password]", PASSWORD)
    send(page)
    person.refresh_from_db()
    assert person.user.check_password(PASSWORD)
