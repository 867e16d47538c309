"""Papers and changes over HTTP: who gets what, asked at each request, and how it is sent."""

from html import unescape
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hub.actors import SYSTEM
from meetings.actions import agenda, papers
from meetings.actions.agenda_versions import release
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting, Paper
from tests.builders import (
    make_clerk,
    make_item,
    make_meeting,
    make_organisation,
    make_person,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 budget"
CHANGES = "/en/meetings/2030-03/agenda/changes/"


def add(item, title="Budget", name="Budget 2023.pdf", content=PDF, **facts):
    file = SimpleUploadedFile(name, content)
    return papers.add_paper(item, by=SYSTEM, title=title, language="fr", file=file, **facts)


def address(paper):
    return f"/en/meetings/{paper.item.meeting.slug}/papers/{paper.pk}/{paper.filename}"


def status(client, paper, **more):
    """The status of its answer, whose file is read to the end and closed."""
    answer = client.get(address(paper), **more)
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith((b"%PDF", b"Budget"))
    return answer.status_code


def readers():
    member = make_seat(make_organisation(), make_person(sign_in=True)).person
    return {
        "public": Client(),
        "members": sign_in(Client(), member),
        "secretariat": sign_in(Client(), make_clerk()),
    }


@pytest.mark.parametrize("paper_for", Audience)
@pytest.mark.parametrize("item_for", Audience)
@pytest.mark.parametrize("meeting_for", Audience)
def test_a_paper_is_as_public_as_its_item_and_its_meeting(paper_for, item_for, meeting_for):
    order = list(Audience)
    closest = max(order.index(one) for one in (paper_for, item_for, meeting_for))
    paper = add(make_item(make_meeting(audience=meeting_for), audience=item_for), audience=paper_for)
    got = {who: status(client, paper) for who, client in readers().items()}
    assert got == {who: 200 if order.index(who) >= closest else 404 for who in order}


def test_how_it_is_sent(client):
    paper = add(make_item(make_meeting(slug="2030-03")), audience=Audience.PUBLIC)
    answer = client.get(address(paper))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Budget 2023.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, no-cache"
    again = client.get(address(paper), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address(paper).replace("Budget", "Other")).status_code == 404
    assert client.post(address(paper)).status_code == 405


def test_the_right_is_asked_each_time(client):
    item = make_item(make_meeting(slug="2030-03"))
    paper = add(item)
    seat = make_seat(make_organisation(), make_person(sign_in=True))
    client.force_login(seat.person.user)
    answer = client.get(address(paper))
    assert b"".join(answer.streaming_content) == PDF
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    etag = {"if-none-match": answer["ETag"]}
    assert status(client, paper, headers=etag) == 304
    seat.delete()
    assert status(client, paper, headers=etag) == 404


@pytest.mark.parametrize("state", MeetingState)
def test_no_paper_of_a_meeting_that_nobody_knows_of(state):
    paper = add(make_item(make_meeting()), audience=Audience.PUBLIC)
    Meeting.objects.update(state=state)
    got = {who: status(client, paper) for who, client in readers().items()}
    other = 404 if state == MeetingState.PLANNED else 200
    assert got == {"public": other, "members": other, "secretariat": 200}


def test_a_file_that_is_gone_and_a_link(client):
    item = make_item(make_meeting(slug="2030-03"))
    gone = add(item, audience=Audience.PUBLIC)
    gone.file.storage.delete(gone.file.name)
    assert client.get(address(gone)).status_code == 404
    link = papers.add_paper(
        item, by=SYSTEM, title="Law", language="en", audience="public", link="https://law.example/"
    )
    assert client.get(f"/en/meetings/2030-03/papers/{link.pk}/x").status_code == 404


def test_papers_on_the_page_of_the_meeting(client):
    item = make_item(make_meeting(slug="2030-03"))
    first = add(item, audience=Audience.PUBLIC, content=PDF + b"x" * 119_990)
    papers.revise_paper(first, by=SYSTEM, file=SimpleUploadedFile("Budget 2.txt", b"Budget"))
    add(item, "For members", "members.pdf")
    page = unescape(client.get("/en/meetings/2030-03/").content.decode())
    assert '>Budget</a>, TXT, <span dir="ltr">1\u00a0kB</span>, French, revision 2' in page
    assert quote(address(first)) in page  # the revision before stays readable
    assert "For members" not in page
    assert "members.pdf" not in page


# --- What changed -----------------------------------------------------------------------------------------------


@pytest.fixture
def two_versions():
    meeting = make_meeting(slug="2030-03")
    for title in ("Fees", "Forum", "Funding"):
        agenda.add_item(meeting, by=SYSTEM, title_en=title, minutes_allotted=10)
    agenda.add_item(meeting, by=SYSTEM, title_en="Safety", audience=Audience.MEMBERS)
    release(meeting, by=SYSTEM)
    fees, forum, _funding, safety = meeting.agenda_items.order_by("number")
    agenda.edit_item(fees, by=SYSTEM, facts={"title_en": "Fees of 2031", "minutes_allotted": 15})
    agenda.edit_item(safety, by=SYSTEM, facts={"title_en": "Safety of witnesses"})
    agenda.remove_item(forum, by=SYSTEM)
    agenda.add_item(meeting, by=SYSTEM, title_en="Venue", level=1)
    release(meeting, by=SYSTEM)
    return meeting


def shown(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_what_changed_since_version_one(client, two_versions):
    assert CHANGES in shown(client, "/en/meetings/2030-03/")
    page = shown(client, CHANGES)
    for words in ("It was called “Fees”.", "Time: 10 min before, 15 min now.", "<s>Forum</s>", "Venue"):
        assert words in page
    assert "Funding" not in page  # it only slipped
    assert "Safety" not in page
    assert "Safety of witnesses" in shown(readers()["members"], CHANGES)


def test_versions_are_asked_by_number(client, two_versions):
    assert "Nothing changed between these versions." in shown(client, f"{CHANGES}?from=2&to=2")
    for wrong in ("from=3", "to=0", "from=x", f"to={'9' * 5000}"):
        assert client.get(f"{CHANGES}?{wrong}").status_code == 404


def test_no_changes_of_what_was_never_released_or_is_closed(client, two_versions):
    make_meeting(slug="2030-04")
    assert client.get("/en/meetings/2030-04/agenda/changes/").status_code == 404
    Meeting.objects.filter(slug="2030-03").update(audience=Audience.MEMBERS)
    assert client.get(CHANGES).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_queries(client, size, django_assert_num_queries):
    meeting = make_meeting(slug="2030-03")
    for round_ in range(size + 1):
        for number in range(size):
            item = agenda.add_item(meeting, by=SYSTEM, title_en=f"Item {round_} {number}")
            add(item, audience=Audience.PUBLIC)
        release(meeting, by=SYSTEM)
    client.get(CHANGES)
    with django_assert_num_queries(4):
        client.get(CHANGES)
    paper = Paper.objects.select_related("item__meeting").first()
    with django_assert_num_queries(1):
        status(client, paper)


def test_the_paper_of_an_item_that_is_not_released_waits_with_it():
    meeting = make_meeting(slug="2030-03")
    first, opened = make_item(meeting), make_item(meeting, audience=Audience.MEMBERS)
    release(meeting, by=SYSTEM)
    agenda.edit_item(opened, by=SYSTEM, facts={"audience": Audience.PUBLIC})
    there, came, late = (
        add(item, audience=Audience.PUBLIC) for item in (first, opened, make_item(meeting, "New"))
    )
    client, clerk = Client(), sign_in(Client(), make_clerk())
    assert [status(client, paper) for paper in (there, came, late)] == [200, 404, 404]
    assert status(clerk, late) == 200
    release(meeting, by=SYSTEM)
    assert [status(client, paper) for paper in (there, came, late)] == [200, 200, 200]
    Meeting.objects.update(state=MeetingState.HELD, number=1)
    assert status(client, add(make_item(meeting, "On the day"), audience=Audience.PUBLIC)) == 200
