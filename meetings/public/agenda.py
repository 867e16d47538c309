"""What one audience reads of an agenda: its items, their papers, and the agenda as it was released."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from hub.languages import numbers
from hub.languages.digits import for_language
from hub.languages.fallback import ORDER, Text, best_text, language_name
from meetings.enums import Audience, Purpose
from meetings.models import AgendaItem, AgendaVersion, Meeting, Paper
from meetings.models.meeting import PHNOM_PENH
from meetings.public import words
from meetings.public.agenda_changes import Change, Entry, Kind
from meetings.public.shapes import ChangedItem, ItemView, PaperView, Released
from members.enums import Language


def with_item_context(items):
    """Items with what `item_view` needs, in the same query."""
    return items.select_related("presented_by", "presenter", "carried_over_from__meeting")


def item_view(item: AgendaItem, meeting: Meeting, audience: Audience, language: str) -> ItemView:
    """One item without papers, notes and outcomes; the language is being spoken, see `words.speaking`."""
    if item.audience not in audience.reads:
        return _closed(item.pk, item.number, item.label, item.level, item.audience)
    return ItemView(
        key=item.pk,
        number=item.number,
        label=item.label,
        level=item.level,
        is_closed=False,
        title=best_text(item, "title", language),
        purpose=item.purpose,
        purpose_word=str(Purpose(item.purpose).label),
        minutes_allotted=item.minutes_allotted,
        presented_by=words.organisation_name(item.presented_by, meeting, audience, language),
        presenter=words.person_name(item.presenter, meeting, audience, language),
        carried_over=_carried_over(item, audience, language),
        audience=item.audience,
        audience_word=words.audience_word(item.audience),
        papers=(),
        notes=(),
        decisions=(),
        actions=(),
    )


def _closed(key: int, number: int, label: str, level: int, audience: str) -> ItemView:
    return ItemView(
        key=key,
        number=number,
        label=label,
        level=level,
        is_closed=True,
        title=words.NOTHING,
        purpose="",
        purpose_word="",
        minutes_allotted=None,
        presented_by=words.NOTHING,
        presenter="",
        carried_over="",
        audience=audience,
        audience_word=words.audience_word(audience),
        papers=(),
        notes=(),
        decisions=(),
        actions=(),
    )


def _carried_over(item: AgendaItem, audience: Audience, language: str) -> str:
    """ "Carried over from the second meeting"; of a meeting or an item that is closed to this audience not a word."""
    before = item.carried_over_from
    if (
        before is None
        or before.audience not in audience.reads
        or before.meeting.audience not in audience.reads
    ):
        return ""
    if not before.meeting.number:
        return _("Carried over from an earlier meeting")
    return _("Carried over from the %(meeting)s") % {
        "meeting": numbers.meeting(before.meeting.number, language)
    }


# --- Papers -----------------------------------------------------------------------------------------------------


def papers_by_item(meeting: Meeting, audience: Audience, language: str) -> dict[int, tuple[PaperView, ...]]:
    """The papers an audience may read, the latest revision of each with the earlier ones; one query."""
    rows = list(Paper.objects.visible_to(audience).filter(item__meeting=meeting).order_by("pk"))
    by_pk = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}
    found: dict[int, tuple[PaperView, ...]] = {}
    for row in rows:
        if row.pk in replaced:
            continue
        earlier, before = [], by_pk.get(row.replaces_id)
        while before is not None:
            earlier.append(paper_view(before, language))
            before = by_pk.get(before.replaces_id)
        view = replace(paper_view(row, language), earlier=tuple(earlier))
        found[row.item_id] = (*found.get(row.item_id, ()), view)
    return found


def paper_view(paper: Paper, language: str) -> PaperView:
    return PaperView(
        key=paper.pk,
        title=paper.title,
        lang=paper.language,
        language=language_name(paper.language, language),
        kind=paper.filename.rpartition(".")[2].upper() if paper.filename else "",
        size=file_size(paper.size, language) if paper.filename else "",
        filename=paper.filename,
        link=paper.link,
        revision=paper.revision,
        audience_word=words.audience_word(paper.audience),
        earlier=(),
    )


def file_size(size: int, language: str) -> str:
    """Bytes as "120 kB" or "1.2 MB" (decimal units); Latin digits in every language, a comma in French."""
    if size < 999_500:
        return f"{max(round(size / 1000), 1)}\u00a0{'ko' if language == 'fr' else 'kB'}"
    number = f"{size / 1_000_000:.1f}"
    return f"{number.replace('.', ',')}\u00a0Mo" if language == "fr" else f"{number}\u00a0MB"


# --- Releases ---------------------------------------------------------------------------------------------------


def body_of(meeting: Meeting, items: Sequence[AgendaItem], audience: Audience) -> list[Entry]:
    """The agenda as an audience reads it now, in the form in which it is released."""
    return [_entry(item, meeting, audience) for item in items]


def _entry(item: AgendaItem, meeting: Meeting, audience: Audience) -> Entry:
    place = {"item": item.pk, "label": item.label, "level": item.level}
    if item.audience not in audience.reads:
        return {**place, "closed": True}
    titles = {code: text for code in Language.values if (text := getattr(item, f"title_{code}"))}
    by = words.organisation_name(item.presented_by, meeting, audience, "en").text
    by = by or words.person_name(item.presenter, meeting, audience, "en")
    return {
        **place,
        "title": titles,
        "purpose": item.purpose,
        "minutes": item.minutes_allotted,
        "presented_by": by,
    }


def title_of(entry: Entry, language: str) -> Text:
    """The title of a released item in a language, else in English, French, Khmer; empty of a closed one."""
    titles = entry.get("title", {})
    for code in (language, *ORDER):
        if titles.get(code):
            return Text(titles[code], code, code != language)
    return words.NOTHING


def title_in(source: AgendaItem | dict[str, str], language: str) -> Text:
    """The title of an item, or of {language: text}, in a language, else in English, French, Khmer."""
    titles = (
        source if isinstance(source, dict) else {code: getattr(source, f"title_{code}") for code in ORDER}
    )
    return title_of({"title": titles}, language)


def closed_to(body: list[Entry], keys: set[int]) -> list[Entry]:
    """The body with nothing but the place of these items."""
    return [
        {"item": entry["item"], "label": entry["label"], "level": entry["level"], "closed": True}
        if entry["item"] in keys
        else entry
        for entry in body
    ]


def as_released(body: list[Entry], live: Sequence[ItemView], language: str) -> tuple[ItemView, ...]:
    """The items as they were released. What has been closed since is closed; who presents and papers are today's."""
    known = {view.key: view for view in live}
    return tuple(_released(number, entry, known, language) for number, entry in enumerate(body, start=1))


