"""Proposals on screen: a member sees what became of theirs, the secretariat decides."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from meetings.actions import proposals
from meetings.models import Proposal
from tests.builders import (
    make_clerk,
    make_invitation,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
LIST = "/en/secretariat/proposals/"


@pytest.fixture
def clerk(client):
    clerk = make_clerk()
    sign_in(client, clerk)
    return clerk


@pytest.fixture
def member():
    seat = make_seat(make_organisation("Paper Boat Theatre"), make_person("Sok", "Dara", sign_in=True))
    return seat.person


def propose(member, title="Touring plan", *, once="1", **facts):
    return proposals.propose(by=member, title=title, language="en", once_key=once, **facts)


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_way_to_what_waits(client, clerk, member):
    meeting = make_meeting(slug="2030-03")
    row = propose(member, meeting=meeting, reason="Because of March")
    for address in (LIST, "/en/secretariat/", "/en/secretariat/meetings/2030-03/agenda/"):
        page = shown(client, address)
        assert f"{LIST}{row.pk}/" in page
        assert "Touring plan" in page
        assert "Paper Boat Theatre" in page
    assert "Because of March" in shown(client, f"{LIST}{row.pk}/")
    assert f'href="{LIST}"' in shown(client, "/en/secretariat/meetings/2030-03/")


def test_it_is_put_on_the_agenda(client, clerk, member):
    row, meeting = propose(member), make_meeting(slug="2030-03")
    nothing = client.post(f"{LIST}{row.pk}/", {"decision": "accepted"})
    assert "Choose the meeting on whose agenda it goes." in nothing.content.decode()
    done = client.post(
        f"{LIST}{row.pk}/", {"decision": "accepted", "meeting": meeting.pk, "audience": "public"}, follow=True
    )
    assert "Decided. Whoever proposed it is told by mail." in done.content.decode()
    item = meeting.agenda_items.get()
    assert (item.title_en, item.audience) == ("Touring plan", "public")
    page = shown(client, f"{LIST}{row.pk}/")
    assert "Decide and tell" not in page
    assert "/en/secretariat/meetings/2030-03/agenda/" in page


def test_it_is_joined_put_off_or_not_taken_up(client, clerk, member):
    item = make_item(make_meeting())
    first, second, third = (propose(member, once=str(number)) for number in range(3))
    assert "Choose the item" in client.post(f"{LIST}{first.pk}/", {"decision": "merged"}).content.decode()
    client.post(f"{LIST}{first.pk}/", {"decision": "merged", "item": item.pk})
    client.post(f"{LIST}{second.pk}/", {"decision": "deferred", "reply": "In spring."})
    silent = client.post(f"{LIST}{third.pk}/", {"decision": "declined"})
    assert "Write one sentence to whoever proposed it." in silent.content.decode()
    client.post(f"{LIST}{third.pk}/", {"decision": "declined", "reply": "Another group does it."})
    states = list(Proposal.objects.order_by("pk").values_list("state", "reply"))
    assert states == [("merged", ""), ("deferred", "In spring."), ("declined", "Another group does it.")]
    # A form that was open in another window meets what has been decided since.
    late = client.post(f"{LIST}{third.pk}/", {"decision": "declined", "reply": "Again."})
    assert late.status_code == 200
    assert Proposal.objects.get(pk=third.pk).reply == "Another group does it."


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow(client, clerk, size, django_assert_num_queries):
    for number in range(size):
        member = make_seat(make_organisation()).person
        propose(member, meeting=make_meeting(), once=f"open {number}")
        row = propose(member, once=f"done {number}")
        proposals.accept(row, by=clerk, meeting=make_meeting())
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    row = Proposal.objects.open().first()
    with django_assert_num_queries(7):
        client.get(f"{LIST}{row.pk}/")


def test_a_member_proposes_and_sees_what_became_of_it(client, clerk, member):
    sign_in(client, member)
    page = shown(client, "/en/my/")
    assert "Propose an agenda item" in page
    form = {"title": "Touring plan", "reason": "March", "once": "abc"}
    for _twice in range(2):
        assert client.post("/en/my/proposals/", form).status_code == 302
    row = Proposal.objects.get()
    assert (row.person, row.organisation.name_en) == (member, "Paper Boat Theatre")
    assert "It waits for the secretariat." in shown(client, "/en/my/")
    proposals.decline(row, by=clerk, reply="Another group does it.")
    page = shown(client, "/en/my/")
    assert "It is not taken up." in page
    assert "“Another group does it.”" in page
    empty = client.post("/en/my/proposals/", {"title": "", "reason": "kept words", "once": "def"})
    assert (empty.status_code, "kept words" in empty.content.decode()) == (422, True)


def test_an_observer_proposes_nothing(client):
    sign_in(client, make_person(sign_in=True))
    assert "Propose an agenda item" not in shown(client, "/en/my/")
    refused = client.post("/en/my/proposals/", {"title": "x", "once": "abc"})
    assert (refused.status_code, Proposal.objects.count()) == (422, 0)


def test_nobody_else_sees_a_proposal(client, clerk, member):
    row = propose(member, "canary")
    other = make_seat(make_organisation(), make_person(sign_in=True)).person
    sign_in(client, other)
    assert "canary" not in client.get("/en/my/").content.decode()
    assert client.get(f"{LIST}{row.pk}/").status_code in (302, 403, 404)


def test_the_mail_is_looked_at_before_it_is_decided(client, clerk, member):
    row, meeting = propose(member), make_meeting(slug="2030-03")
    form = {"decision": "accepted", "meeting": meeting.pk, "reply": "With pleasure.", "preview": "1"}
    page = unescape(client.post(f"{LIST}{row.pk}/", form).content.decode())
    assert "Nothing is decided yet." in page
    assert "It is item 1 of the agenda" in page
    assert 'value="With pleasure."' in page
    assert Proposal.objects.get().state == "proposed"
    wrong = client.post(f"{LIST}{row.pk}/", {"decision": "deferred", "preview": "1"})
    assert "Write one sentence to whoever proposed it." in wrong.content.decode()


def test_two_are_taken_up_together(client, clerk, member):
    first, second = propose(member), propose(member, "The same again", once="2")
    meeting = make_meeting()
    assert "waits for" in shown(client, LIST) or "came today" in shown(client, LIST)
    client.post(
        f"{LIST}{first.pk}/", {"decision": "accepted", "meeting": meeting.pk, "together": [str(second.pk)]}
    )
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["accepted", "merged"]
    assert meeting.agenda_items.count() == 1


def test_a_late_proposal_is_told_so(client, member):
    sign_in(client, member)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_invitation(make_meeting(tomorrow), member)
    page = shown(client, "/en/my/")
    assert "takes items until" in page
    done = client.post("/en/my/proposals/", {"title": "Late", "once": "abc"}, follow=True).content.decode()
    assert "your item is kept for the next meeting." in done
    assert Proposal.objects.get().title == "Late"


def test_put_off_to_another_meeting_and_told_which(client, clerk, member):
    asked, later = make_meeting(date(2030, 3, 14)), make_meeting(date(2030, 6, 13))
    first, second = propose(member, meeting=asked), propose(member, meeting=asked, once="2")
    form = {"decision": "deferred", "reply": "In June."}
    client.post(f"{LIST}{first.pk}/", {**form, "meeting": later.pk})
    client.post(f"{LIST}{second.pk}/", {**form, "meeting": asked.pk})  # as the form came
    assert list(Proposal.objects.order_by("pk").values_list("meeting", flat=True)) == [later.pk, None]
    sign_in(client, member)
    page = shown(client, "/en/my/")
    assert "It is put off to a later meeting: Meeting of June 2030." in page
    assert "It is put off to a later meeting." in page
