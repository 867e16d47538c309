"""Django's SQLite with a line for those who write: who came first, writes first.

One connection writes at a time. SQLite lets whoever finds the database busy sleep for up to a tenth of a second and
look again; meanwhile it is free and taken by somebody who has just come. Among many writers a few are passed over
until their patience (`timeout`) ends with "database is locked". Here the transactions of a process stand in a line,
and its first alone asks SQLite, often enough to find the gaps that other processes leave.

Only transactions that begin as IMMEDIATE or EXCLUSIVE stand in line; a single statement outside of any asks SQLite
itself, as do other programs. SQLite alone says who may write: the line only says who asks.
"""

import threading
import time
from collections import deque
from functools import cache

from django.db.backends.sqlite3 import base
from django.db.backends.utils import debug_transaction

LOOK_FOR = 0.01  # seconds that SQLite itself waits, in naps of 1, 2 and 5 ms, before it is asked again
PATIENCE = 5.0  # seconds, as of the standard library, where `timeout` is not set
SQLITE_BUSY = 5  # the primary code; extended ones carry more in the higher bits


class Line:
    """Those of this process who wait to write in one database. A turn goes to who has waited longest."""

    def __init__(self):
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def join(self, patience: float) -> bool:
        """Wait for the turn, for so many seconds at most; whether it came. Who has it must `leave`."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            place = threading.Lock()
            place.acquire()
            self._waiting.append(place)
        if place.acquire(timeout=max(0, patience)):
            return True
        with self._guard:
            if place not in self._waiting:  # the turn came in this very moment
                return True
            self._waiting.remove(place)
        return False

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    @property
    def length(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)


@cache
def line_of(database: str) -> Line:
    """The one line of this process for a database file."""
    return Line()


class DatabaseWrapper(base.DatabaseWrapper):
    """`line` is where this connection has its turn, None while it does not write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.line: Line | None = None

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
