"""What waits in the tray, in words: title, one line of reason, age, and where it is settled."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from hub.languages import dates, numbers
from hub.languages.digits import counted, for_language
from hub.languages.fallback import ORDER, language_name
from meetings.enums import Audience, HeldReason
from meetings.models.waiting import Kind, Waiting
from meetings.views.secretariat.mail import kind_in_words
from members.enums import ApplicantKind


@dataclass(frozen=True)
class Thing:
    """One line of the tray. `subject` is quoted from outside: it is set apart, whatever direction it runs."""

    kind: Kind
    key: int
    title: str
    text: str
    subject: str
    url: str
    at: datetime


def things(rows: list[Waiting]) -> list[Thing]:
    return [thing(row) for row in rows]


def kinds() -> dict[Kind, str]:
    """What the filter calls each kind, in its order."""
    return {
        Kind.HELD_MAIL: _("Replies that fit nobody"),
        Kind.APPLICATION: _("Applications"),
        Kind.PROPOSAL: _("Proposed items"),
        Kind.AGENDA: _("Agendas changed since their release"),
        Kind.MINUTES: _("Minutes to publish"),
        Kind.TRANSLATION: _("Translations behind"),
        Kind.ACTION: _("Overdue actions"),
        Kind.SEAT: _("Lost seats"),
        Kind.BOUNCE: _("Mail that comes back"),
        Kind.FAILED_MAIL: _("Mail that could not leave"),
    }


def thing(row: Waiting) -> Thing:
    title, text, subject, url = _SAID[row.kind](row)
    return Thing(row.kind, row.key, title, text, subject, url, row.at)


def _held_mail(row: Waiting) -> tuple[str, str, str, str]:
    subject, sender, *person = row.texts
    said = " · ".join(filter(None, [subject or str(_("A mail without a subject")), sender]))
    reason = str(HeldReason(row.word).label)
    if row.slug:
        reason = f"{reason} {_person(*person)}{_comma()}{_meeting(row)}"
    return _("Reply that fits nobody"), reason, said, reverse("meetings:held_mail", args=[row.key])


def _application(row: Waiting) -> tuple[str, str, str, str]:
    reference, name, language, _rest = row.texts
    said = _("%(kind)s, %(language)s. Reference %(reference)s.") % {
        "kind": numbers.capitalised(str(ApplicantKind(row.word).label)),
        "language": language_name(language, get_language()),
        "reference": reference,
    }
    return _("Application"), said, name, reverse("applications:edit", args=[row.key])


def _proposal(row: Waiting) -> tuple[str, str, str, str]:
    title, *names = row.texts
    return _("Proposed item"), _named(names), title, reverse("meetings:proposal", args=[row.key])


def _minutes(row: Waiting) -> tuple[str, str, str, str]:
    return (
        _("Minutes to publish"),
        _("%(meeting)s: adopted, not yet public.") % {"meeting": _meeting(row)},
        "",
        reverse("meetings:minutes_entry", args=[row.slug]),
    )


def _agenda(row: Waiting) -> tuple[str, str, str, str]:
    said = _("%(meeting)s: changed since version %(number)s.") % {
        "meeting": _meeting(row),
        "number": for_language(row.word, get_language()),
    }
    url = reverse("meetings:agenda_edit", args=[row.slug])
    return _("Agenda changed"), said, "", url


def _translation(row: Waiting) -> tuple[str, str, str, str]:
    behind, audience, number, label = row.texts
    n = int(behind)
    said = ngettext(
        "%(language)s: %(meeting)s, item %(label)s, %(n)s edit.",
        "%(language)s: %(meeting)s, item %(label)s, %(n)s edits.",
        n,
    ) % {
        "language": numbers.capitalised(language_name(row.word, get_language())),
        "meeting": _meeting(row),
        "label": for_language(label, get_language()),
        "n": counted(n, get_language()),
    }
    url = reverse("meetings:note_edit", args=[row.slug, int(number), Audience(audience).value, row.word])
    return _("Translation behind"), said, "", url


def _action(row: Waiting) -> tuple[str, str, str, str]:
    *titles, number = row.texts
    reference = f"WG/{row.day.year}/{row.number:02d}-A{number}" if row.day and row.number else f"A{number}"
    url = reverse("meetings:action_state", args=[row.key])
    return _("Overdue action"), reference, _named(titles), url


def _seat(row: Waiting) -> tuple[str, str, str, str]:
    name, *organisation = row.texts
    said = _(
        "%(name)s no longer speaks for %(organisation)s, and nobody else of it is invited: %(meeting)s."
    ) % {
        "name": name,
        "organisation": _named(organisation),
        "meeting": _meeting(row),
    }
    return _("Lost seat"), said, "", reverse("meetings:invite", args=[row.slug])


def _bounce(row: Waiting) -> tuple[str, str, str, str]:
    name, khmer_name, email, status = row.texts
    said = _("The mail to %(name)s came back.") % {"name": _person(name, khmer_name)}
    return (
        _("Mail comes back"),
        said,
        f"{email} ({status})" if status else email,
        reverse("people:edit", args=[row.key]),
    )


def _failed_mail(row: Waiting) -> tuple[str, str, str, str]:
    url = f"{reverse('meetings:mail_log')}?became=failed"
    return _("Mail not delivered"), kind_in_words(row.word), "", url


_SAID = {
    Kind.HELD_MAIL: _held_mail,
    Kind.APPLICATION: _application,
    Kind.PROPOSAL: _proposal,
    Kind.MINUTES: _minutes,
    Kind.AGENDA: _agenda,
    Kind.TRANSLATION: _translation,
    Kind.ACTION: _action,
    Kind.SEAT: _seat,
    Kind.BOUNCE: _bounce,
    Kind.FAILED_MAIL: _failed_mail,
}


def _named(names: list[str]) -> str:
    """One of the names in English, Khmer and French, in that order: that of the page, else the best there is."""
    known = dict(zip(("en", "km", "fr"), names, strict=True))
    return next((known[code] for code in (get_language(), *ORDER) if known.get(code)), "")


def _person(name: str, khmer_name: str) -> str:
    return khmer_name if khmer_name and get_language() == "km" else name


def _comma() -> str:
    return " " if get_language() == "km" else ", "


def _meeting(row: Waiting) -> str:
    """ "Third meeting", "Meeting of March 2030"."""
    language = get_language()
    if row.number:
        return numbers.capitalised(numbers.meeting(row.number, language))
    return _("Meeting of %(month)s") % {"month": dates.month(row.day, language)} if row.day else row.slug


def age(at: datetime, now: datetime, today: date) -> str:
    """ "2 hours", "yesterday", "4 days": how long something waits."""
    language = get_language()
    began = timezone.localdate(at)
    days = (today - began).days
    if days <= 0:
        hours = max(int((now - at).total_seconds() // 3600), 0)
        if not hours:
            return pgettext("age", "just now")
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": counted(hours, language)}
    if days == 1:
        return dates.relative(began, today, language)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": counted(days, language)}
