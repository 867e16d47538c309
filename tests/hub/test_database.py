"""The database of the tests is of the kind that serves: a SQLite file in WAL, or PostgreSQL; with all migrations applied."""

import threading

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from wagtail.models import Page

from hub.actors import SYSTEM
from hub.models import Setting
from hub.sqlite import SAFE_VERSION, library_version

pytestmark = pytest.mark.django_db


def test_sqlite_is_a_safe_version_in_wal_with_full_synchronisation():
    if connection.vendor == "postgresql":
        assert connection.pg_version >= 140000
        return
    with connection.cursor() as cursor:
        facts = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
    assert (library_version() >= SAFE_VERSION, facts) == (True, {"journal_mode": "wal", "synchronous": 2})


def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.cache
def test_cache_is_shared_and_counts():
    cache.set("one", 1, 60)
    assert (cache.incr("one"), cache.get("one"), cache.get("two")) == (2, 2, None)
    cache.delete("one")


@pytest.mark.django_db(transaction=True)
def test_none_of_forty_concurrent_writes_is_refused_or_lost():
    """Real commits from four threads: with SQLite's defaults most of these fail."""

    def write(number):
        for step in range(10):
            Setting.objects.put(f"writer {number}", step, by=SYSTEM)
        connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Setting.objects.filter(key__startswith="writer").count() == 40


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_test_that_commits_finds_what_migrations_made_and_nothing_else(turn):
    assert (Page.objects.filter(depth=1).count(), Setting.objects.count()) == (1, 0)
    Setting.objects.put("left behind", turn, by=SYSTEM)
