from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from hub.errors import Refused
from hub.models import AuditEntry
from hub.outbox import send_all_due
from members.actions.applications import (
    admit_application,
    circulate_application,
    forget_applications,
    receive_application,
    reject_application,
    withdraw_application,
)
from members.enums import APPLICATION_MOVES, ApplicationState, MembershipKind
from members.models import Application, Membership, Organisation, Person
from tests.builders import make_clerk, make_organisation

pytestmark = pytest.mark.django_db
MOVES = {
    ApplicationState.CIRCULATED: circulate_application,
    ApplicationState.ADMITTED: admit_application,
    ApplicationState.REJECTED: lambda application, *, by: reject_application(application, reason="No", by=by),
    ApplicationState.WITHDRAWN: withdraw_application,
}


def make_application(**facts):
    facts = {"kind": "organisation", "name": "Paper Boat", "statement": "We help.", "language": "en", **facts}
    return receive_application(form_token=facts.pop("form_token", "one"), **facts)


@pytest.mark.parametrize(("before", "after"), list(product(ApplicationState, MOVES)))
def test_every_pair_of_states(before, after):
    application = make_application()
    Application.objects.update(state=before)
    if after in APPLICATION_MOVES[before]:
        MOVES[after](application, by=make_clerk())
        expected = after
    else:
        with pytest.raises(Refused):
            MOVES[after](application, by=make_clerk())
        expected = before
    assert Application.objects.get().state == expected


def test_every_move_is_written_down_with_its_actor_and_without_names():
    clerk = make_clerk()
    application = make_application()
    circulate_application(application, by=clerk)
    reject_application(application, reason="Outside the aims of the group", by=clerk)
    entries = AuditEntry.objects.about(application)
    assert [(entry.verb, entry.actor_name) for entry in entries] == [
        ("application.received", "an applicant"),
        ("application.circulated", clerk.display_name),
        ("application.rejected", clerk.display_name),
    ]
    assert "Paper Boat" not in str(list(entries.values()))


def test_admitting_an_organisation_makes_it_and_its_membership():
    membership = admit_application(
        make_application(kind="institution", name="Banyan Archive", language="fr"),
        by=make_clerk(),
        kind=MembershipKind.ASSOCIATE,
        since=date(2026, 3, 1),
    )
    organisation = membership.organisation
    assert (organisation.name_en, organisation.name_fr, organisation.organisation_class) == (
        "Banyan Archive",
        "Banyan Archive",
        "institution",
    )
    assert (membership.kind, membership.state, membership.since) == (
        "associate",
        "admitted",
        date(2026, 3, 1),
    )
    assert Application.objects.get().membership == membership


def test_a_known_organisation_is_taken_as_it_is():
    known = make_organisation("Paper Boat", member=False)
    assert admit_application(make_application(name="paper boat"), by=make_clerk()).organisation == known
    assert Organisation.objects.count() == 1


def test_a_member_is_not_admitted_twice():
    make_organisation("Paper Boat")
    with pytest.raises(Refused):
        admit_application(make_application(), by=make_clerk())
    assert (Membership.objects.count(), Application.objects.get().state) == (1, "received")


@pytest.mark.parametrize(
    ("name", "language", "family", "given", "khmer"),
    [
        ("KEO Vannary", "en", "Keo", "Vannary", ""),
        ("Falguni DEBNATH", "fr", "Debnath", "Falguni", ""),
        ("Keo Vannary Rose", "en", "Keo", "Vannary Rose", ""),
        ("កែវ វណ្ណារី", "km", "កែវ", "វណ្ណារី", "កែវ វណ្ណារី"),
        ("Sokha", "en", "Sokha", "", ""),
    ],
)
def test_admitting_an_individual_makes_a_person(name, language, family, given, khmer):
    application = make_application(kind="individual", name=name, language=language, email="k@people.example")
    membership = admit_application(application, by=make_clerk())
    person = membership.person
    assert (person.family_name, person.given_name, person.khmer_name) == (family, given, khmer)
    assert (membership.kind, person.email, person.language) == ("individual", "k@people.example", language)


def test_an_organisation_is_no_individual_advocate():
    with pytest.raises(Refused):
        admit_application(make_application(), by=make_clerk(), kind=MembershipKind.INDIVIDUAL)
    assert not Organisation.objects.exists()


def test_a_no_needs_a_reason():
    with pytest.raises(Refused) as refused:
        reject_application(make_application(), reason="  ", by=make_clerk())
    assert refused.value.field == "reason"


def test_what_is_not_asked_is_not_taken():
    with pytest.raises(TypeError):
        make_application(state="admitted")


def test_the_same_form_gives_the_same_application():
    assert make_application() == make_application(name="Another name")
    assert make_application(form_token="two").reference != make_application().reference


def test_a_year_after_a_no_it_is_forgotten_and_a_membership_is_kept():
    clerk, now = make_clerk(), timezone.now()
    long_ago = now - timedelta(days=366)
    rejected, recent, admitted = (make_application(name=f"Boat {n}", form_token=f"{n}") for n in range(3))
    reject_application(rejected, reason="No", by=clerk, now=long_ago)
    reject_application(recent, reason="No", by=clerk, now=now - timedelta(days=364))
    admit_application(admitted, by=clerk, now=long_ago)
    assert forget_applications(now=now) == 1
    assert set(Application.objects.all()) == {recent, admitted}


@pytest.mark.parametrize("language", ["en", "km", "fr"])
def test_the_acknowledgement_repeats_nothing_that_was_typed(mailoutbox, language):
    typed = {"name": "BUY NOW", "contact_name": "spam.example", "statement": "spam.example"}
    application = make_application(email="someone@people.example", language=language, **typed)
    send_all_due()
    (mail,) = mailoutbox
    assert mail.to == ["someone@people.example"]
    assert application.reference in mail.subject
    assert application.reference in mail.body
    assert not [word for word in typed.values() if word in mail.subject + mail.body]


def test_no_acknowledgement_for_an_application_that_is_gone(mailoutbox):
    make_application(email="someone@people.example").delete()
    send_all_due()
    assert mailoutbox == []
    assert Person.objects.count() == 0
