"""The secretariat's desk for people: lists, search, filters, export, forms and moves."""

import csv
import io

import pytest
from django.contrib.auth.models import Group

from hub.models import AuditEntry, OutboxMail
from members.actions.applications import receive_application
from members.enums import MembershipState, RoleKind
from members.models import Application, Membership, Organisation, Person, Role
from members.wagtail_hooks.desk import safe_cell
from tests.builders import (
    make_clerk,
    make_organisation,
    make_person,
    make_role,
    make_seat,
    make_sign_in,
    sign_in,
)

pytestmark = pytest.mark.django_db
LISTS = ["organisations", "people", "seats", "memberships", "roles", "applications"]


@pytest.fixture
def clerk(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    return clerk


def make_application(**facts):
    facts = {"kind": "organisation", "name": "Paper Boat", "statement": "We help.", "language": "en", **facts}
    return receive_application(form_token=facts["name"], **facts)


def furnish():
    person = make_person("Nhem", "Rachana", khmer_name="ញ៉ែម រចនា")
    make_seat(make_organisation("Paper Boat", name_km="ទូកក្រដាស"), person)
    make_application(name="Banyan Archive")
    return person


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_searches_and_exports(client, clerk, name):
    furnish()
    for address in (f"/admin/{name}/", f"/admin/{name}/?q=Nhem", f"/admin/{name}/?export=csv"):
        response = client.get(address)
        assert response.status_code == 200, address


@pytest.mark.parametrize("name", LISTS)
def test_every_row_opens(client, clerk, name):
    furnish()
    row = {
        "organisations": Organisation,
        "people": Person,
        "memberships": Membership,
        "roles": Role,
        "applications": Application,
    }.get(name)
    pk = (row or Person.objects.get(khmer_name="ញ៉ែម រចនា").seats).objects.first().pk if row else 0
    pk = pk or Person.objects.get(khmer_name="ញ៉ែម រចនា").seats.get().pk
    assert client.get(f"/admin/{name}/edit/{pk}/").status_code == 200
    assert client.get(f"/admin/{name}/history/{pk}/").status_code == 200


def test_the_menu_says_people(client, clerk):
    page = client.get("/admin/").content.decode()
    assert "/admin/organisations/" in page
    assert "/admin/applications/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("Nhem", True), ("rachana", True), ("ញ៉ែម", True), ("person", True), ("Sothea", False)],
)
def test_people_are_found_by_any_name_and_by_address(client, clerk, query, found):
    furnish()
    rows = client.get("/admin/people/", {"q": query}).context["object_list"]
    assert ("NHEM Rachana" in [row.display_name for row in rows]) is found


def test_lists_are_filtered(client, clerk):
    make_organisation("Paper Boat")
    make_organisation("Foundry Fund", organisation_class="donor")
    rows = client.get("/admin/organisations/", {"organisation_class": "donor"}).context["object_list"]
    assert [row.name_en for row in rows] == ["Foundry Fund"]


def test_lists_cost_the_same_for_three_rows_as_for_one(client, clerk, django_assert_max_num_queries):
    for _row in range(3):
        make_seat(make_organisation())
    for name in ("seats", "memberships", "roles"):
        with django_assert_max_num_queries(30):
            client.get(f"/admin/{name}/")


