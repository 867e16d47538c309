"""`manage.py import_pages PATH…`: legacy documents become draft pages, each with a report. Never publishes."""

import csv
import io
import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms_pages.actions.import_pages import keep_import
from cms_pages.importers.decode import MAX_BYTES
from cms_pages.importers.document import ImportedDocument
from cms_pages.importers.reader import read_document, refused_document
from cms_pages.importers.report import report_of
from hub.actors import SYSTEM

COLUMNS = (
    "file",
    "kind",
    "language",
    "title",
    "published",
    "event_start",
    "event_end",
    "flags",
    "page_id",
    "error",
)


def storable(name: str) -> str:
    """A file name as a database takes it: old disks have names in other encodings, and very long paths."""
    return name.encode("utf-8", "replace").decode()[-255:]


def listing(reports: list[dict]) -> str:
    return json.dumps(reports, ensure_ascii=False, indent=1) + "\n"


def table(reports: list[dict]) -> str:
    """A spreadsheet of the batch; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for report in reports:
        cells = {
            **report,
            "published": report["published"]["date"],
            "event_start": report["event"]["start"],
            "event_end": report["event"]["end"],
            "flags": " | ".join(report["flags"]),
        }
        texts = (str(cells[name] or "") for name in COLUMNS)
        writer.writerow(
            [f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text for text in texts]
        )
    return out.getvalue()


class Command(BaseCommand):
    help = "Read legacy documents (text, Markdown, HTML) into draft pages. Nothing is published."

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, or a folder with all files in it"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, make no page")
        parser.add_argument(
            "--report", metavar="FILE.json", help="write one object per file (.csv: one line)"
        )

    def handle(self, *args, **options):
        reports = []
        for path, name in self.files(options["paths"]):
            doc = self.read(path, name)
            report = report_of(doc)
            outcome = doc.error or "read"
            if doc.readable and not options["dry_run"]:
                outcome = keep_import(report, doc.source, by=SYSTEM, today=timezone.localdate()).outcome
            reports.append(report)
            self.tell(report, outcome)
        if options["report"]:
            self.write(Path(options["report"]), reports)
        if all(report["error"] for report in reports):
            raise CommandError("Nothing could be read.")

    def files(self, paths: list[str]) -> list[tuple[Path, str]]:
        """(file, name in the report): the files named, and those in the folders named, by their path in there."""
        found = []
        for path in map(Path, paths):
            if not path.is_dir():
                found.append((path, storable(path.name)))
                continue
            for one in sorted(path.rglob("*")):
                inside = one.relative_to(path)
                if one.is_file() and not any(part.startswith(".") for part in inside.parts):
                    found.append((one, storable(inside.as_posix())))
        return found

    def read(self, path: Path, name: str) -> ImportedDocument:
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                return refused_document(name, f"too large: {size:,} bytes, the limit is {MAX_BYTES:,}")
            return read_document(path.read_bytes(), file=name, today=timezone.localdate())
        except OSError as error:
            return refused_document(name, f"cannot be opened: {error.strerror or error}")

    def tell(self, report: dict, outcome: str) -> None:
        """One line for each file."""
        if report["error"]:
            self.stdout.write(f"{report['file']}: {report['error']}")
            return
        page = f", page {report['page_id']}" if report["page_id"] else ""
        flags = len(report["flags"])
        title = report["title"] or "(no title)"
        self.stdout.write(f"{report['file']}: {outcome}, {report['kind']}{page}, {flags} flags, “{title}”")

    def write(self, path: Path, reports: list[dict]) -> None:
        """Whole or not at all: a reader never sees half a report. A name ending in .csv gives one line per file."""
        part = path.with_name(path.name + ".part")
        as_table = path.suffix.lower() == ".csv"
        try:
            part.write_text(table(reports) if as_table else listing(reports), encoding="utf-8")
            os.replace(part, path)
        except OSError as error:
            raise CommandError(f"The report could not be written: {error}") from error
