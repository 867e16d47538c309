"""The life of minutes: drafted, circulated, corrected, adopted by the chair, published by the secretariat."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.rows import check_move, demand, demand_desk, lock_held_record, lock_meeting
from meetings.enums import MINUTES_MOVES, Audience, MinutesState
from meetings.models import Meeting, Minutes, MinutesVersion, Note
from meetings.public import canonical, view_for
from meetings.public.meeting import visible_to
from meetings.rules import may_adopt, may_publish, may_record
from members.enums import Language

_S = MinutesState
_LOCKED = _("These minutes are adopted: their text no longer changes. Later changes are errata.")
REFUSALS: dict[Any, Any] = {
    _S.CIRCULATED: _LOCKED,
    (_S.CIRCULATED, _S.CIRCULATED): _("These minutes are circulated already."),
    _S.CORRECTED: _LOCKED,
    (_S.CORRECTED, _S.DRAFT): _(
        "Circulate the minutes first: corrections come from those who have read them."
    ),
    (_S.CORRECTED, _S.CORRECTED): _("These minutes are marked as corrected already."),
    _S.ADOPTED: _("These minutes are adopted already."),
    (_S.ADOPTED, _S.DRAFT): _("Circulate the minutes first: the group adopts only what it has read."),
    _S.PUBLISHED: _("The chair adopts the minutes first: only adopted minutes are published."),
    (_S.PUBLISHED, _S.PUBLISHED): _("These minutes are published already."),
    _S.DRAFT: _("These minutes were started already."),
}


def _lock(minutes: Minutes, wanted: MinutesState) -> Minutes:
    """The meeting first, as every verb of the record does, then the minutes; the move is checked under both locks."""
    meeting = lock_meeting(minutes.meeting)
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    minutes.meeting = meeting
    check_move(MINUTES_MOVES, REFUSALS, _S(minutes.state), wanted)
    minutes.state = wanted
    return minutes


def start_minutes(meeting: Meeting, *, by: Actor) -> Minutes:
    """Start the minutes of a held meeting; a second time gives the same minutes. The secretariat's verb."""
    demand_desk(by, may_record)
    with transaction.atomic():
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if minutes:
            return minutes
        meeting = lock_held_record(meeting)
        minutes, made = Minutes.objects.get_or_create(meeting=meeting)
        if made:
            record("minutes.started", minutes, by=by, label=meeting.reference)
    return minutes


def circulate(minutes: Minutes, *, by: Actor) -> Minutes:
    """Draft or corrected → circulated: from now on members read what is for them. The secretariat's verb.

    Refused while nothing is noted.
    """
    demand_desk(by, may_record)
    with transaction.atomic():
        minutes = _lock(minutes, _S.CIRCULATED)
        if not Note.objects.filter(item__meeting=minutes.meeting).exclude(text="").exists():
            raise Refused(_("Nothing is noted yet. Write at least one note, then circulate."))
        minutes.circulated_at = timezone.now()
        return _keep(minutes, "minutes.circulated", by=by)


def correct(minutes: Minutes, *, by: Actor) -> Minutes:
    """Circulated → corrected: corrections came in and are being written into the text. The secretariat's verb."""
    demand_desk(by, may_record)
    with transaction.atomic():
        return _keep(_lock(minutes, _S.CORRECTED), "minutes.corrected", by=by)


def adopt(minutes: Minutes, *, by: Actor) -> Minutes:
    """Circulated or corrected → adopted. The text is frozen, hashed and locked for each audience and language.

    The verb of that meeting's chair, or of whoever chairs the group today; refused for anybody else.
    """
    person = demand(may_adopt(minutes.meeting), by)
    with transaction.atomic():
        minutes = _lock(minutes, _S.ADOPTED)
        minutes.adopted_at = timezone.now()
        minutes.adopted_by = person
        _keep(minutes, "minutes.adopted", by=by)
        freeze(minutes)
    return minutes


def publish(minutes: Minutes, *, by: Actor) -> Minutes:
    """Adopted → published: everybody reads what is public. The secretariat's verb."""
    person = demand(may_publish, by)
    with transaction.atomic():
        minutes = _lock(minutes, _S.PUBLISHED)
        minutes.published_at = timezone.now()
        minutes.published_by = person
        return _keep(minutes, "minutes.published", by=by)


def freeze(minutes: Minutes) -> list[MinutesVersion]:
    """Write the next version: one row for each audience that may know of the meeting, in each language."""
    meeting = Meeting.objects.for_record().get(pk=minutes.meeting_id)
    number = (minutes.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    return [
        MinutesVersion.objects.create(
            minutes=minutes,
            number=number,
            audience=audience,
            language=language,
            state=minutes.state,
            body=frozen_text(meeting, audience, language),
        )
        for audience in Audience
        if visible_to(meeting, audience)
        for language in Language.values
    ]


def frozen_text(meeting: Meeting, audience: str, language: str) -> str:
    """The canonical text of the record for one audience in one language, as it reads once published."""
    return canonical(view_for(meeting, audience, language, final=True))


def _keep(minutes: Minutes, verb: str, *, by: Actor) -> Minutes:
    minutes.save()
    record(verb, minutes, by=by, label=minutes.meeting.reference)
    return minutes
