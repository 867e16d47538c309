"""The secretariat's imports: bring in, look through, put back, make the meeting record."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from cms_pages.actions.import_pages import keep_import
from cms_pages.importers.report import report_of
from cms_pages.models import ImportRecord
from hub.actors import SYSTEM
from hub.models import AuditEntry
from meetings.models import Announcement, Decision, Meeting, Recommendation
from tests.builders import make_clerk, make_meeting, make_person, sign_in
from tests.cms_pages.importers.seeds import (
    FACTSHEET,
    MEETING,
    PROJECT,
    RELEASE,
    TODAY,
    read,
    seed,
    seed_path,
)

pytestmark = pytest.mark.django_db
LIST = "/en/secretariat/imports/"


@pytest.fixture
def clerk(client):
    return sign_in(client, make_clerk())


def imported(number: int) -> ImportRecord:
    doc = seed(number)
    return keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record


def latest(row: ImportRecord) -> str:
    """The draft as it stands now, whole, as text."""
    page = Page.objects.get(pk=row.page_id).specific.get_latest_revision_as_object()
    return str(page.serializable_data())


def posted(page) -> dict:
    """What a browser would send back from the form as it came."""
    accept = page.context["accept"]
    data = {name: accept.form[name].value() for name in accept.form.fields}
    for rows in (accept.guests, accept.outcomes, accept.announcements):
        data |= {field.html_name: field.value() for field in rows.management_form}
        data |= {field.html_name: field.value() for form in rows for field in form}
    return {name: "" if value is None else value for name, value in data.items()}


def test_only_the_secretariat_enters(client):
    row = imported(MEETING)
    paths = [LIST, f"{LIST}{row.pk}/", f"{LIST}{row.pk}/meeting/"]
    assert {client.get(path).status_code for path in paths} == {302}
    sign_in(client, make_person(sign_in=True))
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {403}
    assert all("Battambang" not in answer.content.decode() for answer in answers)
    for name, args in [
        ("import_put_back", [row.pk, 0]),
        ("import_link", [row.pk]),
        ("import_recommendations", [row.pk]),
    ]:
        assert client.post(reverse(f"cms_pages:{name}", args=args)).status_code == 403


def test_upload_makes_a_draft_and_leads_to_its_report(clerk):
    path = seed_path(MEETING)
    answer = clerk.post(LIST, {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    row = ImportRecord.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{row.pk}/")
    assert (row.source_name, row.page.live) == (path.name, False)
    assert AuditEntry.objects.about(row).get().verb == "import.drafted"


def test_pasted_text_twice_is_one_page(clerk):
    text = seed_path(RELEASE).read_text(encoding="utf-8")
    clerk.post(LIST, {"text": text, "name": "release"})
    pages = Page.objects.count()
    answer = clerk.post(LIST, {"text": text, "name": "release again"}, follow=True)
    assert (Page.objects.count(), ImportRecord.objects.count()) == (pages, 1)
    assert "imported before" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste a text."),
        (
            {"text": "Some text", "file": SimpleUploadedFile("a.txt", b"Other")},
            "Choose one: a file, or a pasted text.",
        ),
        (
            {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 and so on")},
            "This cannot be read: not a text: a PDF",
        ),
        ({"text": "<script>alert(1)</script>"}, "This cannot be read: no text in it"),
    ],
)
def test_refusals_keep_what_was_typed(clerk, data, sentence):
    answer = clerk.post(LIST, {**data, "name": "kept name"})
    page = answer.content.decode()
    assert (answer.status_code, ImportRecord.objects.count()) == (200, 0)
    assert sentence in page
    assert "kept name" in page


def test_list_shows_where_each_import_stands(clerk):
    imported(MEETING)
    imported(RELEASE)
    page = clerk.get(LIST).content.decode()
    assert "Meeting proposed" in page
    assert 'lang="en">Conclusion of Conference' in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_number_of_queries(clerk, django_assert_num_queries, number):
    for n in range(number):
        doc = read(
            f"Page number {n}\n\nA paragraph that is long enough to be the text of page {n}.\n",
            file=f"{n}.txt",
        )
        keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY)
    clerk.get(LIST)
    with django_assert_num_queries(5):
        clerk.get(LIST)


@pytest.mark.parametrize("number", range(5))
def test_report_page_shows_every_import(clerk, number):
    row = imported(number)
    page = clerk.get(f"{LIST}{row.pk}/").content.decode()
    for gone in row.report["removed"]:
        assert gone["text"][:20].replace("'", "&#x27;") in page
    assert "{{" not in page


def test_report_page_escapes_the_source(clerk):
    doc = read(
        "<h1>Title <i>x</i></h1><p>Some &lt;script&gt;alert(1)&lt;/script&gt; text that stays.</p><script>bad()</script>"
    )
    row = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record
    page = clerk.get(f"{LIST}{row.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<script>bad" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_furniture_is_put_back_at_the_end_of_the_draft(clerk):
    row = imported(MEETING)
    clerk.post(f"{LIST}{row.pk}/put-back/0/")
    assert "Most read" in latest(row)
    row.refresh_from_db()
    assert row.report["removed"][0]["put_back"] is True
    again = clerk.post(f"{LIST}{row.pk}/put-back/0/", follow=True)
    assert "put back already" in again.content.decode()


def test_held_back_text_needs_a_reason(clerk):
    row = imported(FACTSHEET)
    index = next(n for n, gone in enumerate(row.report["removed"]) if gone["reason"].startswith("held back"))
    answer = clerk.post(f"{LIST}{row.pk}/put-back/{index}/", follow=True)
    assert "Say why this may be shown" in answer.content.decode()
    assert "Battambang" not in latest(row)
    clerk.post(f"{LIST}{row.pk}/put-back/{index}/", {"reason": "Consent on file since 2024"})
    row.refresh_from_db()
    assert row.report["removed"][index]["put_back_reason"] == "Consent on file since 2024"
    assert "Battambang" in latest(row)
    assert not row.page.live


def test_personal_number_is_seen_by_the_secretariat_only_here(clerk):
    row = imported(PROJECT)
    assert "+855 15 694 466" in clerk.get(f"{LIST}{row.pk}/").content.decode()
    assert "694 466" not in str(row.page.specific.serializable_data())


def test_recommendations_go_into_the_register_once(clerk):
    row = imported(FACTSHEET)
    for _time in range(2):
        clerk.post(f"{LIST}{row.pk}/recommendations/")
    kept = list(Recommendation.objects.order_by("number"))
    assert [one.addressees for one in kept] == [
        "MoSVY, MoH, MOI",
        "local authorities",
        "R2P focal point, ECCC legacy institution",
        "",
    ]
    assert {one.document_key for one in kept} == {row.page.translation_key}


def test_proposed_meeting_becomes_the_record(clerk):
    row = imported(MEETING)
    path = f"{LIST}{row.pk}/meeting/"
    form = posted(clerk.get(path))
    assert (form["date"], form["number"], form["kind"]) == ("2022-09-08", 1, "constitutive")
    refused = clerk.post(path, form)
    assert refused.status_code == 200
    assert "Give the hour" in refused.content.decode() or "required" in refused.content.decode()
    assert Meeting.objects.count() == 0
    answer = clerk.post(path, {**form, "start_time": "09:00", "end_time": "12:00"})
    meeting = Meeting.objects.get(slug="2022-09")
    assert answer["Location"] == f"/en/secretariat/meetings/{meeting.slug}/"
    assert (meeting.number, meeting.state, meeting.kind) == (1, "held", "constitutive")
    assert (meeting.stated_representatives, meeting.stated_organisations) == (16, 9)
    assert (meeting.host.acronym, meeting.facilitator.acronym) == ("LDC", "ECCC")
    assert meeting.venue.address_en == "Russian Boulevard in Phnom Penh"
    assert [(one.day_name, one.capacity, one.day_title) for one in meeting.attendances.order_by("pk")] == [
        ("HANG Vannak", "court_unit", "chief of the Victims Support Section"),
        ("PICH Ang", "court_unit", "Lead Co-Lawyers for the Civil Parties"),
        ("Falguni DEBNATH", "court_unit", "Lead Co-Lawyers for the Civil Parties"),
        ("CHEA Savon", "host", "director of the LDC"),
        ("", "guest", ""),
    ]
    assert list(meeting.decisions.order_by("number").values_list("reference", "mode")) == [
        (f"WG/2022/01-D{number}", "stated") for number in (1, 2, 3, 4)
    ]
    assert Announcement.objects.get().date == date(2022, 9, 22)
    coming = Meeting.objects.get(slug="2022-10")
    assert (coming.state, coming.precision, str(coming.date)) == ("planned", "month", "2022-10-01")
    assert coming.agenda_items.get().title_en == "Administrative structure of this working group"
    row.refresh_from_db()
    assert row.meeting == meeting
    assert f"'meeting': {meeting.pk}" in latest(row)


def test_meeting_is_recorded_once(clerk):
    row = imported(MEETING)
    path = f"{LIST}{row.pk}/meeting/"
    form = {**posted(clerk.get(path)), "start_time": "09:00", "end_time": "12:00"}
    clerk.post(path, form)
    again = clerk.post(path, form)
    assert "made of this import already" in again.content.decode()
    assert (Meeting.objects.count(), Decision.objects.count()) == (2, 4)


def test_a_meeting_of_that_day_is_linked_instead(clerk):
    known = make_meeting(date(2022, 9, 8))
    row = imported(MEETING)
    page = clerk.get(f"{LIST}{row.pk}/").content.decode()
    assert "Link to this meeting" in page
    form = {**posted(clerk.get(f"{LIST}{row.pk}/meeting/")), "start_time": "09:00", "end_time": "12:00"}
    refused = clerk.post(f"{LIST}{row.pk}/meeting/", form)
    assert f"in the record already: {known.slug}" in refused.content.decode()
    clerk.post(f"{LIST}{row.pk}/link/", {"meeting": known.pk})
    row.refresh_from_db()
    assert row.meeting == known


def test_a_number_that_does_not_fit_is_refused_whole(clerk):
    make_meeting(date(2020, 1, 9), state="held", number=1)
    row = imported(MEETING)
    path = f"{LIST}{row.pk}/meeting/"
    form = {**posted(clerk.get(path)), "start_time": "09:00", "end_time": "12:00"}
    page = clerk.post(path, form).content.decode()
    assert "here it would be number 2" in page
    assert Meeting.objects.count() == 1
    clerk.post(path, {**form, "number": ""})
    assert Meeting.objects.get(slug="2022-09").number == 2


def test_changed_source_shows_what_changed(clerk):
    text = "A page\n\nThe first wording of the one paragraph of this page.\n"
    for wording in (text, text.replace("first", "second")):
        doc = read(wording, file="page.txt")
        row = keep_import(report_of(doc), doc.source, by=SYSTEM, today=TODAY).record
    page = clerk.get(f"{LIST}{row.pk}/").content.decode()
    assert "-The first wording" in page
    assert "+The second wording" in page


@pytest.mark.parametrize("number", range(5))
def test_every_draft_opens_in_the_editor(clerk, number):
    row = imported(number)
    answer = clerk.get(reverse("wagtailadmin_pages:edit", args=[row.page_id]))
    assert answer.status_code == 200
    assert row.page.title.replace("'", "&#x27;") in answer.content.decode()
