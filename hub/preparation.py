"""What has to be true before the hub serves: each step looks first, and does only what is missing."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hub.actors import SYSTEM
from hub.models import Setting

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_LOADED = "sample_loaded"  # set by load_sample itself
SAMPLE_DECLINED = "sample_declined"  # an installation that began empty never gets the sample by a later start


def pending_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_database_up_to_date() -> None:
    """Apply the migrations and make the cache table (where the cache is the database)."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def static_fingerprint() -> str:
    """SHA-256 over what `collectstatic` would read: the lock stands for the packages' files, ours are read."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(ROOT.glob("*/static/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def static_stamp() -> Path:
    return settings.DATA_DIR / "static.sha256"


def static_is_current() -> bool:
    stamp = static_stamp()
    return stamp.exists() and stamp.read_text() == static_fingerprint()


def collect_static() -> None:
    """Copy, hash and compress the static files; the stamp is written last, so a broken run is repeated."""
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    static_stamp().write_text(static_fingerprint())


def sample_is_wanted() -> bool:
    """Whether this installation has neither got the sample nor declined it."""
    return not any(Setting.objects.current(key) for key in (SAMPLE_LOADED, SAMPLE_DECLINED))


def decline_sample() -> None:
    if sample_is_wanted():
        Setting.objects.put(SAMPLE_DECLINED, value=True, by=SYSTEM)
