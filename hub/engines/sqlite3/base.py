"""Django's SQLite, but that each statement is written for SQLite once: `ENGINE` is `hub.engines.sqlite3`.

Django puts "?" for "%s" into every statement, every time. For the long ones of the ORM that costs more than SQLite
spends on them, and SQLite's own store of prepared statements has to read the new text through to find it again.
"""

from functools import lru_cache

from django.db.backends.sqlite3 import base

LONGEST_KEPT = 6_000  # characters; longer ones add or look for many rows at once and are seldom alike


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query, *, param_names=None):
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)
