"""The adopted record as canonical JSON: what a fingerprint is taken of."""

import json
from typing import Any

from hub.languages.counting import Counts, attendance_sentence
from hub.languages.fallback import Text
from meetings.public.shapes import ActionView, AttendanceView, DecisionView, ItemView, MeetingView


def canonical(view: MeetingView) -> str:
    """The text that a view holds of what was said and decided, as JSON: sorted keys, UTF-8, no spaces.

    What goes on changing after adoption is left out: what became of decisions and actions, lateness, the day of
    a next meeting, where the minutes stand. The same record gives the same bytes.
    """
    return json.dumps(_record(view), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _record(view: MeetingView) -> dict[str, Any]:
    return {
        "format": 1,
        "audience": view.audience,
        "language": view.language,
        "reference": view.reference,
        "title": view.title,
        "kind": view.kind,
        "date": view.when.iso,
        "hours": view.when.hours,
        "mode": view.mode,
        "place": _text(view.place.name) if view.place else None,
        "host": _text(view.host),
        "facilitator": _text(view.facilitator),
        "chair": view.chair,
        "attendance": _attendance(view.attendance, view.language),
        "items": [_item(item) for item in view.items],
        "decisions": [_decision(decision) for decision in view.decisions],
        "actions": [_action(action) for action in sorted(view.actions, key=lambda action: action.number)],
        "announcements": [
            {"date": row.iso, "title": _text(row.title), "source": _text(row.source), "link": row.link}
            for row in view.announcements
        ],
    }


def _text(text: Text) -> dict[str, str] | None:
    return {"lang": text.lang, "text": text.text} if text else None


def _sentence(counts: Counts | None, language: str) -> str:
    return attendance_sentence(counts, language) if counts else ""


def _attendance(view: AttendanceView, language: str) -> dict[str, Any]:
    return {
        "recorded": _sentence(view.recorded, language),
        "stated": _sentence(view.stated, language),
        "stated_source": view.stated_source,
        "organisations": [
            {"name": _text(row.name), "people": row.people, "alternates": row.alternates}
            for row in view.organisations
        ],
        "people": [
            {
                "name": row.name,
                "title": row.title,
                "organisation": _text(row.organisation),
                "capacity": row.capacity,
            }
            for row in view.people
        ],
        "groups": [_text(name) for name in view.groups],
    }


def _item(item: ItemView) -> dict[str, Any]:
    return {
        "number": item.number,
        # Said only where it says more than the number, so that a flat agenda gives the bytes it has always given.
        **({"label": item.label} if item.label != str(item.number) else {}),
        "closed": item.is_closed,
        "title": _text(item.title),
        "purpose": item.purpose,
        "presented_by": _text(item.presented_by),
        "presenter": item.presenter,
        "notes": [{"audience": note.audience, "lang": note.lang, "html": note.html} for note in item.notes],
    }


def _decision(view: DecisionView) -> dict[str, Any]:
    return {
        "reference": view.reference,
        "item": view.item_number,
        "date": view.decided_on.isoformat(),
        "title": _text(view.title),
        "text": _text(view.text),
        "mode": view.mode,
        "supersedes": view.supersedes,
    }


def _action(view: ActionView) -> dict[str, Any]:
    return {
        "reference": view.reference,
        "item": view.item_number,
        "title": _text(view.title),
        "owner": _text(view.owner),
        "owner_person": view.owner_person,
        "due": "next meeting" if view.due_next_meeting else view.due_on and view.due_on.isoformat(),
    }
