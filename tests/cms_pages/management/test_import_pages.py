"""The command: drafts of the right kind, a report with a line for every file, and nothing twice."""

import json
import os

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms_pages.models import (
    FactsheetPage,
    ImportRecord,
    NewsPage,
    PressReleasePage,
    ProjectPage,
    StructurePage,
)
from tests.cms_pages.importers.seeds import FOLDER, MEETING, seed_path

pytestmark = pytest.mark.django_db
TEXT = "A short page\n\nA paragraph with enough words in it to be taken for the text of a page.\n"


def run(capsys, *paths, **options):
    call_command("import_pages", *map(str, paths), **options)
    return capsys.readouterr().out.splitlines()


def test_five_documents_become_five_drafts(capsys, tmp_path):
    before = Page.objects.filter(live=True).count()
    report = tmp_path / "report.json"
    lines = run(capsys, FOLDER, report=str(report))
    assert len(lines) == 5
    assert [record.page.specific_class for record in ImportRecord.objects.order_by("source_name")] == [
        StructurePage,
        NewsPage,
        ProjectPage,
        FactsheetPage,
        PressReleasePage,
    ]
    assert Page.objects.filter(live=True).count() == before
    written = json.loads(report.read_text(encoding="utf-8"))
    assert [one["page_id"] for one in written] == [
        record.page_id for record in ImportRecord.objects.order_by("source_name")
    ]


def test_twice_gives_no_second_page(capsys):
    run(capsys, FOLDER)
    pages = Page.objects.count()
    lines = run(capsys, FOLDER)
    assert Page.objects.count() == pages
    assert ImportRecord.objects.count() == 5
    assert all(": same, " in line for line in lines)


def test_the_same_text_under_another_name_gives_no_second_page(capsys, tmp_path):
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "two.txt").write_text(TEXT)
    assert [line.split(",")[0] for line in run(capsys, tmp_path)] == ["one.txt: drafted", "two.txt: same"]
    assert ImportRecord.objects.count() == 1


def test_dry_run_writes_the_same_report_and_no_page(capsys, tmp_path):
    dry, wet = tmp_path / "dry.json", tmp_path / "wet.json"
    pages = Page.objects.count()
    run(capsys, FOLDER, dry_run=True, report=str(dry))
    assert (Page.objects.count(), ImportRecord.objects.count()) == (pages, 0)
    run(capsys, FOLDER, report=str(wet))
    without = [
        [{**one, "page_id": None} for one in json.loads(path.read_text(encoding="utf-8"))]
        for path in (dry, wet)
    ]
    assert without[0] == without[1]


def test_changed_source_is_flagged_and_overwrites_nothing(capsys, tmp_path):
    source = tmp_path / "page.txt"
    source.write_text(TEXT)
    run(capsys, source)
    page = ImportRecord.objects.get().page.specific
    page.title = "Edited by the secretariat"
    page.save_revision()
    source.write_text(TEXT.replace("enough", "more than enough"))
    assert run(capsys, source)[0].startswith(f"page.txt: changed, plain_page, page {page.pk}")
    second = ImportRecord.objects.get(state="changed")
    assert second.page_id == page.pk
    assert any(flag.startswith("changed: ") and "edited" in flag for flag in second.report["flags"])
    assert page.get_latest_revision_as_object().title == "Edited by the secretariat"


def test_a_deleted_draft_is_made_again(capsys, tmp_path):
    source = tmp_path / "page.txt"
    source.write_text(TEXT)
    run(capsys, source)
    ImportRecord.objects.get().page.delete()
    assert ": drafted, " in run(capsys, source)[0]
    assert ImportRecord.objects.get().page is not None


