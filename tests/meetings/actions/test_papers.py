"""Papers come, get revisions and go, with their files."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hub.actors import SYSTEM
from hub.errors import Refused
from hub.models import AuditEntry
from meetings.actions import papers, planning
from meetings.enums import Audience, MeetingState
from meetings.models import Minutes, Paper
from meetings.models.paper import papers_storage
from tests.builders import make_clerk, make_item, make_meeting, make_organisation, make_seat

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 budget"


def file(name="Budget 2023.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(item, **facts):
    facts = {"by": SYSTEM, "title": "Budget", "language": "en", **facts}
    if not facts.get("link"):
        facts.setdefault("file", file())
    return papers.add_paper(item, **facts)


def test_a_file_is_kept_under_a_name_that_tells_nothing():
    paper = add(make_item(make_meeting()), by=make_clerk(), title="Budget\u202e 2023")
    assert (paper.title, paper.filename, paper.size) == ("Budget 2023", "Budget 2023.pdf", len(PDF))
    assert (paper.sha256, paper.audience, paper.revision) == (sha256(PDF).hexdigest(), Audience.MEMBERS, 1)
    assert "Budget" not in paper.file.name
    with papers_storage().open(paper.file.name) as kept:
        assert kept.read() == PDF
    entry = AuditEntry.objects.get(verb="paper.added")
    assert "Budget" not in entry.object_label


def test_a_link_instead_of_a_file():
    paper = add(make_item(make_meeting()), link="https://papers.example/budget")
    assert (paper.link, paper.filename, bool(paper.file)) == ("https://papers.example/budget", "", False)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"title": "\u202e "}, "title", "title"),
        ({"file": None}, "file", "Choose a file"),
        ({"link": "https://papers.example/", "file": file()}, "file", "not both"),
        ({"link": "javascript:alert(1)"}, "link", "whole address"),
        ({"link": "ftp://papers.example/"}, "link", "whole address"),
        ({"file": file("a.exe")}, "file", "Save it as one of these"),
        ({"file": file("a.pdf.html")}, "file", "Save it as one of these"),
        ({"file": file("a.docx")}, "file", "not what its name says"),
        ({"file": file(content=b"")}, "file", "empty"),
    ],
)
def test_what_is_not_taken(facts, field, sentence):
    item = make_item(make_meeting())
    with pytest.raises(Refused, match=sentence) as refusal:
        add(item, **facts)
    assert refusal.value.field == field
    assert not Paper.objects.exists()


def test_ten_megabytes_and_not_more(monkeypatch):
    monkeypatch.setattr(papers, "LARGEST", len(PDF))
    item = make_item(make_meeting())
    add(item)
    with pytest.raises(Refused, match="larger than 10 MB"):
        add(item, file=file(content=PDF + b"x"))


def test_revisions_stand_beside_each_other():
    first = add(make_item(make_meeting()), audience=Audience.PUBLIC)
    second = papers.revise_paper(first, by=SYSTEM, file=file("Budget v2.pdf"))
    assert (second.revision, second.replaces, second.audience) == (2, first, Audience.PUBLIC)
    assert (second.title, second.language) == ("Budget", "en")
    assert list(Paper.objects.latest()) == [second]
    with pytest.raises(Refused, match="Replace that one"):
        papers.revise_paper(first, by=SYSTEM, file=file())


def test_withdrawn_with_its_file(django_capture_on_commit_callbacks):
    first = add(make_item(make_meeting()))
    second = papers.revise_paper(first, by=SYSTEM, file=file())
    third = papers.revise_paper(second, by=SYSTEM, file=file())
    with django_capture_on_commit_callbacks(execute=True):
        papers.withdraw_paper(second, by=SYSTEM)
    assert not papers_storage().exists(second.file.name)
    third.refresh_from_db()
    assert third.replaces == first  # the first does not come back as a paper of its own
    assert list(Paper.objects.latest()) == [third]
    with pytest.raises(Refused, match="withdrawn meanwhile"):
        papers.withdraw_paper(second, by=SYSTEM)


def test_the_secretariats_verbs():
    item = make_item(make_meeting())
    paper, member = add(item), make_seat(make_organisation()).person
    for verb in (
        lambda: add(item, by=member),
        lambda: papers.revise_paper(paper, by=member, file=file()),
        lambda: papers.withdraw_paper(paper, by=member),
    ):
        with pytest.raises(Refused, match="Only the secretariat"):
            verb()


@pytest.mark.parametrize("state", ["cancelled", "adopted"])
def test_a_closed_record_takes_none(state):
    meeting = make_meeting()
    item = make_item(meeting)
    paper = add(item)
    if state == "cancelled":
        meeting.state = MeetingState.CANCELLED
        meeting.save()
    else:
        Minutes.objects.create(meeting=meeting, state="adopted")
    for verb in (lambda: add(item), lambda: papers.withdraw_paper(paper, by=SYSTEM)):
        with pytest.raises(Refused, match=r"Restore it first|errata"):
            verb()


def test_an_item_holds_so_many(monkeypatch):
    monkeypatch.setattr(papers, "MOST", 1)
    item = make_item(make_meeting())
    paper = add(item)
    for verb in (lambda: add(item), lambda: papers.revise_paper(paper, by=SYSTEM, file=file())):
        with pytest.raises(Refused, match="Withdraw one first"):
            verb()


def test_files_go_with_a_meeting_that_is_taken_off_the_plan(django_capture_on_commit_callbacks):
    meeting = make_meeting(state=MeetingState.PLANNED)
    paper = add(make_item(meeting))
    with django_capture_on_commit_callbacks(execute=True):
        planning.remove(meeting, by=SYSTEM)
    assert not papers_storage().exists(paper.file.name)


def test_a_file_does_not_stay_where_writing_failed(monkeypatch):
    item = make_item(make_meeting())

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(papers, "record", fail)
    storage = papers_storage()
    before = set(storage.listdir("")[1]) if storage.exists("") else set()
    with pytest.raises(RuntimeError):
        add(item)
    assert set(storage.listdir("")[1]) == before
