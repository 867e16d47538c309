"""Django's SQLite in two points better: `ENGINE` is `hub.engines.sqlite3`.

Each statement is written for SQLite once. Django puts "?" for "%s" into every statement, every time. For the long ones
of the ORM that costs more than SQLite spends on them, and SQLite's own store of prepared statements has to read the
new text through to find it again.

Whoever writes stands in a line. One connection writes at a time. SQLite lets whoever finds the database busy sleep for
up to a tenth of a second and look again; meanwhile it is free and taken by somebody who has just come. Among many
writers a few are passed over until their patience (`timeout`) ends with "database is locked". Here the transactions of
a process stand in a line, and its first alone asks SQLite, often enough to find the gaps that other processes leave.
Only transactions that begin as IMMEDIATE or EXCLUSIVE stand in line; a single statement outside of any asks SQLite
itself, as do other programs. SQLite alone says who may write: the line only says who asks.
"""

import time
from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.db.backends.utils import debug_transaction

from hub.engines.sqlite3.line import Line, line_of

LONGEST_KEPT = 6_000  # characters; longer ones add or look for many rows at once and are seldom alike
LOOK_FOR = 0.01  # seconds that SQLite itself waits, in naps of 1, 2 and 5 ms, before it is asked again
PATIENCE = 5.0  # seconds, as of the standard library, where `timeout` is not set
SQLITE_BUSY = 5  # the primary code; extended ones carry more in the higher bits


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query, *, param_names=None):
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """`line` is where this connection has its turn, None while it does not write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.line: Line | None = None

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        if self.transaction_mode not in ("IMMEDIATE", "EXCLUSIVE"):
            return super()._start_transaction_under_autocommit()
        patience = float(self.settings_dict["OPTIONS"].get("timeout", PATIENCE))
        end = time.monotonic() + patience
        line = line_of(str(self.settings_dict["NAME"]))
        begin = f"BEGIN {self.transaction_mode}"
        with debug_transaction(self, begin), self.wrap_database_errors:
            if not line.join(patience):
                raise self.Database.OperationalError("database is locked")
            try:
                self._ask(begin, end, patience)
            except BaseException:
                line.leave()
                raise
        self.line = line

    def _ask(self, begin: str, end: float, patience: float) -> None:
        """Ask SQLite until it says yes, or `end` has come."""
        self.connection.execute(f"PRAGMA busy_timeout = {LOOK_FOR * 1000:.0f}")
        try:
            while True:
                try:
                    self.connection.execute(begin)
                    return
                except self.Database.OperationalError as problem:
                    if problem.sqlite_errorcode & 0xFF != SQLITE_BUSY or time.monotonic() >= end:
                        raise
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")

    def _commit(self):
        super()._commit()  # one that fails is followed by a rollback
        self._leave()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self.line is not None:
            line, self.line = self.line, None
            line.leave()
