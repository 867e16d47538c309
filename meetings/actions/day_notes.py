"""Notes taken on the day: written every few seconds over a weak line, by two people at once, in few questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.errors import Refused
from hub.models.audit import record
from hub.prepared import insert
from meetings.actions.notes import clean_note
from meetings.actions.rows import LIFELESS, NOT_HELD_YET, RECORD_IS_LOCKED, demand
from meetings.documents.note_text import settled, to_html, to_text, woven
from meetings.enums import HELD_STATES, Audience, MeetingState, MinutesState
from meetings.models import AgendaItem, Note
from meetings.rules import may_note
from members.enums import Language
from members.models import Person
from members.rules import is_secretariat

HEARD = 20  # forms that a note remembers; a browser that was cut off sends its last one again, rarely two
NOT_BEGUN = _("The meeting has not begun. Begin it first.")
WITH_THE_SECRETARIAT = _(
    "The minutes are with the members now, and the secretariat keeps the text. Send it what you noted."
)


class Forbidden(Refused):
    """The person may not write this note at all, now or later."""


class WrittenMeanwhile(Refused):
    """Somebody else has written since; `text` (plain lines) and `edits` are what stands there now."""

    def __init__(self, *, text: str, edits: int):
        super().__init__(_("Somebody else has changed this text since you opened it."), field="text")
        self.text, self.edits = text, edits


@dataclass(frozen=True)
class Place:
    """Where a note stands. `item` is the item's key as the form knew it: numbers may change during the day."""

    slug: str
    number: int
    item: int | None
    audience: str
    language: str

    def rows(self):
        """The item with its meeting, minutes and this very note, the meeting's row locked: one question."""
        own = FilteredRelation(
            "notes", condition=Q(notes__audience=self.audience, notes__language=self.language)
        )
        # The text in the authoritative language, which one in another language translates.
        original = Note.objects.filter(
            item=OuterRef("pk"),
            audience=self.audience,
            language=Coalesce(OuterRef("meeting__minutes__authoritative_language"), Value(Language.EN)),
        ).exclude(language=self.language)
        which = {"pk": self.item} if self.item else {"number": self.number}
        return (
            AgendaItem.objects.select_for_update(of=("meeting",))
            .select_related("meeting", "meeting__minutes")
            .filter(meeting__slug=self.slug, **which)
            .annotate(
                own=own,
                own_pk=F("own__pk"),
                own_text=F("own__text"),
                own_edits=F("own__edits"),
                own_heard=F("own__heard"),
                original_pk=Subquery(original.values("pk")[:1]),
                original_edits=Subquery(original.values("edits")[:1]),
            )
            .order_by()
        )


def note_on_the_day(
    place: Place, *, by: Person, text: str, seen_edits: int, once_key: str = "", before: Iterable[str] = ()
) -> int:
    """Keep `text` (plain lines) as the note; returns its `edits` as whoever wrote knows them from now on.

    `seen_edits` is the state the writer began from, 0 for none. The same text again, or the same form again
    (`once_key`), changes nothing. `before` are the keys of forms that this one follows and whose answers never came:
    what they wrote is the writer's own. Raises `WrittenMeanwhile`, `Forbidden`, `Refused`, `AgendaItem.DoesNotExist`.
    """
    text = settled(text)
    form, mark = (_mark(by, once_key), _mark(by, once_key, text)) if once_key else ("", "")
    own = {form, *(_mark(by, key) for key in before)} - {""}
    for _again in range(3):
        with transaction.atomic():
            item: Any = place.rows().get()  # an AgendaItem with what is annotated above
            _check(item, place, by)
            edits = item.own_edits or 0
            if edits and to_text(item.own_text) == text:
                return edits
            heard = item.own_heard or []
            known = next((number for one, number, _form in heard if mark and one == mark), None)
            if known:
                return known
            if not edits and not text:
                return 0
            follows_own = bool(heard) and heard[-1][1] == edits and heard[-1][2] in own and seen_edits >= 0
            if seen_edits != edits and not follows_own:
                raise WrittenMeanwhile(text=to_text(item.own_text or ""), edits=edits)
            if (edits := _write(item, place, text=text, mark=[mark, form])) is not None:
                label = f"{item.meeting.reference} item {item.number}"
                note = Note(pk=item.own_pk, item=item)
                record("note.written", note, by=by, label=label, fields=[f"text_{place.language}"])
                return edits
        # What was read stood there before the lock was waited for: look again.
    raise Refused(_("Somebody else is writing this very text. Send it again."), field="text")


def _mark(by: Person, *parts: str) -> str:
    return sha256(":".join([str(by.pk), *parts]).encode()).hexdigest()[:16]


def _check(item: AgendaItem, place: Place, by: Person) -> None:
    meeting = item.meeting
    try:
        demand(may_note(meeting, Audience(place.audience)), by)
    except Refused as refusal:
        raise Forbidden(refusal.sentence) from None
    if item.audience not in Audience(place.audience).reads:
        raise Refused(_("This item is not for everybody. Its notes are neither."), field="audience")
    minutes = getattr(meeting, "minutes", None)
    if minutes and minutes.is_locked:
        raise Refused(RECORD_IS_LOCKED)
    if meeting.state not in HELD_STATES:
        begun = NOT_BEGUN if meeting.state == MeetingState.ANNOUNCED else NOT_HELD_YET
        raise Refused(LIFELESS.get(MeetingState(meeting.state), begun))
    if minutes and minutes.state != MinutesState.DRAFT and not is_secretariat(by):
        raise Refused(WITH_THE_SECRETARIAT)


def _write(item: Any, place: Place, *, text: str, mark: list[str]) -> int | None:
    """The new `edits`; None if another writer was quicker than our look."""
    edits = (item.own_edits or 0) + 1
    html = woven(item.own_text, text) if item.own_text else to_html(text)
    facts = {
        "text": clean_note(html) if html else "",
        "edits": edits,
        "changed_at": timezone.now(),
        "translated_from_id": item.original_pk,
        "translated_from_edit": item.original_edits,
        "heard": [*(item.own_heard or []), [mark[0], edits, mark[1]]][-HEARD:],
    }
    if item.own_pk:
        changed = Note.objects.filter(pk=item.own_pk, edits=item.own_edits).update(**facts)
        return edits if changed else None
    try:
        with transaction.atomic():
            note = insert(Note(item=item, audience=place.audience, language=place.language, **facts))
    except IntegrityError:
        return None
    item.own_pk = note.pk
    return edits
