"""Pieces of a report as blocks of a page. Text is escaped here: nothing of a source is ever taken as HTML."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape

from cms_pages.enums import LogoRole

Blocks = list[tuple[str, Any]]
LONGEST_ITEM = 2000
LONGEST_HEADING = 200
LONGEST_CITATION = 1000
LOGO_ROLES = {
    "produced": LogoRole.PRODUCED,
    "supported": LogoRole.SUPPORTED,
    "implemented": LogoRole.IMPLEMENTED,
}


def body_of(sections: list[dict]) -> Blocks:
    """Sections of a report as headings, texts, lists and quotations."""
    blocks: Blocks = []
    for section in sections:
        heading = section["heading"]
        if len(heading) > LONGEST_HEADING:
            blocks.append(("text", f"<p><b>{escape(heading)}</b></p>"))
        elif heading:
            blocks.append(("heading", {"text": heading, "level": "3" if section["level"] > 2 else "2"}))
        blocks += _content(section)
    return blocks


def factsheet_sections(sections: list[dict]) -> Blocks:
    """Numbered sections; what has no number stands as a section of its own behind the one it followed."""
    return [
        (
            "section",
            {
                "number": section["number"],
                "heading": section["heading"][:250] or "…",
                "body": _content(section),
            },
        )
        for section in sections
    ]


def _content(section: dict) -> Blocks:
    blocks: Blocks = []
    paragraphs: list[str] = []

    def close() -> None:
        if paragraphs:
            blocks.append(("text", "".join(f"<p>{escape(text)}</p>" for text in paragraphs)))
            paragraphs.clear()

    for block in section["blocks"]:
        if isinstance(block, str):
            for text, is_quote in _quotes_apart(block, section["quotes"]):
                if is_quote:
                    close()
                    blocks.append(("quote", {"text": text, "attribution": ""}))
                else:
                    paragraphs.append(text)
            continue
        close()
        if (
            max(map(len, block["items"])) > LONGEST_ITEM
        ):  # nothing is cut off: too long for a list, it is text
            paragraphs += block["items"]
            continue
        blocks.append(("list", {"numbered": block["ordered"], "items": block["items"]}))
    close()
    return blocks


def _quotes_apart(paragraph: str, quotes: list[str]) -> Iterable[tuple[str, bool]]:
    """[(text, is it a quotation)] of one paragraph, in reading order."""
    here = [quote for quote in quotes if quote in paragraph]
    if not here:
        return [(paragraph, False)]
    marked = re.split('["“]?(' + "|".join(map(re.escape, here)) + ')["”]?', paragraph)
    return [(piece.strip(), piece in here) for piece in marked if piece.strip()]


def lines(name: str, items: list[str]) -> Blocks:
    """A list field; an item over its length is cut here and stands whole in the body or the report."""
    return [(name, item[:LONGEST_ITEM]) for item in items]


def parties(names: list[str]) -> Blocks:
    return [("party", {"name": name[:250]}) for name in names]


def contact_blocks(report: dict, *, helplines: bool = False) -> Blocks:
    """Contacts as they may stand on a page: no personal number, a private address only as that of a past office.

    A helpline becomes a block that is not shown until somebody verifies the number.
    """
    blocks: Blocks = []
    for contact in report["contacts"]:
        office = next((phone for phone in contact["phones"] if phone["privacy"] == "office"), None)
        mail = next((one for one in contact["emails"] if one["shown"] or contact["historic"]), None)
        value = {
            "name": f"{contact['honorific']} {contact['name']}".strip()[:200],
            "role": contact["role"][:200],
            "organisation": contact["organisation"][:200],
            "phone": office["normalised"] if office else "",
            "phone_as_published": office["raw"] if office else "",
            "email": mail["address"] if mail else "",
            "historic": contact["historic"],
            "hidden": contact["privacy"] == "personal",
        }
        blocks.append(("contact", value))
        for phone in contact["phones"] if helplines else ():
            if phone["privacy"] == "helpline":
                blocks.append(("helpline", {"name": phone["label"], "phone": phone["normalised"]}))
    return blocks


def gallery(report: dict) -> Blocks:
    """Places for pictures: none is there, none is shown without consent."""
    return [
        ("picture", {"image": None, "caption": one["text"][:300], "needs_caption": one["file_name"]})
        for one in report["gallery"]
    ]


def citations(report: dict) -> Blocks:
    """Sources; the address is taken out of the sentence, where it stands as a link."""
    blocks: Blocks = []
    for resource in report["resources"]:
        url = resource["links"][0] if resource["links"] else ""
        text = resource["text"].replace(url, "").rstrip(" :,<>") if url else resource["text"]
        blocks.append(("citation", {"text": text[:LONGEST_CITATION], "url": url}))
    return blocks


def logos(report: dict) -> Blocks:
    """A slot for each lost logo; it wants an organisation and a description before the page can be published."""
    roles = [LOGO_ROLES.get(credit.casefold().split()[0], LogoRole.SUPPORTED) for credit in report["credits"]]
    return [("logo", {"role": role, "organisation": "", "image": None, "alt": ""}) for role in roles]
