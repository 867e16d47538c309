"""Doing once what a form asks, however often it arrives: on a line that drops, browsers send it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from hub.actors import Actor
from hub.models.once import Once

KEPT = timedelta(days=60)


def once(key: str, *, by: Actor, do: Callable[[], object]) -> str:
    """Run `do` unless a form of this key by this person did its work; `str()` of what it gave, then as now.

    `key` is made by the form (at least 16 characters of a random value). Everything happens in one transaction:
    what is refused leaves no mark and may be sent again. Two at the same moment: one works, the other waits for it.
    """
    mark = _mark(key, by)
    try:
        with transaction.atomic():
            row, new = Once.objects.get_or_create(key=mark)
            if not new:
                return row.result
            row.result = str(do() or "")[:200]
            row.save(update_fields=["result"])
            return row.result
    except IntegrityError:
        done = Once.objects.filter(key=mark).first()
        if done is None:
            raise
        return done.result


def done_before(key: str, *, by: Actor) -> str | None:
    """What a form of this key by this person gave, or None: for forms that no longer fit once their work is done."""
    return Once.objects.filter(key=_mark(key, by)).values_list("result", flat=True).first()


def _mark(key: str, by: Actor) -> str:
    return sha256(f"{by.actor_kind}:{by.actor_id}:{key}".encode()).hexdigest()


def forget(*, now: datetime) -> int:
    """Forget marks older than `KEPT`; how many."""
    gone, _rows = Once.objects.filter(at__lt=now - KEPT).delete()
    return gone
