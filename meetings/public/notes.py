"""Which note is shown in which language."""

from hub.languages.fallback import ORDER
from meetings.enums import Audience
from meetings.models import Note
from meetings.public import words
from meetings.public.shapes import NoteView


def notes_by_item(rows: list[Note], language: str) -> dict[int, tuple[NoteView, ...]]:
    """For each item and audience the note in `language`, else the first there is in English, French, Khmer.

    `rows` are the notes of one meeting that the audience may read, with `translated_from` loaded and no empty ones.
    """
    preference = [language, *(code for code in ORDER if code != language)]
    best: dict[tuple[int, str], Note] = {}
    for row in rows:
        known = best.get((row.item_id, row.audience))
        if known is None or preference.index(row.language) < preference.index(known.language):
            best[row.item_id, row.audience] = row
    order = list(Audience)
    by_item: dict[int, list[Note]] = {}
    for row in best.values():
        by_item.setdefault(row.item_id, []).append(row)
    return {
        item: tuple(
            _view(row, language) for row in sorted(notes, key=lambda row: order.index(Audience(row.audience)))
        )
        for item, notes in by_item.items()
    }


def _view(row: Note, language: str) -> NoteView:
    source = row.translated_from
    behind = source.edits - (row.translated_from_edit or 0) if source else 0
    return NoteView(
        html=row.text,
        lang=row.language,
        is_fallback=row.language != language,
        audience=row.audience,
        audience_word=words.audience_word(row.audience),
        behind=max(behind, 0),
    )
