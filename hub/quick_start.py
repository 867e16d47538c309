"""The second start, without loading Django only to learn that nothing is missing. Standard library only.

When `run` has prepared everything, it leaves a note with a fingerprint of all that its preparation depended on, and
with the words it printed. As long as the fingerprint is the same, the next start repeats the words and serves. Only
for the embedded database: whether a PostgreSQL elsewhere has been changed cannot be seen from here.
"""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("requirements.lock", "*/static/**/*", "hub/locale/**/*.mo")
SOURCES += tuple(f"{app}/**/*.py" for app in ("hub", "members", "meetings", "cms_pages"))
# What the print-out or the preparation depends on, and so must be the same; a sample password is used only once.
IGNORED = ("HUB_SAMPLE_PASSWORD", "HUB_SAMPLE_TOTP_SECRET", "HUB_NO_BOOTSTRAP")


def data_dir() -> Path:
    """The same folder as in hub/settings.py."""
    return Path(os.environ.get("HUB_DATA_DIR") or ROOT / "var").resolve()


def fingerprint() -> str | None:
    """SHA-256 over settings, lock, code, words, static files and the identity of the database file; None without one."""
    database = data_dir() / "hub.sqlite3"
    if os.environ.get("HUB_DATABASE_URL") or not database.exists():
        return None
    given = sorted(
        item for item in os.environ.items() if item[0].startswith("HUB_") and item[0] not in IGNORED
    )
    digest = hashlib.sha256(repr((given, database.stat().st_ino)).encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        state = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def remember(words: str) -> None:
    """Note that everything is prepared; `words` must hold no secret."""
    if (now := fingerprint()) is not None:
        note().write_text(json.dumps({"fingerprint": now, "words": words}), encoding="utf-8")


def remembered() -> str | None:
    """The words of the last start if nothing it depended on has changed since, else None."""
    try:
        kept = json.loads(note().read_text(encoding="utf-8"))
        return kept["words"] if kept["fingerprint"] == fingerprint() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no note, or none of ours: the long way finds out


def forget() -> None:
    note().unlink(missing_ok=True)


def note() -> Path:
    return data_dir() / "prepared.json"
