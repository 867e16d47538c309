"""A line for those who write to SQLite: who came first, writes first."""

import threading
from collections import deque
from functools import cache


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