def test_export_is_utf8_and_holds_no_formula(client, clerk):
    make_organisation("=HYPERLINK(1)", name_km="ទូកក្រដាស", acronym="+PB")
    response = client.get("/admin/organisations/?export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    _headings, row = csv.reader(io.StringIO(text))
    assert row[:4] == ["'=HYPERLINK(1)", "ទូកក្រដាស", "", "'+PB"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_would_run_is_text(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert safe_cell("office@paper-boat.example") == "office@paper-boat.example"
    assert safe_cell(-1) == -1


def test_a_person_is_made(client, clerk):
    client.post(
        "/admin/people/new/",
        {
            "family_name": "Keo",
            "given_name": "Vannary",
            "name_order": "family_first",
            "email": "keo@people.example",
            "language": "km",
        },
    )
    person = Person.objects.get(email="keo@people.example")
    assert person.search_name != ""
    assert person.is_active


def edit(client, person, **facts):
    known = {
        name: getattr(person, name)
        for name in ("family_name", "given_name", "name_order", "email", "language")
    }
    return client.post(f"/admin/people/edit/{person.pk}/", {**known, **facts})


def test_a_changed_address_changes_the_sign_in(client, clerk):
    person = make_person()
    user = make_sign_in(person)
    edit(client, person, email="new@people.example", title="Director")
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.email, user.email, person.title) == (
        "new@people.example",
        "new@people.example",
        "Director",
    )
    entry = AuditEntry.objects.about(person).get()
    assert (entry.verb, entry.actor_name) == ("person.address_changed", clerk.display_name)


@pytest.mark.parametrize("email", ["", "taken@people.example"])
def test_an_address_that_cannot_be_is_refused_at_its_field(client, clerk, email):
    make_person(email="Taken@people.example", sign_in=True)
    person = make_person(sign_in=True)
    page = edit(client, person, email=email, title="Director")
    assert list(page.context["form"].errors) == ["email"]
    assert "Director" in page.content.decode()


def test_moves_ask_first_and_act_on_post(client, clerk):
    person = make_person()
    address = f"/admin/people/move/invite/{person.pk}/"
    assert client.get(address).status_code == 200
    assert OutboxMail.objects.count() == 0
    assert client.post(address)["Location"] == f"/admin/people/edit/{person.pk}/"
    assert OutboxMail.objects.get().kind == "sign_up_invitation"


def test_a_refused_move_says_why(client, clerk):
    page = client.post(f"/admin/people/move/deactivate/{clerk.pk}/")
    assert "Nobody deactivates themselves" in page.content.decode()
    clerk.refresh_from_db()
    assert clerk.is_active


def test_deactivating_ends_a_session_at_once(client, clerk, django_user_model):
    other = make_role(RoleKind.SECRETARIAT_COURT)
    theirs = sign_in(type(client)(), other)
    assert theirs.get("/admin/").status_code == 200
    client.post(f"/admin/people/move/deactivate/{other.pk}/")
    assert theirs.get("/admin/").status_code == 302
    assert not other.user.groups.exists()
    client.post(f"/admin/people/move/reactivate/{other.pk}/")
    assert Person.objects.get(pk=other.pk).is_active


def test_only_moves_that_are_possible_are_offered(client, clerk):
    person = make_person()
    page = client.get(f"/admin/people/edit/{person.pk}/").content.decode()
    offered = [
        name
        for name in ("invite", "deactivate", "reactivate", "reset-second-factor", "revoke-everything")
        if f"/move/{name}/" in page
    ]
    assert offered == ["invite", "deactivate", "revoke-everything"]
    assert client.get(f"/admin/people/move/nothing/{person.pk}/").status_code == 302


@pytest.mark.parametrize("name", ["organisations", "people", "roles", "applications"])
def test_what_the_record_refers_to_is_not_deleted(client, clerk, name):
    furnish()
    model = {"organisations": Organisation, "people": Person, "roles": Role, "applications": Application}[
        name
    ]
    row = model.objects.first()
    client.post(f"/admin/{name}/delete/{row.pk}/")
    assert model.objects.filter(pk=row.pk).exists()


def test_a_role_opens_the_desk_and_only_administrators_make_administrators(client, clerk):
    person = make_person(sign_in=True)
    facts = {"person": person.pk, "since": "2026-01-01", "until": ""}
    refused = client.post("/admin/roles/new/", {**facts, "kind": "administrator"})
    assert list(refused.context["form"].errors) == ["kind"]
    client.post("/admin/roles/new/", {**facts, "kind": "secretariat_court"})
    assert [role.kind for role in person.roles.all()] == ["secretariat_court"]
    assert list(person.user.groups.all()) == [Group.objects.get(name="Secretariat")]
    assert AuditEntry.objects.about(person.roles.get()).get().verb == "role.saved"


def test_an_administrator_makes_administrators(client):
    sign_in(client, make_role(RoleKind.ADMINISTRATOR))
    person = make_person()
    client.post("/admin/roles/new/", {"person": person.pk, "kind": "administrator", "since": "2026-01-01"})
    assert [role.kind for role in person.roles.all()] == ["administrator"]


def test_the_last_day_is_not_before_the_first(client, clerk):
    facts = {"person": make_person().pk, "kind": "chair", "since": "2026-01-02", "until": "2026-01-01"}
    assert list(client.post("/admin/roles/new/", facts).context["form"].errors) == ["until"]


@pytest.mark.parametrize(
    ("verb", "state"),
    [("suspend", "suspended"), ("withdraw", "withdrawn"), ("lapse", "lapsed")],
)
def test_moves_of_a_membership(client, clerk, verb, state):
    membership = make_organisation().memberships.get()
    client.post(f"/admin/memberships/move/{verb}/{membership.pk}/")
    membership.refresh_from_db()
    assert membership.state == state
    assert (membership.until is None) is (state == MembershipState.SUSPENDED)
    again = client.post(f"/admin/memberships/move/{verb}/{membership.pk}/")
    assert "cannot be done any more" in again.content.decode()


def test_an_application_is_read_and_admitted(client, clerk):
    application = make_application(name="Banyan Archive")
    page = client.get(f"/admin/applications/inspect/{application.pk}/").content.decode()
    assert "We help." in page
    assert f"/admin/applications/move/admit/{application.pk}/" in page
    form = {"kind": "associate", "since": "2026-03-01"}
    client.post(f"/admin/applications/move/admit/{application.pk}/", form)
    assert Membership.objects.get().organisation.name_en == "Banyan Archive"
    after = client.get(f"/admin/applications/inspect/{application.pk}/").content.decode()
    assert "/move/admit/" not in after


def test_a_no_without_reason_is_refused_at_its_field(client, clerk):
    application = make_application()
    page = client.post(f"/admin/applications/move/reject/{application.pk}/", {"reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    client.post(f"/admin/applications/move/reject/{application.pk}/", {"reason": "Outside our aims"})
    application.refresh_from_db()
    assert (application.state, application.reason) == ("rejected", "Outside our aims")


def test_the_note_is_edited_and_nothing_else(client, clerk):
    application = make_application()
    client.post(
        f"/admin/applications/edit/{application.pk}/",
        {"note": "Asked for a reference", "name": "Changed", "state": "admitted"},
    )
    application.refresh_from_db()
    assert (application.note, application.name, application.state) == (
        "Asked for a reference",
        "Paper Boat",
        "received",
    )
    assert client.get("/admin/applications/new/").status_code != 200


@pytest.mark.parametrize("who", [lambda: make_person(sign_in=True), lambda: make_role(RoleKind.CHAIR)])
def test_nobody_else_gets_near_a_list_a_form_or_a_move(client, who):
    person = furnish()
    sign_in(client, who())
    addresses = [f"/admin/{name}/" for name in LISTS] + [f"/admin/{name}/?export=csv" for name in LISTS]
    addresses += [f"/admin/people/edit/{person.pk}/", f"/admin/people/move/invite/{person.pk}/"]
    for address in addresses:
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert OutboxMail.objects.count() == 0
