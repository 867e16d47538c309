"""What is due, as entries of a whole day: open actions with a day of their own, or due at a meeting that has one."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from meetings.enums import Audience
from meetings.feeds.window import Window
from meetings.ical.event import vevent
from meetings.ical.subscribed import DueKind, due_event
from meetings.models import Action
from meetings.public.registers import action_view, meeting_days


def due_vevents(
    actions: QuerySet,
    audience: Audience,
    language: str,
    *,
    versions: list[tuple[str, int, datetime]],
    window: Window | None = None,
    discreet: bool = False,
    report_at: str = "",
) -> Iterator[str]:
    """Entries of the open ones of `actions` that `audience` may read and that fall into the window; two queries.

    Only what everybody may read has its title. SEQUENCE is the sum of the counters behind this feed: whatever an
    entry shows, one of them rises with it. `versions` are their (name, number, time of the last change).
    """
    public = Action.objects.public().filter(pk=OuterRef("pk"))
    found = actions.open().visible_to(audience).with_context().annotate(is_public=Exists(public))
    rows = list(found.order_by("pk"))
    if not rows:
        return
    days = meeting_days(audience)
    sequence = sum(number for _name, number, _at in versions)
    stamp = max([at for _name, _number, at in versions] + [row.meeting.changed_at for row in rows])
    for action in rows:
        view = action_view(action, Audience.PUBLIC, language, today=stamp.date(), days=days)
        if view.due_on is None or (window and view.due_on not in window):
            continue
        kind = DueKind(titled=action.is_public, discreet=discreet, report_at=report_at)
        yield vevent(
            due_event(action, view, view.due_on, language, kind=kind, sequence=sequence, stamp=stamp)
        )
