"""Our own gettext catalogues for Khmer and French: which messages they must hold, and how they are compiled.

They cover our own words, and those of Django and allauth that visitors and members can meet. Wagtail's admin
stays English and French. polib compiles them, so nobody needs gettext's tools; the compiled files are committed
and a test compares them with their sources.
"""

import importlib
import re
from collections.abc import Iterable
from pathlib import Path

import polib

from hub.languages.extraction import Message, messages_of_files

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "hub" / "locale"
LANGUAGES = ("km", "fr")
PLURALS = {"km": "nplurals=1; plural=0;", "fr": "nplurals=2; plural=(n > 1);"}
_OWN_ROOMS = ("hub", "members", "meetings", "cms_pages", "templates")
# Files of Django and allauth whose words reach visitors and members through our forms and pages.
_FOREIGN = {
    "django": (
        "core/validators.py",
        "forms/fields.py",
        "forms/forms.py",
        "forms/models.py",
        "forms/widgets.py",
        "contrib/auth/password_validation.py",
    ),
    "allauth": (
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "account/internal/flows/*.py",
        "account/views.py",
        "mfa/adapter.py",
        "mfa/base/*.py",
        "mfa/totp/*.py",
        "mfa/recovery_codes/*.py",
        "templates/account/*.html",
        "templates/account/email/*.txt",
        "templates/account/messages/*.txt",
        "templates/account/snippets/*.html",
        "templates/mfa/*.html",
        "templates/mfa/email/*.txt",
        "templates/mfa/totp/*.html",
        "templates/mfa/recovery_codes/*.html",
        "templates/mfa/recovery_codes/*.txt",
        "templates/usersessions/*.html",
    ),
}
# What these files also offer and the hub does not have: telephone and user names, keys of hardware, raw formats.
_NOT_OFFERED = re.compile(
    r"phone|username|security key|passkey|\b(Backup|Master) key|Key nr|\b(UUID|JSON|IPv4|IPv6|SQL)\b"
    r"|null characters|ManagementForm|slug|third-party",
    re.IGNORECASE,
)


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _own_files() -> Iterable[Path]:
    for room in _OWN_ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def own_messages() -> dict[Message, list[str]]:
    """Our own messages outside the Wagtail admin."""
    return messages_of_files(_own_files(), ROOT)


def _is_replaced(path: Path) -> bool:
    """Whether a template of a package is covered by one of ours of the same name."""
    return path.parts[0] == "templates" and (ROOT / path).exists()


def foreign_messages() -> dict[Message, list[str]]:
    """The messages of Django and allauth that can reach a visitor or member."""
    found: dict[Message, list[str]] = {}
    for package, patterns in _FOREIGN.items():
        home = Path(importlib.import_module(package).__path__[0])
        paths = [path for pattern in patterns for path in sorted(home.glob(pattern))]
        paths = [path for path in paths if not _is_replaced(path.relative_to(home))]
        for message, files in messages_of_files(paths, home.parent).items():
            if not _NOT_OFFERED.search(message.singular):
                found.setdefault(message, files)
    return found


def read_catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue_path(language)), encoding="utf-8", wrapwidth=110)


def known_messages(catalogue: polib.POFile) -> dict[Message, polib.POEntry]:
    """The translated messages of a catalogue."""
    return {
        Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in catalogue
        if entry.translated()
    }


def compiled(catalogue: polib.POFile) -> bytes:
    """The bytes of the .mo file, the same for the same catalogue."""
    return catalogue.to_binary()


def compile_catalogues() -> list[Path]:
    """Write the .mo file beside each .po file."""
    written = []
    for language in LANGUAGES:
        path = catalogue_path(language).with_suffix(".mo")
        path.write_bytes(compiled(read_catalogue(language)))
        written.append(path)
    return written


def collect(language: str) -> tuple[int, int]:
    """Bring a catalogue up to date with the code: new messages come in untranslated, unused ones go.

    Foreign messages that French already has from Django or allauth themselves are left to them. Returns how many
    came in and how many went.
    """
    wanted = own_messages()
    if language == "km":
        wanted = {**foreign_messages(), **wanted}
    path = catalogue_path(language)
    old = polib.pofile(str(path), encoding="utf-8", wrapwidth=110) if path.exists() else polib.POFile()
    entries = {Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in old}
    new = polib.POFile(encoding="utf-8", wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "Working Group Hub",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, files in sorted(wanted.items(), key=lambda item: (item[1][0], item[0])):
        entry = entries.get(message) or polib.POEntry(msgid=message.singular)
        entry.msgctxt = message.context or None
        entry.msgid_plural = message.plural
        if message.plural and not entry.msgstr_plural:
            forms = 1 if language == "km" else 2
            entry.msgstr_plural = dict.fromkeys(range(forms), "")
        entry.occurrences = [(file, "") for file in files]
        new.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return len(wanted.keys() - entries.keys()), len(entries.keys() - wanted.keys())
