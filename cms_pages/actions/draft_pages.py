"""From an import's report to an unsaved page of the right kind. Nothing that was held back gets onto a page."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages.actions.draft_blocks import (
    LONGEST_CITATION,
    body_of,
    citations,
    contact_blocks,
    factsheet_sections,
    gallery,
    lines,
    logos,
    parties,
)
from cms_pages.enums import DatePrecision, Provenance, ReleaseKind
from cms_pages.models import (
    EventPage,
    FactsheetPage,
    NewsPage,
    PlainPage,
    PressReleasePage,
    ProjectPage,
    StructurePage,
)

PROVENANCE = {"found": Provenance.STATED, "derived": Provenance.DERIVED, "guessed": Provenance.GUESSED}
RELEASES = {"press_release", "statement", "media_alert"}
STRUCTURE_FIELDS = {
    "mission": "mission",
    "vision": "vision",
    "goal": "goal",
    "goals": "goal",
    "objective": "objective",
    "objectives": "objective",
    "key strategies": "strategies",
    "key strategy": "strategies",
    "strategies": "strategies",
}
LONGEST_TITLE = 200
LONGEST_FIELD = 4000


def draft_page(report: dict, *, today: date) -> Page:
    """An unsaved page in no tree yet, with everything the report holds for its kind.

    A text about a meeting of the group is news; all other imports are historic pages for the archive.
    """
    kind = report["kind"]
    build = _BUILDERS.get(kind, _plain)
    page = build(report)
    page.title = (report["title"] or _("Without a title: %(file)s") % {"file": report["file"]})[
        :LONGEST_TITLE
    ]
    page.slug = _slug(report)
    page.live = False
    page.historic = not report["meeting"]
    page.imported_on = today
    codes = {flag.split(":", 1)[0] for flag in report["flags"]}
    page.identities_protected = bool({"identity_protected", "held_back"} & codes)
    if "content_note" in codes:
        page.content_note = _("This page speaks of sexual violence.")
    page.corrected_readings = ", ".join(dict.fromkeys(fix["reading"] for fix in report["corrections"]))[:2000]
    return page


def _slug(report: dict) -> str:
    """From a Latin title; a Khmer title gives the date and a piece of the checksum."""
    when = report["published"]["date"] or report["kind"] or "page"
    slug = slugify(report["title"])[:80].strip("-")
    return slug if len(slug) >= 3 else slugify(f"{when}-{report['sha256'][:8]}")


def day_of(text: str | None, *, last: bool = False) -> date | None:
    """ "2022-09-08", "2022-10" or "2016" as the first (or last) day it means; None for None."""
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if not last:
        return date(year, month or 1, day or 1)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _dates(report: dict) -> dict[str, Any]:
    published, event = report["published"], report["event"]
    return {
        "published_on": day_of(published["date"]),
        "published_precision": published["precision"] or DatePrecision.DAY,
        "published_provenance": PROVENANCE.get(published["provenance"], Provenance.STATED),
        "event_start": day_of(event["start"]),
        "event_end": day_of(event["end"], last=True) if event["end"] != event["start"] else None,
        "event_precision": event["precision"] or DatePrecision.DAY,
        "event_provenance": PROVENANCE.get(event["start_provenance"], Provenance.STATED),
    }


def _news(report: dict) -> Page:
    place = (report["meeting"] or {}).get("place", "")
    return NewsPage(
        **_dates(report), place=place[:200], body=body_of(report["sections"]), contacts=contact_blocks(report)
    )


def _release(report: dict) -> Page:
    return PressReleasePage(
        **_dates(report),
        kind=ReleaseKind(report["kind"]),
        letterhead=bool(report["letterhead"]),
        body=body_of(report["sections"]),
        contacts=contact_blocks(report),
    )


def _event(report: dict) -> Page:
    stated = {count["noun"]: count for count in report["counts"]}
    participants = next((one for noun, one in stated.items() if "participant" in noun), None)
    said = f"{participants['qualifier']} {participants['value']}".strip() if participants else ""
    return EventPage(
        **_dates(report),
        participants=said,
        organisers=parties(report["organisers"]),
        report_promised=(report["promises"][0]["text"] if report["promises"] else "")[:300],
        body=body_of(report["sections"]),
        contacts=contact_blocks(report),
    )


def _structure(report: dict) -> Page:
    facts: dict[str, Any] = {}
    rest = []
    for section in report["sections"]:
        name = STRUCTURE_FIELDS.get(section["heading"].casefold().rstrip(": "))
        text = "\n\n".join(block for block in section["blocks"] if isinstance(block, str))
        if name and name not in facts and len(text) <= LONGEST_FIELD:
            facts[name] = text
            if name == "objective":
                facts["objectives"] = lines("objective", section["items"])
            elif section["items"]:
                rest.append(
                    {**section, "blocks": [one for one in section["blocks"] if not isinstance(one, str)]}
                )
        elif (
            not facts and "introduction" not in facts and not section["items"] and len(text) <= LONGEST_FIELD
        ):
            facts["introduction"] = text
        else:
            rest.append(section)
    address = report["address"]
    if address:
        facts["unit_name"] = address["unit"] or address["parent"]
        facts["addresses"] = [("address", _address(address))]
    return StructurePage(**_dates(report), **facts, body=body_of(rest), contacts=contact_blocks(report))


def _address(address: dict) -> dict[str, Any]:
    text = [address["parent"], address["unit"], *address["lines"], address["po_box"], address["country"]]
    numbers = [("phone", phone) for phone in address["phones"]] + [("fax", phone) for phone in address["fax"]]
    return {
        "text": "\n".join(line for line in text if line)[:500],
        "phones": [
            {"kind": kind, "number": phone["normalised"], "as_published": phone["raw"]}
            for kind, phone in numbers
        ],
        "validity": address["validity"],
        "historic": address["historic"],
    }


def _project(report: dict) -> Page:
    project = report["project"]
    fits = len(project["target_group"]) <= 3000
    told = [
        items for items in (project["streams"], project["goals"]) if max(map(len, items), default=0) <= 2000
    ]
    body = []
    for section in report["sections"]:
        blocks = [one for one in section["blocks"] if isinstance(one, str) or one["items"] not in told]
        if blocks and not (fits and project["target_group"] and section["text"] == project["target_group"]):
            body.append({**section, "blocks": blocks})
    start, end = project["start"], project["end"]
    return ProjectPage(
        starts_on=day_of(start),
        ends_on=day_of(end, last=True),
        period_precision=DatePrecision.DAY if start and len(start) == 10 else DatePrecision.MONTH,
        phases=[("phase", {"title": phase, "precision": "month"}) for phase in project["phases"]],
        body=body_of(body),
        goals=lines("goal", project["goals"]),
        target_group=project["target_group"] if fits else "",
        streams=lines("stream", project["streams"]),
        services=lines("service", project["services"]),
        donors=parties(project["donors"]),
        partners=parties(project["partners"]),
        contacts=contact_blocks(report, helplines=True),
        gallery=gallery(report),
    )


def _factsheet(report: dict) -> Page:
    core = next((one for one in report["sections"] if one["heading"].casefold() == "core message"), None)
    core = core if core and len(core["text"]) <= 1500 else None
    long = any(len(resource["text"]) > LONGEST_CITATION for resource in report["resources"])
    kept = [one for one in report["sections"] if one is not core and (long or one["style"] != "resources")]
    after = report["published"]["after"]
    return FactsheetPage(
        subtitle=report["subtitle"][:250],
        published_on=day_of(report["published"]["date"]),
        published_precision=report["published"]["precision"] or DatePrecision.DAY,
        published_provenance=PROVENANCE.get(report["published"]["provenance"], Provenance.STATED),
        undated_after=int(after) if after and not report["published"]["date"] else None,
        core_message=core["text"] if core else "",
        sections=factsheet_sections(kept),
        resources=citations(report),
        logos=logos(report),
        contacts=contact_blocks(report),
    )


def _plain(report: dict) -> Page:
    return PlainPage(body=body_of(report["sections"]))


_BUILDERS = {
    "news_item": _news,
    **dict.fromkeys(RELEASES, _release),
    "event": _event,
    "structure_page": _structure,
    "project_page": _project,
    "factsheet": _factsheet,
}
