"""The line of those who write to SQLite: in their order, and nobody is left standing in it."""

import sqlite3
import threading
import time

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler, IntegrityError

from hub.engines.sqlite3 import base
from hub.sqlite import pragmas

WRITERS = 8


@pytest.fixture
def handler(tmp_path, django_db_blocker):
    """Connections of their own, one a thread, to a file with one table."""
    options = {"init_command": pragmas(), "transaction_mode": "IMMEDIATE", "timeout": 20}
    made = ConnectionHandler(
        {"default": {"ENGINE": "hub.engines.sqlite3", "NAME": tmp_path / "line.sqlite3", "OPTIONS": options}}
    )
    with django_db_blocker.unblock():
        made["default"].cursor().execute("CREATE TABLE wrote (who INTEGER UNIQUE)")
        yield made
        made.close_all()


@pytest.fixture
def line(tmp_path):
    return base.line_of(str(tmp_path / "line.sqlite3"))


@pytest.fixture
def stranger(tmp_path, handler):
    """Another program at the same file, which knows of no line."""
    other = sqlite3.connect(
        tmp_path / "line.sqlite3", isolation_level=None, timeout=0, check_same_thread=False
    )
    yield other
    other.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection):
    connection.commit()
    connection.set_autocommit(True)


def write(handler, who):
    connection = handler["default"]
    begin(connection)
    connection.cursor().execute("INSERT INTO wrote VALUES (%s)", [who])
    end(connection)
    connection.close()


def until(condition):
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.001)


def test_who_came_first_writes_first(handler, line):
    """SQLite's own naps let any of them pass."""
    first = handler["default"]
    begin(first)
    writers = [threading.Thread(target=write, args=(handler, who)) for who in range(WRITERS)]
    for number, writer in enumerate(writers, 1):
        writer.start()
        until(lambda number=number: line.length == number)
    end(first)
    for writer in writers:
        writer.join()
    rows = first.cursor().execute("SELECT who FROM wrote ORDER BY rowid").fetchall()
    assert ([who for (who,) in rows], line.length, line.join(0)) == (list(range(WRITERS)), 0, True)
    line.leave()


def test_another_program_is_waited_for(handler, line, stranger):
    stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("INSERT INTO wrote VALUES (1)")
    writer = threading.Thread(target=write, args=(handler, 2))
    writer.start()
    until(lambda: not line.join(0) or line.leave())  # it has its turn, and asks
    stranger.execute("COMMIT")
    writer.join()
    assert stranger.execute("SELECT who FROM wrote").fetchall() == [(1,), (2,)]


@pytest.mark.parametrize("who", ["this process", "another program"])
def test_patience_ends(handler, line, stranger, who):
    connection = handler["default"]
    connection.ensure_connection()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.02
    if who == "this process":
        line.join(0)
    else:
        stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"):
        begin(connection)
    if who == "this process":
        line.leave()
    else:
        stranger.execute("ROLLBACK")
    write(handler, 3)
    assert stranger.execute("SELECT who FROM wrote").fetchall() == [(3,)]


def test_a_single_statement_keeps_its_patience(handler):
    """The line asks in short turns; that must not become the patience of what stands in no line."""
    connection = handler["default"]
    begin(connection)
    end(connection)
    assert connection.cursor().execute("PRAGMA busy_timeout").fetchone() == (20_000,)


def _roll_back(connection):
    connection.rollback()
    connection.set_autocommit(True)


def _fail_to_commit(connection):
    connection.cursor().execute("CREATE TABLE one (n INTEGER PRIMARY KEY)")
    connection.cursor().execute("CREATE TABLE two (n INTEGER REFERENCES one DEFERRABLE INITIALLY DEFERRED)")
    connection.cursor().execute("INSERT INTO two VALUES (7)")
    with pytest.raises(IntegrityError):
        connection.commit()
    _roll_back(connection)


@pytest.mark.parametrize("way", [end, _roll_back, _fail_to_commit, lambda connection: connection.close()])
def test_the_turn_ends_with_the_transaction(handler, line, way):
    connection = handler["default"]
    begin(connection)
    assert not line.join(0)
    way(connection)
    assert line.join(0)
    line.leave()


def test_whoever_only_reads_stands_in_no_line(handler, line):
    connection = handler["default"]
    connection.ensure_connection()
    connection.transaction_mode = None
    begin(connection)
    assert line.join(0)
    line.leave()
    end(connection)
