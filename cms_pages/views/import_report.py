"""An import's report as its screen shows it: words for codes, and what differs from the earlier source."""

from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

from django.utils.translation import gettext_lazy as _

from cms_pages.enums import ImportState
from cms_pages.models import ImportRecord

KINDS = {
    "news_item": _("News item"),
    "press_release": _("Press release"),
    "statement": _("Statement"),
    "media_alert": _("Media alert"),
    "structure_page": _("Structure page"),
    "project_page": _("Project"),
    "factsheet": _("Factsheet"),
    "event": _("Event"),
    "plain_page": _("Plain page"),
    "listing": _("List of other pages"),
}
LANGUAGES = {"en": _("English"), "fr": _("French"), "km": _("Khmer")}
# Flags that need a decision come first; the others say what the importer did.
FLAGS = {
    "held_back": _("Held back to protect a person"),
    "identity_protected": _("Identities are protected"),
    "content_note": _("A content note was put before the text"),
    "personal_phone": _("A personal telephone number is held back"),
    "private_email": _("A private e-mail address is not shown"),
    "helpline": _("A helpline number has to be verified"),
    "contact_lost": _("The address of a contact is lost"),
    "meeting_proposed": _("A meeting record is proposed"),
    "changed": _("The source changed since the first import"),
    "near_duplicate": _("Nearly the same text was imported"),
    "translation_candidate": _("Perhaps the same text in another language"),
    "no_title": _("There is no title"),
    "too_long": _("The text is too long for a page"),
    "long_title": _("The title is too long"),
    "title_guessed": _("The title is a guess"),
    "dates_conflict": _("The dates contradict each other"),
    "date_ambiguous": _("A date can be read in two ways"),
    "date_damaged": _("A date is damaged"),
    "date_not_a_date": _("A date is none"),
    "published_derived": _("The publication date is derived"),
    "event_start_derived": _("The first day is derived"),
    "undated": _("There is no publication date"),
    "torn_sentence": _("A torn sentence was joined"),
    "inserted_line": _("A line stood inside a sentence"),
    "caption_needed": _("A picture needs a caption"),
    "no_heading": _("A block has no heading"),
    "reordered": _("Sections were set in order"),
    "credits_empty": _("Logos are lost"),
    "donors_differ": _("Donors are named differently"),
    "historic_address": _("The address is a historic one"),
    "phone_unclear": _("A telephone number was not understood"),
    "script_removed": _("Script code was taken out"),
    "encoding": _("The encoding was recognised"),
    "language_unknown": _("The language was not recognised"),
    "listing": _("This looks like a list of other pages"),
    "long_text": _("The text is very long"),
    "no_text": _("There is no body text"),
    "unaccounted": _("Some text was not understood"),
}
URGENT = frozenset(list(FLAGS)[:13])
PROVENANCE = {
    "found": _("in the source"),
    "derived": _("derived"),
    "guessed": _("a guess"),
    "unknown": _("not in the source"),
}
REASONS = {
    "navigation": _("navigation"),
    "share and print buttons": _("share and print buttons"),
    "comment form": _("comment form"),
    "end mark": _("end mark"),
    "viewer": _("viewer"),
    "visitor counter": _("visitor counter"),
    "site slogan": _("site slogan"),
    "script remains": _("remains of a script"),
    "script": _("script"),
    "style sheet": _("style sheet"),
    "embedded page": _("embedded page"),
    "picture code": _("picture code"),
    "page head": _("page head"),
    "page foot": _("page foot"),
    "side column": _("side column"),
    "form control": _("form control"),
    "comment": _("comment"),
    "breadcrumb": _("way back"),
    "other headlines": _("other headlines"),
    "dead link": _("dead link"),
    "ruler": _("ruler"),
    "title repeated": _("title repeated"),
    "letterhead": _("letterhead"),
    "kind label": _("name of the kind"),
    "held back: personal telephone number": _("held back: personal telephone number"),
    "held back: could identify a person": _("held back: could identify a person"),
    "not understood": _("not understood"),
    "not read: beyond the length of a page": _("not read: beyond the length of a page"),
    "unknown tag": _("unknown tag"),
}
MOST_DIFFERENCES = 200


@dataclass(frozen=True)
class ShownFlag:
    label: object
    detail: str
    urgent: bool


@dataclass(frozen=True)
class ShownRemoval:
    index: int
    text: str
    reason: object
    held_back: bool
    put_back: bool
    why: str


def shown(row: ImportRecord) -> dict:
    """The report with words for its codes; `flags`, `removed` and `differences` in the order they are read."""
    report = row.report
    flags = [_flag(flag) for flag in report["flags"]]
    return {
        **report,
        "kind_word": KINDS.get(report["kind"], report["kind"]),
        "language_word": LANGUAGES.get(report["language"], _("unknown")),
        "flags": sorted(flags, key=lambda flag: not flag.urgent),
        "removed": [_removal(index, gone) for index, gone in enumerate(report["removed"])],
        "published_how": PROVENANCE.get(report["published"]["provenance"]),
        "event_how": PROVENANCE.get(report["event"]["start_provenance"]),
        "differences": differences(row),
    }


def _flag(flag: str) -> ShownFlag:
    code, _colon, detail = flag.partition(": ")
    return ShownFlag(FLAGS.get(code, code), detail, code in URGENT)


def _removal(index: int, gone: dict) -> ShownRemoval:
    reason = gone["reason"]
    word = REASONS.get(reason) or (_("list of other pages") if reason.startswith("list of") else reason)
    return ShownRemoval(
        index,
        gone["text"],
        word,
        reason.startswith("held back"),
        bool(gone.get("put_back")),
        gone.get("put_back_reason", ""),
    )


def differences(row: ImportRecord) -> list[str]:
    """What changed against the source that the page was made of, line by line; at most 200 lines."""
    if row.state != ImportState.CHANGED:
        return []
    first = ImportRecord.objects.filter(page=row.page_id, state=ImportState.DRAFTED).first()
    if first is None:
        return []
    lines = unified_diff(first.source.splitlines(), row.source.splitlines(), lineterm="", n=1)
    return [line for line in islice(lines, MOST_DIFFERENCES) if not line.startswith(("---", "+++"))]