def test_bad_files_get_a_line_each_and_good_ones_a_page(capsys, tmp_path):
    (tmp_path / "a_empty.txt").write_bytes(b"")
    (tmp_path / "b_binary.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "c_utf16.txt").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "d_western.txt").write_bytes(TEXT.replace("page", "café").encode("cp1252"))
    (tmp_path / "e_script.html").write_text("<h1>Titre</h1><script>x()</script><p>Some text of the page.</p>")
    (tmp_path / "f_large.txt").write_bytes(b"word " * (9 * 1024 * 1024 // 5))
    (tmp_path / ".hidden").write_text(TEXT)
    lines = run(capsys, tmp_path, tmp_path / "g_missing.txt")
    assert [line.split(",")[0] for line in lines] == [
        "a_empty.txt: empty file",
        "b_binary.bin: not a text: binary data",
        "c_utf16.txt: drafted",
        "d_western.txt: drafted",
        "e_script.html: drafted",
        "f_large.txt: too large: 9",
        "g_missing.txt: cannot be opened: No such file or directory",
    ]
    assert ImportRecord.objects.count() == 3


def test_near_duplicates_and_other_language_bodies_are_named(capsys, tmp_path):
    text = seed_path(MEETING).read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        text.replace("tangible", "good").replace("generously ", ""), encoding="utf-8"
    )
    (tmp_path / "c.txt").write_text(
        "Communiqué de presse\n\n14 mars 2014\n\nUn atelier\n\nLes participants de l'atelier ont parlé de la suite du travail avec les rescapés.\n",
        encoding="utf-8",
    )
    (tmp_path / "d.txt").write_text(
        "Press Release\n\n14 March 2014\n\nA workshop\n\nThe participants of the workshop spoke of the work with survivors.\n",
        encoding="utf-8",
    )
    run(capsys, tmp_path)
    flags = {
        row.source_name: [flag.split(":")[0] for flag in row.report["flags"]]
        for row in ImportRecord.objects.all()
    }
    assert {name for name, codes in flags.items() if "near_duplicate" in codes} == {"b.txt"}
    assert {name for name, codes in flags.items() if "translation_candidate" in codes} == {"d.txt"}


def test_a_file_name_in_an_old_encoding(capsys, tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    with open(path, "w") as file:
        file.write(TEXT)
    assert run(capsys, tmp_path)[0].startswith("caf?.txt: drafted, ")


def test_batch_report_as_a_table(capsys, tmp_path):
    (tmp_path / "=cmd.txt").write_text(TEXT)
    run(capsys, tmp_path / "=cmd.txt", FOLDER, dry_run=True, report=str(tmp_path / "report.csv"))
    lines = (tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 6
    assert lines[1].startswith("'=cmd.txt,plain_page,en,A short page,")
    assert "2022-09-09,2022-09-08,2022-09-08" in lines[3]


def test_a_text_too_long_for_a_page_is_kept_whole_without_one(capsys, tmp_path):
    (tmp_path / "long.txt").write_text("A title\n\n" + "A sentence of the text. " * 20_000)
    pages = Page.objects.count()
    assert run(capsys, tmp_path)[0].startswith("long.txt: no_page, ")
    assert Page.objects.count() == pages
    row = ImportRecord.objects.get()
    assert len(row.source) > 400_000
    assert any(flag.startswith("too_long: ") for flag in row.report["flags"])


def test_nothing_readable_is_an_error_and_still_writes_the_report(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    report = tmp_path / "out" / "report.json"
    report.parent.mkdir()
    with pytest.raises(CommandError, match="Nothing could be read"):
        call_command("import_pages", str(tmp_path / "empty.txt"), report=str(report))
    assert json.loads(report.read_text())[0]["flags"] == ["unreadable: empty file"]
    assert ImportRecord.objects.count() == 0


def test_news_of_the_group_is_no_archive_page(capsys):
    run(capsys, FOLDER)
    news = NewsPage.objects.exclude(pk__in=PressReleasePage.objects.values("pk")).get()
    assert (news.historic, news.get_parent().slug, str(news.published_on), str(news.event_start)) == (
        False,
        "news",
        "2022-09-09",
        "2022-09-08",
    )
    assert news.published_provenance == "derived"
    release = PressReleasePage.objects.get()
    assert (release.historic, release.get_parent().slug, release.kind) == (True, "archive", "press_release")
    assert (str(release.event_start), str(release.event_end)) == ("2012-09-13", "2012-09-14")


def test_what_is_held_back_is_on_no_page(capsys):
    run(capsys, FOLDER)
    everything = ""
    for record in ImportRecord.objects.select_related("page"):
        page = record.page.specific
        everything += json.dumps(page.serializable_data(), default=str) + json.dumps(
            page.latest_revision.content, default=str
        )
        everything += page.encoded_text()
    for held in ("Battambang", "595 824", "694 466"):
        assert held not in everything
    assert "Battambang" in ImportRecord.objects.get(source_name__startswith="003").source


def test_the_record_keeps_the_source(capsys):
    run(capsys, seed_path(MEETING))
    record = ImportRecord.objects.get()
    assert record.source == seed_path(MEETING).read_text(encoding="utf-8")
    assert record.proposes_meeting
