"""A SQLite that does not lose anything.

SQLite 3.7.0 to 3.51.2 can corrupt a database when a WAL reset meets a checkpoint (fixed in 3.51.3,
https://www.sqlite.org/wal.html#walresetbug). Where the system's library is older and the `pysqlite3` wheel
is installed, that newer library takes the place of the standard one before Django looks for it.
"""

import importlib.util
import sqlite3
import sys

SAFE_VERSION = (3, 51, 3)

# `synchronous=FULL`: with WAL and NORMAL an acknowledged commit may vanish at a power cut.
WAL_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0;"
)
# Without a safe version, WAL itself is the risk: the rollback journal is slower and right.
ROLLBACK_PRAGMAS = WAL_PRAGMAS.replace("journal_mode=WAL", "journal_mode=DELETE")


def use_safe_sqlite() -> None:
    """Put `pysqlite3` in the place of `sqlite3` if the system's library is too old; else change nothing."""
    if sqlite3.sqlite_version_info >= SAFE_VERSION or importlib.util.find_spec("pysqlite3") is None:
        return
    newer = importlib.import_module("pysqlite3")
    sys.modules["sqlite3"] = newer
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")


def library_version() -> tuple[int, ...]:
    """Version of the SQLite library that Django uses, as (major, minor, patch)."""
    return sys.modules["sqlite3"].sqlite_version_info


def pragmas() -> str:
    """The `init_command` of every connection: WAL where it is safe, the rollback journal elsewhere."""
    return WAL_PRAGMAS if library_version() >= SAFE_VERSION else ROLLBACK_PRAGMAS
