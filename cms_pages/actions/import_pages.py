"""Imports: a draft page and its report are kept together; nothing is published and nothing overwritten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms_pages.actions.draft_pages import RELEASES, draft_page
from cms_pages.enums import ImportState
from cms_pages.models import ArchiveIndexPage, ImportRecord, NewsIndexPage, NewsPage
from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.import_meeting import import_meeting
from meetings.models import Meeting, Recommendation

NOT_PAGES = {"listing"}


@dataclass(frozen=True)
class Kept:
    """What became of one document: its record and one of "drafted", "same", "changed", "no_page"."""

    record: ImportRecord
    outcome: str


def keep_import(report: dict, source: str, *, by: Actor, today: date) -> Kept:
    """Keep one import: a draft page of the report's kind, and the record with source and report.

    The same content again (by SHA-256) makes nothing. A file of the same name with other content is kept beside
    the first, flagged "changed", and leaves the page alone. `today` is the date in Phnom Penh. The report given
    gets its `page_id`.
    """
    with transaction.atomic():
        same = ImportRecord.objects.select_for_update().filter(sha256=report["sha256"]).first()
        if same and (same.page_id or same.state != ImportState.DRAFTED):
            report["page_id"] = same.page_id
            return Kept(same, "same")
        earlier = ImportRecord.objects.of_source(report["file"][:255]).filter(page__isnull=False).first()
        row = same or ImportRecord(sha256=report["sha256"])
        row.source_name, row.source, row.encoding = report["file"][:255], source, report["encoding"]
        _flag_akin(report)
        if earlier:
            row.page, row.state = earlier.page, ImportState.CHANGED
            edited = " The draft was edited meanwhile." if earlier.draft_is_edited else ""
            report["flags"].append(
                f"changed: A file of this name was imported before with other content.{edited}"
            )
        elif report["kind"] in NOT_PAGES or any(flag.startswith("too_long:") for flag in report["flags"]):
            row.state = ImportState.NO_PAGE
        else:
            row.page, row.revision = _make_page(report, today=today)
        report["page_id"] = row.page_id
        row.report = report
        row.save()
        record(f"import.{row.state}", row, by=by, label=row.source_name[:200])
    return Kept(row, row.state)


def _flag_akin(report: dict) -> None:
    """Say what else was imported that is nearly the same text, or the same release in another language."""
    for name, share in ImportRecord.objects.exclude(source_name=report["file"]).akin_to(report)[:5]:
        if share:
            report["flags"].append(f"near_duplicate: {share:.0%} of the text is also in {name}.")
        else:
            report["flags"].append(
                f"translation_candidate: {name} has the same kind and day in another language."
            )


def _make_page(report: dict, *, today: date) -> tuple[Page, int]:
    locale = Locale.objects.filter(language_code=report["language"] or "en").first()
    locale = locale or Locale.objects.get(language_code="en")
    page = draft_page(report, today=today)
    is_news = report["kind"] in {"news_item", *RELEASES} and not page.historic
    index = (NewsIndexPage if is_news else ArchiveIndexPage).objects.get(locale=locale)
    page.locale = locale
    page.slug = _free_slug(index, page.slug)
    index.add_child(instance=page)
    revision = page.save_revision()
    return page, revision.pk


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        one for n in range(1, len(taken) + 2) if (one := slug if n == 1 else f"{slug}-{n}") not in taken
    )


def put_back(row: ImportRecord, index: int, *, by: Actor, reason: str = "") -> ImportRecord:
    """Put a removed text back at the end of the draft, as a text of its own, and note it in the report.

    Refused for a text that was held back unless a reason is given; the reason is kept beside it. Refused when the
    page is gone or the text was put back before.
    """
    with transaction.atomic():
        row = ImportRecord.objects.select_for_update().get(pk=row.pk)
        gone = _removed(row, index)
        if gone.get("put_back"):
            raise Refused(_("This text was put back already."))
        if not row.page_id:
            raise Refused(_("The page of this import is gone."))
        if gone["reason"].startswith("held back") and not reason.strip():
            raise Refused(
                _("Say why this may be shown: it was held back to protect a person."), field="reason"
            )
        page = Page.objects.get(pk=row.page_id).specific.get_latest_revision_as_object()
        _append(page, gone["text"])
        page.save_revision()
        gone["put_back"], gone["put_back_reason"] = True, reason.strip()
        row.save(update_fields=["report"])
        record("import.put_back", row, by=by, label=row.source_name[:200], fields=["removed"])
    return row


def _removed(row: ImportRecord, index: int) -> dict:
    try:
        return row.report["removed"][index]
    except IndexError:
        raise Refused(_("There is no such text.")) from None


def _append(page: Page, text: str) -> None:
    from_source = [("text", f"<p>{escape(text)}</p>")]
    if hasattr(page, "body"):
        page.body.extend(from_source)
    else:
        page.sections.append(("section", {"number": None, "heading": _("Put back"), "body": from_source}))


def keep_recommendations(row: ImportRecord, *, by: Actor) -> list[Recommendation]:
    """Make records of the recommendations of a text, with addressees and source; once."""
    with transaction.atomic():
        row = ImportRecord.objects.select_for_update(of=("self",)).select_related("page").get(pk=row.pk)
        if row.kept_recommendations:
            raise Refused(_("The recommendations of this text are in the register already."))
        if not row.page:
            raise Refused(_("The page of this import is gone."))
        language = row.report["language"] or "en"
        kept = [
            Recommendation.objects.create(
                document_key=row.page.translation_key,
                source=row.title[:300],
                section=one["time_frame"][:200],
                number=one["number"],
                addressees=", ".join(one["addressees"])[:300],
                **{f"title_{language}": one["title"][:250], f"text_{language}": one["text"][:4000]},
            )
            for one in row.report["recommendations"]
        ]
        row.report["recommendations_kept"] = True
        row.save(update_fields=["report"])
        record("import.recommendations_kept", row, by=by, label=row.source_name[:200])
    return kept


def accept_meeting(row: ImportRecord, facts: dict[str, Any], *, by: Actor) -> Meeting:
    """Make a meeting record of a proposal as the clerk edited it (`facts`: see `import_meeting`); links the page."""
    with transaction.atomic():
        row = _without_meeting(row)
        meeting = import_meeting(by=by, **facts)
        _link(row, meeting, by=by)
    return meeting


def link_meeting(row: ImportRecord, meeting: Meeting, *, by: Actor) -> None:
    """The meeting is in the record already: only say that this page reports on it."""
    with transaction.atomic():
        _link(_without_meeting(row), meeting, by=by)


def _without_meeting(row: ImportRecord) -> ImportRecord:
    row = ImportRecord.objects.select_for_update().get(pk=row.pk)
    if row.meeting_id:
        raise Refused(_("A meeting was made of this import already."))
    return row


def _link(row: ImportRecord, meeting: Meeting, *, by: Actor) -> None:
    row.meeting = meeting
    fields = ["meeting"]
    if row.page_id:
        page = Page.objects.get(pk=row.page_id).specific.get_latest_revision_as_object()
        if isinstance(page, NewsPage) and page.meeting_id is None:
            untouched = not row.draft_is_edited
            page.meeting = meeting
            revision = page.save_revision()
            if untouched:
                row.revision = revision.pk
                fields.append("revision")
    row.save(update_fields=fields)
    record("import.meeting_linked", row, by=by, label=row.source_name[:200], fields=["meeting"])
