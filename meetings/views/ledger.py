"""Every answer of one invitation as it came in, in words: to the secretariat, and to the person themselves."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from meetings.enums import Answer, Channel, Need
from meetings.models import Response


def ledger_lines(rows: Iterable[Response]) -> list[dict]:
    """The rows of one ledger, in order, with `delegated_to` loaded; the newest first.

    [{ring, word, channel, at, more: [sentences], comment, kept}]; `kept` says why an answer did not count, or is "".
    """
    lines, last = [], None
    for row in rows:
        lines.append(
            {
                "ring": row.answer,
                "word": _word(row),
                "channel": row.get_channel_display(),
                "at": row.received_at,
                "more": _more(row),
                "comment": row.comment,
                "kept": "" if row.applied else _why_kept(row, last),
            }
        )
        last = row if row.applied else last
    return lines[::-1]


def _word(row: Response) -> str:
    if row.answer != Answer.NEEDS_ACTION:
        return str(Answer(row.answer).label)
    return _("Asked again") if row.channel == Channel.SECRETARIAT else _("Taken back")


def _more(row: Response) -> list[str]:
    said = [_("Undone: the answer before came back.")] if row.undoes_id else []
    if row.delegated_to:
        said.append(_("In their place: %(name)s") % {"name": row.delegated_to.display_name})
    if row.needs:
        said.append(_("Needs: %(needs)s") % {"needs": ", ".join(str(Need(need).label) for need in row.needs)})
    return said


def _why_kept(row: Response, last: Response | None) -> str:
    """`record_response` keeps an answer for one of two reasons; the row still shows which."""
    before = last and (last.stamp or last.received_at).replace(microsecond=0)
    if row.stamp and before and row.stamp.replace(microsecond=0) < before:
        return _("Does not count: it was sent before the answer that stood.")
    return _("Does not count: it answers the meeting as it was before its last change.")