def _released(number: int, entry: Entry, known: dict[int, ItemView], language: str) -> ItemView:
    now = known.get(entry["item"])
    label, level = entry["label"], entry["level"]
    blank = _closed(entry["item"], number, label, level, now.audience if now else Audience.PUBLIC)
    if entry.get("closed") or (now and now.is_closed):
        return blank
    return replace(
        now or replace(blank, is_closed=False),
        number=number,
        label=label,
        level=level,
        title=title_of(entry, language),
        purpose=entry["purpose"],
        purpose_word=str(Purpose(entry["purpose"]).label),
        minutes_allotted=entry["minutes"],
    )


def released_view(version: AgendaVersion | None, language: str) -> Released | None:
    if version is None:
        return None
    on = version.released_at.astimezone(PHNOM_PENH).date()
    return Released(number=version.number, day=words.day(on, language), iso=on.isoformat())


def changed_item(change: Change, language: str) -> ChangedItem:
    """One change in words; of an item that this reader may not read any more only that."""
    after, before = change.after, change.before
    with words.speaking(language):
        sentences = tuple(_sentence(kind, change, language) for kind in change.kinds)
        shown = after or before or {}
        closed = bool(shown.get("closed"))
        return ChangedItem(
            label=shown.get("label", ""),
            title=words.NOTHING if closed else title_of(shown, language),
            is_closed=closed,
            is_gone=after is None,
            sentences=tuple(sentence for sentence in sentences if sentence),
            old_title=title_of(before or {}, language) if Kind.RETITLED in change.kinds else words.NOTHING,
        )


def _sentence(kind: Kind, change: Change, language: str) -> str:
    was, now = change.before or {}, change.after or {}
    match kind:
        case Kind.ADDED:
            return _("New on the agenda.")
        case Kind.REMOVED:
            return _("No longer on the agenda.")
        case Kind.CLOSED:
            return _("It is not public any more.")
        case Kind.MOVED:
            places = (for_language(was["label"], language), for_language(now["label"], language))
            return _("It was item %(was)s and is item %(now)s now.") % dict(
                zip(("was", "now"), places, strict=True)
            )
        case Kind.TIME:
            return _("Time: %(was)s before, %(now)s now.") % {
                "was": _minutes(was["minutes"], language),
                "now": _minutes(now["minutes"], language),
            }
        case Kind.PURPOSE:
            return _("Purpose: %(was)s before, %(now)s now.") % {
                "was": str(Purpose(was["purpose"]).label),
                "now": str(Purpose(now["purpose"]).label),
            }
        case Kind.PRESENTER:
            return _("Somebody else presents it.")
    return ""  # a new title stands beside the old one


def _minutes(minutes: int | None, language: str) -> str:
    if not minutes:
        return _("none set")
    return _("%(minutes)s min") % {"minutes": for_language(minutes, language)}
