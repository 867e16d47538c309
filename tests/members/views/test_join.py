"""The public form, as somebody on a phone without account or script meets it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.models import OutboxMail
from members.forms.join import new_token
from members.models import Application

pytestmark = pytest.mark.django_db
ADDRESS = "/en/join/"


def filled(seconds_ago=60, **facts):
    return {
        "kind": "organisation",
        "name": "Paper Boat",
        "contact_name": "KEO Vannary",
        "email": "office@paper-boat.example",
        "phone": "",
        "language": "en",
        "presence": "",
        "statement": "We accompany families at hearings.",
        "agrees_confidentiality": "on",
        "homepage": "",
        "form_token": new_token(timezone.now() - timedelta(seconds=seconds_ago)),
        **facts,
    }


def test_an_application_gets_a_number_and_an_acknowledgement(client):
    response = client.post(ADDRESS, filled())
    application = Application.objects.get()
    assert re.fullmatch(r"J-\d{4}-[2-9A-HJKMNP-TV-Z]{4}", application.reference)
    assert response["Location"] == f"/en/join/received/{application.reference}/"
    assert application.reference in client.get(response["Location"]).content.decode()
    assert OutboxMail.objects.get().data == {"application": application.pk}
    assert (application.name, application.state) == ("Paper Boat", "received")


@pytest.mark.parametrize("kind", ["organisation", "institution", "individual"])
def test_the_three_kinds(client, kind):
    client.post(ADDRESS, filled(kind=kind))
    assert Application.objects.get().kind == kind
    assert f'value="{kind}"' in client.get(f"{ADDRESS}?kind={kind}").content.decode()


def test_sent_twice_is_one_application(client):
    once = filled()
    first, second = client.post(ADDRESS, once), client.post(ADDRESS, once)
    assert first["Location"] == second["Location"]
    assert (Application.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_a_telephone_is_enough_and_no_mail_goes_out(client):
    client.post(ADDRESS, filled(email="", phone="@paperboat on Telegram"))
    assert Application.objects.get().phone == "@paperboat on Telegram"
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "donor"}, "kind"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"contact_name": ""}, "contact_name"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "office at paper boat"}, "email"),
        ({"statement": ""}, "statement"),
        ({"statement": "x" * 4001}, "statement"),
        ({"agrees_confidentiality": ""}, "agrees_confidentiality"),
        ({"language": "de"}, "language"),
        ({"homepage": "http://spam.example"}, "homepage"),
        ({"seconds_ago": 1}, "__all__"),
        ({"seconds_ago": 90000}, "__all__"),
        ({"form_token": ""}, "__all__"),
        ({"form_token": "forged.1:signature"}, "__all__"),
    ],
)
def test_a_refusal_names_the_field_and_keeps_what_was_typed(client, facts, field):
    sent = filled(**facts)
    page = client.post(ADDRESS, sent)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert sent["statement"][:30] in page.content.decode()
    assert Application.objects.count() == 0


def test_an_individual_needs_no_contact_person(client):
    client.post(ADDRESS, filled(kind="individual", name="KEO Vannary", contact_name=""))
    assert Application.objects.get().name == "KEO Vannary"


def test_a_form_that_stood_open_for_long_can_be_sent_again(client):
    page = client.post(ADDRESS, filled(seconds_ago=90000))
    fresh = page.context["form"]["form_token"].value()
    assert fresh != ""
    assert f'value="{fresh}"' in page.content.decode()


def test_invisible_signs_are_dropped_and_khmer_is_kept(client):
    client.post(ADDRESS, filled(name="ទូក\u200bក្រដាស \u202eevil\u0007"))
    assert Application.objects.get().name == "ទូក\u200bក្រដាស evil"


def test_nobody_is_asked_whether_they_survived(client):
    fields = list(client.get(ADDRESS).context["form"].fields)
    assert not [name for name in fields if re.search("surviv|victim|civil|party", name)]


def test_many_from_one_network_wait_and_lose_nothing(client):
    for _attempt in range(20):
        client.post(ADDRESS, filled(statement=""))
    page = client.post(ADDRESS, filled())
    assert page.status_code == 429
    assert "We accompany families" in page.content.decode()
    assert Application.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_the_page_exists_in_each_language_and_answers_in_it(client, language):
    page = client.get(f"/{language}/join/")
    assert f'<html lang="{language}"' in page.content.decode()
    assert page.context["form"].initial["language"] == language


def test_looking_writes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/en/join/received/J-2026-7QF3/")
    client.get(ADDRESS)
    assert Application.objects.count() == 0


@pytest.mark.parametrize("reference", ["J-2026-7QF", "J-2026-7QFO", "<script>", "J-26-7QF3"])
def test_a_number_that_cannot_be_is_not_shown(client, reference):
    assert client.get(f"/en/join/received/{reference}/").status_code == 404
