"""What is noted under an agenda item: one text for each audience and language."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from hub import cleaning
from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.rows import lock_held_record
from meetings.models import AgendaItem, Minutes, Note
from members.enums import Language

_MARKED_UP = re.compile(r"</?[a-zA-Z]")


def clean_note(text: str) -> str:
    """Clean HTML of what was typed; plain text becomes one paragraph a line. Refused, with its field, over the caps."""
    if not _MARKED_UP.search(text):
        lines = [line.strip() for line in cleaning.scrub(text).split("\n")]
        text = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    try:
        return cleaning.clean_html(text)
    except cleaning.HtmlRefused as refusal:
        raise Refused(refusal.messages[0], field="text") from refusal


def write_note(
    item: AgendaItem, *, by: Actor, audience: str, language: str, text: str, seen_edits: int | None = None
) -> Note:
    """Write the note of one audience and language; an empty text takes it out of every view.

    `seen_edits` is the `edits` of the note as the writer saw it, 0 for none: refused if somebody else has
    written meanwhile, unless both wrote the same. A note in another language than the minutes' authoritative
    one remembers which edit of that text it follows.
    """
    text = clean_note(text)
    with transaction.atomic():
        meeting = lock_held_record(item.meeting)
        note = (
            Note.objects.select_for_update(of=("self",))
            .filter(item=item, audience=audience, language=language)
            .first()
        )
        if note is None:
            note = Note(item=item, audience=audience, language=language, edits=0)
        if note.edits and note.text == text:
            return note
        if seen_edits is not None and seen_edits != note.edits:
            raise Refused(
                _("Somebody else has changed this text since you opened it. Compare both, then save again."),
                field="text",
            )
        note.text = text
        note.edits += 1
        note.changed_at = timezone.now()
        source = _source(item, audience, language)
        note.translated_from = source
        note.translated_from_edit = source.edits if source else None
        note.save()
        label = f"{meeting.reference} item {item.number}"
        record("note.written", note, by=by, label=label, fields=[f"text_{language}"])
    return note


def add_to_note(item: AgendaItem, *, by: Actor, audience: str, language: str, line: str) -> Note:
    """Put one paragraph of plain text behind what is noted; nothing that stands there changes."""
    note = Note.objects.filter(item=item, audience=audience, language=language).first()
    text = f"{note.text if note else ''}<p>{escape(cleaning.scrub(line))}</p>"
    return write_note(item, by=by, audience=audience, language=language, text=text)


def _source(item: AgendaItem, audience: str, language: str) -> Note | None:
    """The note in the authoritative language that a note in `language` translates, or None for that note itself."""
    minutes = Minutes.objects.filter(meeting_id=item.meeting_id).first()
    original = minutes.authoritative_language if minutes else Language.EN
    if original == language:
        return None
    return Note.objects.filter(item=item, audience=audience, language=original).first()
