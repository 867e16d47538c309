"""What the migrations make: as a file for SQLite, made once; and as rows, taken and put back below the ORM."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import django
import wagtail
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections, transaction

ROOT = Path(__file__).resolve().parents[1]


def template():
    """Path of an SQLite file with every migration applied; made anew when a migration or the lock has changed."""
    folder = ROOT / "var" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    sources = [ROOT / "requirements.lock", ROOT / "hub/settings.py", *sorted(ROOT.glob("*/migrations/*.py"))]
    key = hashlib.sha256(f"{django.__version__} {wagtail.__version__} {sqlite3.sqlite_version}".encode())
    for source in sources:
        key.update(source.read_bytes())
    made = folder / f"migrated-{key.hexdigest()[:16]}.sqlite3"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for outdated in folder.glob("migrated-*"):
                outdated.unlink()
            home = folder / "home"
            shutil.rmtree(home, ignore_errors=True)
            clean = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
            subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0", "--skip-checks"],
                env={**clean, "HUB_NO_BOOTSTRAP": "1", "HUB_DATA_DIR": str(home)},
                check=True,
            )
            os.replace(home / "hub.sqlite3", made)
    return made


def take():
    """All rows of all models' tables: {table: [row, ...]}. No signal handler sees them, nothing is derived anew."""
    connection = connections["default"]
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of ours
            if found := cursor.fetchall():
                rows[table] = found
    return rows


def put_back(rows):
    """Empty every table, then write `rows`. Sequences go on, so that no key is given twice."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False)
    connection = connections["default"]
    with transaction.atomic(), connection.cursor() as cursor:
        for table, found in rows.items():
            places = ", ".join(["%s"] * len(found[0]))
            name = connection.ops.quote_name(table)
            cursor.executemany(f"INSERT INTO {name} VALUES ({places})", found)  # noqa: S608 - a name of ours
    # The flush after a committing test makes content types anew, under other keys; Django remembers those.
    ContentType.objects.clear_cache()
