import pytest

from hub.first_run import issue_token
from hub.models import AuditEntry
from members.models import Person, User
from tests.builders import make_clerk, make_person, totp_code

pytestmark = pytest.mark.django_db
GOOD = {
    "family_name": "Chan",
    "given_name": "Sopheap",
    "email": "Chan@hub.example",
    "password": "paper boats on the Tonle Sap",
    "side": "secretariat_court",
    "language": "fr",
}


@pytest.fixture
def address():
    return f"/first-run/{issue_token()}/"


def test_looking_changes_nothing(client, address):
    assert client.get(address)["Referrer-Policy"] == "strict-origin"
    assert client.get(address).status_code == 200
    assert User.objects.count() == 0


def test_the_first_administrator_is_made_once(client, address):
    assert client.post(address, GOOD).status_code == 302
    person = Person.objects.get()
    assert person.user.email == "chan@hub.example"
    assert {role.kind for role in person.roles.all()} == {"administrator", "secretariat_court"}
    assert AuditEntry.objects.about(person).get().verb == "administrator.first"
    for ask in (client.get, lambda link: client.post(link, {**GOOD, "email": "second@hub.example"})):
        assert ask(address).status_code in (302, 410)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_and_comes_in_by_the_second_factor(client, address):
    client.post(address, GOOD)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"family_name": ""}, "family_name"),
        ({"email": "chan"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": ""}, "password"),
        ({"side": "chair"}, "side"),
        ({"language": "de"}, "language"),
    ],
)
def test_a_refusal_names_the_field_and_leaves_the_link_good(client, address, facts, field):
    page = client.post(address, {**GOOD, **facts})
    assert list(page.context["form"].errors) == [field]
    assert User.objects.count() == 0
    assert client.get(address).status_code == 200


def test_only_the_last_link_counts_and_only_while_nobody_can_sign_in(client, address):
    newer = f"/first-run/{issue_token()}/"
    assert (client.get(address).status_code, client.get(newer).status_code) == (410, 200)
    make_person(sign_in=True)
    assert client.get(newer).status_code == 410
    assert client.post(newer, GOOD).status_code == 410


def test_no_link_opens_a_hub_in_use(client):
    make_clerk()
    assert client.get("/first-run/spent/").status_code == 410
    assert client.get("/first-run/x/").status_code == 410
