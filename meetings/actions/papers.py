"""Papers of agenda items: added, replaced by a new revision, withdrawn. Files lie below no public address."""

from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hub.actors import Actor
from hub.cleaning import scrub
from hub.errors import Refused
from hub.models.audit import record
from meetings.actions.revisions import Weight, keep_revision
from meetings.actions.rows import LIFELESS, demand_desk, lock_open_record
from meetings.documents.paper_kinds import KINDS, extension, is_what_it_says, safe_name
from meetings.enums import Audience, MeetingState
from meetings.models import AgendaItem, Meeting, Paper
from meetings.models.paper import papers_storage
from members.enums import Language

LARGEST = 10 * 1024 * 1024  # bytes
MOST = 40  # under one item, earlier revisions included
LONGEST_TITLE = 200
TOO_LARGE = _("This file is larger than 10 MB. Make it smaller, or give a link to it instead.")
_ADDRESS = URLValidator(schemes=["http", "https"])


def add_paper(
    item: AgendaItem,
    *,
    by: Actor,
    title: str,
    language: str,
    audience: str = Audience.MEMBERS,
    file: File | None = None,
    link: str = "",
) -> Paper:
    """Put a file or a link under an item, for an audience, in the language it is written in.

    Refused without a title, without one of the two or with both, for another kind of file than `KINDS`, for one that
    is not what its name says, above `LARGEST`, and once the minutes are adopted.
    """
    facts = _checked(title, language, audience, file, link)
    with transaction.atomic():
        item = _locked(item, by)
        if item.papers.count() >= MOST:
            raise Refused(_("An item holds %(n)s papers at most. Withdraw one first.") % {"n": MOST})
        return _keep(Paper(item=item, **facts), file, "paper.added", by=by)


def revise_paper(
    paper: Paper, *, by: Actor, file: File | None = None, link: str = "", title: str = "", language: str = ""
) -> Paper:
    """Put a new revision in a paper's place; the one before stays readable beside it. Its audience stays.

    Refused for a paper that a later revision has replaced, and as `add_paper` is.
    """
    facts = _checked(title or paper.title, language or paper.language, paper.audience, file, link)
    with transaction.atomic():
        item = _locked(paper.item, by)
        paper = _current(paper)
        if Paper.objects.filter(replaces=paper).exists():
            raise Refused(_("A later revision of this paper is there already. Replace that one."))
        if item.papers.count() >= MOST:
            raise Refused(_("An item holds %(n)s papers at most. Withdraw one first.") % {"n": MOST})
        new = Paper(item=item, replaces=paper, revision=paper.revision + 1, **facts)
        return _keep(new, file, "paper.revised", by=by)


def withdraw_paper(paper: Paper, *, by: Actor) -> None:
    """Take one revision of a paper away, with its file; the revision before it stands again. Audit entry."""
    with transaction.atomic():
        item = _locked(paper.item, by)
        paper = _current(paper)
        before, later = paper.replaces, Paper.objects.filter(replaces=paper).first()
        record("paper.withdrawn", paper, by=by, label=_label(paper, item))
        name = paper.file.name
        paper.delete()
        if later is not None:
            later.replaces = before
            later.save(update_fields=["replaces"])
        if name:
            transaction.on_commit(lambda: papers_storage().delete(name))
        keep_revision(item.meeting, Weight.SILENT)


def take_files_along(meeting: Meeting) -> None:
    """Delete the files of a meeting that is being removed, once that is certain; in the caller's transaction."""
    names = list(Paper.objects.filter(item__meeting=meeting).exclude(file="").values_list("file", flat=True))
    storage = papers_storage()
    for name in names:
        transaction.on_commit(partial(storage.delete, name))


def _checked(title: str, language: str, audience: str, file: File | None, link: str) -> dict[str, Any]:
    title = scrub(title, lines=False)[:LONGEST_TITLE]
    link = link.strip()
    if not title:
        raise Refused(_("Give the paper a title."), field="title")
    if bool(file) == bool(link):
        raise Refused(_("Choose a file, or give a link; not both."), field="file")
    if link:
        try:
            _ADDRESS(link)
        except ValidationError:
            raise Refused(
                _("Write the whole address of the link, beginning with https://."), field="link"
            ) from None
    elif file is not None:
        _check_file(file)
    return {
        "title": title,
        "language": Language(language),
        "audience": Audience(audience),
        "link": link,
    }


def _check_file(file: File) -> None:
    name = file.name or ""
    if file.size > LARGEST:
        raise Refused(TOO_LARGE, field="file")
    if not file.size:
        raise Refused(_("This file is empty. Choose another one."), field="file")
    if extension(name) not in KINDS:
        raise Refused(
            _("Files of this kind are not taken. Save it as one of these: %(kinds)s.")
            % {"kinds": ", ".join(KINDS)},
            field="file",
        )
    if not is_what_it_says(name, cast(BinaryIO, file)):
        raise Refused(
            _(
                "What is in this file is not what its name says, or it holds macros. Save it anew and try again."
            ),
            field="file",
        )


def _locked(item: AgendaItem, by: Actor) -> AgendaItem:
    """The item under the lock of its meeting, whose record must be open."""
    demand_desk(by)
    meeting = lock_open_record(item.meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise Refused(LIFELESS[MeetingState.CANCELLED])
    found = AgendaItem.objects.filter(pk=item.pk, meeting=meeting).first()
    if found is None:
        raise Refused(_("This item is no longer on the agenda."))
    found.meeting = meeting
    return found


def _current(paper: Paper) -> Paper:
    found = Paper.objects.select_for_update(of=("self",)).filter(pk=paper.pk).first()
    if found is None:
        raise Refused(_("This paper was withdrawn meanwhile."))
    return found


def _keep(paper: Paper, file: File | None, verb: str, *, by: Actor) -> Paper:
    """Save paper and file; where the transaction fails afterwards the file is of no use, and goes."""
    if file is None:
        _write(paper, verb, by=by)
        return paper
    digest = sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    paper.filename, paper.size, paper.sha256 = safe_name(file.name or ""), file.size, digest.hexdigest()
    paper.file.save(paper.filename, file, save=False)
    try:
        _write(paper, verb, by=by)
    except BaseException:
        papers_storage().delete(paper.file.name)
        raise
    return paper


def _write(paper: Paper, verb: str, *, by: Actor) -> None:
    paper.save()
    keep_revision(paper.item.meeting, Weight.SILENT)
    record(verb, paper, by=by, label=_label(paper, paper.item))


def _label(paper: Paper, item: AgendaItem) -> str:
    """Without title and name: they may be for members only."""
    return f"{item.meeting.slug} item {item.label} paper {paper.pk}"
