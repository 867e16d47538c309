"""Rows come back as the ORM gives them, and are written as it writes them."""

import pytest
from django.db.models import Value
from django.db.models.signals import post_init
from django.utils import timezone

from hub.models import AuditEntry, Setting, Version
from hub.prepared import Objects, insert, update
from meetings.models import Invitation
from tests.builders import make_invitation, make_meeting, make_person

pytestmark = pytest.mark.django_db
OF_PERSON = Objects(
    lambda *, person: Invitation.objects.select_related("person", "meeting__venue").filter(person=person),
    person=2**31 - 1,
)


def facts(thing):
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def test_objects_are_those_of_the_orm(django_assert_num_queries):
    known = make_invitation(make_meeting())
    expected = Invitation.objects.select_related("person", "meeting__venue").get(pk=known.pk)
    with django_assert_num_queries(1):
        found = OF_PERSON.get(person=known.person_id)
        assert (found.person, found.meeting, found.meeting.venue) == (
            expected.person,
            expected.meeting,
            expected.meeting.venue,
        )
    assert facts(found) == facts(expected)
    assert facts(found.meeting) == facts(expected.meeting)
    assert (found._state.adding, found._state.db) == (False, "default")
    found.comment = "by train"
    found.save()
    assert Invitation.objects.get(pk=known.pk).comment == "by train"


def test_what_is_not_loaded_is_asked_for(django_assert_num_queries):
    person = make_person()
    narrow = Objects(lambda *, pk: type(person).objects.only("email").filter(pk=pk), pk=2**31 - 1)
    found = narrow.get(pk=person.pk)
    assert found.get_deferred_fields() >= {"family_name"}
    with django_assert_num_queries(1):
        assert (found.email, found.family_name) == (person.email, person.family_name)


def test_nobody_is_found_where_nobody_is():
    assert (OF_PERSON.all(person=0), OF_PERSON.first(person=0)) == ([], None)
    with pytest.raises(Invitation.DoesNotExist):
        OF_PERSON.get(person=0)


def test_annotations_are_attributes():
    Version.objects.bump("a")
    told = Objects(
        lambda *, name: Version.objects.annotate(said=Value("so")).filter(name=name), name="the name"
    )
    assert told.get(name="a").said == "so"


def test_model_that_somebody_listens_to_is_left_to_the_orm():
    def heard(**_facts):
        """Would not be called."""

    post_init.connect(heard, sender=Setting)
    try:
        with pytest.raises(TypeError, match="not made of its columns alone"):
            Objects(lambda *, key: Setting.objects.filter(key=key), key="the key").all(key="a")
    finally:
        post_init.disconnect(heard, sender=Setting)


def test_rows_are_added_and_changed_as_the_orm_does():
    now = timezone.now()
    row = insert(AuditEntry(at=now, actor_kind="system", actor_name="hub", verb="a.b", fields=["x"]))
    assert facts(row) == facts(AuditEntry.objects.get(pk=row.pk))
    row.verb, row.fields, row.actor_name = "c.d", ["y", "z"], "not written"
    update(row, "verb", "fields")
    kept = AuditEntry.objects.get(pk=row.pk)
    assert (kept.verb, kept.fields, kept.actor_name) == ("c.d", ["y", "z"], "hub")
